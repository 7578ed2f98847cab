"""A ReportLab canvas that writes our fonts and nothing PDF/A forbids: no unembedded Helvetica, no /Trans, proper stream ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO

from reportlab.pdfbase.pdfdoc import PDFPage
from reportlab.pdfgen.canvas import Canvas

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.embedding import EmbeddedFont
from fieldapp.forms.pdf.filewriter import write_file
from fieldapp.forms.pdf.fonts import Face, stack
from fieldapp.forms.pdf.objects import Dictionary, Name, Stream
from fieldapp.forms.pdf.structure import Artifact, Node, Structure, Tag
from fieldapp.forms.pdf.styles import Colour, TextStyle

_SHOWN = re.compile(r"/(F\d+) ([\d.]+) Tf <([0-9A-F]+)> Tj")
_FIRST_IDEOGRAPH = "\u2e80"
"""What is above is Chinese for all that an English order holds; the other way round nothing is marked: letters and serials stand
in every Chinese sentence."""

Box = tuple[float, float, float, float]
"""x, y of the lower left corner, width, height."""


class FormCanvas(Canvas):
    """Draws text, boxes and images; lengths in points, y upwards. Boxes and rules are artifacts, all else is told its tag."""

    def __init__(self, language: str, structure: Structure) -> None:
        super().__init__(
            BytesIO(),
            pagesize=(styles.PAGE_WIDTH, styles.PAGE_HEIGHT),
            pageCompression=0,
            invariant=1,
            pdfVersion=(1, 7),
            lang=language,
        )
        self._fonts: dict[str, EmbeddedFont] = {}
        self._structure = structure
        self._english = language == "en"
        self._tag: Tag | None = None
        self._page_numbers: list[int] = []
        self._drawn: list[tuple[PDFPage, str]] = []
        structure.turn()

    def _make_preamble(self) -> None:
        # ReportLab's sets Helvetica at the head of every page, which no page here uses and PDF/A would want embedded.
        self._preamble = ""

    @property
    def document(self):  # type: ignore[no-untyped-def]
        """ReportLab's document."""
        return self._doc

    def showPage(self) -> None:
        """End the page."""
        if self._tag is not None:
            self.addLiteral("EMC")
            self._tag = None
        name = self._doc.thisPageName()
        super().showPage()
        page = self._doc.idToObject[name]
        page.Trans = None
        self._drawn.append((page, page.stream))
        # ReportLab writes only the page keys it knows; this is its own list, extended for this one page.
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._page_numbers)
        page.Tabs = Name("S")
        self._page_numbers.append(self._doc.idToObjectNumberAndVersion[name][0])
        self._structure.turn()

    def enter(self, tag: Tag) -> None:
        """What is drawn from here on belongs to `tag`. Not to be called between saveState and restoreState."""
        if self._tag is tag:
            return
        if self._tag is not None:
            self.addLiteral("EMC")
        self.addLiteral(self._structure.opening(tag))
        self._tag = tag

    def write(self, x: float, baseline: float, text: str, style: TextStyle, tag: Tag) -> None:
        """One line of `printable` text."""
        if not text:
            return
        if self._english and isinstance(tag, Node) and max(text) >= _FIRST_IDEOGRAPH:
            tag.lang = "zh-CN"
        self.enter(tag)
        colour = _rgb(style.colour)
        parts = [f"BT {colour} rg {x:.2f} {baseline:.2f} Td"]
        if style.bold:
            parts.append(f"2 Tr {colour} RG {style.size * styles.BOLD_OUTLINE:.2f} w")
        for face, run in _runs(text):
            font = self._font(face)
            parts.append(f"/{font.resource_name} {style.size:g} Tf <{font.encode(run)}> Tj")
        self.addLiteral(" ".join(parts) + (" 0 Tr ET" if style.bold else " ET"))

    def _font(self, face: Face) -> EmbeddedFont:
        # By name: two threads that open the fonts at the same time may hold equal faces that are not the same object.
        found = self._fonts.get(face.postscript_name)
        if found is None:
            found = self._fonts[face.postscript_name] = EmbeddedFont(face, f"F{len(self._fonts) + 1}")
        return found

    def fill(self, box: Box, colour: Colour) -> None:
        self.enter(Artifact.LAYOUT)
        self.addLiteral(f"{_rgb(colour)} rg {_box(box)} re f")

    def frame(self, box: Box) -> None:
        self.enter(Artifact.LAYOUT)
        self.addLiteral(f"{_rgb(styles.RULE)} RG {styles.HAIRLINE:g} w {_box(box)} re S")

    def rule(
        self,
        x1: float,
        x2: float,
        y: float,
        colour: Colour = styles.RULE,
        width: float = styles.HAIRLINE,
        artifact: Artifact = Artifact.LAYOUT,
    ) -> None:
        self.enter(artifact)
        self.addLiteral(f"{_rgb(colour)} RG {width:g} w {x1:.2f} {y:.2f} m {x2:.2f} {y:.2f} l S")

    def polygon(self, points: Sequence[tuple[float, float]], colour: Colour) -> None:
        self.enter(Artifact.LAYOUT)
        first, *others = (f"{x:.2f} {y:.2f}" for x, y in points)
        self.addLiteral(f"{_rgb(colour)} rg {first} m {' '.join(f'{point} l' for point in others)} h f")

    def place_image(
        self, name: str, image: Stream | None, matrix: tuple[float, float, float, float, float, float], tag: Tag
    ) -> None:
        """Draw an image XObject through `matrix`; `image` may be None when one of that name was placed before."""
        self.enter(tag)
        if not self.hasForm(name) and image is not None:
            self._doc.addForm(name, image)
        self.saveState()
        self.transform(*matrix)
        self.doForm(name)
        self.restoreState()

    def finish(self) -> bytes:
        """Embed the fonts, add the tags and write the file. The canvas is of no use afterwards."""
        final = {font.resource_name: font.final() for font in self._fonts.values()}
        for page, drawn in self._drawn:
            page.Contents = Stream(_recoded(drawn, final).encode("latin-1"))
        fonts = self._doc.idToObject["BasicFonts"]
        for font in self._fonts.values():
            fonts[font.resource_name] = self._doc.Reference(font.object(self._doc))
        catalog = self._doc.Catalog
        catalog.MarkInfo = Dictionary({"Marked": "true"})
        catalog.StructTreeRoot = self._structure.tree(self._doc, self._page_numbers)
        return write_file(self._doc)


def _recoded(drawn: str, final: Mapping[str, Sequence[str]]) -> str:
    """A page's operators with the codes of the file; `final` by font."""

    def shown(match: re.Match[str]) -> str:
        name, size, codes = match.groups()
        known = final[name]
        return f"/{name} {size} Tf <{''.join([known[int(codes[at : at + 4], 16)] for at in range(0, len(codes), 4)])}> Tj"

    return _SHOWN.sub(shown, drawn)


@cache
def _rgb(colour: Colour) -> str:
    return f"{colour[0]:.3f} {colour[1]:.3f} {colour[2]:.3f}"


def _box(box: Box) -> str:
    return f"{box[0]:.2f} {box[1]:.2f} {box[2]:.2f} {box[3]:.2f}"


def _runs(text: str) -> list[tuple[Face, str]]:
    """Neighbouring characters of one face, in order."""
    runs: list[tuple[Face, str]] = []
    find = stack().find
    start, current = 0, None
    for index, char in enumerate(text):
        found = find(char)
        face = found[0] if found else current
        if face is not current:
            if current is not None:
                runs.append((current, text[start:index]))
            start, current = index, face
    if current is not None:
        runs.append((current, text[start:]))
    return runs
