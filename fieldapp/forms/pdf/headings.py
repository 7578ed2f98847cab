"""The title of the first page, section bars, running header and footer."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import FormCanvas
from fieldapp.forms.pdf.captions import Captions
from fieldapp.forms.pdf.elements import Block, lay, write_lines, write_right

_BAR_HEIGHT = 20.0


def section_bar(text: str) -> Block:
    """A tinted bar with an accent edge; stays with what follows."""
    lines = lay(text, styles.SECTION, styles.WIDTH - 20)
    height = _BAR_HEIGHT + (len(lines) - 1) * styles.SECTION.leading

    def paint(canvas: FormCanvas, top: float) -> None:
        canvas.fill((styles.MARGIN, top - height, styles.WIDTH, height), styles.ACCENT_TINT)
        canvas.fill((styles.MARGIN, top - height, 3, height), styles.ACCENT)
        write_lines(canvas, styles.MARGIN + 10, top - 2.5, lines, styles.SECTION)

    return Block(height, paint, keep_with_next=True)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the first page begins with."""

    title: str
    subtitle: str
    number: str
    revision: str


def title_block(head: Letterhead) -> Block:
    """Title in the middle, number and revision below it, a double rule."""
    title = lay(head.title, styles.TITLE, styles.WIDTH)
    right = lay(head.number, styles.NUMBER, styles.WIDTH * 0.6)
    height = len(title) * styles.TITLE.leading + max(1, len(right)) * styles.NUMBER.leading + 14

    def paint(canvas: FormCanvas, top: float) -> None:
        y = top
        for line in title:
            write_lines(canvas, styles.MARGIN + (styles.WIDTH - _width(line)) / 2, y, (line,), styles.TITLE)
            y -= styles.TITLE.leading
        y -= 4
        write_lines(canvas, styles.MARGIN, y, (head.subtitle,), styles.SUBTITLE)
        for line in right:
            write_right(canvas, styles.MARGIN + styles.WIDTH, y, line, styles.NUMBER)
            y -= styles.NUMBER.leading
        canvas.rule(styles.MARGIN, styles.MARGIN + styles.WIDTH, y - 3, styles.ACCENT, 1.4)
        canvas.rule(styles.MARGIN, styles.MARGIN + styles.WIDTH, y - 5.5, styles.ACCENT, 0.4)

    return Block(height, paint)


def _width(line: str) -> float:
    from fieldapp.forms.pdf.elements import text_width

    return text_width(line, styles.TITLE)


@dataclass(frozen=True, slots=True)
class Chrome:
    """What every page carries. `draft` marks a page that nobody has signed."""

    title: str
    number: str
    snapshot_sha256: str
    edition: str
    draft: bool
    words: Captions

    def draw(self, canvas: FormCanvas, page: int, pages: int) -> None:
        left, right = styles.MARGIN, styles.MARGIN + styles.WIDTH
        if page > 1:
            top = styles.TOP + 20
            write_lines(canvas, left, top, lay(self.title, styles.SMALL, styles.WIDTH / 2)[:1], styles.SMALL)
            write_right(canvas, right, top, lay(self.number, styles.SMALL, styles.WIDTH / 2)[0], styles.SMALL)
            canvas.rule(left, right, styles.TOP + 8)
        top = styles.BOTTOM - 10
        canvas.rule(left, right, top + 3)
        write_lines(canvas, left, top, (self.words("hash_prefix", hash=self.snapshot_sha256[:16]) + self.edition,), styles.SMALL)
        write_right(canvas, right, top, self.words("page", page=page, pages=pages), styles.SMALL)
        if self.draft:
            label = self.words("draft")
            write_right(canvas, left + styles.WIDTH / 2 + 30, top, label, styles.SMALL)
