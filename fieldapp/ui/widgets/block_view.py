"""A snapshot on the screen: draws the blocks of forms/presentation.py, the same ones that the PDF prints."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial, singledispatchmethod

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from fieldapp.forms.presentation import Block, Grid, Heading, LongText, Pairs, Photos, Remark, SignatureBlock
from fieldapp.forms.schema import FieldType
from fieldapp.ui.i18n import labelled, language, speaking, tr
from fieldapp.ui.widgets.card_column import BUDGET_S, CardColumn
from fieldapp.ui.widgets.common import Text
from fieldapp.ui.widgets.flow_layout import FlowLayout
from fieldapp.ui.widgets.grid_places import COLUMNS, SPANS, fill_grid, six_columns

Thumbnail = Callable[[str, QSize, Callable[[QImage], None]], None]
_PICTURE = QSize(240, 160)
_BASE = 17
_LONG_WORD = re.compile(r"[!-~]{11,}")
_NUMBERS = frozenset({FieldType.NUMBER, FieldType.MONEY})


class BlockView(QFrame):
    """Read-only paper, made, dressed and measured a few blocks at a time, in turns of the event loop; what two papers have in
    common stays. `zoom` in per cent scales the letters, not the window. Where the columns of a table have no room beside each
    other (a narrow window, large letters), its rows stand one below the other, and so do pairs: nothing is pushed out at the
    right. `drawn()`: all of it is there."""

    drawn = Signal()

    def __init__(self, thumbnail: Thumbnail, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Paper")
        self._thumbnail = thumbnail
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(32, 24, 32, 32)
        self._column.setSpacing(14)
        self._parts = CardColumn(self._column, self, self._measure_soon)
        self._shown: tuple[Block, ...] | None = None
        self._lang = language()
        self._narrow, self._needed = False, 0
        self._anew, self._soon = _turn(self, self._draw_anew), _turn(self, self._fit)
        self._dressing = _turn(self, self._dress_some, again=True)
        self._zoom, self._letters = 100, _letters(100)

    @property
    def complete(self) -> bool:
        """What was last shown is there, in its letters, as wide as there is room."""
        return self._parts.complete and not any(turn.isActive() for turn in (self._anew, self._soon, self._dressing))

    def set_zoom(self, zoom: int) -> None:
        if zoom == self._zoom:
            return
        if self._narrow:
            self._needed = round(self._needed * zoom / self._zoom)
        self._zoom, self._letters = zoom, _letters(zoom)
        self._dressing.start()

    def show_blocks(self, blocks: tuple[Block, ...]) -> None:
        """In the language that is spoken now."""
        if blocks == self._shown:
            return
        self._shown, self._narrow, self._lang = blocks, False, language()
        self._anew.start()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the page is."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:  # other letters
            self._soon.start()

    def _measure_soon(self) -> None:
        self._soon.start()  # in a turn of its own: what has just been made gets its looks and its place first

    def _fit(self) -> None:
        if not self.complete:
            return  # comes again when it is
        if self.isVisible():
            sides = self._column.contentsMargins()
            edges = sides.left() + sides.right()
            needed = self._needed if self._narrow else self._column.minimumSize().width() - edges
            if self._narrow is not (needed > self.width() - edges):
                self._narrow, self._needed = not self._narrow, needed
                self._anew.start()
                return
        self.drawn.emit()

    def _draw_anew(self) -> None:
        seen: Counter[Block] = Counter()
        wanted = []
        for block in self._shown or ():
            seen[block] += 1  # the same words twice are two blocks
            wanted.append(((block, seen[block], self._narrow, self._lang), partial(self._made, block)))
        self._parts.show(wanted)

    def _made(self, block: Block) -> QWidget:
        with speaking(self._lang):
            part = self._draw(block)
        part.setStyleSheet(self._letters)
        return part

    def _dress_some(self) -> None:
        """Each block has its letters by itself: those of the whole paper at once would hold the thread."""
        end = time.perf_counter() + BUDGET_S
        for part in self._drawn():
            if part.styleSheet() != self._letters:
                part.setStyleSheet(self._letters)
                if time.perf_counter() >= end:
                    return
        self._dressing.stop()
        self._soon.start()

    def _drawn(self) -> Iterator[QWidget]:
        for place in range(self._column.count()):
            yield self._column.itemAt(place).widget()

    @singledispatchmethod
    def _draw(self, block: object) -> QWidget:
        raise TypeError(f"no drawing for {type(block).__name__}")

    @_draw.register
    def _remark(self, block: Remark) -> QWidget:
        return Text(block.text, "muted", wrap=True)

    @_draw.register
    def _heading(self, block: Heading) -> QWidget:
        head = QFrame()
        head.setObjectName("PaperHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 14, 0, 6)
        row.setSpacing(10)
        row.addWidget(Text(f"{block.letter}\u2003{block.text}", "section", wrap=self._narrow), 1 if self._narrow else 0)
        if block.note:
            row.addWidget(Text(block.note, "muted"))
        row.addStretch(1)
        return head

    @_draw.register
    def _pairs(self, block: Pairs) -> QWidget:
        holder, grid = _grid(vertical=12)
        six_columns(grid)
        parts: list[tuple[QLayout, int]] = []
        for pair in block.items:
            box = QVBoxLayout()
            box.setSpacing(2)
            box.addWidget(Text(pair.label, "muted", wrap=self._narrow))
            said = _broken(pair.value) if self._narrow else pair.value
            value = Text(said, "muted" if pair.empty else "body", wrap=True)
            value.setAccessibleName(labelled(pair.label, pair.value))
            box.addWidget(value)
            box.addStretch(1)  # an alignment here would take the height that wrapped words need from them
            parts.append((box, COLUMNS if self._narrow else SPANS[pair.width]))
        fill_grid(grid, parts)
        return holder

    @_draw.register
    def _long(self, block: LongText) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(Text(block.label, "muted", wrap=self._narrow))
        words = Text(_broken(block.text) if self._narrow else block.text, "body", wrap=True)
        words.setAccessibleName(labelled(block.label, block.text))
        box.addWidget(words)
        return holder

    @_draw.register
    def _table(self, block: Grid) -> QWidget:
        if self._narrow:
            return _rows_below_each_other(block)
        holder, grid = _grid(vertical=8)
        grid.addWidget(Text(block.label, "muted"), 0, 0, 1, len(block.columns))
        for place, column in enumerate(block.columns):
            grid.setColumnStretch(place, column.weight)
            grid.addWidget(Text(column.label, "strong", wrap=True), 1, place)
        for number, row in enumerate(block.rows):
            grid.addWidget(_rule(), 2 * number + 2, 0, 1, len(block.columns))
            for place, (column, text) in enumerate(zip(block.columns, row, strict=True)):
                cell = Text(_breakable(text), "body", wrap=True)
                cell.setAlignment(Qt.AlignmentFlag.AlignTop | _side(column.type))
                cell.setAccessibleName(labelled(column.label, text))
                grid.addWidget(cell, 2 * number + 3, place)
        return holder

    @_draw.register
    def _photos(self, block: Photos) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Text(block.label, "muted"))
        gallery = QWidget()
        flow = FlowLayout(gallery, gap=16)
        for photo in block.items:
            words = " · ".join(part for part in (photo.tag, photo.caption, photo.taken_at) if part)
            flow.addWidget(self._photo(photo.sha256, photo.name, words))
        box.addWidget(gallery)
        return holder

    @_draw.register
    def _signature(self, block: SignatureBlock) -> QWidget:
        return Text(tr("{label}：待签", label=block.label), "muted", wrap=self._narrow)

    def _photo(self, sha256: str, name: str, words: str) -> QWidget:
        holder = QWidget()
        holder.setFixedWidth(_PICTURE.width())
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        picture = QLabel(tr("正在读取…"))
        picture.setFixedSize(_PICTURE)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setAccessibleName(tr("照片 {name}", name=words or name))
        unreadable = tr("照片读不出")

        def show(image: QImage) -> None:
            if not isValid(picture):
                return
            if image.isNull():
                picture.setText(unreadable)
            else:
                drawn = QPixmap.fromImage(image)
                drawn.setDevicePixelRatio(self.devicePixelRatioF())
                picture.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)  # above its words
                picture.setPixmap(drawn)

        self._thumbnail(sha256, _PICTURE * self.devicePixelRatioF(), show)
        box.addWidget(picture)
        box.addWidget(Text(words, "muted", wrap=True))
        return holder


def _turn(owner: QWidget, act: Callable[[], None], *, again: bool = False) -> QTimer:
    """What is done in a turn of its own, or in as many as it takes."""
    timer = QTimer(owner)
    timer.setSingleShot(not again)
    timer.setInterval(0)
    timer.timeout.connect(act)
    return timer


def _letters(zoom: int) -> str:
    """The style sheet of a block."""
    base = round(_BASE * zoom / 100)
    return (
        f"QLabel {{ font-size: {base}px; }} QLabel[role='muted'] {{ font-size: {round(base * 0.85)}px; }}"
        f"QLabel[role='section'] {{ font-size: {round(base * 1.2)}px; }}"
    )


def _grid(*, vertical: int) -> tuple[QWidget, QGridLayout]:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(vertical)
    return holder, grid


def _rows_below_each_other(block: Grid) -> QWidget:
    """Of each row its columns, name and value, where it says something."""
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(4)
    box.addWidget(Text(block.label, "muted", wrap=True))
    for row in block.rows:
        box.addWidget(_rule())
        for column, text in zip(block.columns, row, strict=True):
            if text.strip():
                box.addWidget(Text(labelled(column.label, _broken(text)), "body", wrap=True))
    return holder


def _rule() -> QFrame:
    line = QFrame()
    line.setObjectName("PaperRow")
    line.setFixedHeight(1)
    return line


def _side(kind: FieldType) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if kind in _NUMBERS else Qt.AlignmentFlag.AlignLeft


def _broken(text: str) -> str:
    """Numbers, paths and the like may break anywhere."""
    return _LONG_WORD.sub(lambda found: "\u200b".join(found[0]), text)


def _breakable(text: str) -> str:
    """Long serial numbers may break anywhere: a label breaks only at spaces by itself."""
    return "\u200b".join(text) if max((len(word) for word in text.split()), default=0) > 16 and text.isascii() else text
