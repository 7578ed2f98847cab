"""§7.2.4: updates by frequency, agreed to by whom the plan names; reviews of two groups; drafts for seven audiences."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.clock import to_wire
from fieldapp.domain import events
from fieldapp.domain.major import looking, reviews, texts, updates
from fieldapp.domain.major.reviews import ReviewState
from fieldapp.domain.major.rules import AUDIENCES
from fieldapp.domain.major.updates import UpdateState
from fieldapp.domain.records import Actor, Document, EventKind, Role
from fieldapp.services.shipped import shipped_catalog
from tests.support.domain_documents import DESK, at, event, shipped_profile, uid
from tests.support.major_documents import MANAGER, MEMBER, major, sent, update

PROFILE = shipped_profile()
RULES = PROFILE.major


def owed(doc: Document, minutes: float) -> list[tuple[float, UpdateState]]:
    found = updates.owed(doc, events.log(doc), RULES, at(minutes))
    return [((one.due_at - at(0)).total_seconds() / 60, one.state) for one in found]


@pytest.mark.parametrize(
    ("row", "log", "minutes", "expected"),
    [
        (update(1, "senior"), [], 0, (60, UpdateState.UPCOMING)),
        (update(1, "senior"), [], 50, (60, UpdateState.DUE)),
        (update(1, "senior"), [], 60, (60, UpdateState.DUE)),
        (update(1, "senior"), [], 61, (60, UpdateState.OVERDUE)),
        (update(1, "senior"), [], 500, (60, UpdateState.OVERDUE)),
        (update(1, "senior"), [sent(9, 1, 55, 60)], 61, (120, UpdateState.UPCOMING)),
        # late: the rhythm stays, what was passed over is not owed
        (update(1, "senior"), [sent(9, 1, 75, 60)], 80, (120, UpdateState.UPCOMING)),
        (update(1, "senior"), [sent(9, 1, 200, 60)], 201, (240, UpdateState.UPCOMING)),
        # long before its time: the count starts anew
        (update(1, "senior"), [sent(9, 1, 20, 60)], 21, (80, UpdateState.UPCOMING)),
        # a time that a person has set
        (update(1, "senior", next_due=to_wire(at(30))), [], 25, (30, UpdateState.DUE)),
        (update(1, "senior", next_due=to_wire(at(30))), [sent(9, 1, 29, 30)], 31, (90, UpdateState.UPCOMING)),
        (update(1, "senior", next_due=to_wire(at(100))), [sent(9, 1, 29, 30)], 31, (100, UpdateState.UPCOMING)),
        (update(1, "press", None, next_due=to_wire(at(30))), [], 0, (30, UpdateState.UPCOMING)),
        (update(1, "press", None, next_due=to_wire(at(30))), [sent(9, 1, 29, 30)], 31, None),
        (update(1, "press", None), [], 500, None),
        (update(1, "press", paused=True), [], 500, None),
        (update(1, "senior", 0), [], 500, None),
        (update(1, ""), [], 500, None),
    ],
    ids=lambda value: "",
)
def test_when_an_update_is_owed(
    row: dict[str, Any], log: list[dict[str, Any]], minutes: float, expected: tuple[float, UpdateState] | None
) -> None:
    assert owed(major(log=log, updates=[row]), minutes) == ([expected] if expected else [])


def approved(number: int, actor: Actor, text: str, minutes: float = 40, **more: Any) -> dict[str, Any]:
    key = f"{uid(1)}@{to_wire(at(60))}"
    return event(number, EventKind.STATEMENT_APPROVED, minutes, actor, key=key, row=uid(1), text=text, **more)


def test_whose_agreement_counts() -> None:
    """Anybody of the teams may write the entry; only the named person and the managers agree."""
    row = update(1, "senior", user="vip-1", approver="某主任")
    vip = Actor("vip-1", "某主任", Role.ENGINEER)

    def agreed(*log: dict[str, Any]) -> tuple[str, str] | None:
        doc = major(log=list(log), updates=[row])
        (found,) = updates.owed(doc, events.log(doc), RULES, at(45))
        return (found.approval.by, found.approval.text) if found.approval else None

    assert agreed(approved(21, MEMBER, "擅自")) is None
    assert agreed(approved(21, vip, "第一稿"), approved(22, MEMBER, "擅自")) == ("某主任", "第一稿")
    assert agreed(approved(21, vip, "第一稿"), approved(22, MANAGER, "第二稿")) == ("赵总", "第二稿")
    assert agreed(approved(21, DESK, "台方代录")) is None
    assert agreed(approved(21, vip, "第一稿"), sent(23, 1, 44, 60)) is None, "the next one has to be agreed to anew"


def test_the_desk_writes_it_down_while_no_manager_has_an_account() -> None:
    row = update(1, "senior", user="", approver="某主任")
    outsider = major(updates=[row], managers=[{"_id": uid(5), "name": "外请经理", "begins": to_wire(at(0))}])
    assert updates.may_approve(outsider, uid(1), DESK.id, Role.DESK)
    assert not updates.may_approve(outsider, uid(1), MEMBER.id, Role.ENGINEER)
    assert not updates.may_approve(major(updates=[row]), uid(1), DESK.id, Role.DESK)
    assert not updates.may_approve(outsider, uid(77), DESK.id, Role.DESK)


def test_what_was_given_stays_told() -> None:
    doc = major(log=[sent(8, 1, 55, 60), sent(9, 1, 125, 120)], updates=[])
    assert [(one.state, one.by) for one in updates.sent(events.log(doc))] == [
        (UpdateState.LATE, MEMBER.name),
        (UpdateState.SENT, MEMBER.name),
    ]


def meeting(number: int, group: str, minutes: float, **more: Any) -> dict[str, Any]:
    return {"_id": uid(number), "group": group, "held_at": to_wire(at(minutes)), **more}


def test_reviews_of_the_two_groups_are_apart() -> None:
    doc = major(
        reviews=[meeting(1, "recovery", 30), meeting(2, "management", 60), meeting(3, "recovery", 90)],
        next_management_review=to_wire(at(200)),
        next_recovery_review=to_wire(at(90)),
    )
    assert [one.row_id for one in reviews.held(doc, "recovery")] == [uid(3), uid(1)]
    recovery = reviews.upcoming(doc, "recovery", RULES, at(100))
    assert (recovery.at, recovery.proposed, recovery.state) == (at(150), True, ReviewState.UPCOMING)
    management = reviews.upcoming(doc, "management", RULES, at(195))
    assert (management.at, management.proposed, management.state) == (at(200), False, ReviewState.DUE)
    assert reviews.upcoming(doc, "management", RULES, at(201)).state is ReviewState.OVERDUE
    assert reviews.upcoming(major(), "management", RULES, at(0)).at == at(120)


def test_each_audience_has_its_words() -> None:
    form = shipped_catalog().latest("major-incident")
    for table in ("updates", "parties"):
        assert [option.code for option in form.field(table).column("audience").options] == list(AUDIENCES)
    mechanisms = {option.code for option in form.field("updates").column("mechanism").options}
    assert {update.mechanism for update in RULES.updates.values()} <= mechanisms
    assert set(RULES.states) == set(form_states())
    rows = [update(number, audience) for number, audience in enumerate(AUDIENCES, 1)]
    action = {"_id": uid(40), "action": "倒换主备", "who": "王岩", "until": to_wire(at(90))}
    doc = major(updates=rows, situation="主备倒换中\n第二步", recovery_actions=[action])
    found = updates.owed(doc, events.log(doc), RULES, at(0))
    told = {one.audience: texts.draft(one, doc, PROFILE, "zh", at(0)) for one in found}
    assert "倒换主备 王岩 11-23 10:30" in told["senior"]
    assert "主备倒换中 第二步" in told["customer"]
    assert "赵总 13800000000" in told["staff"]
    assert "倒换" not in told["press"], "what is done inside is not for the press"
    assert len(set(told.values())) == len(AUDIENCES)
    assert "recovery is being organised" in texts.draft(found[0], doc, PROFILE, "en", at(0))
    assert all("{" not in text for text in told.values())


def form_states() -> list[str]:
    from fieldapp.domain import kinds

    return list(kinds.get("major-incident").states)


def test_what_it_asks_for_and_when_it_changes_by_itself() -> None:
    doc = major(updates=[update(1, "senior")])
    seen = looking.look(doc, RULES, at(1))
    assert (seen.manager_call.due_at, seen.manager_call.told_at, seen.next_at) == (at(10), None, at(10))
    assert looking.asks_now(seen, at(1))
    told = event(7, EventKind.MANAGER_TOLD, 5, MEMBER, name="赵总", result="")
    seen = looking.look({**doc, "events": [*doc["events"], told]}, RULES, at(6))
    assert (seen.manager_call.told_at, seen.manager_call.told, seen.next_at) == (at(5), "赵总", at(50))
    assert not looking.asks_now(seen, at(6))
    assert looking.asks_now(looking.look({**doc, "events": [*doc["events"], told]}, RULES, at(50)), at(50))
    over = looking.look({**doc, "state": "CLOSED"}, RULES, at(500))
    assert (over.over, over.owed, over.reviews, over.next_at) == (True, (), (), None)
    assert not looking.asks_now(over, at(500))
