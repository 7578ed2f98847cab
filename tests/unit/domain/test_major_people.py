"""§7.2.1–7.2.3: who is in charge in which shift, what to investigate first, which actions are late."""

from __future__ import annotations

import pytest

from fieldapp.clock import to_wire
from fieldapp.domain import kinds
from fieldapp.domain.major import people, recovery
from fieldapp.domain.major.recovery import Pace
from fieldapp.domain.records import Role
from fieldapp.errors import InputFault
from tests.support.domain_documents import DESK, ENGINEER, at, profile_text, shipped_profile, uid
from tests.support.major_documents import MANAGER, MEMBER, cause, major, shift

RULES = shipped_profile().major


def test_who_is_in_charge_over_a_night() -> None:
    night = [shift(3, MEMBER, 480, 960), shift(1, MANAGER, 0, 500), {"_id": uid(9), "name": "无时间"}]
    doc = major(managers=night)
    told = [people.command(doc, at(minutes)) for minutes in (-1, 0, 479, 490, 499, 501, 961)]
    assert [one.now.name if one.now else None for one in told] == [None, "赵总", "赵总", "王岩", "王岩", "王岩", None]
    assert told[0].next_at == at(0)
    assert (told[1].following and told[1].following.name, told[1].next_at) == ("王岩", at(480))
    assert told[3].next_at == at(960)
    assert people.command(major(managers=[shift(1, MANAGER, 0)]), at(10_000)).next_at is None


def test_the_hats_of_the_teams() -> None:
    doc, kind = major(), kinds.get("major-incident")
    assert kinds.hats(doc, MANAGER.id, Role.ENGINEER) == {"engineer", "member", "lead"}
    assert kinds.hats(doc, MEMBER.id, Role.ENGINEER) == {"engineer", "member"}
    assert kinds.audience(doc).people == {MANAGER.id, MEMBER.id, ENGINEER.id}
    assert kind.may_write(doc, "plan_issued", MANAGER.id, Role.ENGINEER)
    assert kind.may_write(doc, "plan_issued", DESK.id, Role.DESK)
    assert not kind.may_write(doc, "plan_issued", MEMBER.id, Role.ENGINEER)
    assert kind.may_write(doc, "statement_sent", MEMBER.id, Role.ENGINEER)
    assert kind.may_write(doc, "note", "anybody", Role.ENGINEER)
    assert [move.to for move in kind.allowed("RESOLVED", kinds.hats(doc, MANAGER.id, Role.ENGINEER))] == ["CLOSED", "RECOVERING"]
    assert kind.allowed("RESOLVED", kinds.hats(doc, MEMBER.id, Role.ENGINEER)) == ()


def test_causes_by_priority_of_investigation() -> None:
    table = [
        cause(1, "排除的", "high", "easy", "ruled_out"),
        cause(2, "未权衡", "", ""),
        cause(3, "低难", "low", "hard"),
        cause(4, "中易", "medium", "easy"),
        cause(5, "高难", "high", "hard", "testing"),
        cause(6, "确认的", "low", "hard", "confirmed"),
        cause(7, "高易", "high", "easy"),
        {"_id": uid(8), "component": "没有原因"},
        cause(9, "怪值", "high", "sometimes", "maybe"),
    ]
    found = recovery.causes(major(causes=table), RULES)
    assert [one.cause for one in found] == ["确认的", "中易", "高易", "高难", "低难", "未权衡", "怪值", "排除的"]
    assert [one.priority for one in found] == [3, 1, 1, 2, 3, None, None, 1]
    assert found[-2].verdict is recovery.Verdict.OPEN


@pytest.mark.parametrize(
    ("likelihood", "ease", "rank"),
    [
        ("high", "easy", 1),
        ("high", "medium", 1),
        ("medium", "medium", 2),
        ("high", "hard", 2),
        ("medium", "hard", 3),
        ("x", "hard", None),
    ],
)
def test_the_rule_is_in_the_profile(likelihood: str, ease: str, rank: int | None) -> None:
    assert RULES.rank(likelihood, ease) == rank


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("ranks = { first = 6, second = 3 }", "ranks = { first = 3, second = 3 }", "major.ranks"),
        ("likelihood = { high = 3,", "likelihood = { high = 0,", "major.likelihood.high"),
        ("{next} 再报。", "{nothing} 再报。", "major.updates.senior.draft.zh"),
        ('mechanism = "press"', 'mechanism = "pigeon"', "major.updates.press.mechanism"),
        ("management = 120 }", "management = 0 }", "major.review_minutes.management"),
        ("[major.states]\n", '[major.states]\nextra = { zh = "只有中文" }\n', "major.states.extra.en"),
    ],
)
def test_rules_that_are_not_sound(old: str, new: str, key: str) -> None:
    from fieldapp.domain.profile import parse

    assert old in profile_text()
    with pytest.raises(InputFault) as caught:
        parse(profile_text().replace(old, new, 1), "test.toml")
    assert (caught.value.code, caught.value.details["key"]) == ("profile.invalid", key)


def test_the_timetable_of_the_actions() -> None:
    def row(number: int, name: str, progress: str, begins: float | None, until: float | None) -> dict[str, object]:
        times = {"begins": begins, "until": until}
        said = {"_id": uid(number), "action": name, "who": "王岩", "progress": progress}
        return said | {key: to_wire(at(value)) for key, value in times.items() if value is not None}

    doc = major(
        recovery_actions=[
            row(1, "完成", "done", 0, 10),
            row(2, "迟了", "doing", 0, 20),
            row(3, "该做了", "planned", 25, 60),
            row(4, "以后", "planned", 40, 50),
            row(5, "没有时限", "", None, None),
            row(6, "取消", "dropped", 0, 5),
        ]
    )
    found = [(one.action, one.pace) for one in recovery.actions(doc, at(30))]
    assert found == [
        ("迟了", Pace.LATE), ("以后", Pace.PLANNED), ("该做了", Pace.DUE), ("没有时限", Pace.PLANNED),
        ("取消", Pace.DROPPED), ("完成", Pace.DONE),
    ]  # fmt: skip
