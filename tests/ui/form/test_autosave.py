"""Autosave: what is typed is stored soon, in order, once, and never lost by a failure."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtTest import QTest

from fieldapp.errors import DraftFault, EnvironmentFault, InputFault
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.viewmodels import autosave as module
from fieldapp.ui.viewmodels.autosave import Autosave, SaveKind
from tests.support.store_builders import HandClock


@dataclass
class Stored:
    """Stands for the store: remembers every save, fails when told to."""

    saves: list[dict[str, Any]] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)
    fail: Exception | None = None

    def save(self, changes: Mapping[str, Any], seen: Mapping[str, Any]) -> Any:
        if self.fail is not None:
            raise self.fail
        assert set(seen) == set(changes)
        self.seen.append(dict(seen))
        self.saves.append(dict(changes))
        return f"detail {len(self.saves)}"

    @property
    def values(self) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for save in self.saves:
            result |= save
        return result


@pytest.fixture
def stored() -> Stored:
    return Stored()


@pytest.fixture
def saver(stored: Stored, jobs: Jobs) -> Autosave:
    return Autosave(stored.save, jobs, HandClock(), "order:1")


def test_quiet_typing_is_saved_once_within_two_seconds(saver: Autosave, stored: Stored, jobs: Jobs) -> None:
    for text in ("光", "光模", "光模块"):
        saver.edit("cause", text)
    assert stored.saves == []
    assert saver.state.kind is SaveKind.PENDING
    assert module.QUIET_MS < 2000
    deadline = time.monotonic() + 10
    while not stored.saves and time.monotonic() < deadline:
        QTest.qWait(20)
    jobs.drain()
    assert stored.saves == [{"cause": "光模块"}]
    assert saver.state.kind is SaveKind.SAVED
    assert saver.unsaved == {}


def test_typing_without_a_pause_is_saved_all_the_same(saver: Autosave, stored: Stored, jobs: Jobs) -> None:
    waited = 0
    while not stored.saves and waited < 2000:
        saver.edit("cause", waited)
        QTest.qWait(100)
        waited += 100
        jobs.drain()
    assert stored.saves
    assert waited <= 2000


def test_commit_saves_at_once_and_tells(saver: Autosave, stored: Stored, jobs: Jobs) -> None:
    details: list[object] = []
    saver.stored.connect(details.append)
    saver.edit("cause", "a")
    saver.commit()
    jobs.drain()
    assert stored.values == {"cause": "a"}
    assert details == ["detail 1"]


def test_an_edit_during_a_save_follows_it(saver: Autosave, stored: Stored, jobs: Jobs) -> None:
    saver.edit("cause", "a")
    saver.commit()
    saver.edit("cause", "ab")
    assert saver.unsaved == {"cause": "ab"}
    jobs.drain()
    assert saver.unsaved == {"cause": "ab"}
    saver.commit()
    jobs.drain()
    assert [save["cause"] for save in stored.saves] == ["a", "ab"]


def test_flush_outruns_a_waiting_save(saver: Autosave, stored: Stored, jobs: Jobs) -> None:
    """The job that waits in its lane must not write the older text over the flushed one."""
    gate: list[Callable[[], None]] = []
    jobs.submit(lambda: QTest.qSleep(120), lambda _none: gate.append(lambda: None), lane="order:1")
    saver.edit("cause", "old")
    saver.commit()
    saver.edit("cause", "new")
    assert saver.flush()
    jobs.drain()
    assert stored.values == {"cause": "new"}
    assert [save["cause"] for save in stored.saves] == ["new"]


def test_a_failure_keeps_the_changes_and_a_retry_stores_them(saver: Autosave, stored: Stored, jobs: Jobs) -> None:
    stored.fail = EnvironmentFault("disk.full", "no space left")
    saver.edit("cause", "a")
    saver.commit()
    jobs.drain()
    assert saver.state.kind is SaveKind.FAILED
    assert saver.unsaved == {"cause": "a"}
    assert not saver.flush()
    stored.fail = None
    saver.edit("solution", "b")
    assert saver.flush()
    assert stored.values == {"cause": "a", "solution": "b"}


def test_what_does_not_fit_is_a_draft_and_counts_as_safe(saver: Autosave, stored: Stored, jobs: Jobs) -> None:
    drafted: list[object] = []
    saver.drafted.connect(drafted.append)
    stored.fail = DraftFault("answer.bad-number", "not a number", field="quantity")
    saver.edit("quantity", "12x")
    saver.commit()
    jobs.drain()
    assert saver.state.kind is SaveKind.SAVED
    assert saver.unsaved == {}
    assert drafted == [stored.fail]


def test_a_held_field_waits_until_it_is_released(saver: Autosave, stored: Stored, jobs: Jobs) -> None:
    saver.hold("photos")
    saver.edit("photos", ["old"])
    saver.edit("cause", "a")
    saver.commit()
    jobs.drain()
    assert stored.saves == [{"cause": "a"}]
    saver.release("photos")
    jobs.drain()
    assert stored.values == {"cause": "a", "photos": ["old"]}


def test_a_refusal_that_kept_no_draft_is_no_success(saver: Autosave, stored: Stored, jobs: Jobs) -> None:
    stored.fail = InputFault("blob.unknown", "no file abc in this store")
    saver.edit("cause", "a")
    saver.commit()
    jobs.drain()
    assert saver.state.kind is SaveKind.FAILED
    assert not saver.flush()
    assert saver.unsaved == {"cause": "a"}


def test_what_an_edit_began_with_goes_along(saver: Autosave, stored: Stored, jobs: Jobs) -> None:
    saver.edit("parts", ["a"], seen=[])
    saver.edit("parts", ["a", "b"], seen=["ignored: the person still sees his own"])
    saver.commit()
    saver.edit("parts", ["b"], seen=[])
    jobs.drain()
    saver.commit()
    jobs.drain()
    assert stored.seen == [{"parts": []}, {"parts": ["a", "b"]}]


def test_an_edit_after_a_draft_began_with_what_is_stored(saver: Autosave, stored: Stored, jobs: Jobs) -> None:
    stored.fail = DraftFault("answer.bad-number", "not a number", field="parts")
    saver.edit("parts", ["x"], seen=["held"])
    saver.commit()
    saver.edit("parts", ["y"], seen=["held"])
    jobs.drain()
    stored.fail = None
    assert saver.flush()
    assert (stored.saves, stored.seen) == ([{"parts": ["y"]}], [{"parts": ["held"]}])


def test_flush_after_a_save_nobody_was_told_of_yet(saver: Autosave, stored: Stored, jobs: Jobs) -> None:
    """The job has stored its changes, its result still waits for the GUI thread: only what came after is written."""
    saver.edit("parts", ["a"], seen=[])
    saver.commit()
    deadline = time.monotonic() + 10
    while not stored.saves and time.monotonic() < deadline:
        time.sleep(0.01)
    saver.edit("parts", [], seen=[])
    assert saver.flush()
    jobs.drain()
    assert stored.saves == [{"parts": ["a"]}, {"parts": []}]
    assert stored.seen == [{"parts": []}, {"parts": ["a"]}]
    assert saver.unsaved == {}


def test_a_change_that_was_due_during_a_slow_save_follows_at_once(saver: Autosave, stored: Stored, jobs: Jobs) -> None:
    saver.edit("cause", "a")
    jobs.submit(lambda: QTest.qSleep(300), lane="order:1")
    saver.commit()
    saver.edit("cause", "ab")
    saver._latest.timeout.emit()
    saver._latest.stop()
    saver._quiet.stop()
    jobs.drain()
    jobs.drain()
    assert [save["cause"] for save in stored.saves] == ["a", "ab"]
    assert saver.unsaved == {}
