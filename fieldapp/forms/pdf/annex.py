"""The annex: photos two by two, numbered, with tag, time and caption."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from fieldapp.forms.pdf import styles
from fieldapp.forms.pdf.canvas import FormCanvas
from fieldapp.forms.pdf.captions import Captions
from fieldapp.forms.pdf.elements import Block, Element, gap, lay, text_width, write_lines
from fieldapp.forms.pdf.headings import section_bar
from fieldapp.forms.pdf.marks import enter_figure
from fieldapp.forms.pdf.pictures import load
from fieldapp.forms.pdf.structure import Artifact, Node
from fieldapp.forms.pdf.tables import note_row
from fieldapp.forms.presentation import Photo, Photos

_GUTTER = 12.0
_COLUMN = (styles.WIDTH - _GUTTER) / 2
_PICTURE_HEIGHT = 190.0
_ALT_LENGTH = 200
"""Characters of a caption that are said in place of the photo; the caption itself stands below it."""
_CAPTION_LINES = 3
"""Longer captions follow below in full."""

Load = Callable[[str], bytes]


def annex_elements(blocks: Sequence[Photos], photo: Load, words: Captions, document: Node) -> Iterator[Element]:
    """Photos are numbered through, as `annex_note` counts them."""
    number = 0
    for block in blocks:
        section = document.add("Sect")
        yield section_bar(f"{words('annex')}  {block.label}", section)
        yield gap(8)
        for start in range(0, len(block.items), 2):
            pair = block.items[start : start + 2]
            numbered = [(number + place, item) for place, item in enumerate(pair, 1)]
            number += len(pair)
            pictures = _pair(numbered, photo, words, section)
            captions = list(_long_captions(numbered, words, section))
            yield replace(pictures, keep_with_next=bool(captions))
            yield from captions
            yield gap(8)


def _heading(number: int, item: Photo, words: Captions) -> str:
    return " · ".join(part for part in (words("photo_number", number=number), item.tag, item.taken_at) if part)


def _long_captions(numbered: Sequence[tuple[int, Photo]], words: Captions, section: Node) -> Iterator[Element]:
    for number, item in numbered:
        if len(lay(item.caption, styles.SMALL, _COLUMN)) > _CAPTION_LINES:
            yield replace(gap(4), keep_with_next=True)
            yield note_row(words("photo_number", number=number), item.caption, section.add("Table"))


def _pair(numbered: Sequence[tuple[int, Photo]], photo: Load, words: Captions, section: Node) -> Block:
    texts = []
    for number, item in numbered:
        caption = lay(item.caption, styles.SMALL, _COLUMN) if item.caption else ()
        if len(caption) > _CAPTION_LINES:
            caption = ()
        heading = _heading(number, item, words)
        figure = section.add("Figure", alt=" · ".join(part for part in (heading, item.caption[:_ALT_LENGTH]) if part))
        tags = (figure, section.add("P"), section.add("P") if caption else Artifact.LAYOUT)
        texts.append((lay(heading, styles.HEAD, _COLUMN), caption, tags))
    below = max(len(head) * styles.HEAD.leading + len(caption) * styles.SMALL.leading for head, caption, _ in texts)

    def paint(canvas: FormCanvas, top: float) -> None:
        for column, ((_, item), (head, caption, tags)) in enumerate(zip(numbered, texts, strict=True)):
            x = styles.MARGIN + column * (_COLUMN + _GUTTER)
            _picture(canvas, item, photo, (x, top - _PICTURE_HEIGHT), words, tags[0])
            y = top - _PICTURE_HEIGHT - 3
            write_lines(canvas, x, y, head, styles.HEAD, tags[1])
            write_lines(canvas, x, y - len(head) * styles.HEAD.leading, caption, styles.SMALL, tags[2])

    return Block(_PICTURE_HEIGHT + 3 + below, paint)


def _picture(canvas: FormCanvas, item: Photo, photo: Load, corner: tuple[float, float], words: Captions, figure: Node) -> None:
    x, y = corner
    canvas.fill((x, y, _COLUMN, _PICTURE_HEIGHT), styles.LABEL_TINT)
    canvas.frame((x, y, _COLUMN, _PICTURE_HEIGHT))
    picture = load(photo(item.sha256))
    if picture is None:
        enter_figure(canvas, figure, (x, y, _COLUMN, _PICTURE_HEIGHT))
        text = words("photo_broken")
        middle = x + (_COLUMN - text_width(text, styles.LABEL)) / 2
        write_lines(canvas, middle, y + _PICTURE_HEIGHT / 2 + 20, (text,), styles.LABEL, figure)
        hash_lines = lay(item.sha256, styles.SMALL, _COLUMN - 20)
        write_lines(canvas, x + 10, y + _PICTURE_HEIGHT / 2, hash_lines, styles.SMALL, figure)
        return
    across, down = picture.upright
    scale = min((_COLUMN - 4) / across, (_PICTURE_HEIGHT - 4) / down)
    width, height = across * scale, down * scale
    left, low = x + (_COLUMN - width) / 2, y + (_PICTURE_HEIGHT - height) / 2
    enter_figure(canvas, figure, (left, low, width, height))
    canvas.place_image(f"photo-{item.sha256}", picture.stream(), picture.matrix(left, low, width, height), figure)
