"""One line of text (also phone, person, barcode) and long text that grows with what is typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fieldapp.domain.records import JSON
from fieldapp.forms.schema import Field
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.widgets.common import Text
from fieldapp.ui.widgets.fields.base import FieldContext, FieldWidget

_FEWEST_LINES = 3
_MOST_LINES = 14
_COUNT_FROM = 0.8  # the counter appears when this share of the allowed length is used


class TextField(FieldWidget):
    """A single line."""

    hints = Qt.InputMethodHint.ImhNone

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self.edit = QLineEdit(self)
        self.edit.setInputMethodHints(self.hints)
        self.edit.setPlaceholderText(self.placeholder())
        if spec.max_length:
            self.edit.setMaxLength(spec.max_length)
        self.edit.textEdited.connect(lambda _text: self.changed.emit())
        self.edit.returnPressed.connect(lambda: self.move_on())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.edit)
        self.adopt(self.edit)

    def placeholder(self) -> str:
        return ""

    def controls(self) -> tuple[QWidget, ...]:
        return (self.edit,)

    def value(self) -> JSON:
        text = self.edit.text().strip()
        return text or None

    def set_value(self, value: JSON) -> None:
        text = "" if value is None else str(value)
        if text != self.edit.text():
            self.edit.setText(text)
            self.edit.setCursorPosition(0)

    def set_read_only(self, on: bool) -> None:
        super().set_read_only(on)
        self.edit.setReadOnly(on)
        self.edit.setPlaceholderText("" if on else self.placeholder())


class PhoneField(TextField):
    hints = Qt.InputMethodHint.ImhDialableCharactersOnly

    def placeholder(self) -> str:
        return tr("手机或座机号码")


class PersonField(TextField):
    def placeholder(self) -> str:
        return tr("姓名")


class GrowingText(QPlainTextEdit):
    """A text box as high as its text, between a few lines and a screenful."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(6)  # the words begin where those of the fields above begin
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        lines = max(_FEWEST_LINES, min(_MOST_LINES, round(self.document().size().height())))
        room = 2 * self.document().documentMargin() + 2 * self.frameWidth() + 4
        height = round(lines * line + room)
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
        full = self.document().size().height() > _MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if full else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)


class LongTextField(FieldWidget):
    """Several lines; Tab moves on, Ctrl+Enter too."""

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self.edit = GrowingText(self)
        self.counter = Text("", "caption")
        self.counter.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.counter.hide()
        self._setting = False
        self.edit.textChanged.connect(self._on_text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.edit)
        layout.addWidget(self.counter)
        self.adopt(self.edit)

    def controls(self) -> tuple[QWidget, ...]:
        return (self.edit,)

    def value(self) -> JSON:
        text = self.edit.toPlainText()
        return text if text.strip() else None

    def set_value(self, value: JSON) -> None:
        text = "" if value is None else str(value)
        if text == self.edit.toPlainText():
            return
        self._setting = True
        self.edit.setPlainText(text)
        self._setting = False

    def set_read_only(self, on: bool) -> None:
        super().set_read_only(on)
        self.edit.setReadOnly(on)

    def _on_text(self) -> None:
        limit = self.spec.max_length
        used = len(self.edit.toPlainText())
        if limit:
            self.counter.setVisible(used >= limit * _COUNT_FROM)
            self.counter.setText(tr("{used} / {limit} 字", used=used, limit=limit))
            self.counter.set_tone(Tone.DANGER if used > limit else None)
        if not self._setting:
            self.changed.emit()
