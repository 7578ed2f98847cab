"""The page of a record on real use cases over a real store; the problem record stands for all kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.records import Actor, Role
from fieldapp.errors import DraftFault
from fieldapp.ids import new_id
from fieldapp.services.handed_out import HandedOut
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.viewmodels.order_page import OrderPageModel
from fieldapp.ui.viewmodels.order_state import Phase
from fieldapp.ui.viewmodels.record_page import RecordPageModel
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.views.record_page import RecordPage
from tests.support.record_documents import problem, step
from tests.support.ui_orders import Bench, working_order

Settle = Callable[[], None]
TITLE = {"title": "同型号摄像机反复断线", "reason_kind": "repeated"}


@pytest.fixture
def page(qtbot: QtBot, bench: Bench, jobs: Jobs, places: Any) -> RecordPage:
    hand_out = HandedOut(bench.context).copy
    made = RecordPage(RecordPageModel(bench.records, bench.attachments, hand_out, jobs, bench.clock), places)
    qtbot.addWidget(made)
    made.resize(1270, 706)
    made.show()
    return made


def opened(page: RecordPage, settle: Settle, record_id: str) -> str:
    page.enter(record_id)
    settle()
    page.form.build_all()
    settle()
    assert page.model.state.phase is Phase.READY
    return record_id


def as_desk(bench: Bench) -> None:
    bench.context.session = replace(bench.context.session, actor=Actor("desk-001", "王", Role.DESK))


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def control(page: RecordPage, field_id: str) -> QWidget:
    (frame,) = (section.frames[field_id] for section in page.form.sections.values() if field_id in section.frames)
    return frame.widget.controls()[0]


def test_what_it_is_and_where_it_stands(page: RecordPage, bench: Bench, settle: Settle, places: Any) -> None:
    order_id = bench.hold(working_order())
    opened(page, settle, bench.records.create("problem", TITLE, [order_id]))
    shown = texts(page.header)
    assert "同型号摄像机反复断线" in shown
    assert "问题记录 · WT-" in shown
    assert page.model.state.header is not None
    assert page.model.state.header.state.word == "待受理"
    assert page.model.state.timeline[0].text == "新建问题记录"
    assert page.bottom.buttons == {}
    (link,) = [button for button in page.side.findChildren(QPushButton) if "派工单" in button.text()]
    link.click()
    assert places.went == [("order", order_id)]


def test_typing_is_stored_when_the_page_is_left(page: RecordPage, bench: Bench, settle: Settle) -> None:
    record_id = opened(page, settle, bench.records.create("problem", TITLE))
    page.form.reveal("title")
    edit = control(page, "title")
    assert isinstance(edit, QLineEdit)
    edit.selectAll()
    QTest.keyClicks(edit, "again")
    assert page.leave()
    assert bench.answer(record_id, "title") == "again"


def test_the_desk_moves_it_and_says_why(page: RecordPage, bench: Bench, settle: Settle) -> None:
    record_id = bench.hold(problem())
    as_desk(bench)
    opened(page, settle, record_id)
    assert list(page.bottom.buttons) == ["REJECTED", "INVESTIGATING"]
    page.bottom.buttons["REJECTED"].click()
    assert page.panel.isVisible()
    page.panel.confirm.click()
    assert bench.stored(record_id)["state"] == "SUBMITTED", "without a reason nothing happens"
    page.panel.frames["reason"].set_value("不是问题")
    page.panel.confirm.click()
    settle()
    assert bench.stored(record_id)["state"] == "REJECTED"
    assert (page.model.state.timeline[0].text, page.model.state.timeline[0].note) == ("状态改为“不受理”", "不是问题")


def test_a_step_that_wants_more_goes_to_what_is_missing(page: RecordPage, bench: Bench, settle: Settle) -> None:
    record_id = bench.hold(problem("INVESTIGATING"))
    as_desk(bench)
    opened(page, settle, record_id)
    button = page.bottom.buttons["CLOSED"]
    assert "差 1 项" in button.text()
    button.click()
    settle()
    assert bench.stored(record_id)["state"] == "INVESTIGATING"
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused is control(page, "measure")
    bench.records.save(record_id, {"measure": "换型号"})
    page.model.refresh()
    settle()
    page.bottom.buttons["CLOSED"].click()
    settle()
    assert bench.stored(record_id)["state"] == "CLOSED"


def test_closed_while_somebody_types_keeps_what_he_typed(page: RecordPage, bench: Bench, settle: Settle) -> None:
    record_id = opened(page, settle, bench.hold(problem(symptom="旧")))
    page.model.edit("symptom", "关闭前打的字")
    bench.hold(problem("REJECTED", symptom="旧"))
    assert page.leave()
    assert bench.answer(record_id, "symptom") == "旧"
    opened(page, settle, record_id)
    assert page.model.state.form is not None
    assert page.model.state.form.values["symptom"] == "关闭前打的字"
    assert page.model.state.read_only
    assert "已定稿" in texts(page.locked)
    page.model.note("补充")
    settle()
    assert page.model.state.timeline[0].note == "补充"


def test_what_was_asked_for_as_an_order(qtbot: QtBot, bench: Bench, model: OrderPageModel, places: Any, settle: Settle) -> None:
    page = OrderPage(model, places)
    qtbot.addWidget(page)
    record_id = bench.records.create("problem", TITLE)
    page.enter(record_id)
    settle()
    assert places.went == [("record", record_id)]


def test_a_record_that_is_not_here(page: RecordPage, settle: Settle, bench: Bench) -> None:
    page.enter("0197a000-0000-7000-8000-00000000eeee")
    settle()
    assert page.model.state.phase is Phase.FAILED
    assert page.model.leave()
    doc = problem()
    doc["events"] = [*doc["events"], step(7, "SUBMITTED", "INVESTIGATING")]
    opened(page, settle, bench.hold({**doc, "state": "INVESTIGATING"}))
    assert page.model.state.timeline[0].text == "状态改为“调查中”"


def test_undo_takes_back_the_last_edit_and_stores_it(page: RecordPage, bench: Bench, settle: Settle) -> None:
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    record_id = opened(page, settle, bench.records.create("problem", TITLE))
    assert not page.bottom.ways.undo.isEnabled()
    title = control(page, "title")
    title.setFocus()
    QTest.keyClick(title, Qt.Key.Key_End)
    QTest.keyClicks(title, "3")
    page.model.commit()
    settle()
    assert bench.answer(record_id, "title") == TITLE["title"] + "3"
    QTest.keyClick(title, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert bench.answer(record_id, "title") == TITLE["title"]
    assert isinstance(title, QLineEdit)
    assert title.text() == TITLE["title"]
    page.bottom.ways.redo.click()
    settle()
    assert bench.answer(record_id, "title") == TITLE["title"] + "3"


def test_what_was_left_half_typed_is_said_and_shown(page: RecordPage, bench: Bench, settle: Settle) -> None:
    record_id = bench.records.create("problem", TITLE)
    with pytest.raises(DraftFault):
        bench.records.save(record_id, {"devices": [{"id": new_id(), "name": "摄像机", "failures": "三次"}]})
    opened(page, settle, record_id)
    message = page.model.state.message
    assert message is not None
    assert message.words.what == "已恢复上次没填完的内容：涉及设备。"
    assert message.words.what in texts(page)


def test_undo_in_a_panel_is_the_panels(page: RecordPage, bench: Bench, settle: Settle) -> None:
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    record_id = opened(page, settle, bench.records.create("problem", TITLE))
    title = control(page, "title")
    title.setFocus()
    QTest.keyClick(title, Qt.Key.Key_End)
    QTest.keyClicks(title, "3")
    page.model.commit()
    settle()
    page.bottom.note.click()
    box = QApplication.focusWidget()
    assert isinstance(box, QPlainTextEdit)
    assert page.panel.isAncestorOf(box)
    QTest.keyClicks(box, "abc")
    QTest.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert box.toPlainText() == ""
    assert bench.answer(record_id, "title") == TITLE["title"] + "3"
