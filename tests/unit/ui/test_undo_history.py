"""Undo across fields, as values."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.ui.viewmodels.undo import MOST, PAUSE_S, Edit, UndoHistory, done_again, taken_back


class Hands:
    """Seconds that pass when told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def history(hands: Hands) -> UndoHistory:
    return UndoHistory(hands)


def test_keys_one_after_the_other_are_one_step(history: UndoHistory) -> None:
    for before, after in ((None, "a"), ("a", "ab"), ("ab", "abc")):
        history.record("cause", before, after)
    assert history.undo() == Edit("cause", None, "abc")
    assert not history.ways[0]


def test_a_pause_another_field_and_leaving_the_field_each_begin_a_step(history: UndoHistory, hands: Hands) -> None:
    history.record("cause", None, "a")
    hands.now += PAUSE_S
    history.record("cause", "a", "ab")
    history.record("solution", None, "x")
    history.record("cause", "ab", "abc")
    history.close()
    history.record("cause", "abc", "abcd")
    steps = [history.undo() for _ in range(6)]
    assert [(step.field_id, step.before) for step in steps if step is not None] == [
        ("cause", "abc"),
        ("cause", "ab"),
        ("solution", None),
        ("cause", "a"),
        ("cause", None),
    ]
    assert steps[5] is None


def test_redo_until_something_new_is_typed(history: UndoHistory) -> None:
    history.record("cause", None, "a")
    history.undo()
    assert history.redo() == Edit("cause", None, "a")
    history.undo()
    history.record("solution", None, "x")
    assert not history.ways[1]


def test_yes_is_not_the_number_one(history: UndoHistory) -> None:
    history.record("count", 1, 1)
    assert not history.ways[0]
    history.record("count", 1, True)
    assert history.ways[0]


def test_what_is_gone_for_good_is_no_step(history: UndoHistory) -> None:
    history.record("photos", [], [{"_id": "1"}])
    history.close()
    history.record("cause", None, "a")
    history.undo()
    history.forget("photos")
    assert not history.ways[0]
    assert history.ways[1]


def test_the_oldest_steps_go(history: UndoHistory, hands: Hands) -> None:
    for number in range(MOST + 5):
        hands.now += PAUSE_S
        history.record("cause", number, number + 1)
    oldest = None
    while (step := history.undo()) is not None:
        oldest = step
    assert oldest == Edit("cause", 5, 6)


def rows(*names: str) -> list[dict[str, Any]]:
    return [{"_id": name} for name in names]


def test_rows_that_came_meanwhile_stay() -> None:
    edit = Edit("photos", rows("a", "b"), rows("a"))  # b was taken out; then c was taken
    assert taken_back(edit, rows("a", "c")) == rows("a", "c", "b")
    assert done_again(edit, rows("a", "c", "b")) == rows("a", "c")
    assert taken_back(Edit("cause", "old", "new"), "newer") == "old"
