"""The timetable on one device over a real store: what is written by itself, recorded by a tap, handed to the endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fieldapp.clock import from_wire
from fieldapp.domain import events
from fieldapp.domain.escalation import NoticeState
from fieldapp.domain.profile import parse
from fieldapp.domain.records import Document, Event
from fieldapp.errors import RefusedFault
from tests.support.domain_documents import profile_text
from tests.support.ui_orders import Bench, a_bench, dispatched_order, resolved_order

PEOPLE = {
    "people": [
        {"id": "wang", "name": "王强", "audience": "pm", "side": "handling", "groups": ["platform"], "phone": "138 0013 8000"},
        {"id": "liu", "name": "刘洋", "audience": "pm", "side": "desk", "phone": "13900000000"},
        {"id": "zhao", "name": "赵敏", "audience": "pm", "side": "handling", "groups": ["field"], "phone": "13700000000"},
        {"id": "qian", "name": "钱进", "audience": "director", "contracts": ["HT-9"], "phone": "13600000000"},
    ],
    "sends": True,
}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


def critical(bench: Bench, **answers: Any) -> tuple[str, datetime]:
    """A critical order discovered now."""
    doc = dispatched_order()
    found = from_wire(doc["answers"]["discovered_at"])
    doc["answers"] |= {
        "impact": "outage",
        "scope": "all",
        "urgency": "critical",
        "category": "platform",
        "priority": "CRITICAL",
        **answers,
    }
    order_id = bench.hold(doc)
    bench.clock.moment = found
    return order_id, found


def told(bench: Bench, order_id: str, outcome: str) -> list[dict[str, Any]]:
    log = bench.stored(order_id)["events"]
    return [entry for entry in log if entry["kind"] == "notice" and entry["data"]["outcome"] == outcome]


def unsent(bench: Bench) -> int:
    return bench.context.store.queries.counts().unsent


def test_what_runs_out_is_written_once_and_goes_to_the_endpoint(bench: Bench) -> None:
    order_id, found = critical(bench)
    watch = bench.orders.watch()
    assert (watch.written, watch.next_at, unsent(bench)) == (0, found + timedelta(minutes=10), 0)
    assert {call.stage for call in watch.owed} == {"discovery"}
    bench.clock.moment = found + timedelta(minutes=10, seconds=1)
    assert bench.orders.watch().written == 4
    assert bench.orders.watch().written == 0
    entries = told(bench, order_id, "missed")
    assert {entry["actor"]["role"] for entry in entries} == {"system"}
    assert len({entry["id"] for entry in entries}) == 4
    assert unsent(bench) == 1


def test_a_laptop_that_was_off_for_a_day_says_so_once(bench: Bench, tmp_path: Path) -> None:
    """Shut down and started again: what ran out meanwhile is in the log, the order is escalated, one report is asked for."""
    order_id, found = critical(bench)
    bench.clock.moment = found + timedelta(days=1)
    written = bench.orders.watch().written
    bench.close()
    again = a_bench(tmp_path / "data")
    again.clock.moment = found + timedelta(days=1)
    assert again.orders.watch().written == 0
    log = again.stored(order_id)["events"]
    assert [entry["kind"] for entry in log].count("escalated") == 1
    assert len(told(again, order_id, "missed")) == written - 1
    again.close()


def test_the_servers_clock_counts(bench: Bench) -> None:
    """A laptop two hours ahead must not write that notices were missed."""
    order_id, found = critical(bench)
    bench.context.session = replace(bench.context.session, clock_offset_s=-7200.0)
    bench.clock.moment = found + timedelta(hours=2, minutes=1)
    watch = bench.orders.watch()
    assert watch.written == 0
    assert watch.next_at == found + timedelta(hours=2, minutes=10)
    assert {notice.state for notice in bench.orders.detail(order_id).notices if notice.stage == "discovery"} == {NoticeState.DUE}


def test_a_text_is_handed_over_once_whoever_taps(bench: Bench) -> None:
    order_id, found = critical(bench)
    key = "CRITICAL:discovery:sms"
    assert bench.orders.hand_over(order_id, [key, "CRITICAL:discovery:phone:pm"]) == 1
    assert bench.orders.hand_over(order_id, [key]) == 0
    (entry,) = told(bench, order_id, "queued")
    assert entry["actor"]["role"] == "engineer"
    assert entry["data"]["audience"] == ["pm", "director", "leaders"]
    assert bench.stored(order_id)["number"] in entry["data"]["text"]
    assert key not in {call.notice_key for call in bench.orders.watch().owed}
    bench.clock.moment = found + timedelta(minutes=11)
    bench.orders.watch()
    assert key in {entry["data"]["key"] for entry in told(bench, order_id, "missed")}, "handed over is not sent"


def test_calls_are_recorded_with_who_and_which_number(bench: Bench) -> None:
    order_id, _ = critical(bench)
    key = "CRITICAL:discovery:phone:pm"
    bench.orders.record_notice(order_id, key, "no_answer", "", "王强", "138 0013 8000")
    owed = {call.notice_key: call for call in bench.orders.detail(order_id).owed}
    assert owed[key].tried == 1
    bench.orders.record_notice(order_id, key, "called", "已知悉", "王强", "138 0013 8000")
    (entry,) = told(bench, order_id, "called")
    assert (entry["data"]["person"], entry["data"]["number"], entry["data"]["result"]) == ("王强", "138 0013 8000", "已知悉")
    with pytest.raises(RefusedFault) as caught:
        bench.orders.record_notice(order_id, key, "called", "")
    assert caught.value.code == "notice.not-due"
    with pytest.raises(ValueError, match="does not record"):
        bench.orders.record_notice(order_id, "CRITICAL:discovery:sms", "missed", "")


def test_people_are_those_of_the_group_and_the_contract(bench: Bench) -> None:
    order_id, _ = critical(bench, contract="HT-1")
    with bench.context.store.writing() as work:
        work.meta.set("contacts", PEOPLE)
    owed = {call.notice_key: call for call in bench.orders.detail(order_id).owed}
    assert [one.name for one in owed["CRITICAL:discovery:phone:pm"].people] == ["王强", "刘洋"]
    assert owed["CRITICAL:discovery:phone:director"].people == (), "another contract's director"
    assert bench.orders.today().sends_texts


def test_a_log_is_read_once_however_many_notices_the_order_owes(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """今日 reads two hundred orders, some with a dozen notices: each was read anew for every text."""
    order_id, found = critical(bench)
    bench.clock.moment = found + timedelta(minutes=45)
    bench.orders.watch()  # what ran out is written now, and not in what is counted
    read, log = list[str](), events.log

    def counted(doc: Document) -> tuple[Event, ...]:
        read.append(doc["id"])
        return log(doc)

    monkeypatch.setattr(events, "log", counted)
    assert len([call for call in bench.orders.today().calls if call.order_id == order_id]) > 3
    assert read == [order_id]
    assert len(bench.orders.watch().owed) > 3
    assert read == [order_id] * 2
    assert len(bench.orders.detail(order_id).owed) > 3
    assert read == [order_id] * 3


def test_a_solved_order_still_owes_its_notices_for_a_while(bench: Bench) -> None:
    doc = resolved_order()
    order_id = bench.hold(doc)
    solved = next(e for e in doc["events"] if e["data"].get("to") == "RESOLVED")
    bench.clock.moment = from_wire(solved["at"]) + timedelta(minutes=1)
    assert {call.stage for call in bench.orders.watch().owed} >= {"resolution"}
    assert "resolution" in {call.stage for call in bench.orders.today().calls if call.order_id == order_id}
    bench.clock.moment += timedelta(days=3)
    assert bench.orders.watch().owed == ()


def test_where_it_is_agreed_texts_go_without_a_tap(bench: Bench) -> None:
    bench.context.profile = parse(profile_text().replace('hand_over = "person"', 'hand_over = "automatic"'), "test.toml")
    order_id, _ = critical(bench)
    bench.orders.watch()
    (entry,) = told(bench, order_id, "queued")
    assert entry["actor"]["role"] == "system"


def test_an_order_that_is_no_longer_ours_is_left_alone(bench: Bench) -> None:
    order_id, found = critical(bench)
    with bench.context.store.writing() as work:
        work.orders.freeze(order_id, "reassigned")
    bench.clock.moment = found + timedelta(hours=1)
    assert bench.orders.watch() == replace(bench.orders.watch(), owed=(), written=0, next_at=None)
