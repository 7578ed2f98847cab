"""Taking a photo with the camera of the computer. QtMultimedia is loaded when the camera is first asked for."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.widgets.common import GhostButton, InlineNotice, PrimaryButton
from fieldapp.ui.widgets.fields.base import Offered

if TYPE_CHECKING:
    from collections.abc import Callable


FIRST_FRAME_MS = 6_000


def camera_likely(devices: Path = Path("/dev")) -> bool:
    """Whether the button is worth showing: on Linux only with a video device, elsewhere Qt alone can tell."""
    return not sys.platform.startswith("linux") or any(devices.glob("video*"))


def camera_forbidden(devices: Path = Path("/dev")) -> bool:
    """Linux: there is a camera, and this account may not open it; Qt then sees none."""
    found = list(devices.glob("video*")) if sys.platform.startswith("linux") else []
    return bool(found) and not any(os.access(one, os.R_OK | os.W_OK) for one in found)


class CameraPanel(QWidget):
    """`taken(field id, Offered)` for each photo, `closed()` when the person has finished. The camera runs only meanwhile."""

    taken = Signal(str, object)
    closed = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._field = ""
        self._parts: tuple[Any, ...] = ()
        self._device: Any = None
        self._late = False
        self._first_frame = QTimer(self)
        self._first_frame.setSingleShot(True)
        self._first_frame.setInterval(FIRST_FRAME_MS)
        self._first_frame.timeout.connect(self._say_late)
        self.notice = InlineNotice(closable=False)
        self.finder = _Finder()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.finder, 1)
        bar = QFrame()
        bar.setObjectName("BottomBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 10, 20, 10)
        row.addStretch(1)
        self.done = GhostButton(tr("完成"), on_click=self.stop)
        row.addWidget(self.done)
        self.shoot = PrimaryButton(tr("拍照"), "camera", large=True, on_click=self._shoot)
        self.shoot.setShortcut("Space")
        row.addWidget(self.shoot)
        column.addWidget(bar)

    def start(self, field_id: str) -> None:
        """Look through the first camera; where there is none, say so and what can be done."""
        self._field = field_id
        self.shoot.setEnabled(False)
        self.notice.hide()
        try:
            from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QMediaDevices, QVideoSink
        except ImportError:
            self._say_none()
            return
        device = QMediaDevices.defaultVideoInput()
        if device.isNull():
            self._say_none()
            return
        camera, session, sink, devices = QCamera(device, self), QMediaCaptureSession(self), QVideoSink(self), QMediaDevices(self)
        sink.videoFrameChanged.connect(lambda frame: self.show_frame(frame.toImage()))
        camera.errorOccurred.connect(lambda _error, text: self._say_broken(text))
        devices.videoInputsChanged.connect(lambda: self._still_there([one.id() for one in QMediaDevices.videoInputs()]))
        session.setCamera(camera)
        session.setVideoSink(sink)
        self._parts, self._device = (camera, session, sink, devices), device.id()
        self._first_frame.start()
        camera.start()
        self.shoot.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Switch the camera off and go back."""
        self._first_frame.stop()
        if self._parts:
            self._parts[0].stop()
            for part in self._parts:
                part.deleteLater()
            self._parts = ()
        self.finder.show_frame(QImage())
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.stop()
            return
        super().keyPressEvent(event)

    @property
    def running(self) -> bool:
        """It looks through a camera."""
        return bool(self._parts)

    def show_frame(self, frame: QImage) -> None:
        """What the camera sees now."""
        if self._parts and not frame.isNull():
            if self._first_frame.isActive() or self._late:
                self._first_frame.stop()
                self._late = False
                self._say_looking()
            self.finder.show_frame(frame)
            self.shoot.setEnabled(True)

    def _still_there(self, ids: list[Any]) -> None:
        """Pulled out while in use: the last picture is no picture of now."""
        if self._parts and self._device not in ids:
            self._first_frame.stop()
            self.finder.show_frame(QImage())
            self.shoot.setEnabled(False)
            self.notice.say(Tone.WARNING, tr("摄像头已断开。"), tr("拍好的照片都在。重新插上后点“完成”，再打开一次。"))

    def _say_looking(self) -> None:
        """There is a picture."""
        self.notice.hide()

    def _say_late(self) -> None:
        self._late = True
        self.notice.say(Tone.WARNING, tr("摄像头还没有画面。"), tr("看看镜头盖和机身上的摄像头开关；也可能被别的程序占用。"))

    def _shoot(self) -> None:
        frame = self.finder.frame
        if not frame.isNull():
            name = self._now().strftime("%Y%m%d-%H%M%S.jpg")
            self.taken.emit(self._field, Offered(name, picture=frame.copy()))
            self.notice.say(Tone.SUCCESS, tr("已拍下，可以接着拍。"))

    def _say_none(self) -> None:
        if camera_forbidden():
            words = tr("没有使用摄像头的权限。"), tr("请管理员允许本账户使用摄像头（Linux：加入 video 组），重新登录后再试。")
            self.notice.say(Tone.WARNING, *words)
            return
        self.notice.say(Tone.WARNING, tr("没有找到可用的摄像头。"), tr("可以用手机拍照，再用“添加照片”或拖进来。"))

    def _say_broken(self, text: str) -> None:
        self._first_frame.stop()
        self.finder.show_frame(QImage())
        self.shoot.setEnabled(False)
        self.notice.say(Tone.WARNING, tr("摄像头用不了：{reason}", reason=text), tr("可能被别的程序占用；关掉它再试。"))


class _Finder(QWidget):
    """What the camera sees, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = QImage()
        self.setMinimumSize(240, 160)
        self.setAccessibleName(tr("取景画面"))

    def show_frame(self, frame: QImage) -> None:
        self.frame = frame
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface_sunken"))
        if not self.frame.isNull():
            size = self.frame.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
            painter.drawImage(self.rect().adjusted(left, top, -left, -top), self.frame)
