"""Codes read with the camera: real bars and a real two-dimensional code, drawn by other libraries, through the real decoder."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import segno
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from reportlab.graphics.barcode.code128 import Code128

from fieldapp.ui.viewmodels.scanning import code_in
from fieldapp.ui.views import order_page
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.widgets.fields.barcode import BarcodeField
from fieldapp.ui.widgets.fields.table import TableField
from tests.support.ui_orders import Bench, working_order
from tests.ui.form.conftest import open_whole
from tests.ui.form.test_camera_panel import Device, multimedia

Settle = Callable[[], None]
SERIAL = "2102351BTL10K6000118"


def bars(text: str) -> QImage:
    """A Code 128 label as ReportLab makes it, grey and small in a frame of 1280×720."""
    code = Code128(text)
    code.validate()
    code.encode()
    code.decompose()
    frame = QImage(1280, 720, QImage.Format.Format_RGB32)
    frame.fill(0xFFB4B4B4)
    painter, x = QPainter(frame), 330
    painter.fillRect(300, 300, 700, 120, Qt.GlobalColor.white)
    for sign in code.decomposed:
        width = ("abcd".index(sign.lower()) + 1) * 2
        if sign.isupper():
            painter.fillRect(x, 310, width, 100, Qt.GlobalColor.black)
        x += width
    painter.end()
    return frame


def square(text: str) -> QImage:
    frame = QImage(640, 480, QImage.Format.Format_RGB32)
    frame.fill(Qt.GlobalColor.lightGray)
    painter = QPainter(frame)
    for row, line in enumerate(segno.make(text, micro=False).matrix_iter(scale=5, border=4)):
        for column, dark in enumerate(line):
            painter.fillRect(200 + column, 100 + row, 1, 1, Qt.GlobalColor.black if dark else Qt.GlobalColor.white)
    painter.end()
    return frame


def nothing() -> QImage:
    frame = QImage(641, 479, QImage.Format.Format_RGB32)
    frame.fill(Qt.GlobalColor.darkGreen)
    return frame


@pytest.mark.parametrize("degrees", [0, 90, 180, 7], ids=str)
def test_what_a_code_says_is_read(qapp: QApplication, degrees: int) -> None:
    for frame in (bars(SERIAL), square(SERIAL)):
        assert code_in(frame.transformed(QTransform().rotate(degrees))) == SERIAL


def test_what_is_no_code_says_nothing(qapp: QApplication) -> None:
    assert code_in(nothing()) == ""
    assert code_in(QImage()) == ""
    assert code_in(square("12")) == "", "too short to be a serial number"


@pytest.fixture
def a_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    real = multimedia.QCamera
    monkeypatch.setattr(multimedia.QMediaDevices, "defaultVideoInput", staticmethod(Device))
    monkeypatch.setattr(multimedia, "QCamera", lambda _device, parent: real(multimedia.QCameraDevice(), parent))
    monkeypatch.setattr(order_page, "camera_likely", lambda: True)


@pytest.fixture
def page(a_camera: None, page: OrderPage, bench: Bench, settle: Settle) -> OrderPage:
    open_whole(page, bench.hold(working_order()), settle)
    return page


def opened_serial(page: OrderPage) -> BarcodeField:
    page.form.reveal("devices")
    table = next(section.frames["devices"].widget for section in page.form.sections.values() if "devices" in section.frames)
    assert isinstance(table, TableField)
    table.add_row()
    field = table.cards[-1].frames["serial"].widget
    assert isinstance(field, BarcodeField)
    assert field.camera is not None
    return field


def seen(page: OrderPage, settle: Settle, *frames: QImage) -> None:
    for frame in frames:
        page.scanner._parts[2].setVideoFrame(multimedia.QVideoFrame(frame))
        settle()


def test_a_serial_number_comes_from_the_camera_into_its_row(page: OrderPage, bench: Bench, settle: Settle) -> None:
    field = opened_serial(page)
    assert field.camera is not None
    field.camera.click()
    settle()
    assert page.scanner.isVisible()
    assert not page.form.isVisible()
    labels: list[QLabel] = page.scanner.notice.findChildren(QLabel)
    assert "对准" in "\n".join(one.text() for one in labels)
    seen(page, settle, nothing(), bars(SERIAL))
    assert page.scanner.isVisible(), "one look at bars may err"
    seen(page, settle, bars("2102351BTL10K6000119"), bars(SERIAL))
    assert page.scanner.isVisible(), "two looks that differ are none"
    seen(page, settle, bars(SERIAL))
    assert page.form.isVisible()
    assert not page.scanner.running, "the camera is off"
    assert field.edit.text() == SERIAL
    focused = page.window().focusWidget()
    assert isinstance(focused, QLineEdit)
    assert focused is field.edit
    settle()
    assert bench.answer(page.model.state.order_id, "devices")[-1]["serial"] == SERIAL


def test_who_does_not_want_it_types(page: OrderPage, bench: Bench, settle: Settle) -> None:
    field = opened_serial(page)
    assert field.camera is not None
    field.camera.click()
    settle()
    page.scanner.done.click()
    assert page.form.isVisible()
    assert field.edit.text() == ""
    field.set_read_only(True)
    assert field.camera.isHidden()
