"""Reading a serial number with the camera of the computer, in place of the form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.scanning import Scanner
from fieldapp.ui.views.camera_panel import CameraPanel


class ScanPanel(CameraPanel):
    """Closes by itself when a code was read, which `start_for` is then told."""

    def __init__(self, now: Callable[[], datetime], scanner: Scanner, parent: QWidget | None = None) -> None:
        super().__init__(now, parent)
        self._scanner = scanner
        self._told: Callable[[str], object] = lambda _text: None
        self.shoot.hide()
        self.done.set_words(tr("取消"))

    def start_for(self, told: Callable[[str], object]) -> None:
        self._told = told
        self._scanner.start(self._found)
        self.start("")
        if self.running:
            self._say_looking()
        self.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        self._scanner.stop()
        super().stop()

    def show_frame(self, frame: QImage) -> None:
        super().show_frame(frame)
        self._scanner.look(frame)

    def _say_looking(self) -> None:
        self.notice.say(Tone.NEUTRAL, tr("把条码或二维码对准画面中间。"), tr("读到后自动填入；也可以取消后手动输入。"))

    def _found(self, text: str) -> None:
        self.stop()
        self._told(text)
