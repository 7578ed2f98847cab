"""The tags of a PDF as an independent reader finds them: the tree, and which drawing on which page belongs to which element."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

PAINTING = frozenset(["Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "EI"])


@dataclass(eq=False)
class Element:
    """One structure element; `content` is (page index, MCID) of its own, in order."""

    kind: str
    entry: pikepdf.Object
    parent: Element | None
    kids: list[Element] = field(default_factory=list)
    content: list[tuple[int, int]] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def of(self, *kinds: str) -> list[Element]:
        return [element for element in self.walk() if element.kind in kinds]

    def attribute(self, name: str) -> pikepdf.Object | None:
        return self.entry.A.get(f"/{name}") if "/A" in self.entry else None


class Tagged:
    """An opened PDF with its tree."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(pdf))
        self.pages = {page.objgen: index for index, page in enumerate(self.pdf.pages)}
        self.root = self._element(self.pdf.Root.StructTreeRoot.K, None)

    def _element(self, entry: pikepdf.Object, parent: Element | None) -> Element:
        found = Element(str(entry.S)[1:], entry, parent)
        kids = entry.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                assert kid.P.objgen == entry.objgen
                found.kids.append(self._element(kid, found))
            elif isinstance(kid, pikepdf.Dictionary):
                found.content.append((self.pages[kid.Pg.objgen], int(kid.MCID)))
            else:
                found.content.append((self.pages[entry.Pg.objgen], int(kid)))
        return found


def drawn(page: pikepdf.Page) -> tuple[list[int], list[str]]:
    """(MCIDs in the order they are drawn, what is drawn outside of any mark or is marked wrongly)."""
    stack: list[str] = []
    seen: list[int] = []
    faults: list[str] = []
    depth = 0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in {"BMC", "BDC"}:
            stack.append(str(operands[0]))
            if len(stack) > 1:
                faults.append(f"nested {stack}")
            if name == "BDC" and "/MCID" in operands[1]:
                seen.append(int(operands[1].MCID))
            elif operands[0] != "/Artifact":
                faults.append(f"{operands[0]} without MCID")
        elif name == "EMC":
            stack.pop()
        elif name in PAINTING and not stack:
            faults.append(f"{name} outside of any mark")
        depth += {"q": 1, "Q": -1}.get(name, 0)
        if name in {"BMC", "BDC", "EMC"} and depth:
            faults.append(f"{name} between q and Q")
    return seen, faults + [f"open {kind}" for kind in stack]


def tag_findings(pdf: bytes) -> list[str]:
    """What is wrong with the tags; empty when all content is tagged once, tables are even and figures have words."""
    tagged = Tagged(pdf)
    found: list[str] = []
    per_page: dict[int, list[int]] = {index: [] for index in range(len(tagged.pages))}
    for element in tagged.root.walk():
        for page, number in element.content:
            per_page[page].append(number)
            row = _parent_row(tagged, page)
            if row[number].objgen != element.entry.objgen:
                found.append(f"page {page} MCID {number}: the parent tree names another element")
    for index, page in enumerate(tagged.pdf.pages):
        seen, faults = drawn(page)
        found += [f"page {index}: {fault}" for fault in faults]
        if seen != list(range(len(seen))):
            found.append(f"page {index}: MCIDs {seen}")
        if per_page[index] != seen:
            found.append(f"page {index}: read as {per_page[index]}, drawn as {seen}")
        if len(_parent_row(tagged, index)) != len(seen):
            found.append(f"page {index}: parent tree has another length")
    return found + _table_findings(tagged.root) + _figure_findings(tagged.root) + _heading_findings(tagged.root)


def _parent_row(tagged: Tagged, page: int) -> pikepdf.Array:
    entry = tagged.pdf.pages[page].obj
    nums = tagged.pdf.Root.StructTreeRoot.ParentTree.Nums
    keys = [int(nums[at]) for at in range(0, len(nums), 2)]
    return nums[2 * keys.index(int(entry.StructParents)) + 1]


def _table_findings(root: Element) -> list[str]:
    found = []
    for table in root.of("Table"):
        rows = [kid for kid in table.kids if kid.kind == "TR"]
        if any(kid.kind not in {"TR", "Caption"} for kid in table.kids) or not rows:
            found.append(f"a table of {[kid.kind for kid in table.kids]}")
        widths = {sum(int(cell.attribute("ColSpan") or 1) for cell in row.kids) for row in rows}
        if len(widths) > 1:
            found.append(f"a table with rows of {widths} columns")
        cells = [cell for row in rows for cell in row.kids]
        if any(cell.kind not in {"TH", "TD"} for cell in cells):
            found.append("a row with something else than cells")
        if any(cell.kind == "TH" and str(cell.attribute("Scope")) not in {"/Row", "/Column"} for cell in cells):
            found.append("a TH without scope")
        if not any(cell.kind == "TH" for cell in cells):
            found.append("a table without heads")
    return found


def _figure_findings(root: Element) -> list[str]:
    found = []
    for figure in root.of("Figure"):
        if not str(figure.entry.get("/Alt", "")).strip():
            found.append("a figure without words")
        box = [float(edge) for edge in figure.attribute("BBox") or []]
        if len(box) != 4 or not (0 <= box[0] < box[2] <= 596 and 0 <= box[1] < box[3] <= 842):
            found.append(f"a figure at {box}")
    return found


def _heading_findings(root: Element) -> list[str]:
    levels = [int(element.kind[1]) for element in root.walk() if element.kind in {"H1", "H2", "H3", "H4"}]
    skipped = any(after > before + 1 for before, after in zip([0, *levels], levels, strict=False))
    return [f"headings {levels}"] if skipped or levels.count(1) != 1 else []
