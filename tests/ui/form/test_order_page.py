"""The order page on real use cases over a real store."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.records import EventKind, State
from fieldapp.domain.workflow import Action
from fieldapp.paths import resource
from fieldapp.services.intake import Intake
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.order_state import Phase, time_left
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.widgets.fields.base import Offered
from fieldapp.ui.widgets.fields.table import TableField
from tests.support import forms_orders
from tests.support.ui_orders import Bench, dispatched_order, resolved_order, working_order

Settle = Callable[[], None]


def opened(page: OrderPage, bench: Bench, settle: Settle, doc: dict[str, Any]) -> str:
    order_id = bench.hold(doc)
    page.enter(order_id)
    settle()
    page.form.build_all()
    settle()
    assert page.model.state.phase is Phase.READY
    return order_id


def field(page: OrderPage, field_id: str) -> QWidget:
    for section in page.form.sections.values():
        if field_id in section.frames:
            return section.frames[field_id].widget.controls()[0]
    raise AssertionError(f"{field_id} is not on the page")


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_header_index_timeline_and_gaps_say_where_the_order_stands(page: OrderPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle, working_order())
    state = page.model.state
    assert state.header is not None
    assert state.header.customer == "广州市公安局黄埔区分局"
    assert state.form is not None
    assert [mark.letter for mark in state.form.marks] == list("ABCDEFGHIJ")
    assert {gap.field_id for gap in state.form.missing} >= {"result", "final_category"}
    assert state.primary is not None
    assert state.primary.action is Action.RESOLVE
    assert state.primary.gaps == len(state.form.missing)
    assert "还差" in texts(page.side)
    assert state.timeline[0].text.startswith("状态改为")


def test_all_visible_fields_are_built_and_hold_the_stored_answers(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle, resolved_order())
    form = page.model.state.form
    assert form is not None
    built = {name: frame for section in page.form.sections.values() for name, frame in section.frames.items()}
    assert set(built) >= form.visible
    answers = bench.stored(order_id)["answers"]
    for name, value in answers.items():
        if name in built and name in form.visible and not built[name].widget.spec.derived:
            assert built[name].value() == value, name


def test_opening_changes_nothing(page: OrderPage, bench: Bench, settle: Settle) -> None:
    doc = resolved_order()
    order_id = opened(page, bench, settle, copy.deepcopy(doc))
    assert page.leave()
    settle()
    assert bench.stored(order_id) == doc


def test_typing_is_stored_when_the_focus_leaves(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle, working_order())
    page.form.reveal("open_issues")
    edit = QApplication.focusWidget() or field(page, "open_issues")
    assert isinstance(edit, QPlainTextEdit)
    edit.clear()
    QTest.keyClicks(edit, "wait for spare")
    assert page.model.state.saved.words == "正在保存…"
    edit.clearFocus()
    page.model.commit()
    settle()
    assert bench.answer(order_id, "open_issues") == "wait for spare"
    assert page.model.state.saved.words.startswith("已保存 ")


def test_leaving_the_page_stores_at_once(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle, working_order())
    page.model.edit("cause", "刚打的字")
    assert page.leave()
    assert bench.answer(order_id, "cause") == "刚打的字"


def test_a_value_that_does_not_fit_stays_and_is_there_after_reopening(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle, working_order())
    edit = field(page, "contact_phone")
    assert isinstance(edit, QLineEdit)
    edit.setText("问李工")
    edit.textEdited.emit("问李工")
    page.model.commit()
    settle()
    form = page.model.state.form
    assert form is not None
    assert form.problems["contact_phone"]
    assert bench.answer(order_id, "contact_phone") == "020-8211 0137 转 8021"
    assert page.leave()
    page.enter(order_id)
    settle()
    page.form.build_all()
    again = field(page, "contact_phone")
    assert isinstance(again, QLineEdit)
    assert again.text() == "问李工"
    assert "联系电话" in page.notice.words


def test_rows_with_a_cell_that_does_not_fit_come_back_whole(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle, working_order())
    rows = copy.deepcopy(bench.answer(order_id, "parts"))
    rows[0]["quantity"] = "两个"
    page.model.edit("parts", rows)
    assert page.leave()
    page.enter(order_id)
    settle()
    form = page.model.state.form
    assert form is not None
    assert form.values["parts"] == rows
    assert (rows[0]["_id"], "quantity") in form.row_problems["parts"]


def test_fields_appear_and_go_while_typing(page: OrderPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle, working_order())
    section = page.form.sections["result"]
    page.model.edit("result", "unsolved")
    settle()
    page.model.commit()
    settle()
    page.form.build_all()
    assert section.frames["agreed_at"].isVisibleTo(page)
    assert not section.frames["restored_at"].isVisibleTo(page) if "restored_at" in section.frames else True


def test_the_primary_button_leads_to_the_first_gap(page: OrderPage, bench: Bench, settle: Settle, qtbot: QtBot) -> None:
    order_id = opened(page, bench, settle, working_order())
    form = page.model.state.form
    assert form is not None
    with qtbot.waitSignal(page.model.jump) as jumped:
        page.bottom.primary.click()
    assert jumped.args[0] == form.missing[0].field_id
    assert "还差" in page.notice.words
    assert bench.stored(order_id)["state"] == State.IN_PROGRESS


def test_a_gap_in_a_row_opens_its_cell(page: OrderPage, bench: Bench, settle: Settle) -> None:
    rows = [{"_id": forms_orders.uid(70), "item": "预览"}]
    opened(page, bench, settle, working_order(checks=rows, result="solved"))
    form = page.model.state.form
    assert form is not None
    index, gap = next((place, gap) for place, gap in enumerate(form.missing) if gap.row_id)
    assert gap.text == "验证项第 1 行：结果"
    page.model.jump_to_gap(index)
    table = page.form.sections["result"].frames["checks"].widget
    assert isinstance(table, TableField)
    assert table.cards[0].opened


def test_the_day_from_dispatch_to_work(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle, dispatched_order())
    for action, words in (
        (Action.ACCEPT, "接单"),
        (Action.DEPART, "出发"),
        (Action.ARRIVE, "到达"),
        (Action.START, "开始处理"),
    ):
        primary = page.model.state.primary
        assert primary is not None
        assert (primary.action, primary.words) == (action, words)
        bench.clock.move(minutes=5)
        page.bottom.primary.click()
        settle()
    stored = bench.stored(order_id)
    assert stored["state"] == State.IN_PROGRESS
    assert {"accepted_at", "departed_at", "arrived_at", "started_at"} <= set(stored["answers"])


def test_declining_needs_a_reason_asked_in_place(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle, dispatched_order())
    page.bottom.steps[Action.DECLINE].click()
    assert page.panel.isVisible()
    page.panel.confirm.click()
    assert page.panel.frames["reason"].problem
    page.panel.frames["reason"].set_value("发烧")
    page.panel.confirm.click()
    settle()
    assert bench.stored(order_id)["state"] == State.PENDING
    assert page.model.state.primary is None


def test_correcting_a_time_keeps_the_old_one_in_the_log(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle, working_order())
    page.form.sections["arrival"].correction_asked.emit("arrived_at")
    frames = page.panel.frames
    assert frames["field"].value() == "arrived_at"
    frames["value"].set_value(forms_orders.at(70))
    frames["reason"].set_value("在门岗登记")
    page.panel.confirm.click()
    settle()
    entry = bench.stored(order_id)["events"][-1]
    assert entry["kind"] == EventKind.TIME_CORRECTED
    assert entry["data"]["new"] == forms_orders.at(70)
    assert page.model.state.timeline[0].note == "在门岗登记"


def test_holding_and_resuming(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle, working_order())
    page.model.steps.hold("华为", "等备件", bench.clock.now() + timedelta(days=1))
    settle()
    assert bench.stored(order_id)["state"] == State.ON_HOLD
    page.bottom.primary.click()
    settle()
    assert bench.stored(order_id)["state"] == State.IN_PROGRESS


def test_a_failed_step_is_said_in_place(page: OrderPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle, working_order())
    page.model.steps.note("   ")
    settle()
    assert page.notice.isVisible()
    assert not page.model.state.busy


def test_photos_are_stored_and_captions_typed_meanwhile_are_kept(
    page: OrderPage, bench: Bench, settle: Settle, jobs: Jobs
) -> None:
    order_id = opened(page, bench, settle, working_order())
    before = copy.deepcopy(bench.answer(order_id, "photos"))
    page.model.attach("photos", (Offered("new.png", data=forms_orders.photo_bytes(9)),))
    edited = copy.deepcopy(before)
    edited[0]["caption"] = "改过的说明"
    page.model.edit("photos", edited)
    page.model.commit()
    settle()
    rows = bench.answer(order_id, "photos")
    assert rows[0]["caption"] == "改过的说明"
    assert len(rows) == len(before) + 1
    assert rows[-1]["name"] == "new.png"
    assert rows[-1]["tag"] == "before"


def test_leaving_while_a_photo_is_being_stored_does_not_lose_it(
    page: OrderPage, bench: Bench, settle: Settle, jobs: Jobs
) -> None:
    """A caption typed before is saved on leaving; it must not write the rows back to what they were without the new photo."""
    order_id = opened(page, bench, settle, working_order())
    before = bench.answer(order_id, "photos")
    picture = next(iter(forms_orders.photos().values()))
    page.model.edit("photos", [{**before[0], "caption": "新说明"}, *before[1:]])
    page.model.attach("photos", (Offered("new.png", data=picture),))
    page.model.edit("photos", [{**before[0], "caption": "新说明 2"}, *before[1:]])
    deadline = time.monotonic() + 1
    while len(bench.answer(order_id, "photos")) == len(before) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert page.leave()
    settle()
    photos = bench.answer(order_id, "photos")
    assert photos[0]["caption"] == "新说明 2"
    assert photos[-1]["name"] == "new.png"
    assert len(photos) == len(before) + 1


def test_what_a_sync_brings_is_on_the_page_soon(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle, working_order())
    doc = copy.deepcopy(bench.stored(order_id))
    doc["answers"]["symptom"] = "服务台补充的现象"
    bench.hold(doc)
    page.model._tick.timeout.emit()
    settle()
    assert page.model.state.form is not None
    assert page.model.state.form.values["symptom"] == "服务台补充的现象"


def test_a_file_is_opened_as_a_private_copy_and_a_program_is_not(
    page: OrderPage, bench: Bench, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(page, bench, settle, working_order())
    urls: list[Any] = []
    monkeypatch.setattr("fieldapp.ui.views.order_page.QDesktopServices.openUrl", lambda url: urls.append(url))
    sha256 = bench.context.store.blobs.put(b"plan")
    page._context.open_file(sha256, "../机房 图.pdf")
    page._context.open_file(sha256, "更新.exe")
    settle()
    (url,) = urls
    assert url.toLocalFile().endswith("/机房 图.pdf")
    assert url.toLocalFile().startswith(str(bench.context.store.folder))
    assert page.model.state.message is not None


def take_away(bench: Bench, order_id: str) -> None:
    """As a sync does it with an order on which nothing waits to be sent."""
    with bench.context.store.writing() as work:
        work.taken.tell(order_id, "cancelled", reason="客户撤销报修", done_by="李梅", done_at=bench.clock.now())
        work.orders.remove(order_id)


@pytest.mark.parametrize("read_first", [False, True], ids=["saved first", "found gone first"])
def test_what_was_typed_as_the_desk_took_the_order_away_is_read_and_handed_in(
    page: OrderPage, bench: Bench, settle: Settle, read_first: bool
) -> None:
    order_id = opened(page, bench, settle, working_order())
    page.model.edit("cause", "收回那一刻正写着的话")
    take_away(bench, order_id)
    if read_first:
        page.model.refresh()
    else:
        page.model.commit()
    settle()
    settle()
    state = page.model.state
    assert state.phase is Phase.READY
    assert state.read_only
    assert state.locked is not None
    assert "已取消（李梅" in state.locked.line
    assert state.form is not None
    assert state.form.values["cause"] == "收回那一刻正写着的话"
    with bench.context.store.reading() as work:
        (op,) = work.outbox.active_of(order_id)
        (told,) = work.taken.unseen()
    assert (op.kind, op.payload["patch"]["answers"]) == ("late_report", {"cause": "收回那一刻正写着的话"})
    assert told.held, "what is said of it on the other pages leads to it"


def test_nobody_is_kept_on_the_page_of_an_order_that_is_gone(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle, working_order())
    cause = bench.answer(order_id, "cause")
    take_away(bench, order_id)
    page.model.edit("cause", cause)  # nothing that would have to be kept
    assert page.leave()
    page.model.refresh()
    settle()
    assert page.model.state.phase is Phase.FAILED
    assert page.model.state.failure is not None
    assert page.model.state.failure.line.startswith("这张派工单已不在本机：已取消（李梅、今天 ")
    assert "客户撤销报修" in page.model.state.failure.line


def test_a_broken_photo_is_refused_in_words(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = opened(page, bench, settle, working_order())
    before = bench.answer(order_id, "photos")
    page.model.attach("photos", (Offered("x.jpg", data=b"no picture"),))
    settle()
    assert bench.answer(order_id, "photos") == before
    assert page.notice.isVisible()


def test_a_reassigned_order_is_read_only_and_says_why(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = bench.hold(working_order())
    with bench.context.store.writing() as work:
        work.orders.freeze(order_id, "reassigned")
    page.enter(order_id)
    settle()
    page.form.build_all()
    assert "改派" in page.standing.locked.words
    assert page.model.state.primary is None
    edit = field(page, "cause")
    assert isinstance(edit, QPlainTextEdit)
    assert edit.isReadOnly()
    assert not edit.isVisible(), "it is read, not framed"


def test_a_reassigned_order_says_who_has_it_now_and_why(page: OrderPage, bench: Bench, settle: Settle) -> None:
    order_id = bench.hold(working_order())
    with bench.context.store.writing() as work:
        work.taken.tell(order_id, "reassigned", reason="王工离现场近", done_by="李梅", given_to="王㛃", done_at=bench.clock.now())
        work.orders.freeze(order_id, "reassigned")
    page.enter(order_id)
    settle()
    for part in ("已改派给 王㛃（李梅、今天 ", "只能查看", "原因：王工离现场近", "补报"):
        assert part in page.standing.locked.words


def test_an_unknown_order_is_said_not_raised(page: OrderPage, settle: Settle) -> None:
    page.enter("00000000-0000-4000-8000-000000000000")
    settle()
    assert page.model.state.phase is Phase.FAILED


def test_confirming_goes_to_the_customer_and_previewing_to_the_pdf(
    page: OrderPage, bench: Bench, settle: Settle, places: Any
) -> None:
    order_id = opened(page, bench, settle, resolved_order())
    page.bottom.preview.click()
    page.bottom.primary.click()
    settle()
    assert places.went == [("pdf", f"draft:{order_id}"), ("customer", order_id)]


def test_keyboard_goes_through_the_form_in_its_order(page: OrderPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle, working_order())
    page.form.reveal("contact_name")
    QTest.keyClick(field(page, "contact_name"), Qt.Key.Key_Tab)
    assert field(page, "contact_phone").hasFocus() or QApplication.focusWidget() is None


@pytest.mark.parametrize(
    ("minutes", "at_risk", "words", "tone"),
    [
        (150, False, "2 时 30 分", Tone.NEUTRAL),
        (29, True, "29 分钟", Tone.WARNING),
        (-61, True, "1 时 1 分", Tone.DANGER),
        (60 * 26, False, "1 天 2 时", Tone.NEUTRAL),
    ],
)
def test_time_left_in_words(minutes: int, at_risk: bool, words: str, tone: Tone) -> None:
    now = forms_orders.NOW
    left = time_left(now + timedelta(minutes=minutes), now - timedelta(hours=5), now, at_risk=at_risk)
    assert (left.words, left.tone) == (words, tone)
    assert 0 <= left.share <= 1


def test_the_next_order_of_the_same_form_shows_only_its_own(page: OrderPage, bench: Bench, settle: Settle) -> None:
    """Fields are built once for a form: nothing of the order before may be left in them."""
    opened(page, bench, settle, working_order())
    opened(page, bench, settle, dispatched_order(id="0e9cbb42-6b44-4d8c-9a4c-3f8a55a7f5e1", number="WX-20261122-000138"))
    form = page.model.state.form
    assert form is not None
    for section in page.form.sections.values():
        for name, frame in section.frames.items():
            if name in form.visible and not frame.widget.spec.derived:
                assert frame.value() == form.values.get(name), name
            assert frame.problem == form.problems.get(name, ""), name


@pytest.mark.parametrize("recorded_here", [False, True], ids=["from the desk", "recorded here"])
def test_the_next_order_is_read_from_its_beginning(page: OrderPage, bench: Bench, settle: Settle, recorded_here: bool) -> None:
    """Also where the next one has other rights: its form is built anew, its index is not."""
    opened(page, bench, settle, working_order())
    page.form.build_all()
    page.form.go_to_section("followup")
    page.index.set_current("followup")
    if recorded_here:
        given = json.loads(resource("demo/intake.json").read_text(encoding="utf-8"))
        page.enter(Intake(bench.context).record(given))
        settle()
    else:
        opened(page, bench, settle, dispatched_order(id="0e9cbb42-6b44-4d8c-9a4c-3f8a55a7f5e1"))
    marked = [button.text() for button in page.index.findChildren(QPushButton) if button.isChecked()]
    assert [words[0] for words in marked] == ["A"]
    assert page.form.verticalScrollBar().value() == 0


def test_the_index_shows_the_section_that_is_jumped_to(page: OrderPage, bench: Bench, settle: Settle) -> None:
    """Not the one whose end still stands above it."""
    opened(page, bench, settle, working_order())
    page.form.build_all()
    for field_id in ("cause", "contact_name", "solution"):
        page.form.reveal(field_id)
        section = page.form._definition.section_of(field_id)  # type: ignore[union-attr]
        (marked,) = [button.text() for button in page.index.findChildren(QPushButton) if button.isChecked()]
        assert section.label.zh in marked


def test_while_a_panel_asks_its_own_button_is_the_next_step(page: OrderPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle, working_order())

    def primary() -> list[str]:
        return [one.text() for one in page.findChildren(QPushButton) if one.isVisible() and one.property("kind") == "primary"]

    (step,) = primary()
    page.bottom.note.click()
    assert primary() == ["写入备注"]
    QTest.keyClick(page.panel, Qt.Key.Key_Escape)
    assert primary() == [step]


def test_escape_gives_up_what_was_typed_into_a_panel_the_second_time_only(page: OrderPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle, working_order())
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    page.bottom.note.setFocus()
    QTest.keyClick(page.bottom.note, Qt.Key.Key_Space)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    assert page.bottom.note.hasFocus()
    page.bottom.note.click()
    QTest.keyClicks(QApplication.focusWidget(), "typed for minutes")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.panel.isVisible()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    assert page.bottom.note.hasFocus()


def test_nothing_of_the_order_before_is_seen_while_the_next_is_read(
    page: OrderPage, bench: Bench, jobs: Jobs, settle: Settle, qapp: QApplication
) -> None:
    opened(page, bench, settle, working_order())
    other = bench.hold(dispatched_order(id="0e9cbb42-6b44-4d8c-9a4c-3f8a55a7f5e1"))
    page.enter(other)
    assert not page.form.isVisible()
    settle()
    assert page.form.isVisible()


def test_a_section_is_seen_only_when_all_of_it_has_its_place(
    page: OrderPage, bench: Bench, jobs: Jobs, qapp: QApplication
) -> None:
    """Looked at after every turn of the event loop: no field at the top left of its section, no section half built."""
    page.enter(bench.hold(working_order()))
    jobs.drain()
    for _ in range(200):
        qapp.processEvents()
        for section in page.form.sections.values():
            if section.isVisible():
                assert section.complete
                places = [frame.pos() for frame in section.frames.values() if frame.isVisible()]
                assert len({(place.x(), place.y()) for place in places}) == len(places)
                assert all(place.y() > 20 for place in places)
        if page.form.complete and page.form.isVisible():
            return
        jobs.drain()
    raise AssertionError("the form was never complete")


def test_a_new_row_keeps_the_focus_while_it_is_saved(page: OrderPage, bench: Bench, settle: Settle) -> None:
    opened(page, bench, settle, working_order())
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    table = next(table for table in page.form.findChildren(TableField) if table.isVisible())
    table.add_row()
    card = table.cards[-1]
    settle()
    assert table.cards[-1] is card
    focused = QApplication.focusWidget()
    assert focused is not None
    assert card.isAncestorOf(focused)
