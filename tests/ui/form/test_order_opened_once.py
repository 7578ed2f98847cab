"""An opened order is derived and filled in once: what is read beside it comes after its picture and touches nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.viewmodels import order_page
from fieldapp.ui.viewmodels.order_page import OrderPageModel
from fieldapp.ui.viewmodels.order_state import Phase
from fieldapp.ui.views.order_ahead import built_ahead
from fieldapp.ui.views.order_page import OrderPage
from tests.support.ui_orders import Bench, resolved_order, working_order

Settle = Callable[[], None]


class Counted:
    """A function, and how often it was called."""

    def __init__(self, called: Callable[..., Any]) -> None:
        self.times, self._called = 0, called

    def __call__(self, *given: Any, **named: Any) -> Any:
        self.times += 1
        return self._called(*given, **named)


@pytest.fixture
def model(bench: Bench, jobs: Jobs) -> OrderPageModel:
    def hand_out(sha256: str, name: str) -> Path:
        raise AssertionError("nothing is handed out here")

    return OrderPageModel(
        bench.orders, bench.filling, bench.attachments, bench.signing.seal, hand_out, jobs, bench.clock, bench.handoffs
    )


@pytest.fixture
def page(page: OrderPage) -> OrderPage:
    page.resize(1366, 800)
    return page


def an_earlier_one(bench: Bench) -> None:
    doc = resolved_order() | {"id": "0197a000-0000-7000-8000-000000000005", "number": "WX-20261101-000005"}
    bench.hold(doc | {"answers": doc["answers"] | {"discovered_at": "2026-11-05T08:00:00.000+08:00"}})


def test_what_is_read_beside_an_order_does_not_fill_it_in_again(
    page: OrderPage, bench: Bench, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_earlier_one(bench)
    order_id = bench.hold(working_order(to_problem=True))
    derived = Counted(order_page.derive_order)
    monkeypatch.setattr(order_page, "derive_order", derived)
    filled, marked = Counted(page.form.apply), Counted(page.index.show_marks)
    monkeypatch.setattr(page.form, "apply", filled)
    monkeypatch.setattr(page.index, "show_marks", marked)
    page.enter(order_id)
    settle()
    assert page.side.visits.isVisibleTo(page.side)
    assert page.side.handoffs.isVisibleTo(page.side)
    assert (derived.times, filled.times, marked.times) == (1, 1, 1)


def test_nothing_is_read_beside_an_order_before_its_first_picture(
    page: OrderPage, bench: Bench, jobs: Jobs, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_earlier_one(bench)
    read = Counted(bench.orders.history)
    monkeypatch.setattr(bench.orders, "history", read)
    page.enter(bench.hold(working_order()))
    jobs.drain()
    assert page.model.state.phase is Phase.READY
    assert read.times == 0
    settle()
    assert read.times == 1
    assert page.side.visits.isVisibleTo(page.side)


def test_another_order_is_filled_in_with_its_own_values(page: OrderPage, bench: Bench, settle: Settle) -> None:
    first = bench.hold(working_order(contact_name="王主任"))
    doc = working_order(contact_name="李工")
    second = bench.hold(doc | {"id": "0197a000-0000-7000-8000-000000000077", "number": "WX-20261101-000077"})
    for order_id, name in ((first, "王主任"), (second, "李工"), (first, "王主任")):
        page.enter(order_id)
        settle()
        page.form.build_all()
        section = next(part for part in page.form.sections.values() if "contact_name" in part.frames)
        assert section.frames["contact_name"].value() == name


@pytest.mark.parametrize("done", [0, 3, 1000], ids=["nothing", "a part", "all of it"])
def test_a_form_that_was_begun_ahead_is_used(
    qtbot: QtBot, bench: Bench, jobs: Jobs, model: OrderPageModel, places: Any, settle: Settle, done: int
) -> None:
    ahead = partial(built_ahead, form_of=bench.orders.form, an_order=lambda: None, jobs=jobs)
    page = OrderPage(model, places, in_steps=True, ahead=ahead)
    qtbot.addWidget(page)
    page.complete()
    for _ in range(done):
        page.step()
    page.resize(1366, 800)
    page.show()
    before = {name: frame for section in page.form.sections.values() for name, frame in section.frames.items()}
    assert ("contact_name" in before) is (done == 1000)
    page.enter(bench.hold(working_order(contact_name="王主任")))
    settle()
    page.form.build_all()
    assert not any([page.step() for _ in range(3)][2:]), "what was not built ahead is not wanted any more"
    frames = {name: frame for section in page.form.sections.values() for name, frame in section.frames.items()}
    assert frames["contact_name"].value() == "王主任"
    assert frames["contact_name"].isVisible()
    assert before.items() <= frames.items()
