"""The signature pad under synthetic mouse, touch and pen."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import count

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent, QTouchEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.forms.signing.ink import Ink, PointerKind, judge
from fieldapp.ui import theme
from fieldapp.ui.pilot.hand import application
from fieldapp.ui.widgets.signature_pad import SignaturePad

SIZE = (600, 240)


@pytest.fixture
def pad(qtbot: QtBot) -> Iterator[SignaturePad]:
    ticks = count()
    made = SignaturePad(clock=lambda: next(ticks) * 0.008)
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.hide()


def write(pad: SignaturePad, *points: tuple[int, int]) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(pad, QPoint(*point))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def scribble(pad: SignaturePad) -> None:
    write(pad, (100, 60), (180, 180), (260, 60), (340, 180), (420, 60))
    write(pad, (100, 120), (300, 100), (480, 140))


def dark(pad: SignaturePad, x: int, y: int, reach: int = 3) -> bool:
    image = pad.grab().toImage()
    return any(
        image.pixelColor(i, j).lightness() < 90 for i in range(x - reach, x + reach + 1) for j in range(y - reach, y + reach + 1)
    )


def test_mouse_writes_strokes_that_are_a_signature(pad: SignaturePad) -> None:
    assert pad.is_blank()
    scribble(pad)
    ink = pad.ink()
    judge(ink)
    assert [stroke.kind for stroke in ink.strokes] == [PointerKind.MOUSE, PointerKind.MOUSE]
    assert Ink.parse(ink.to_bytes()) == ink
    times = [point.t_ms for stroke in ink.strokes for point in stroke.points]
    assert times == sorted(times)
    assert times[0] <= 20


def test_written_line_is_on_screen(pad: SignaturePad) -> None:
    assert not dark(pad, 260, 60)
    scribble(pad)
    assert dark(pad, 260, 60)
    assert dark(pad, 480, 140)


def test_undo_takes_the_last_stroke_and_clear_takes_all(pad: SignaturePad, qtbot: QtBot) -> None:
    scribble(pad)
    with qtbot.waitSignal(pad.changed):
        QTest.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(pad.ink().strokes) == 1
    assert not dark(pad, 480, 140)
    pad.clear()
    assert pad.is_blank()
    assert pad.ink().strokes == ()
    pad.undo()
    assert pad.is_blank()


@pytest.mark.parametrize("size", [(300, 120), (240, 600), (900, 300)])
def test_resize_keeps_the_ink_and_its_proportion(pad: SignaturePad, size: tuple[int, int]) -> None:
    scribble(pad)
    before = pad.ink()
    pad.resize(*size)
    QApplication.processEvents()
    assert pad.ink() == before
    image = pad.grab().toImage()
    assert any(image.pixelColor(x, y).lightness() < 90 for x in range(size[0]) for y in range(size[1]))


def test_resize_in_mid_stroke_does_not_end_it(pad: SignaturePad) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(pad, QPoint(150, 150))
    pad.resize(900, 360)
    QApplication.processEvents()
    QTest.mouseMove(pad, QPoint(450, 180))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(600, 90))
    (stroke,) = pad.ink().strokes
    assert len(stroke.points) == 4
    last = stroke.points[-1]
    assert abs(last.x - 10_000 * 600 / 900) < 60
    assert abs(last.y - 10_000 * 90 / 360) < 60


@pytest.fixture
def screen() -> QPointingDevice:
    return QTest.createTouchDevice()


def test_touch_writes_and_a_second_finger_is_ignored(pad: SignaturePad, screen: QPointingDevice) -> None:
    QTest.touchEvent(pad, screen).press(0, QPoint(80, 80)).commit()
    QTest.touchEvent(pad, screen).move(0, QPoint(160, 160)).press(1, QPoint(500, 200)).commit()
    QTest.touchEvent(pad, screen).move(0, QPoint(240, 80)).move(1, QPoint(520, 60)).commit()
    QTest.touchEvent(pad, screen).release(1, QPoint(520, 60)).stationary(0).commit()
    QTest.touchEvent(pad, screen).release(0, QPoint(320, 160)).commit()
    (stroke,) = pad.ink().strokes
    assert stroke.kind is PointerKind.TOUCH
    assert max(point.x for point in stroke.points) < 10_000 * 330 / 600


def pen(kind: QEvent.Type, x: float, y: float, pressure: float, device: QPointingDevice) -> QTabletEvent:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else Qt.MouseButton.LeftButton
    at = QPointF(x, y)
    return QTabletEvent(kind, device, at, at, pressure, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier, button, held)


@pytest.fixture
def stylus() -> QPointingDevice:
    return QPointingDevice(
        "pen", 7, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Pressure | QInputDevice.Capability.Position, 1, 1, "", QPointingDeviceUniqueId(),
    )  # fmt: skip


def test_pen_pressure_is_kept_and_drawn_as_width(pad: SignaturePad, stylus: QPointingDevice) -> None:
    for row, pressure in ((60, 0.1), (180, 0.9)):
        QApplication.sendEvent(pad, pen(QEvent.Type.TabletPress, 60, row, pressure, stylus))
        for x in range(90, 540, 30):
            QApplication.sendEvent(pad, pen(QEvent.Type.TabletMove, x, row, pressure, stylus))
        QApplication.sendEvent(pad, pen(QEvent.Type.TabletRelease, 540, row, 0.0, stylus))
    light, heavy = pad.ink().strokes
    assert light.kind is heavy.kind is PointerKind.PEN
    assert {point.pressure for point in light.points} == {100}
    assert {point.pressure for point in heavy.points} == {900}
    image = pad.grab().toImage()

    def thickness(row: int) -> int:
        return sum(image.pixelColor(305, y).lightness() < 128 for y in range(row - 20, row + 20))

    assert thickness(180) > thickness(60) > 0


def test_pen_takes_over_from_the_hand_that_rests(pad: SignaturePad, screen: QPointingDevice, stylus: QPointingDevice) -> None:
    QTest.touchEvent(pad, screen).press(0, QPoint(500, 200)).commit()
    QApplication.sendEvent(pad, pen(QEvent.Type.TabletPress, 60, 60, 0.5, stylus))
    QTest.touchEvent(pad, screen).move(0, QPoint(520, 210)).commit()
    QApplication.sendEvent(pad, pen(QEvent.Type.TabletMove, 160, 120, 0.5, stylus))
    QApplication.sendEvent(pad, pen(QEvent.Type.TabletRelease, 200, 60, 0.0, stylus))
    QTest.touchEvent(pad, screen).release(0, QPoint(520, 210)).commit()
    (stroke,) = pad.ink().strokes
    assert stroke.kind is PointerKind.PEN


def test_eraser_end_takes_back_a_stroke(pad: SignaturePad) -> None:
    scribble(pad)
    eraser = QPointingDevice(
        "eraser", 8, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Eraser,
        QInputDevice.Capability.Pressure, 1, 1, "", QPointingDeviceUniqueId(),
    )  # fmt: skip
    QApplication.sendEvent(pad, pen(QEvent.Type.TabletPress, 200, 100, 0.5, eraser))
    assert len(pad.ink().strokes) == 1


def test_read_only_pad_takes_nothing(pad: SignaturePad) -> None:
    pad.set_read_only(True)
    scribble(pad)
    assert pad.is_blank()


def test_ink_from_elsewhere_can_be_shown_and_continued(pad: SignaturePad) -> None:
    scribble(pad)
    ink = pad.ink()
    pad.clear()
    pad.set_ink(ink)
    write(pad, (500, 40), (540, 200))
    again = pad.ink()
    assert again.strokes[:2] == ink.strokes
    assert again.strokes[2].points[0].t_ms >= ink.strokes[1].points[-1].t_ms


def test_what_a_screen_reader_hears(pad: SignaturePad) -> None:
    assert pad.accessibleName() == "签名区"
    assert pad.accessibleDescription() == "请在此签名"
    scribble(pad)
    assert pad.accessibleDescription() == "已写 2 笔"


def test_a_stroke_whose_end_never_came_does_not_run_into_the_next(pad: SignaturePad, screen: QPointingDevice) -> None:
    """The window lost the pointer in mid-stroke: a message came up, somebody pressed Alt+Tab."""
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    QTest.mouseMove(pad, QPoint(120, 120))
    write(pad, (400, 60), (460, 160))
    QTest.touchEvent(pad, screen).press(0, QPoint(80, 200)).commit()
    QTest.touchEvent(pad, screen).move(0, QPoint(140, 180)).commit()
    QApplication.sendEvent(pad, QTouchEvent(QEvent.Type.TouchBegin, screen))  # a new contact without the old one's end
    assert [len(stroke.points) for stroke in pad.ink().strokes] == [2, 2, 2]
    assert not dark(pad, 260, 90)


def test_strokes_of_a_thousand_points_stay_smooth_and_whole(pad: SignaturePad, stylus: QPointingDevice) -> None:
    def spot(at: int) -> tuple[float, float]:
        return 40 + at * 0.52, 120 + 80 * math.sin(at / 25)

    QApplication.sendEvent(pad, pen(QEvent.Type.TabletPress, *spot(0), 0.5, stylus))
    for at in range(1, 1000):
        QApplication.sendEvent(pad, pen(QEvent.Type.TabletMove, *spot(at), 0.5, stylus))
    QApplication.sendEvent(pad, pen(QEvent.Type.TabletRelease, *spot(1000), 0.0, stylus))
    (stroke,) = pad.ink().strokes
    assert len(stroke.points) > 900
    image = pad.grab().toImage()
    for at in range(5, 995, 10):
        x, y = spot(at)
        assert image.pixelColor(round(x), round(y)).lightness() < 140, f"a gap at point {at}"


def test_turning_the_screen_back_and_forth_gives_the_same_picture(pad: SignaturePad) -> None:
    scribble(pad)
    before = pad.grab().toImage()
    for size in ((240, 600), SIZE):
        pad.resize(*size)
        QApplication.processEvents()
    assert pad.grab().toImage() == before


def test_in_high_contrast_the_line_to_sign_on_and_the_focus_are_seen(pad: SignaturePad, qtbot: QtBot) -> None:
    theme.apply(application(), "contrast")
    pad.activateWindow()
    pad.setFocus()
    qtbot.waitUntil(pad.hasFocus)
    seen = pad.grab().toImage()
    middle, focus = SIZE[1] // 2, QColor(theme.CONTRAST.focus)
    assert [seen.pixelColor(x, middle) for x in (0, 1)] == [focus, focus]
    row = round((SIZE[1] - 1) * 0.76)
    dark = [x for x in range(60, 540) if min(seen.pixelColor(x, y).lightness() for y in range(row - 3, row + 3)) < 110]
    assert len(dark) > 200
    theme.apply(application(), "light")
