"""Serial numbers and barcodes: scanned or typed, looked at for what is odd, known devices offered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.domain import serials
from fieldapp.domain.records import JSON
from fieldapp.forms.schema import Field
from fieldapp.ui.i18n import sentences, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.widgets.common import GhostButton, IconButton, Text
from fieldapp.ui.widgets.fields.base import FieldContext, KnownDevice
from fieldapp.ui.widgets.fields.text import TextField


class BarcodeField(TextField):
    """A scanner types like a keyboard and ends with Enter, which moves on to the next field.

    What is odd is said below the box and stored all the same. `fill_asked(KnownDevice)`: take over what was written about this
    device last time.
    """

    hints = Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhNoAutoUppercase
    fill_asked = Signal(object)

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self._doubled = False
        self._asked_for = ""
        self._known: KnownDevice | None = None
        self.caution = Text("", "error", wrap=True)
        self.caution.set_tone(Tone.WARNING)
        self.known_words = Text("", "caption", wrap=True)
        self.fill = GhostButton(tr("填入此设备"), "download", on_click=self._on_fill)
        for part in (self.caution, self.known_words, self.fill):
            part.hide()
        line = QHBoxLayout()
        line.addWidget(self.known_words, 1)
        line.addWidget(self.fill)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.setSpacing(4)
        self.camera = self._camera_button(column)
        column.addWidget(self.caution)
        column.addLayout(line)
        self.edit.textChanged.connect(lambda _text: self._judge())
        self.edit.editingFinished.connect(self._finished)

    def _camera_button(self, column: QVBoxLayout) -> IconButton | None:
        """Beside the box, where there is a camera."""
        scan = self.context.scan
        if scan is None:
            return None
        button = IconButton(
            "camera", tr("{label}：用摄像头扫码", label=self.label_text()), on_click=lambda: scan(self._take_scanned)
        )
        line = QHBoxLayout()
        line.addWidget(self.edit, 1)
        line.addWidget(button)
        column.insertLayout(0, line)
        self.adopt(button)
        return button

    def _take_scanned(self, text: str) -> None:
        """As if a scanner had typed it."""
        self.edit.setText(text)
        self.changed.emit()
        self._finished()
        self.committed.emit()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_read_only(self, on: bool) -> None:
        super().set_read_only(on)
        if self.camera is not None:
            self.camera.setVisible(not on)

    def placeholder(self) -> str:
        return tr("扫码或手动输入")

    def set_value(self, value: JSON) -> None:
        super().set_value(value)
        self._asked_for = self.edit.text()
        self._judge()

    def set_doubled(self, on: bool) -> None:
        """The same number stands in another row."""
        self._doubled = on
        self._judge()

    def _finished(self) -> None:
        """Before it is stored: full width becomes plain; a number that is new is looked up."""
        if self.read_only:
            return
        plain = serials.tidy(self.edit.text())
        if plain != self.edit.text():
            self.edit.setText(plain)
            self.changed.emit()
        if plain != self._asked_for:
            self._asked_for = plain
            self._show_known(None)
            if serials.key(plain):
                self.context.known_device(plain, lambda device: self._on_answer(plain, device))

    def _on_answer(self, serial: str, device: KnownDevice | None) -> None:
        if serial == serials.tidy(self.edit.text()):
            self._show_known(device)

    def _show_known(self, device: KnownDevice | None) -> None:
        self._known = device
        self.known_words.setText(device.words if device is not None else "")
        self.known_words.setVisible(device is not None)
        self.fill.setVisible(device is not None and bool(device.row) and not self.read_only)

    def _on_fill(self) -> None:
        if self._known is not None:
            self.fill_asked.emit(self._known)
            self.fill.hide()

    def _judge(self) -> None:
        text = self.edit.text()
        odd = serials.odd_characters(serials.tidy(text))
        words = []
        if odd:
            words.append(tr("序列号里有不常见的字符“{characters}”，请核对。", characters=odd[:8]))
        if self._doubled:
            words.append(tr("另一行已有这个序列号，请核对。"))
        self.caution.setText(sentences(words))
        self.caution.setVisible(bool(words))
        self.edit.setAccessibleDescription(self.problem or sentences(words))
