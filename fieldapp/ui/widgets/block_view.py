"""A snapshot on the screen: draws the blocks of forms/presentation.py, the same ones that the PDF prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import singledispatchmethod

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from fieldapp.forms.presentation import Block, Grid, Heading, LongText, Pairs, Photos, SignatureBlock
from fieldapp.forms.schema import FieldType
from fieldapp.ui.i18n import labelled, tr
from fieldapp.ui.widgets.common import Text
from fieldapp.ui.widgets.flow_layout import FlowLayout
from fieldapp.ui.widgets.grid_places import COLUMNS, SPANS, fill_grid, six_columns

Thumbnail = Callable[[str, QSize, Callable[[QImage], None]], None]
_PICTURE = QSize(240, 160)
_BASE = 17
_LONG_WORD = re.compile(r"[!-~]{11,}")
_NUMBERS = frozenset({FieldType.NUMBER, FieldType.MONEY})


class BlockView(QFrame):
    """Read-only paper. `zoom` in per cent scales the letters, not the window. Where the columns of a table have no room beside
    each other (a narrow window, large letters), its rows stand one below the other, and so do pairs: nothing is pushed out at
    the right."""

    def __init__(self, thumbnail: Thumbnail, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Paper")
        self._thumbnail = thumbnail
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(32, 24, 32, 32)
        self._column.setSpacing(14)
        self._sheet: QWidget | None = None
        self._shown: tuple[Block, ...] | None = None
        self._zoom = 0
        self._narrow, self._needed = False, 0
        self._soon = QTimer(self)  # in a turn of its own: to ask what a sheet needs dresses all of its words
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fit)
        self.set_zoom(100)

    def set_zoom(self, zoom: int) -> None:
        if zoom == self._zoom:
            return
        if self._narrow:
            self._needed = round(self._needed * zoom / self._zoom)
        self._zoom = zoom
        base = round(_BASE * zoom / 100)
        small = round(base * 0.85)
        self.setStyleSheet(
            f"QLabel {{ font-size: {base}px; }} QLabel[role='muted'] {{ font-size: {small}px; }}"
            f"QLabel[role='section'] {{ font-size: {round(base * 1.2)}px; }}"
        )

    def show_blocks(self, blocks: tuple[Block, ...]) -> None:
        if blocks == self._shown:
            return
        self._shown, self._narrow = blocks, False
        self._redraw()
        self._soon.start()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the page is."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:  # other letters
            self._soon.start()

    def _fit(self) -> None:
        if self._sheet is None or not self.isVisible():
            return
        sides = self._column.contentsMargins()
        room = self.width() - sides.left() - sides.right()
        needed = self._needed if self._narrow else self._sheet.minimumSizeHint().width()
        if self._narrow is not (needed > room):
            self._narrow, self._needed = not self._narrow, needed
            QTimer.singleShot(0, self, self._redraw)

    def _redraw(self) -> None:
        if self._sheet is not None:
            self._sheet.hide()
            self._sheet.deleteLater()
        self._sheet = QWidget(self)
        self._sheet.setProperty("surface", "none")
        column = QVBoxLayout(self._sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for block in self._shown or ():
            column.addWidget(self._draw(block))
        self._column.addWidget(self._sheet)

    @singledispatchmethod
    def _draw(self, block: object) -> QWidget:
        raise TypeError(f"no drawing for {type(block).__name__}")

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
        sheet = self._sheet

        def show(image: QImage) -> None:
            if sheet is not self._sheet:
                return
            if image.isNull():
                picture.setText(unreadable)
            else:
                drawn = QPixmap.fromImage(image)
                drawn.setDevicePixelRatio(self.devicePixelRatioF())
                picture.setPixmap(drawn)

        self._thumbnail(sha256, _PICTURE * self.devicePixelRatioF(), show)
        box.addWidget(picture)
        box.addWidget(Text(words, "muted", wrap=True))
        return holder


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
