"""新建现场派工单 on real widgets: few taps, the level at once, nothing lost, said in words what is still needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.domain.records import Priority
from fieldapp.services.intake import Override
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.navigation import ORDERS
from fieldapp.ui.viewmodels.intake import IntakeViewModel
from fieldapp.ui.views import intake as intake_view
from fieldapp.ui.views.intake import IntakeView
from tests.support import ui_fakes as fakes
from tests.ui.form.test_camera_panel import Device
from tests.ui.form.test_scanning import SERIAL, bars

Settle = Callable[[], None]


class Places:
    def __init__(self) -> None:
        self.went: list[tuple[str, str]] = []

    def open_order(self, order_id: str) -> None:
        self.went.append(("order", order_id))

    def open_page(self, key: str) -> None:
        self.went.append(("page", key))


class Program:
    def __init__(self, qtbot: QtBot) -> None:
        self.intake, self.jobs, self.places = fakes.FakeIntake(), Jobs(), Places()
        self.model = IntakeViewModel(self.intake, self.jobs, fakes.StillClock())  # type: ignore[arg-type]
        self.page = IntakeView(self.model, self.places)  # type: ignore[arg-type]
        qtbot.addWidget(self.page)
        self.page.resize(1270, 700)
        self.page.show()
        self.page.enter("")
        self.settle()

    def settle(self) -> None:
        for _ in range(60):
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self.jobs.drain()
            if self.page.sections and not self.page._build.isActive():
                break

    def widget(self, name: str) -> Any:
        return next(card.frames[name].widget for card in self.page.sections if name in card.frames)

    def type(self, name: str, text: str) -> None:
        edit = self.widget(name).controls()[0]
        if hasattr(edit, "setPlainText"):
            edit.setPlainText(text)
        else:
            edit.setText(text)
            edit.textEdited.emit(text)

    def tap(self, name: str, words: str) -> None:
        next(button for button in self.widget(name).findChildren(QPushButton) if button.text() == words).click()

    def shown(self, name: str) -> bool:
        return any(name in card.frames and card.frames[name].isVisibleTo(self.page) for card in self.page.sections)


@pytest.fixture
def program(qtbot: QtBot) -> Iterator[Program]:
    made = Program(qtbot)
    yield made
    made.jobs.close()


def fill(program: Program) -> None:
    program.type("customer_unit", "滨江区公安分局")
    program.type("symptom", "大屏黑屏")
    for name, code in (("category", "platform"), ("impact", "risk"), ("scope", "part"), ("urgency", "urgent")):
        program.model.edit(name, code)
    program.settle()


def test_recorded_in_a_few_taps(program: Program) -> None:
    fill(program)
    assert program.model.state.level is Priority.SEVERE
    assert "5 小时" in program.model.state.target
    assert program.model.state.ready
    program.page.record.click()
    program.page.record.click()
    program.settle()
    ((given, override),) = program.intake.recorded
    assert (given["customer_unit"], given["symptom"], override) == ("滨江区公安分局", "大屏黑屏", None)
    assert program.places.went == [("page", ORDERS), ("order", "new-order")]


def test_what_is_missing_is_named_and_a_tap_leads_there(program: Program) -> None:
    program.page.record.click()
    program.settle()
    assert program.intake.recorded == []
    notice = program.model.state.notice
    assert notice is not None
    assert notice.words.what.startswith("还差：客户单位、故障现象")
    names = [label for _, label in program.model.state.missing]
    assert names == ["客户单位", "故障现象", "事件分类", "影响程度", "影响范围", "紧急程度"]
    program.type("customer_unit", "x")
    program.settle()
    assert "客户单位" not in [label for _, label in program.model.state.missing]


def test_another_level_asks_for_a_reason(program: Program) -> None:
    fill(program)
    assert not program.page.reason.isVisibleTo(program.page)
    program.page.levels[Priority.CRITICAL].click()
    program.settle()
    assert program.page.reason.isVisibleTo(program.page)
    program.page.record.click()
    program.settle()
    assert program.intake.recorded == []
    program.page.reason.setText("大队长在场")
    program.page.reason.textEdited.emit("大队长在场")
    program.page.record.click()
    program.settle()
    assert program.intake.recorded[0][1] == Override(Priority.CRITICAL, "大队长在场")


def test_the_proposed_level_taken_again_is_no_override(program: Program) -> None:
    fill(program)
    program.page.levels[Priority.CRITICAL].click()
    program.page.levels[Priority.SEVERE].click()
    assert not program.model.state.overridden
    assert program.page.levels[Priority.SEVERE].isChecked()
    assert not program.page.levels[Priority.CRITICAL].isChecked()


def test_a_known_customer_fills_in_the_rest_and_keeps_what_was_typed(program: Program) -> None:
    program.type("contact_phone", "0571-88880000")
    program.model.take_customer("滨江区公安分局")
    program.settle()
    values = program.model.state.values
    assert (values["customer_unit"], values["contact_name"]) == ("滨江区公安分局", "陈国栋")
    assert values["contact_phone"] == "0571-88880000"
    assert program.widget("contact_name").value() == "陈国栋"


def test_what_is_seldom_asked_comes_when_it_is_wanted(program: Program) -> None:
    assert not program.shown("third_party")
    assert not program.shown("diagnosis_steps")
    program.model.edit("support_line", "third")
    program.settle()
    assert program.shown("third_party")
    program.page.unfold.click()
    program.settle()
    assert program.shown("diagnosis_steps")
    assert program.shown("knowledge_refs")
    assert not program.shown("remote_consent")
    program.model.edit("service_mode", "remote")
    program.settle()
    assert program.shown("remote_consent")


def test_what_was_typed_is_kept_when_the_page_is_left(program: Program) -> None:
    program.type("symptom", "半句")
    assert program.page.leave()
    program.jobs.drain()
    assert program.intake.kept[-1]["symptom"] == "半句"


def test_everything_can_be_done_with_the_keyboard(program: Program, qtbot: QtBot) -> None:
    fill(program)
    qtbot.keyClick(program.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    program.settle()
    assert len(program.intake.recorded) == 1


def test_start_over_empties_the_page_and_can_be_taken_back(program: Program) -> None:
    fill(program)
    program.model.start_over()
    program.settle()
    program.settle()
    assert program.intake.kept[-1] == {}
    assert "customer_unit" not in program.model.state.values
    assert program.widget("customer_unit").value() is None
    assert program.page.over.text() == "恢复刚才填的"
    program.page.over.click()
    program.settle()
    assert program.widget("customer_unit").value() == "滨江区公安分局"
    assert program.page.over.text() == "清空重填"


def test_an_unknown_serial_number_is_said(program: Program) -> None:
    program.page.serial.setText("X-1")
    program.page.serial.returnPressed.emit()
    program.settle()
    assert "没有这个序列号" in program.model.state.serial


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What Qt says of a camera that is plugged in; gives the module of its frames."""
    multimedia = pytest.importorskip("PySide6.QtMultimedia", reason="Qt Multimedia is not on this machine")
    real = multimedia.QCamera
    monkeypatch.setattr(multimedia.QMediaDevices, "defaultVideoInput", staticmethod(Device))
    monkeypatch.setattr(multimedia, "QCamera", lambda _device, parent: real(multimedia.QCameraDevice(), parent))
    monkeypatch.setattr(intake_view, "camera_likely", lambda: True)
    return multimedia


def test_a_serial_number_comes_from_the_camera_and_is_looked_up(
    camera: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, asked = Program(qtbot), []

    def by_serial(serial: str) -> dict[str, object]:
        asked.append(serial)
        return {"customer_unit": "临江市档案馆"}

    monkeypatch.setattr(program.intake, "by_serial", by_serial)
    program.type("symptom", "大屏黑屏")
    assert program.page.camera is not None
    assert "摄像头" in program.page.camera.accessibleName()
    assert program.page.camera.focusPolicy() & Qt.FocusPolicy.TabFocus
    program.page.camera.click()
    assert program.page.scanner.isVisible()
    assert not program.page.record.isVisible(), "Ctrl+Enter records nothing meanwhile"
    for _ in range(2):
        program.page.scanner._parts[2].setVideoFrame(camera.QVideoFrame(bars(SERIAL)))
        program.settle()
    assert program.page.record.isVisible()
    assert not program.page.scanner.running, "the camera is off"
    assert program.page.serial.text() == SERIAL
    program.settle()
    assert asked == [SERIAL]
    assert program.model.state.values["customer_unit"] == "临江市档案馆"
    assert program.model.state.values["symptom"] == "大屏黑屏"
    program.jobs.close()


def test_who_leaves_the_page_switches_the_camera_off(camera: Any, qtbot: QtBot) -> None:
    program = Program(qtbot)
    assert program.page.camera is not None
    program.page.camera.click()
    assert program.page.scanner.running
    assert program.page.leave()
    assert not program.page.scanner.running
    assert program.page.record.isVisible()
    program.jobs.close()


def test_without_a_camera_there_is_no_button(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_view, "camera_likely", lambda: False)
    program = Program(qtbot)
    assert program.page.camera is None
    program.jobs.close()
