"""Who works here: another person starts afresh, the PIN counts every attempt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.errors import RefusedFault
from fieldapp.services import access as module
from tests.support import forms_orders
from tests.support.ui_orders import Bench, a_bench, working_order

LIMING = {"id": forms_orders.ENGINEER["id"], "name": forms_orders.ENGINEER["name"], "role": "engineer"}
WANGYAN = {"id": "eng-002", "name": "王燕", "role": "engineer"}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    made.access.remember_user(LIMING)
    yield made
    made.close()


def signed_in(bench: Bench) -> None:
    bench.context.vault.set("token", "liming's")
    with bench.context.store.writing() as work:
        work.meta.set("certificate", "liming's")
        work.meta.set("cursor", "17")


def test_another_person_finds_nothing_of_the_one_before(bench: Bench) -> None:
    order_id = bench.hold(working_order())
    signed_in(bench)
    bench.access.remember_user(WANGYAN)
    assert bench.context.session.actor.name == "王燕"
    assert not bench.access.enrolled()
    assert bench.context.vault.get("token") is None
    with bench.context.store.reading() as work:
        assert work.meta.get("cursor") is None
        assert work.orders.get(order_id) is None


def test_the_same_person_again_loses_nothing(bench: Bench) -> None:
    order_id = bench.hold(working_order())
    signed_in(bench)
    bench.access.remember_user(LIMING)
    assert bench.access.enrolled()
    assert bench.context.vault.get("token") == "liming's"
    assert bench.stored(order_id)


@pytest.mark.parametrize("left", ["change", "draft"])
def test_work_of_the_one_before_keeps_others_out(bench: Bench, left: str) -> None:
    clean, worked = bench.hold(working_order()), working_order()
    worked["id"] = "0197a000-0000-7000-8000-00000000abcd"
    bench.hold(worked)
    signed_in(bench)
    if left == "change":
        bench.orders.note(worked["id"], "备件在路上")
    else:
        with bench.context.store.writing() as work:
            work.drafts.put(worked["id"], "estimated_minutes", "四十")
    with pytest.raises(RefusedFault) as caught:
        bench.access.remember_user(WANGYAN)
    assert (caught.value.code, caught.value.details["name"]) == ("login.other-user", LIMING["name"])
    assert bench.context.session.actor.id == LIMING["id"]
    assert bench.context.vault.get("token") == "liming's"
    assert bench.stored(clean)


def test_an_attempt_counts_even_if_the_program_is_ended_during_it(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.access.set_pin("2580")

    class Ended(BaseException):
        pass

    def ended(*_: object) -> bool:
        raise Ended

    with monkeypatch.context() as patched:
        patched.setattr("argon2.PasswordHasher.verify", ended)
        for _ in range(module.FREE_ATTEMPTS):
            with pytest.raises(Ended):
                bench.access.check_pin("0000")
    with pytest.raises(RefusedFault) as caught:
        bench.access.check_pin("2580")
    assert caught.value.code == "pin.locked"
    bench.clock.move(seconds=31)
    assert bench.access.check_pin("2580")
    assert bench.access.check_pin("2580")


def wrong(bench: Bench, times: int) -> None:
    for _ in range(times):
        assert not bench.access.check_pin("0000")


def wait_said(bench: Bench) -> int:
    with pytest.raises(RefusedFault) as caught:
        bench.access.check_pin("2580")
    assert caught.value.code == "pin.locked"
    return int(caught.value.details["seconds"])


def test_each_further_wrong_pin_doubles_the_wait_and_takes_nothing(bench: Bench) -> None:
    order_id = bench.hold(working_order())
    bench.access.set_pin("2580")
    wrong(bench, module.FREE_ATTEMPTS)
    waits = []
    for _ in range(7):
        waits.append(wait_said(bench))
        bench.clock.move(seconds=waits[-1])
        wrong(bench, 1)
    assert waits == [30, 60, 120, 240, 480, 600, 600]
    bench.clock.move(seconds=600)
    assert bench.access.check_pin("2580")
    wrong(bench, module.FREE_ATTEMPTS)
    assert wait_said(bench) == 30
    assert bench.stored(order_id)


def test_turning_the_clock_back_gives_no_free_attempt_and_locks_nobody_out(bench: Bench) -> None:
    bench.access.set_pin("2580")
    wrong(bench, module.FREE_ATTEMPTS)
    bench.clock.move(days=-400)
    assert wait_said(bench) == 30
    bench.clock.move(seconds=30)
    assert bench.access.check_pin("2580")
