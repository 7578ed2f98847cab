"""The camera panel with Qt's own multimedia: no camera, none that may be used, one that is pulled out. Frames are real video
frames in the real sink; there is no camera on the machine of the tests, so QCamera stands without a device."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fieldapp.ui.views import camera_panel
from fieldapp.ui.views.camera_panel import CameraPanel, camera_forbidden, camera_likely

multimedia = pytest.importorskip("PySide6.QtMultimedia", reason="Qt Multimedia is not on this machine")


BROKEN = multimedia.QCamera.Error.CameraError


class Device:
    """What Qt says of a camera that is plugged in; QCamera takes the null device in its place."""

    def isNull(self) -> bool:
        return False

    def id(self) -> bytes:
        return b"cam-1"


@pytest.fixture
def panel(qtbot: QtBot) -> CameraPanel:
    made = CameraPanel(lambda: datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    return made


def words(panel: CameraPanel) -> str:
    return "\n".join(label.text() for label in panel.notice.findChildren(QLabel) if label.isVisible())


def started(panel: CameraPanel, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Looking through a camera; gives the sink that its frames come into."""
    real = multimedia.QCamera
    monkeypatch.setattr(multimedia.QMediaDevices, "defaultVideoInput", staticmethod(Device))
    monkeypatch.setattr(multimedia, "QCamera", lambda _device, parent: real(multimedia.QCameraDevice(), parent))
    panel.start("photos")
    return panel._parts[2]


def frame(color: str) -> Any:
    image = QImage(320, 240, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return multimedia.QVideoFrame(image)


def test_no_camera(panel: CameraPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_panel, "camera_forbidden", lambda: False)
    panel.start("photos")
    if not multimedia.QMediaDevices.videoInputs():
        assert "没有找到" in words(panel)
        assert "手机" in words(panel)
        assert not panel.shoot.isEnabled()


def test_a_camera_that_this_account_may_not_use(panel: CameraPanel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(multimedia.QMediaDevices, "defaultVideoInput", staticmethod(multimedia.QCameraDevice))
    monkeypatch.setattr(camera_panel, "camera_forbidden", lambda: True)
    panel.start("photos")
    assert "权限" in words(panel)
    if sys.platform.startswith("linux"):
        assert not camera_forbidden(tmp_path)
        assert not camera_likely(tmp_path)
        (tmp_path / "video0").touch()
        assert camera_likely(tmp_path)
        assert not camera_forbidden(tmp_path)
        monkeypatch.setattr(os, "access", lambda *_: False)
        assert camera_forbidden(tmp_path)


def test_frames_are_shown_and_taken(panel: CameraPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    sink = started(panel, monkeypatch)
    panel._say_late()
    assert "还没有画面" in words(panel)
    taken: list[Any] = []
    panel.taken.connect(lambda field, offered: taken.append((field, offered)))
    sink.setVideoFrame(frame("#336699"))
    assert words(panel) == ""
    panel.shoot.click()
    ((field, offered),) = taken
    assert (field, offered.name) == ("photos", "20261127-090000.jpg")
    assert offered.picture.pixelColor(100, 100).name() == "#336699"
    panel.stop()
    sink.setVideoFrame(frame("#ff0000"))
    assert panel.finder.frame.isNull()


def test_pulled_out_while_in_use(panel: CameraPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    sink = started(panel, monkeypatch)
    sink.setVideoFrame(frame("#336699"))
    monkeypatch.setattr(multimedia.QMediaDevices, "videoInputs", staticmethod(lambda: [Device()]))
    panel._parts[3].videoInputsChanged.emit()
    assert panel.shoot.isEnabled(), "another one came or went"
    monkeypatch.setattr(multimedia.QMediaDevices, "videoInputs", staticmethod(list))
    panel._parts[3].videoInputsChanged.emit()
    assert "已断开" in words(panel)
    assert not panel.shoot.isEnabled()
    assert panel.finder.frame.isNull(), "an old picture is not taken for one of now"


def test_taken_by_another_program(panel: CameraPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    started(panel, monkeypatch)
    panel._parts[0].errorOccurred.emit(BROKEN, "Device or resource busy")
    assert "busy" in words(panel)
    assert "别的程序" in words(panel)
    assert not panel.shoot.isEnabled()
