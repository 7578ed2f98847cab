"""The endpoint keeps the timetable of all orders and sends its texts: once to each, whoever asks and whatever breaks."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fieldapp.clock import to_wire
from fieldapp.domain import notice_log
from fieldapp.domain.notice_log import Outcome
from fieldapp.domain.records import EventKind
from fieldapp.itsm import desk, orders
from fieldapp.itsm.accounts import Caller, User, add_user
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.context import open_endpoint
from fieldapp.itsm.messages import outbox
from fieldapp.itsm.messages.outbox import RowState
from fieldapp.itsm.messages.sending import BusyFault, NotSentFault, Text, UncertainFault
from fieldapp.itsm.messages.service import Messages
from fieldapp.itsm.messages.settings import MessageSettings, load_settings
from fieldapp.itsm.operations import run_batch
from fieldapp.itsm.seed import DESK, ENGINEER
from fieldapp.itsm.wire import Batch, decode, encode
from tests.support.itsm_server import op_id
from tests.support.sms_gateway import configuration
from tests.support.store_builders import HandClock

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
KEY = "CRITICAL:discovery:sms"
ANSWERS = {
    "customer_unit": "临江分局",
    "symptom": "黑屏",
    "service_mode": "onsite",
    "priority": "CRITICAL",
    "category": "platform",
}


class Phone:
    """A gateway that remembers; `trouble` is what it raises, before or after the text has gone out."""

    needs = "phone"

    def __init__(self) -> None:
        self.deduplicates = False
        self.texts: list[Text] = []
        self.trouble: Exception | None = None
        self.takes = True

    def send(self, text: Text) -> str:
        if self.trouble is None or self.takes:
            self.texts.append(text)
        if self.trouble is not None:
            raise self.trouble
        return "queued"


class Office:
    """An endpoint without a server, its clock moved by hand."""

    def __init__(self, config: EndpointConfig, settings: MessageSettings, people: tuple[User, ...] = (ENGINEER, DESK)) -> None:
        self.clock = HandClock(START)
        self.endpoint = open_endpoint(config, self.clock)
        for user in people:
            add_user(self.endpoint.database, user, "geheim-䶮-42")
        self.phone = Phone()
        self.settings = replace(settings, sender=self.phone)
        self.messages = Messages(self.endpoint, self.settings)

    def order(self, *, minutes: float = 0, assigned: bool = True, **answers: Any) -> str:
        """An order discovered so many minutes from START."""
        moment = to_wire(START + timedelta(minutes=minutes))
        made = desk.dispatch(
            self.endpoint, {"created_at": moment, "answers": {"discovered_at": moment, **ANSWERS, **answers}}, "liming"
        )
        if not assigned:
            event = self.event(EventKind.DECLINED, reason="x")
            back = self.event(EventKind.TRANSITION, **{"from": "DISPATCHED", "to": "PENDING", "reason": "x"})
            self.patch(made.id, {"events": [event, back]})
        return made.id

    def event(self, kind: EventKind, entry_id: str | None = None, **data: Any) -> dict[str, Any]:
        at = to_wire(self.clock.now())
        actor = ENGINEER.actor.to_wire()
        return {"id": entry_id or op_id(), "kind": kind.value, "at": at, "server_at": at, "actor": actor, "data": data}

    def hand_over(self, order_id: str, key: str = KEY) -> None:
        """As a device does: in the order's patch."""
        audience = ["pm", "director", "leaders"]
        due = to_wire(START + timedelta(minutes=10))
        data = {"key": key, "stage": "discovery", "due_at": due, "audience": audience, "channel": ["sms"], "text": "通报"}
        entry_id = notice_log.entry_id(order_id, key, Outcome.QUEUED)
        self.patch(order_id, {"events": [self.event(EventKind.NOTICE, entry_id, outcome="queued", result="", **data)]})

    def patch(self, order_id: str, patch: dict[str, Any]) -> None:
        caller = Caller(ENGINEER, op_id())
        op = {"op_id": op_id(), "device_seq": 1, "order": order_id, "base_etag": self.etag(order_id), "patch": patch}
        (result,) = run_batch(self.endpoint, caller, decode(encode({"ops": [op]}), Batch).ops)
        assert result["status"] == "applied", result

    def stored(self, order_id: str) -> orders.StoredOrder:
        with self.endpoint.database.reading() as connection:
            return orders.load(self.endpoint.database, connection, [order_id])[order_id]

    def etag(self, order_id: str) -> str:
        return self.stored(order_id).etag

    def notices(self, order_id: str, *outcomes: str) -> list[dict[str, Any]]:
        log = self.stored(order_id).doc["events"]
        return [e["data"] for e in log if e["kind"] == "notice" and (not outcomes or e["data"]["outcome"] in outcomes)]

    def rows(self) -> list[outbox.Message]:
        with self.endpoint.database.reading() as connection:
            return [row for _, row in outbox.listed(connection, everything=True)]

    def reached(self) -> list[str]:
        return sorted(text.name for text in self.phone.texts)

    def close(self) -> None:
        self.endpoint.close()


@pytest.fixture
def settings(tmp_path: Path) -> MessageSettings:
    path = tmp_path / "messages.toml"
    path.write_text(configuration("http://127.0.0.1:9"), encoding="utf-8")
    return load_settings(path)


@pytest.fixture
def office(tmp_path: Path, settings: MessageSettings) -> Iterator[Office]:
    made = Office(EndpointConfig(tmp_path / "endpoint"), settings)
    yield made
    made.close()


EVERYBODY = sorted(["王强", "陈建国", "周立"])


def test_a_text_that_was_handed_over_reaches_everybody_once_and_the_log_says_so(office: Office) -> None:
    order_id = office.order()
    office.hand_over(order_id)
    for _ in range(3):
        office.messages.run()
    assert office.reached() == EVERYBODY
    (told,) = office.notices(order_id, "sent", "late", "failed")
    assert (told["outcome"], told["key"]) == ("sent", KEY)
    assert told["result"] == "已发出：周立、王强、陈建国" or set(told["result"].removeprefix("已发出：").split("、")) == set(
        EVERYBODY
    )
    with office.endpoint.database.reading() as connection:
        assert outbox.untold(connection) == []


def test_a_text_that_comes_late_is_said_to_be_late(office: Office) -> None:
    order_id = office.order()
    office.hand_over(order_id)
    office.clock.move(minutes=11)
    office.messages.run()
    outcomes = [data["outcome"] for data in office.notices(order_id) if data["key"] == KEY]
    assert outcomes == ["queued", "missed", "late"]


def test_of_an_order_that_an_engineer_has_only_what_ran_out_is_written(office: Office) -> None:
    order_id = office.order()
    office.clock.move(minutes=11)
    office.messages.run()
    office.messages.run()
    assert sorted(data["key"] for data in office.notices(order_id)) == [
        *(f"CRITICAL:discovery:phone:{who}" for who in ("director", "leaders", "pm")),
        KEY,
    ]
    assert {data["outcome"] for data in office.notices(order_id)} == {"missed"}
    assert office.phone.texts == []


def test_of_an_order_that_nobody_has_the_desk_is_told_by_itself(office: Office) -> None:
    order_id = office.order(assigned=False)
    office.messages.run()
    assert office.reached() == EVERYBODY
    assert [data["outcome"] for data in office.notices(order_id) if data["key"] == KEY] == ["queued", "sent"]
    assert "临江分局" in office.phone.texts[0].text
    office.clock.move(minutes=26)
    office.messages.run()
    office.messages.run()
    assert len(office.phone.texts) == 6, "the periodic one, once"


def test_the_clock_runs_on_without_any_change(office: Office) -> None:
    """A restart in between changes nothing: what is due is in the database."""
    order_id = office.order()
    office.messages.run()
    office.clock.move(hours=2, seconds=1)
    Messages(office.endpoint, office.settings).run()
    kinds = [entry["kind"] for entry in office.stored(order_id).doc["events"]]
    assert kinds.count("escalated") == 1
    before = office.etag(order_id)
    office.messages.run()
    assert office.etag(order_id) == before


def test_switched_on_later_it_leaves_old_orders_as_they_are(office: Office) -> None:
    order_id = office.order()
    start = office.event(EventKind.TRANSITION, **{"from": "DISPATCHED", "to": "IN_PROGRESS"})
    office.patch(order_id, {"events": [start, office.event(EventKind.TRANSITION, **{"from": "IN_PROGRESS", "to": "RESOLVED"})]})
    before = office.etag(order_id)
    office.clock.move(days=30)
    office.messages.run()
    assert office.etag(order_id) == before


def test_cancelled_orders_are_left_alone(office: Office) -> None:
    order_id = office.order(assigned=False)
    desk.cancel(office.endpoint, office.stored(order_id).doc["number"])
    office.clock.move(hours=5)
    office.messages.run()
    assert office.notices(order_id) == []
    assert office.phone.texts == []


def test_a_role_that_nobody_is_named_for_fails_in_words(office: Office) -> None:
    people = tuple(one for one in office.settings.contacts.people if one.audience != "leaders")
    settings = replace(office.settings, contacts=replace(office.settings.contacts, people=people))
    order_id = office.order()
    office.hand_over(order_id)
    Messages(office.endpoint, settings).run()
    (told,) = office.notices(order_id, "failed")
    assert "公司领导（通讯录中没有人）" in told["result"]
    assert "已发出：" in told["result"]


@pytest.mark.parametrize(
    ("trouble", "outcome"), [(NotSentFault("message.refused", "号码无效"), "failed"), (UncertainFault("x", "y"), "uncertain")]
)
def test_what_did_not_go_out_is_said_and_never_sent_again(office: Office, trouble: Exception, outcome: str) -> None:
    order_id = office.order()
    office.hand_over(order_id)
    office.phone.trouble = trouble
    office.messages.run()
    office.phone.trouble = None
    sent = len(office.phone.texts)
    office.clock.move(minutes=5)
    office.messages.run()
    assert len(office.phone.texts) == sent
    assert [data["outcome"] for data in office.notices(order_id)] == ["queued", outcome]


def test_a_gateway_that_takes_nothing_is_tried_again_with_pauses(office: Office) -> None:
    order_id = office.order()
    office.hand_over(order_id)
    office.phone.trouble, office.phone.takes = BusyFault("message.busy", "429"), False
    office.messages.run()
    assert {row.state for row in office.rows()} == {RowState.WAITING}
    assert {row.attempts for row in office.rows()} == {1}
    office.messages.run()
    assert {row.attempts for row in office.rows()} == {1}, "not before its pause is over"
    office.clock.move(seconds=31)
    office.phone.trouble = None
    office.messages.run()
    assert office.reached() == EVERYBODY
    assert [data["outcome"] for data in office.notices(order_id)] == ["queued", "sent"]


def test_after_so_many_attempts_a_person_has_to_see_to_it_and_may_try_again(office: Office) -> None:
    order_id = office.order()
    office.hand_over(order_id)
    office.phone.trouble, office.phone.takes = BusyFault("message.busy", "429"), False
    for _ in range(office.settings.attempts):
        office.messages.run()
        office.clock.move(minutes=16)
    assert office.notices(order_id, "failed")
    office.phone.trouble = None
    for row in office.rows():
        assert outbox.again(office.endpoint.database, row.id, office.clock.now())
    office.messages.run()
    assert office.reached() == EVERYBODY
    assert office.notices(order_id, "late")
    assert not outbox.again(office.endpoint.database, office.rows()[0].id, office.clock.now()), "what went out is not sent again"


def test_a_text_that_waited_too_long_tells_of_another_state(office: Office) -> None:
    """A laptop that was offline for a day hands over what it wrote yesterday."""
    order_id = office.order()
    office.hand_over(order_id)
    office.clock.move(days=1)
    office.messages.run()
    assert office.phone.texts == []
    (told,) = office.notices(order_id, "failed")
    assert "过时" in told["result"]


def test_a_gateway_that_was_away_for_hours_does_not_get_old_texts(office: Office) -> None:
    """Nor does it when a database comes back from a backup in which they still waited."""
    order_id = office.order()
    office.hand_over(order_id)
    office.phone.trouble, office.phone.takes = BusyFault("message.busy", "429"), False
    office.messages.run()
    office.phone.trouble = None
    office.clock.move(hours=2, minutes=1)
    office.messages.run()
    assert office.phone.texts == []
    (told,) = office.notices(order_id, "failed")
    assert "过时" in told["result"]
    for row in office.rows():
        assert outbox.again(office.endpoint.database, row.id, office.clock.now())
    office.messages.run()
    assert office.reached() == EVERYBODY, "a person who asks for it gets it"


def test_without_a_gateway_a_person_hears_it_at_once(office: Office) -> None:
    settings = replace(office.settings, sender=None, contacts=replace(office.settings.contacts, sends=False))
    order_id = office.order()
    office.hand_over(order_id)
    Messages(office.endpoint, settings).run()
    (told,) = office.notices(order_id, "failed")
    assert "没有短信通道" in told["result"]


def test_one_broken_order_does_not_stop_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = office.order(symptom="坏的"), office.order()
    from fieldapp.domain import by_itself

    real = by_itself.look

    def look(doc: dict[str, Any], *rest: Any) -> Any:
        if doc["answers"]["symptom"] == "坏的":
            raise KeyError("planted")
        return real(doc, *rest)

    monkeypatch.setattr(by_itself, "look", look)
    office.clock.move(minutes=11)
    office.messages.run()
    assert office.notices(good, "missed")
    assert not office.notices(bad)
    caplog.clear()


class Killed(BaseException):
    """The process ends here: nothing after it happens."""


def calls_until_quiet(office: Office) -> list[str]:
    """Run to the end, counting every write and every send."""
    seen: list[str] = []
    with interrupted(office, seen, at=None):
        office.messages.run()
    return seen


@contextmanager
def interrupted(office: Office, seen: list[str], at: tuple[int, str] | None) -> Iterator[None]:
    """End the process before or after the i-th write or send; `seen` collects what was done."""
    database, phone = office.endpoint.database, office.phone
    write, send = database.run_writing, phone.send

    def stop(moment: str) -> None:
        if at is not None and (len(seen), moment) == at:
            raise Killed

    def watched(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            seen.append(name)
            stop("before")
            result = call(*arguments)
            stop("after")
            return result

        return run

    database.run_writing, phone.send = watched("write", write), watched("send", send)  # type: ignore[method-assign]
    try:
        yield
    finally:
        database.run_writing, phone.send = write, send  # type: ignore[method-assign]


def test_whatever_call_is_the_last_one_nobody_gets_a_text_twice(tmp_path: Path, settings: MessageSettings) -> None:
    """kill -9 before and after every single write and send of handing a text over; then a new process goes on."""
    begun = Office(EndpointConfig(tmp_path / "begun"), settings)
    order_id = begun.order()
    begun.hand_over(order_id)
    begun.close()

    def copied(name: str) -> Office:
        shutil.copytree(tmp_path / "begun", tmp_path / name)
        return Office(EndpointConfig(tmp_path / name), settings, people=())

    whole = copied("whole")
    steps = calls_until_quiet(whole)
    whole.close()
    assert steps.count("send") == 3
    uncertain = 0
    for number in range(1, len(steps) + 1):
        for moment in ("before", "after"):
            office = copied(f"{number}-{moment}")
            with pytest.raises(Killed), interrupted(office, [], (number, moment)):
                office.messages.run()
            again = Messages(office.endpoint, office.settings)
            again.run()
            office.clock.move(seconds=60)
            again.run()
            assert len(office.reached()) == len(set(office.reached())), (number, moment)
            states = {row.recipient.name: row.state for row in office.rows()}
            assert set(states.values()) <= {RowState.SENT, RowState.UNCERTAIN}, (number, moment)
            assert {name for name, state in states.items() if state is RowState.SENT} <= set(office.reached())
            results = office.notices(order_id, "sent", "late", "failed", "uncertain")
            assert len(results) == 1, (number, moment)
            uncertain += results[0]["outcome"] == "uncertain"
            office.close()
    assert uncertain > 0, "a text that may have gone out is said to be uncertain"


def test_a_gateway_that_keeps_doubles_back_may_be_asked_again(office: Office) -> None:
    office.phone.deduplicates = True
    order_id = office.order()
    office.hand_over(order_id)
    office.phone.trouble = UncertainFault("message.uncertain", "no answer")
    office.messages.run()
    office.phone.trouble = None
    office.clock.move(seconds=31)
    office.messages.run()
    assert office.notices(order_id, "sent")
    ids = [text.id for text in office.phone.texts]
    assert len(set(ids)) == 3, "the same id each time: the other side can tell"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def config(request: pytest.FixtureRequest, tmp_path: Path) -> EndpointConfig:
    url = "" if request.param == "sqlite" else request.getfixturevalue("cluster").new_database()
    return EndpointConfig(tmp_path / "endpoint", url)


def test_several_workers_send_each_text_once(config: EndpointConfig, settings: MessageSettings) -> None:
    """Four processes' worth of the same work at the same moment, on both databases."""
    first = Office(config, settings)
    wanted = [first.order(assigned=False) for _ in range(5)] + [first.order() for _ in range(5)]
    for order_id in wanted[5:]:
        first.hand_over(order_id)
    workers = [Messages(open_endpoint(config, first.clock), first.settings) for _ in range(4)]
    gate = threading.Barrier(len(workers))
    troubles: list[BaseException] = []

    def work(messages: Messages) -> None:
        try:
            gate.wait(30)
            messages.run()
        except BaseException as error:  # noqa: BLE001 - told below, in the test's own thread
            troubles.append(error)

    threads = [threading.Thread(target=work, args=(one,)) for one in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not troubles
    first.messages.run()
    assert len(first.phone.texts) == 30
    assert len({text.id for text in first.phone.texts}) == 30
    for order_id in wanted:
        log = [(data["key"], data["outcome"]) for data in first.notices(order_id)]
        assert sorted(log) == [(KEY, "queued"), (KEY, "sent")]
    for messages in workers:
        messages._endpoint.close()
    first.close()
