"""The title of the first page, section bars, running header and footer."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import FormCanvas
from fieldapp.forms.pdf.captions import Captions
from fieldapp.forms.pdf.elements import Block, lay, text_width, write_lines, write_right
from fieldapp.forms.pdf.structure import Artifact, Node

_BAR_HEIGHT = 20.0


def section_bar(text: str, section: Node, note: str = "", *, level: str = "H2") -> Block:
    """A tinted bar with an accent edge; stays with what follows, unless a `note` says that nothing does."""
    heading, remark = section.add(level), section.add("P") if note else Artifact.LAYOUT
    lines = lay(text, styles.SECTION, styles.WIDTH - 80)
    height = _BAR_HEIGHT + (len(lines) - 1) * styles.SECTION.leading

    def paint(canvas: FormCanvas, top: float) -> None:
        canvas.fill((styles.MARGIN, top - height, styles.WIDTH, height), styles.ACCENT_TINT)
        canvas.fill((styles.MARGIN, top - height, 3, height), styles.ACCENT)
        write_lines(canvas, styles.MARGIN + 10, top - 2.5, lines, styles.SECTION, heading)
        if note:
            right = styles.MARGIN + styles.WIDTH - styles.PAD
            write_right(canvas, right, top - 3.5, lay(note, styles.LABEL, 60)[0], styles.LABEL, remark)

    return Block(height, paint, keep_with_next=not note)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the first page begins with. `issuer` is the company that stands behind the order."""

    title: str
    issuer: str
    number: str
    revision: str


def title_block(head: Letterhead, document: Node) -> Block:
    """Title in the middle, below it the issuer on the left and the number on the right, a double rule."""
    heading, issuer, revision, mark = (document.add(kind) for kind in ("H1", "P", "P", "P"))
    title = lay(head.title, styles.TITLE, styles.WIDTH)
    left = [(line, issuer) for line in lay(head.issuer, styles.SUBTITLE, styles.WIDTH * 0.5)]
    left += [(line, revision) for line in lay(head.revision, styles.SUBTITLE, styles.WIDTH * 0.5)]
    right = lay(head.number, styles.NUMBER, styles.WIDTH * 0.45)
    below = max(len(left) * styles.SUBTITLE.leading, len(right) * styles.NUMBER.leading)
    height = len(title) * styles.TITLE.leading + below + 14

    def paint(canvas: FormCanvas, top: float) -> None:
        y = top
        for line in title:
            x = styles.MARGIN + (styles.WIDTH - text_width(line, styles.TITLE)) / 2
            write_lines(canvas, x, y, (line,), styles.TITLE, heading)
            y -= styles.TITLE.leading
        y -= 4
        for number, (line, tag) in enumerate(left):
            write_lines(canvas, styles.MARGIN, y - number * styles.SUBTITLE.leading, (line,), styles.SUBTITLE, tag)
        for number, line in enumerate(right):
            write_right(canvas, styles.MARGIN + styles.WIDTH, y - number * styles.NUMBER.leading, line, styles.NUMBER, mark)
        y -= below
        canvas.rule(styles.MARGIN, styles.MARGIN + styles.WIDTH, y - 3, styles.ACCENT, 1.4)
        canvas.rule(styles.MARGIN, styles.MARGIN + styles.WIDTH, y - 5.5, styles.ACCENT, 0.4)

    return Block(height, paint)


@dataclass(frozen=True, slots=True)
class Chrome:
    """What every page carries. `caution` marks pages that nobody has signed, large behind the content and in the footer."""

    title: str
    number: str
    snapshot_sha256: str
    caution: str
    words: Captions

    def draw_head(self, canvas: FormCanvas, page: int) -> None:
        """Before the content: what lies behind it and what stands above."""
        left, right = styles.MARGIN, styles.MARGIN + styles.WIDTH
        if self.caution:
            self._watermark(canvas)
        if page > 1:
            top = styles.TOP + 20
            title = lay(self.title, styles.SMALL, styles.WIDTH / 2)[:1]
            write_lines(canvas, left, top, title, styles.SMALL, Artifact.HEADER)
            number = lay(self.number, styles.SMALL, styles.WIDTH / 2)[0]
            write_right(canvas, right, top, number, styles.SMALL, Artifact.HEADER)
            canvas.rule(left, right, styles.TOP + 8, artifact=Artifact.HEADER)

    def draw_foot(self, canvas: FormCanvas, page: int, pages: int) -> None:
        left, right = styles.MARGIN, styles.MARGIN + styles.WIDTH
        top, foot = styles.BOTTOM - 10, Artifact.FOOTER
        canvas.rule(left, right, top + 3, artifact=foot)
        write_lines(canvas, left, top, (self.words("hash_prefix", hash=self.snapshot_sha256[:16]),), styles.SMALL, foot)
        write_right(canvas, right, top, self.words("page", page=page, pages=pages), styles.SMALL, foot)
        middle = left + (styles.WIDTH - text_width(self.caution, styles.SMALL)) / 2
        write_lines(canvas, middle, top, (self.caution,), styles.SMALL, foot)

    def _watermark(self, canvas: FormCanvas) -> None:
        mark = Artifact.WATERMARK
        canvas.enter(mark)
        canvas.saveState()
        canvas.translate(styles.PAGE_WIDTH / 2, styles.PAGE_HEIGHT / 2)
        canvas.rotate(38)
        canvas.write(-text_width(self.caution, styles.WATERMARK) / 2, 0, self.caution, styles.WATERMARK, mark)
        canvas.restoreState()
