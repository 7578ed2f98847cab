"""Editing a photo in place of the form: turn it, point at something, cover what must not be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldapp.domain.records import JSON
from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.widgets.common import (
    Button,
    ElidedText,
    GhostButton,
    InlineNotice,
    PrimaryButton,
    SecondaryButton,
    Text,
)
from fieldapp.ui.widgets.photo.canvas import PhotoCanvas
from fieldapp.ui.widgets.photo.marks import Kind, Sketch

SHOWN_AT = QSize(1600, 1200)
"""The picture on the screen; the stored one is drawn into at its own size."""
Picture = Callable[[str, QSize, Callable[[QImage], None]], None]


class PhotoEditor(QWidget):
    """`saved(field id, row, Sketch)` or `closed()`; `open` begins."""

    saved = Signal(str, object, object)
    closed = Signal()

    def __init__(self, picture: Picture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self._field, self._row = "", dict[str, JSON]()
        self.canvas = PhotoCanvas()
        self.notice = InlineNotice()
        self._name = ElidedText("", "strong")
        self.words = QLineEdit()
        self.tools: dict[Kind, Button] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tool_bar())
        column.addWidget(self.notice)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._bottom_bar())
        self.canvas.changed.connect(self._follow)
        self.canvas.wordless.connect(self.words.setFocus)
        self._choose(Kind.ARROW)

    @property
    def dirty(self) -> bool:
        return self.canvas.can_undo

    def open(self, field_id: str, row: Mapping[str, JSON]) -> None:
        """Show a photo of a field, by its row."""
        self._field, self._row = field_id, dict(row)
        self._name.setText(tr("编辑照片：{name}", name=row.get("name", "")))
        self.canvas.show_picture(QImage())
        self.notice.hide()
        sha256 = str(row.get("sha256", ""))

        def show(picture: QImage) -> None:
            if self._row.get("sha256") != sha256:
                return
            self.canvas.show_picture(picture)
            if picture.isNull():
                self.notice.say(Tone.DANGER, tr("照片读不出"))

        self._picture(sha256, SHOWN_AT, show)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if not self.notice.isHidden() or self.may_close():  # a key is soon pressed: with something drawn, the second time
                self._cancel()
            return
        super().keyPressEvent(event)

    def may_close(self) -> bool:
        """Nothing drawn is lost without a word: False, and said in place, while something is not saved."""
        if self.dirty:
            self.notice.say(Tone.WARNING, tr("照片还没保存。"), tr("请先“保存照片”，或“放弃”。"))
        return not self.dirty

    def _tool_bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("OrderHeader")
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(theme.GRID)
        group = QButtonGroup(self)
        looks = {
            Kind.ARROW: (tr("箭头"), "arrow-right"),
            Kind.BOX: (tr("方框"), "stop"),
            Kind.TEXT: (tr("文字"), "message"),
            Kind.COVER: (tr("遮盖"), "eye-off"),
        }
        for kind, (words, icon) in looks.items():
            button = SecondaryButton(words, icon, on_click=partial(self._choose, kind))
            button.setCheckable(True)
            button.setProperty("segment", "only")
            group.addButton(button)
            self.tools[kind] = button
            row.addWidget(button)
        self.words.setPlaceholderText(tr("先写文字，再点照片"))
        self.words.setAccessibleName(tr("标注文字"))
        self.words.setMaxLength(60)
        self.words.textChanged.connect(self._take_words)
        row.addWidget(self.words, 1)
        row.addStretch(1)
        self.turn = SecondaryButton(tr("旋转"), "rotate", on_click=self.canvas.turn)
        self.undo = SecondaryButton(tr("撤销"), "undo", on_click=self.canvas.undo)
        row.addWidget(self.turn)
        row.addWidget(self.undo)
        return bar

    def _bottom_bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("BottomBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 10, 20, 10)
        row.setSpacing(theme.GRID)
        self._hint = Text("", "muted")
        row.addWidget(self._name, 1)
        row.addWidget(self._hint)
        row.addWidget(GhostButton(tr("放弃"), on_click=self._cancel))
        self.save = PrimaryButton(tr("保存照片"), "check", on_click=self._save)
        self.save.setShortcut("Ctrl+Return")
        row.addWidget(self.save)
        return bar

    def _choose(self, kind: Kind) -> None:
        self.canvas.tool = kind
        self.tools[kind].setChecked(True)
        self.words.setVisible(kind is Kind.TEXT)
        if kind is Kind.TEXT:
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_words(self, text: str) -> None:
        self.canvas.words = text

    def _follow(self) -> None:
        self.notice.hide()
        self.undo.setEnabled(self.dirty)
        self.save.setEnabled(self.dirty)
        covers = self.canvas.sketch.covers
        self._hint.setText(tr("遮盖处的内容将永久去掉，原照片不再保留。") if covers else tr("标注会画进照片，原照片不再保留。"))

    def _cancel(self) -> None:
        self.canvas.show_picture(QImage())
        self.closed.emit()

    def _save(self) -> None:
        sketch: Sketch = self.canvas.sketch
        self.canvas.show_picture(QImage())
        self.saved.emit(self._field, self._row, sketch)
        self.closed.emit()
