"""What the parts of a page mean, in reading order (tagged PDF, ISO 32000-1 §14.7 and §14.8): for screen readers, for export as
text, and for whoever has to get the tables out again. Everything drawn is either content of one element or an artifact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from reportlab.pdfbase import pdfdoc

from fieldapp.forms.pdf.objects import text


class Artifact(Enum):
    """Drawn, but no content: rules and tints, what is repeated on every page, the large word behind a draft."""

    LAYOUT = "/Artifact BMC"
    HEADER = "/Artifact <</Type/Pagination/Subtype/Header>> BDC"
    FOOTER = "/Artifact <</Type/Pagination/Subtype/Footer>> BDC"
    WATERMARK = "/Artifact <</Type/Pagination/Subtype/Watermark>> BDC"


@dataclass(eq=False, slots=True)
class Node:
    """A structure element of one of the standard types (Sect, H1, Table, TD …). Its kids are read in the order they were added.

    `alt` says in words what a figure shows; `scope` is Row or Column for a TH; `span` the columns that a cell takes; `box` the
    figure's rectangle (left, lower, right, upper) in points; `lang` is set where the text is in another language than the rest.
    """

    kind: str
    alt: str = ""
    scope: str = ""
    span: int = 1
    box: tuple[float, float, float, float] | None = None
    lang: str = ""
    kids: list[Node | tuple[int, int]] = field(default_factory=list)
    """Elements, and content as (index of the page, number of the content on it)."""

    def add(self, kind: str, *, alt: str = "", scope: str = "", span: int = 1) -> Node:
        """A new last kid."""
        node = Node(kind, alt, scope, span)
        self.kids.append(node)
        return node


Tag = Node | Artifact
"""What a piece of drawing belongs to."""


class Structure:
    """The tree of one document, and which content of which page belongs to which of its elements."""

    def __init__(self) -> None:
        self.root = Node("Document")
        self._pages: list[list[Node]] = []

    def turn(self) -> None:
        """A page begins."""
        self._pages.append([])

    def opening(self, tag: Tag) -> str:
        """The operator before a piece of content of this tag on the page that was begun last; EMC ends it."""
        if isinstance(tag, Artifact):
            return tag.value
        page = self._pages[-1]
        tag.kids.append((len(self._pages) - 1, len(page)))
        page.append(tag)
        return f"/{tag.kind} <</MCID {len(page) - 1}>> BDC"

    def tree(self, document: pdfdoc.PDFDocument, pages: list[int]) -> pdfdoc.PDFObjectReference:
        """Add the elements to the document and give a reference to their root. `pages`: object numbers of the pages.

        To be called when all is drawn; every page must say its index as StructParents.
        """
        return _Tree(document, pages).write(self.root, self._pages[: len(pages)])


class _Raw(pdfdoc.PDFObject):
    """An object whose text is made here: hundreds of small dictionaries, which ReportLab's own would take long to write."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.body = b""

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        return self.body


class _Tree:
    def __init__(self, document: pdfdoc.PDFDocument, pages: list[int]) -> None:
        self._document = document
        self._pages = pages
        self._attributes: dict[str, int] = {}
        self._numbers: dict[int, int] = {}

    def write(self, root: Node, contents: list[list[Node]]) -> pdfdoc.PDFObjectReference:
        top = _Raw()
        reference = self._document.Reference(top)
        elements = self._element(root, self._number(top))
        rows = (
            f"{index}[{' '.join(f'{self._numbers[id(node)]} 0 R' for node in nodes)}]" for index, nodes in enumerate(contents)
        )
        parents = self._add(f"<</Nums[{''.join(rows)}]>>")
        top.body = f"<</Type/StructTreeRoot/K {elements} 0 R/ParentTree {parents} 0 R/ParentTreeNextKey {len(contents)}>>".encode(
            "ascii"
        )
        return reference

    def _element(self, node: Node, parent: int) -> int:
        """Parents come before their kids, so that a reader who goes through the file meets them in reading order."""
        raw = _Raw()
        self._document.Reference(raw)
        number = self._numbers[id(node)] = self._number(raw)
        page = next((kid[0] for kid in node.kids if isinstance(kid, tuple)), None)
        kids = [f"{self._element(kid, number)} 0 R" if isinstance(kid, Node) else self._content(kid, page) for kid in node.kids]
        parts = [f"/S/{node.kind}/P {parent} 0 R"]
        if page is not None:
            parts.append(f"/Pg {self._pages[page]} 0 R")
        if kids:
            parts.append(f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]")
        if node.lang:
            parts.append(f"/Lang({node.lang})")
        attributes = _attributes(node)
        if attributes:
            parts.append(f"/A {self._shared(attributes)} 0 R")
        body = "".join(parts).encode("ascii")
        if node.alt:
            body += b"/Alt " + pdfdoc.format(text(node.alt), self._document)
        raw.body = b"<<" + body + b">>"
        return number

    def _content(self, kid: tuple[int, int], page: int | None) -> str:
        index, number = kid
        return str(number) if index == page else f"<</Type/MCR/Pg {self._pages[index]} 0 R/MCID {number}>>"

    def _shared(self, attributes: str) -> int:
        if attributes not in self._attributes:
            self._attributes[attributes] = self._add(attributes)
        return self._attributes[attributes]

    def _add(self, body: str) -> int:
        raw = _Raw()
        raw.body = body.encode("ascii")
        self._document.Reference(raw)
        return self._number(raw)

    def _number(self, raw: _Raw) -> int:
        number: int = self._document.idToObjectNumberAndVersion[raw.__InternalName__][0]
        return number


def _attributes(node: Node) -> str:
    if node.box is not None:
        return f"<</O/Layout/Placement/Block/BBox[{' '.join(f'{edge:.2f}' for edge in node.box)}]>>"
    entries = f"/Scope/{node.scope}" if node.scope else ""
    entries += f"/ColSpan {node.span}" if node.span > 1 else ""
    return f"<</O/Table{entries}>>" if entries else ""
