"""The title of the first page, section bars, running header and footer."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import FormCanvas
from fieldapp.forms.pdf.captions import Captions
from fieldapp.forms.pdf.elements import Block, lay, text_width, write_lines, write_right

_BAR_HEIGHT = 20.0


def section_bar(text: str, note: str = "") -> Block:
    """A tinted bar with an accent edge; stays with what follows, unless a `note` says that nothing does."""
    lines = lay(text, styles.SECTION, styles.WIDTH - 80)
    height = _BAR_HEIGHT + (len(lines) - 1) * styles.SECTION.leading

    def paint(canvas: FormCanvas, top: float) -> None:
        canvas.fill((styles.MARGIN, top - height, styles.WIDTH, height), styles.ACCENT_TINT)
        canvas.fill((styles.MARGIN, top - height, 3, height), styles.ACCENT)
        write_lines(canvas, styles.MARGIN + 10, top - 2.5, lines, styles.SECTION)
        if note:
            write_right(
                canvas, styles.MARGIN + styles.WIDTH - styles.PAD, top - 3.5, lay(note, styles.LABEL, 60)[0], styles.LABEL
            )

    return Block(height, paint, keep_with_next=not note)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the first page begins with. `issuer` is the company that stands behind the order."""

    title: str
    issuer: str
    number: str
    revision: str


def title_block(head: Letterhead) -> Block:
    """Title in the middle, below it the issuer on the left and the number on the right, a double rule."""
    title = lay(head.title, styles.TITLE, styles.WIDTH)
    left = lay(f"{head.issuer}\n{head.revision}", styles.SUBTITLE, styles.WIDTH * 0.5)
    right = lay(head.number, styles.NUMBER, styles.WIDTH * 0.45)
    below = max(len(left) * styles.SUBTITLE.leading, len(right) * styles.NUMBER.leading)
    height = len(title) * styles.TITLE.leading + below + 14

    def paint(canvas: FormCanvas, top: float) -> None:
        y = top
        for line in title:
            write_lines(canvas, styles.MARGIN + (styles.WIDTH - text_width(line, styles.TITLE)) / 2, y, (line,), styles.TITLE)
            y -= styles.TITLE.leading
        y -= 4
        write_lines(canvas, styles.MARGIN, y, left, styles.SUBTITLE)
        for number, line in enumerate(right):
            write_right(canvas, styles.MARGIN + styles.WIDTH, y - number * styles.NUMBER.leading, line, styles.NUMBER)
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

    def draw(self, canvas: FormCanvas, page: int, pages: int) -> None:
        left, right = styles.MARGIN, styles.MARGIN + styles.WIDTH
        if self.caution:
            self._watermark(canvas)
        if page > 1:
            top = styles.TOP + 20
            write_lines(canvas, left, top, lay(self.title, styles.SMALL, styles.WIDTH / 2)[:1], styles.SMALL)
            write_right(canvas, right, top, lay(self.number, styles.SMALL, styles.WIDTH / 2)[0], styles.SMALL)
            canvas.rule(left, right, styles.TOP + 8)
        top = styles.BOTTOM - 10
        canvas.rule(left, right, top + 3)
        write_lines(canvas, left, top, (self.words("hash_prefix", hash=self.snapshot_sha256[:16]),), styles.SMALL)
        write_right(canvas, right, top, self.words("page", page=page, pages=pages), styles.SMALL)
        middle = left + (styles.WIDTH - text_width(self.caution, styles.SMALL)) / 2
        write_lines(canvas, middle, top, (self.caution,), styles.SMALL)

    def _watermark(self, canvas: FormCanvas) -> None:
        canvas.saveState()
        canvas.translate(styles.PAGE_WIDTH / 2, styles.PAGE_HEIGHT / 2)
        canvas.rotate(38)
        canvas.write(-text_width(self.caution, styles.WATERMARK) / 2, 0, self.caution, styles.WATERMARK)
        canvas.restoreState()
