"""Three-way merge: no changed value is lost, owners win, tables merge by row and column."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain import patches
from fieldapp.domain.conflicts import ORDER_COLUMN, STATE_FIELD, FieldConflict, Merge, merge
from fieldapp.domain.records import Actor, EventKind, Owner, Role, State
from fieldapp.domain.validation import check_document
from fieldapp.domain.written import Written
from tests.support.domain_documents import DESK, at, event, moved, order, uid

MEI = Actor("desk-2", "李梅", Role.DESK)
OWNERS = {
    "cause": Owner.ENGINEER,
    "devices": Owner.ENGINEER,
    "symptom": Owner.DESK,
    "contact": Owner.SHARED,
    "parts": Owner.SHARED,
}


def merged(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]) -> Merge:
    return merge(order(**base), order(**mine), order(**theirs), OWNERS.__getitem__)


def rows(**by_number: str) -> list[dict[str, Any]]:
    """rows(n1="a") is one row with id 1 and serial number a."""
    return [{"_id": uid(int(name[1:])), "sn": value} for name, value in by_number.items()]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        ({}, {"cause": "m"}, {}, {"cause": "m"}),
        ({}, {}, {"symptom": "t"}, {"symptom": "t"}),
        ({"cause": "b"}, {}, {"cause": "b"}, {}),
        ({"cause": "b"}, {"cause": "b"}, {}, {}),
        ({"cause": "b"}, {"cause": "x"}, {"cause": "x"}, {"cause": "x"}),
        ({"cause": "b"}, {"cause": "m"}, {"cause": "b", "symptom": "t"}, {"cause": "m", "symptom": "t"}),
        (
            {"devices": rows(n1="a", n2="b")},
            {"devices": rows(n1="A", n2="b")},
            {"devices": rows(n1="a", n2="B")},
            {"devices": rows(n1="A", n2="B")},
        ),
        (
            {"devices": rows(n1="a")},
            {"devices": rows(n2="m", n1="a")},
            {"devices": rows(n1="a", n3="t")},
            {"devices": rows(n2="m", n1="a", n3="t")},
        ),
        (
            {"devices": rows(n1="a", n2="b")},
            {"devices": rows(n2="b", n1="a")},
            {"devices": rows(n1="a", n2="B")},
            {"devices": rows(n2="B", n1="a")},
        ),
        ({"devices": rows(n1="a", n2="b")}, {"devices": rows(n2="b")}, {"devices": rows(n1="a")}, {"devices": []}),
        ({}, {"devices": rows(n1="m")}, {"devices": rows(n2="t")}, {"devices": rows(n1="m", n2="t")}),
    ],
)
def test_without_conflict(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any], result: dict[str, Any]) -> None:
    outcome = merged(base, mine, theirs)
    assert outcome.conflicts == ()
    assert {field: value for field, value in outcome.doc["answers"].items() if field != "discovered_at"} == result


@pytest.mark.parametrize(
    ("field", "winner", "value"),
    [("cause", Owner.ENGINEER, "m"), ("symptom", Owner.DESK, "t"), ("contact", Owner.DESK, "t")],
)
def test_the_owner_wins_and_the_other_value_is_kept(field: str, winner: Owner, value: str) -> None:
    outcome = merged({field: "b"}, {field: "m"}, {field: "t"})
    assert outcome.doc["answers"][field] == value
    assert outcome.conflicts == (FieldConflict(field, None, None, "b", "m", "t", winner),)


def test_removing_against_changing() -> None:
    outcome = merged({"cause": "b"}, {}, {"cause": "t"})
    assert "cause" not in outcome.doc["answers"]
    assert outcome.conflicts == (FieldConflict("cause", None, None, "b", None, "t", Owner.ENGINEER),)
    outcome = merged({"parts": rows(n1="b")}, {}, {"parts": rows(n1="t")})
    assert outcome.doc["answers"]["parts"] == rows(n1="t")
    assert [(c.row_id, c.column, c.mine, c.theirs) for c in outcome.conflicts] == [(uid(1), None, None, rows(n1="t")[0])]


def test_one_cell_changed_by_both() -> None:
    before = [{"_id": uid(1), "sn": "b", "note": "b", "gone": 1}]
    mine = [{"_id": uid(1), "sn": "m", "note": "m"}]
    theirs = [{"_id": uid(1), "sn": "t", "note": "b", "gone": 1, "new": 2}]
    outcome = merged({"devices": before}, {"devices": mine}, {"devices": theirs})
    assert outcome.doc["answers"]["devices"] == [{"_id": uid(1), "sn": "m", "note": "m", "new": 2}]
    assert outcome.conflicts == (FieldConflict("devices", uid(1), "sn", "b", "m", "t", Owner.ENGINEER),)


@pytest.mark.parametrize(("field", "kept"), [("devices", "mine"), ("parts", "theirs")])
def test_both_changed_the_order(field: str, kept: str) -> None:
    sides = {"mine": rows(n3="c", n1="a", n2="b"), "theirs": rows(n2="b", n1="a", n3="c")}
    outcome = merged({field: rows(n1="a", n2="b", n3="c")}, {field: sides["mine"]}, {field: sides["theirs"]})
    assert outcome.doc["answers"][field] == sides[kept]
    assert [conflict.column for conflict in outcome.conflicts] == [ORDER_COLUMN]


def test_logs_and_attachments_unite() -> None:
    base = order()
    started = moved(1, State.DISPATCHED, State.IN_PROGRESS, 10)
    mine = base | {"state": "IN_PROGRESS", "events": [started], "attachments": [{"id": uid(5)}], "local": 1}
    theirs = base | {
        "events": [event(2, EventKind.NOTE, 5, DESK, text="客户催单")],
        "attachments": [{"id": uid(6)}],
        "newer": {"k": 1},
    }
    outcome = merge(base, mine, theirs, OWNERS.__getitem__)
    assert [entry["id"] for entry in outcome.doc["events"]] == [uid(2), uid(1)]
    assert [entry["id"] for entry in outcome.doc["attachments"]] == [uid(6), uid(5)]
    assert (outcome.doc["state"], outcome.doc["newer"], outcome.doc["local"], outcome.conflicts) == (
        "IN_PROGRESS",
        {"k": 1},
        1,
        (),
    )


def test_a_conflict_names_who_at_the_desk_wrote_the_other_value_where_the_log_says_it() -> None:
    """The last entry about the field that was not known here; not one of an engineer, nor one from before."""
    before = event(1, EventKind.EDITED, 1, MEI, fields=["contact", "cause"])
    base = order(State.IN_PROGRESS, events=[before], contact="b", cause="b", symptom="b")
    mine = order(State.IN_PROGRESS, events=[before], contact="m", cause="m", symptom="m")
    log = [
        before,
        event(2, EventKind.NOTE, 2, MEI, text="电话核实", fields=["symptom"]),
        event(3, EventKind.EDITED, 3, MEI, fields=["contact"]),
        event(4, EventKind.EDITED, 4, DESK, fields=["contact", 7]),
        event(5, EventKind.RECOVERED, 5, fields=["contact"]),
    ]
    theirs = order(State.IN_PROGRESS, events=log, contact="t", cause="t", symptom="t")
    found = {conflict.field: conflict.written for conflict in merge(base, mine, theirs, OWNERS.__getitem__).conflicts}
    assert found == {"contact": Written(DESK.name, at(4)), "symptom": Written(MEI.name, at(2)), "cause": None}


def test_the_desks_entry_that_a_restored_endpoint_has_lost_is_not_said_again_by_a_device() -> None:
    """It would be refused: nobody writes history in another's name. The engineer's own goes back to the endpoint."""
    edited = event(1, EventKind.EDITED, 1, DESK, fields=["symptom"])
    closed, note = moved(2, State.RESOLVED, State.CLOSED, 2, DESK), event(3, EventKind.NOTE, 3, text="我方")
    base = order(State.CLOSED, events=[edited, closed, note], symptom="t")
    mine = base | {"events": [*base["events"], event(4, EventKind.NOTE, 4, text="之后")]}
    theirs = order(State.RESOLVED, symptom="b")
    outcome = merge(base, mine, theirs, OWNERS.__getitem__)
    assert [entry["id"] for entry in outcome.doc["events"]] == [uid(3), uid(4)]
    assert (outcome.doc["state"], outcome.doc["answers"]["symptom"], outcome.conflicts) == ("RESOLVED", "b", ())


def test_an_entry_that_no_longer_fits_is_a_conflict_not_a_lie() -> None:
    started = moved(1, State.DISPATCHED, State.IN_PROGRESS, 10)
    base = order(State.IN_PROGRESS, events=[started])
    on_laptop = moved(2, State.IN_PROGRESS, State.RESOLVED, 60)
    on_tablet = moved(3, State.IN_PROGRESS, State.RESOLVED, 50)
    closed = moved(4, State.RESOLVED, State.CLOSED, 55, DESK)
    note = event(5, EventKind.NOTE, 61, text="已解决")
    mine = base | {"state": "RESOLVED", "events": [started, on_laptop, note]}
    theirs = base | {"state": "CLOSED", "events": [started, on_tablet, closed]}
    outcome = merge(base, mine, theirs, OWNERS.__getitem__)
    assert outcome.doc["state"] == "CLOSED"
    assert [entry["id"] for entry in outcome.doc["events"]] == [uid(1), uid(3), uid(4), uid(5)]
    by_the_desk = Written(DESK.name, at(55))
    assert outcome.conflicts == (
        FieldConflict(STATE_FIELD, uid(2), None, "IN_PROGRESS", on_laptop, "CLOSED", Owner.DESK, by_the_desk),
    )
    check_document(outcome.doc)


scalars = st.one_of(st.sampled_from(["a", "b", "c"]), st.booleans(), st.integers(0, 1))


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, Any]]:
    numbers = draw(st.lists(st.integers(1, 5), unique=True, max_size=4))
    return [{"_id": uid(number), **draw(st.dictionaries(st.sampled_from(["sn", "note"]), scalars))} for number in numbers]


answers = st.dictionaries(st.sampled_from(sorted(OWNERS)), st.one_of(scalars, tables()))


def atoms(field: str, value: Any) -> dict[tuple[str, str | None, str | None], Any]:
    """A value as the smallest things that can be changed: itself, or the cells of its rows."""
    if not patches.is_rows(value):
        return {} if value is None else {(field, None, None): value}
    return {(field, row["_id"], column): cell for row in value for column, cell in row.items()}


@settings(max_examples=400, deadline=None)
@given(answers, answers, answers)
def test_every_changed_value_is_merged_or_in_a_conflict(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    outcome = merged(base, mine, theirs)
    for field in OWNERS:
        held = atoms(field, outcome.doc["answers"].get(field))
        for side in ("mine", "theirs"):
            kept = dict(held)
            for conflict in outcome.conflicts:
                if conflict.field == field and conflict.column != ORDER_COLUMN:
                    kept |= _atoms_of(conflict, getattr(conflict, side))
            before = atoms(field, base.get(field))
            for place, value in atoms(field, {"mine": mine, "theirs": theirs}[side].get(field)).items():
                changed = place not in before or not patches.same(before[place], value)
                assert not changed or any(patches.same(value, found) for where, found in kept.items() if where == place)


def _atoms_of(conflict: FieldConflict, value: Any) -> dict[tuple[str, str | None, str | None], Any]:
    if conflict.row_id is None:
        return atoms(conflict.field, value)
    if conflict.column is None:
        return atoms(conflict.field, [value]) if value is not None else {}
    return {(conflict.field, conflict.row_id, conflict.column): value}


@settings(max_examples=200, deadline=None)
@given(answers, answers)
def test_one_side_alone_is_taken_over(base: dict[str, Any], changed: dict[str, Any]) -> None:
    for outcome in (merged(base, changed, base), merged(base, base, changed), merged(base, changed, changed)):
        assert patches.same(outcome.doc["answers"], order(**changed)["answers"])
        assert outcome.conflicts == ()


@settings(max_examples=200, deadline=None)
@given(answers, answers, answers)
def test_the_rebased_change_leads_from_theirs_to_the_merged(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    outcome = merged(base, mine, theirs)
    assert patches.same(patches.apply(order(**theirs), patches.diff(order(**theirs), outcome.doc)), outcome.doc)
