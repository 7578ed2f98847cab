"""§6.1.4: which notices are owed when, to whom, and that none is given twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain import escalation, events
from fieldapp.domain.drafts import draft
from fieldapp.domain.escalation import Notice, NoticeState
from fieldapp.domain.records import Document, EventKind, State
from fieldapp.domain.status import derive
from tests.support.domain_documents import DESK, at, event, moved, order, profile_with, shipped_profile, uid

D, W, R = State.DISPATCHED, State.IN_PROGRESS, State.RESOLVED
UPCOMING, DUE, SENT, LATE, MISSED = (
    NoticeState.UPCOMING,
    NoticeState.DUE,
    NoticeState.SENT,
    NoticeState.LATE,
    NoticeState.MISSED,
)


def timetable(now: float, *log: dict[str, Any], level: str = "CRITICAL", **answers: Any) -> tuple[Notice, ...]:
    doc = order(events=list(log), priority=level, **answers)
    return escalation.timetable(derive(doc, shipped_profile(), at(now)), events.log(doc), shipped_profile(), at(now))


def given_notice(number: int, key: str, minutes: float, outcome: str = "sent", **data: Any) -> dict[str, Any]:
    return event(number, EventKind.NOTICE, minutes, key=key, outcome=outcome, **data)


def said(notice: Notice, doc: Document, lang: str, now: float) -> str:
    """The drafted text."""
    log = events.log(doc)
    return draft(notice, doc, derive(doc, shipped_profile(), at(now), log), log, shipped_profile(), lang)


def states_of(notices: tuple[Notice, ...]) -> dict[str, NoticeState]:
    return {notice.key: notice.state for notice in notices}


def stage(notices: tuple[Notice, ...], name: str) -> list[tuple[tuple[str, ...], tuple[str, ...], float]]:
    """Channels, audiences and minutes from discovery of a stage's notices."""
    start = at(0)
    return [(n.channels, n.audiences, (n.due_at - start) / timedelta(minutes=1)) for n in notices if n.stage == name]


ALL = ("pm", "director", "leaders")


@pytest.mark.parametrize(
    ("level", "discovery", "periodic", "resolution"),
    [
        (
            "CRITICAL",
            [("phone", ("director",), 10), ("phone", ("leaders",), 10), ("phone", ("pm",), 10), ("sms", ALL, 10)],
            [("sms", ALL, 30), ("sms", ALL, 60), ("sms", ALL, 90)],
            [("phone", ("director",), 110), ("phone", ("leaders",), 110), ("sms", ALL, 110)],
        ),
        (
            "SEVERE",
            [("phone", ("pm",), 20), ("sms", ("pm", "director"), 20)],
            [("sms", ("pm", "director"), 60)],
            [("sms", ("pm", "director"), 120)],
        ),
        ("NORMAL", [("sms", ("pm",), 30)], [], [("sms", ("pm",), 130)]),
    ],
)
def test_the_whole_timetable_of_a_level(level: str, discovery: Any, periodic: Any, resolution: Any) -> None:
    log = [moved(1, D, W, 8), moved(2, W, R, 100)]
    notices = timetable(100, *log, level=level)
    for name, expected in (("discovery", discovery), ("periodic", periodic), ("resolution", resolution), ("overdue", [])):
        assert sorted(stage(notices, name)) == [((channel,), audiences, minutes) for channel, audiences, minutes in expected]


@pytest.mark.parametrize(
    ("now", "state"),
    [(0, DUE), (10, DUE), (10.1, MISSED)],
)
def test_the_first_line_is_owed_from_discovery(now: float, state: NoticeState) -> None:
    assert states_of(timetable(now))["CRITICAL:discovery:sms"] is state


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (24, [UPCOMING]),
        (25, [DUE]),
        (30, [DUE, UPCOMING]),
        (31, [MISSED, UPCOMING]),
        (61, [MISSED, MISSED, UPCOMING]),
    ],
)
def test_periodic_notices(now: float, expected: list[NoticeState]) -> None:
    assert [notice.state for notice in timetable(now) if notice.stage == "periodic"] == expected


@pytest.mark.parametrize(
    ("log", "state"),
    [
        ([given_notice(9, "CRITICAL:discovery:sms", 9)], SENT),
        ([given_notice(9, "CRITICAL:discovery:sms", 10, "called")], SENT),
        ([given_notice(9, "CRITICAL:discovery:sms", 11)], LATE),
        ([given_notice(9, "CRITICAL:discovery:sms", 5, "missed")], MISSED),
        ([given_notice(8, "CRITICAL:discovery:sms", 11, "missed"), given_notice(9, "CRITICAL:discovery:sms", 15, "late")], LATE),
        ([given_notice(8, "CRITICAL:discovery:sms", 9), given_notice(9, "CRITICAL:discovery:sms", 15)], SENT),
    ],
)
def test_what_the_log_says_of_a_notice(log: list[dict[str, Any]], state: NoticeState) -> None:
    notices = timetable(20, *log)
    found = [notice for notice in notices if notice.key == "CRITICAL:discovery:sms"]
    assert [notice.state for notice in found] == [state]
    assert found[0].done is (state in (SENT, LATE))
    assert found[0].state.is_open is (state is MISSED)


def test_progress_is_told_by_a_report_that_is_still_owed() -> None:
    log = [
        moved(1, D, W, 8),  # told by the discovery notice, owed until 10
        event(2, EventKind.NOTE, 15, text="主板故障"),
        event(3, EventKind.NOTE, 20, text="备件已到"),  # told by the notice about the first note, owed until 25
        event(4, EventKind.NOTE, 28, text="更换完成"),
    ]
    assert [about for about in (notice.about for notice in timetable(29, *log)) if about] == [uid(2), uid(4)]
    sent = given_notice(9, f"CRITICAL:progress:{uid(2)}:sms", 16)
    assert [n.about for n in timetable(29, *log, sent) if n.stage == "progress"] == [uid(2), uid(3)]
    assert stage(timetable(29, *log), "progress")[0] == (("sms",), ALL, 25)


def test_progress_before_the_discovery_or_after_the_solution_needs_no_notice() -> None:
    log = [event(1, EventKind.NOTE, -5, text="x"), moved(2, D, W, 5), moved(3, W, R, 60)]
    assert stage(timetable(70, *log), "progress") == []


def test_reopening_starts_again() -> None:
    log = [moved(1, D, W, 5), moved(2, W, R, 50), moved(3, R, W, 70, DESK)]
    notices = timetable(100, *log)
    assert stage(notices, "resolution") == []
    assert [minutes for *_, minutes in stage(notices, "periodic")] == [30, 90, 120]  # solved at minute 60
    assert [notice.about for notice in notices if notice.stage == "progress"] == [uid(3)]
    again = timetable(100, *log, moved(4, W, R, 95))
    assert {notice.about for notice in again if notice.stage == "resolution"} == {uid(4)}


@pytest.mark.parametrize(
    ("now", "log", "expected"),
    [
        (539, [], UPCOMING),
        (540, [], DUE),
        (571, [], MISSED),
        (600, [given_notice(9, "NORMAL:overdue:phone:pm", 545, "called")], SENT),
        (600, [moved(1, D, W, 5), moved(2, W, R, 530)], None),
        (600, [moved(1, D, W, 5), moved(2, W, R, 550)], MISSED),
    ],
)
def test_a_normal_incident_is_telephoned_once_more_than_an_hour_overdue(
    now: float, log: Any, expected: NoticeState | None
) -> None:
    found = [notice for notice in timetable(now, *log, level="NORMAL") if notice.stage == "overdue"]
    assert [(n.state, n.channels, n.audiences) for n in found] == ([(expected, ("phone",), ("pm",))] if expected else [])


def test_a_raised_level_counts_from_then_and_keeps_what_was_told() -> None:
    log = [
        given_notice(1, "NORMAL:discovery:sms", 5, stage="discovery", audience=["pm"], channel="sms", due_at="x"),
        event(2, EventKind.PRIORITY_SET, 100, DESK, **{"from": "NORMAL", "to": "CRITICAL", "reason": "全部中断"}),
    ]
    notices = timetable(105, *log)
    assert {minutes for *_, minutes in stage(notices, "discovery")} == {5, 110}
    told = next(notice for notice in notices if notice.key == "NORMAL:discovery:sms")
    assert (told.state, told.audiences, told.channels) == (SENT, ("pm",), ("sms",))
    assert [minutes for *_, minutes in stage(notices, "periodic")] == [120]
    confirmed = event(3, EventKind.PRIORITY_SET, 103, DESK, **{"from": "CRITICAL", "to": "CRITICAL"})
    assert {minutes for *_, minutes in stage(timetable(105, *log, confirmed), "discovery")} == {5, 110}


def test_a_notice_without_key_or_codes_is_still_shown() -> None:
    notices = timetable(20, event(7, EventKind.NOTICE, 12, outcome="sent"))
    assert [(n.key, n.state, n.audiences) for n in notices if n.key == uid(7)] == [(uid(7), SENT, ())]


def test_a_contract_with_its_own_timetable() -> None:
    terms = '[contracts."HT-1"]\nescalation.NORMAL.discovery = { within_minutes = 15, leaders = ["phone"] }\n'
    doc = order(contract="HT-1")
    profile = profile_with(terms)
    notices = escalation.timetable(derive(doc, profile, at(1)), events.log(doc), profile, at(1))
    assert stage(notices, "discovery") == [(("phone",), ("leaders",), 15)]


def test_a_forgotten_order_does_not_fill_the_screen() -> None:
    assert len(stage(timetable(365 * 24 * 60), "periodic")) <= escalation.MOST_PERIODIC + 1


def test_the_entry_that_records_a_notice_settles_it() -> None:
    notice = next(notice for notice in timetable(5) if notice.key == "CRITICAL:discovery:phone:pm")
    entry = event(9, EventKind.NOTICE, 6, **escalation.entry_data(notice, "called", "…", "已接通"))
    assert states_of(timetable(8, entry))[notice.key] is SENT
    assert entry["data"]["audience"] == ["pm"]
    assert entry["data"]["channel"] == ["phone"]


def test_what_a_later_notice_told_is_no_longer_owed() -> None:
    """One report now, not five old ones; the log keeps that they were missed. A call to one does not stand for another's."""
    log = [given_notice(9, "CRITICAL:periodic:3:sms", 92), given_notice(8, "CRITICAL:discovery:phone:pm", 12, "called")]
    owed = {notice.key for notice in timetable(93, *log) if notice.owed}
    assert owed == {"CRITICAL:discovery:phone:director", "CRITICAL:discovery:phone:leaders"}
    states = states_of(timetable(93, *log))
    assert states["CRITICAL:periodic:1:sms"] is states["CRITICAL:discovery:sms"] is MISSED


@pytest.mark.parametrize(
    ("outcomes", "state", "owed"),
    [
        (["queued"], "queued", False),
        (["queued", "missed"], "queued", False),
        (["queued", "failed"], "failed", True),
        (["queued", "uncertain"], "failed", True),
        (["queued", "failed", "sent"], "late", False),
        (["no_answer"], "missed", True),
        (["no_answer", "called"], "late", False),
        (["missed", "missed"], "missed", True),
    ],
)
def test_what_the_endpoint_and_the_telephone_say(outcomes: list[str], state: str, owed: bool) -> None:
    log = [given_notice(20 + place, "CRITICAL:discovery:sms", 11 + place, outcome) for place, outcome in enumerate(outcomes)]
    found = next(notice for notice in timetable(24, *log) if notice.key == "CRITICAL:discovery:sms")
    assert (found.state, found.owed) == (state, owed)


def test_who_was_told_under_which_number_is_on_record() -> None:
    notice = next(notice for notice in timetable(5) if notice.key == "CRITICAL:discovery:phone:pm")
    data = escalation.entry_data(notice, "called", "…", "已接通", "王强", "13800138000")
    assert (data["person"], data["number"]) == ("王强", "13800138000")
    assert "person" not in escalation.entry_data(notice, "called", "…", "")


changes = st.lists(st.tuples(st.integers(0, 400), st.sampled_from(["note", "hold", "resume", "resolve", "reopen"])), max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["CRITICAL", "SEVERE", "NORMAL"]), changes, st.integers(0, 700), st.sets(st.integers(0, 60)))
def test_given_notices_stay_given(level: str, history: list[tuple[int, str]], now: int, chosen: set[int]) -> None:
    """Whatever happens, keys are unique, and recording a notice settles exactly that one for ever."""
    log = [moved(1, D, W, 0)]
    state = W
    paths = {"hold": (W, State.ON_HOLD), "resume": (State.ON_HOLD, W), "resolve": (W, R), "reopen": (R, W)}
    for number, (minutes, what) in enumerate(sorted(history), 2):
        if what == "note":
            log.append(event(number, EventKind.NOTE, minutes, text="x"))
        elif paths[what][0] is state:
            log.append(moved(number, *paths[what], minutes, DESK))
            state = paths[what][1]
    notices = timetable(now, *log, level=level)
    assert len({notice.key for notice in notices}) == len(notices)
    for index in chosen:
        if index < len(notices) and not notices[index].done:
            notice = notices[index]
            log.append(event(500 + index, EventKind.NOTICE, now, **escalation.entry_data(notice, "sent", "", "")))
    after = {notice.key: notice for notice in timetable(now + 1, *log, level=level)}
    for entry in log:
        if entry["kind"] == "notice":
            found = after[entry["data"]["key"]]
            assert found.done
            assert found.state is (LATE if at(now) > found.due_at else SENT)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_drafts_say_what_matters(lang: str) -> None:
    notes = [event(2, EventKind.NOTE, 15, text="主板故障，\n等备件。"), event(3, EventKind.NOTE, 40, text="  ")]
    doc = order(
        W,
        events=[event(1, EventKind.ASSIGNED, 1, DESK, assignee="eng-001", name="欧阳𠅤"), moved(4, D, W, 12), *notes],
        priority="CRITICAL",
        customer_unit="天河区\n视频专网中心",
        symptom="全部摄像机离线" * 20,
    )
    status = derive(doc, shipped_profile(), at(20))
    notices = {notice.stage: notice for notice in escalation.timetable(status, events.log(doc), shipped_profile(), at(20))}
    first = said(notices["discovery"], doc, lang, 20)
    for words in ("WX-20261123-000137", "天河区 视频专网中心", "11-23 09:00", "11-23 11:00", "欧阳𠅤", "全部摄像机离线", "…"):
        assert words in first
    assert ("剩余 1 小时 40 分" if lang == "zh" else "1 h 40 min left") in first
    assert len(first) < 250
    late = said(notices["discovery"], doc, lang, 185)
    assert ("已超时 1 小时 5 分" if lang == "zh" else "1 h 5 min overdue") in late
    assert "主板故障， 等备件" in said(notices["periodic"], doc, lang, 45)
    news = said(notices["progress"], order(events=notes[:1], priority="CRITICAL"), lang, 45)
    assert "主板故障， 等备件" in news
    assert "{" not in first + late + news
    assert "。；" not in news, "the text has its own stop"


def test_a_draft_of_an_order_that_says_nothing() -> None:
    doc = order()
    notice = next(iter(timetable(1, level="NORMAL")))
    text = said(notice, doc | {"number": None}, "zh", 1)
    assert "未填写" in text
    assert "未指派" in text
    unknown = Notice("k", "later", at(0), at(0), UPCOMING, (), ())
    assert said(unknown, doc, "zh", 1) == ""
