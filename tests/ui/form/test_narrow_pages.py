"""Where there is no room beside the form (1366×768 at 125 % and more) what stands there is brought by a button: no notice, no log
and no sealed PDF is out of reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.workflow import Action
from fieldapp.services.handed_out import HandedOut
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.viewmodels.order_state import Phase
from fieldapp.ui.viewmodels.record_page import RecordPageModel
from fieldapp.ui.views import order_page, record_page
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.views.page_columns import READABLE
from fieldapp.ui.views.record_page import RecordPage
from tests.support.record_documents import problem
from tests.support.ui_orders import Bench, working_order
from tests.ui.form.conftest import open_whole

Settle = Callable[[], None]
AT_125_PERCENT, AT_150_PERCENT = (996, 550), (814, 448)
"""The page in a window of 1092×614 and 910×512 logical pixels."""


@pytest.fixture
def page(page: OrderPage, bench: Bench, settle: Settle) -> OrderPage:
    page.resize(*AT_125_PERCENT)
    open_whole(page, bench.hold(working_order()), settle)
    assert page.model.state.phase is Phase.READY
    return page


def said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize("size", [AT_125_PERCENT, AT_150_PERCENT], ids=["125 %", "150 %"])
def test_everything_beside_the_form_is_one_tap_away(page: OrderPage, size: tuple[int, int], settle: Settle) -> None:
    page.resize(*size)
    settle()
    assert page.form.isVisible()
    assert not page.side.isVisible()
    button = page.header.aside
    assert button.isVisible()
    missing = len(page.model.state.form.missing)  # type: ignore[union-attr]
    assert missing
    assert page.model.state.coach.now is not None
    assert button.text() == f"待办与经过 · {missing + 1}", "what is missing, and a notice that is owed"
    button.click()
    settle()
    assert not page.form.isVisible()
    assert page.side.isVisible()
    assert page.side.width() > 500
    assert page.side.holder.width() <= READABLE
    assert {"升级通报", "经过"} <= set(said(page.side).splitlines())
    assert page.side.knowledge.isVisible()
    assert page.bottom.primary.isVisible(), "the next step stays where it is"
    assert button.text() == "回到表单"
    button.click()
    assert page.form.isVisible()
    assert not page.side.isVisible()


def test_what_is_missing_leads_to_its_field(page: OrderPage, settle: Settle) -> None:
    page.header.aside.click()
    settle()
    first = page.model.state.form.missing[0]  # type: ignore[union-attr]
    (gap,) = [one for one in page.side.findChildren(QPushButton) if one.accessibleName() == f"去填写：{first.text}"]
    gap.click()
    settle()
    assert page.form.isVisible()
    focused = page.window().focusWidget()
    section = page.form.sections[first.section_id]
    assert focused is not None
    assert section.frames[first.field_id].isAncestorOf(focused)
    assert not focused.visibleRegion().isEmpty()


def test_a_question_and_a_fault_are_shown_with_the_form(page: OrderPage, settle: Settle) -> None:
    page.header.aside.click()
    page.bottom.steps[Action.HOLD].click()
    assert page.panel.isVisible()
    page.panel.hide()
    page.header.aside.click()
    page.model.steps.note("   ")  # is refused
    settle()
    assert page.notice.isVisible()
    page.header.aside.click()
    settle()
    assert page.side.isVisible(), "a notice that was there before does not take the column away"
    page.index.chosen.emit("fault")
    assert page.form.isVisible()


def test_with_room_both_stand_side_by_side_again(page: OrderPage, settle: Settle) -> None:
    page.header.aside.click()
    page.resize(order_page.SIDE_FROM + 40, 700)
    settle()
    assert page.form.isVisible()
    assert page.side.isVisible()
    assert not page.header.aside.isVisible()
    assert page.side.width() < 400


def test_another_order_opens_with_its_form(page: OrderPage, bench: Bench, settle: Settle) -> None:
    page.header.aside.click()
    other = working_order()
    other["id"] = other["id"][:-4] + "beef"
    page.enter(bench.hold(other))
    settle()
    assert page.form.isVisible()


def test_a_record(qtbot: QtBot, bench: Bench, jobs: Jobs, places: Any, settle: Settle) -> None:
    made = RecordPage(RecordPageModel(bench.records, bench.attachments, HandedOut(bench.context).copy, jobs, bench.clock), places)
    qtbot.addWidget(made)
    made.resize(record_page.SIDE_FROM - 60, 500)
    made.show()
    made.enter(bench.hold(problem()))
    settle()
    made.form.build_all()
    assert not made.side.isVisible()
    made.header.aside.click()
    settle()
    assert "经过" in said(made.side)
    made.bottom.note.click()
    assert made.panel.isVisible(), "what it asks stands below the form"
