"""The timetable runs by itself: it looks when its moment has come, after suspend too, and tells a person who looks elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.errors import EnvironmentFault
from fieldapp.services.overview import Watch
from fieldapp.ui.background.escalation_clock import COMPARE_MS, EscalationClock
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.background.sync_runner import SyncPhase, SyncState
from fieldapp.ui.herald import Herald
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.navigation import SYNC, TODAY
from fieldapp.ui.shell import Shell
from tests.support import ui_fakes as fakes

NOW = fakes.NOW


class Bench:
    """A clock that moves when told, and what each look finds."""

    def __init__(self) -> None:
        self.time, self.jobs = fakes.StillClock(), Jobs()
        self.found: Watch | Exception = Watch(NOW, (), NOW + timedelta(minutes=10))
        self.looks = 0
        self.told: list[Watch] = []
        self.clock = EscalationClock(self.look, self.jobs, self.time)
        self.clock.looked.connect(self.told.append)

    def look(self) -> Watch:
        self.looks += 1
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


@pytest.fixture
def bench(qapp: QApplication) -> Iterator[Bench]:
    made = Bench()
    yield made
    made.clock.stop()
    made.jobs.close()


def test_it_looks_when_the_moment_has_come_and_not_before(bench: Bench) -> None:
    bench.clock.look()
    bench.jobs.drain()
    assert bench.told == [bench.found]
    bench.time.at = NOW + timedelta(minutes=10)
    bench.clock.compare()
    bench.jobs.drain()
    assert bench.looks == 1
    bench.time.at += timedelta(milliseconds=1)
    bench.clock.compare()
    bench.jobs.drain()
    assert bench.looks == 2


def test_a_laptop_that_slept_looks_at_the_first_comparison(bench: Bench) -> None:
    """The timer stood still; the wall clock did not."""
    bench.clock.look()
    bench.jobs.drain()
    assert bench.clock._timer.interval() <= COMPARE_MS
    bench.time.at = NOW + timedelta(days=2)
    bench.clock.compare()
    bench.jobs.drain()
    assert bench.looks == 2


def test_the_next_moment_is_waited_for_exactly(bench: Bench) -> None:
    bench.found = Watch(NOW, (), NOW + timedelta(seconds=3))
    bench.clock.look()
    bench.jobs.drain()
    assert 0 < bench.clock._timer.interval() <= 3_050
    bench.found = Watch(NOW, (), None)
    bench.clock.look()
    bench.jobs.drain()
    assert bench.clock._timer.isActive()
    bench.clock.compare()
    bench.jobs.drain()
    assert bench.looks == 2, "nothing is coming: nothing is read"


def test_a_step_on_any_page_and_what_a_sync_brings_lead_to_one_look(bench: Bench, qtbot: QtBot) -> None:
    bench.clock.follow(SyncState(counts=fakes.counts()))
    assert bench.clock._soon.isActive()
    bench.clock._soon.stop()
    bench.clock.follow(SyncState(counts=fakes.counts()))
    assert not bench.clock._soon.isActive()
    bench.clock.follow(SyncState(counts=fakes.counts(unsent=4)))
    assert bench.clock._soon.isActive()


def test_what_asks_meanwhile_leads_to_one_more_look(bench: Bench) -> None:
    bench.clock.look()
    bench.clock.look()
    bench.clock.look()
    bench.jobs.drain()
    assert bench.looks == 1
    assert bench.clock._soon.isActive()


def test_a_failed_look_does_not_end_the_timetable(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.found = EnvironmentFault("disk.full", "no room")
    bench.clock.look()
    bench.jobs.drain()
    assert bench.told == []
    assert bench.clock._timer.isActive()
    bench.found = Watch(NOW, (), None)
    bench.clock.look()
    bench.jobs.drain()
    assert bench.told == [bench.found]


class FakeTray(QObject):
    """As much of a tray icon as is used."""

    messageClicked = Signal()
    activated = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self.visible = False

    def show(self) -> None:
        self.visible = True

    def hide(self) -> None:
        self.visible = False

    def showMessage(self, title: str, words: str, _icon: object, _ms: int) -> None:
        self.said.append((title, words))


class Window(MainWindow):
    """Active when told."""

    active = False

    def isActiveWindow(self) -> bool:
        return self.active


@pytest.fixture
def shell(qtbot: QtBot) -> Shell:
    made = Shell(sync_now=lambda: None)
    qtbot.addWidget(made)
    made.rail.add(TODAY, "today", "今日", "")
    return made


def test_each_notice_is_said_once_and_counted_at_the_rail(qtbot: QtBot, shell: Shell) -> None:
    window, tray = Window(), FakeTray()
    qtbot.addWidget(window)
    herald = Herald(window, shell, lambda: tray, parent=window)  # type: ignore[arg-type,return-value]
    late, phone, soon = fakes.today_view().calls
    herald.show_watch(Watch(NOW, (late, phone), None))
    herald.show_watch(Watch(NOW, (late, phone), None))
    (said,) = tray.said
    assert said[0] == "应通报 · 1"
    assert late.number in said[1]
    assert late.title not in said[1], "a lock screen may show it"
    assert shell.rail.buttons[TODAY].accessibleName() == "今日 1"
    herald.show_watch(Watch(NOW, (late, phone, soon), None))
    assert len(tray.said) == 2
    assert soon.number in tray.said[1][1]
    assert late.number not in tray.said[1][1]
    herald.show_watch(Watch(NOW, (), None))
    assert shell.rail.buttons[TODAY].accessibleName() == "今日"
    herald.show_watch(Watch(NOW, (replace(late, notice_key="next"),), None))
    assert len(tray.said) == 3


def test_somebody_who_looks_at_the_window_is_not_disturbed(qtbot: QtBot, shell: Shell) -> None:
    window, tray = Window(), FakeTray()
    qtbot.addWidget(window)
    window.active = True
    herald = Herald(window, shell, lambda: tray, parent=window)  # type: ignore[arg-type,return-value]
    herald.show_watch(fakes.watch())
    assert tray.said == []


def test_a_click_on_the_message_opens_today(qtbot: QtBot, shell: Shell) -> None:
    window, tray = Window(), FakeTray()
    qtbot.addWidget(window)
    opened: list[str] = []
    shell.open_page = opened.append  # type: ignore[method-assign]
    herald = Herald(window, shell, lambda: tray, parent=window)  # type: ignore[arg-type,return-value]
    herald.show_watch(fakes.watch())
    assert tray.visible
    tray.messageClicked.emit()
    assert opened == [TODAY]
    assert window.isVisible()
    assert not tray.visible


def test_a_desktop_without_a_tray_has_the_rail(qtbot: QtBot, shell: Shell) -> None:
    window = Window()
    qtbot.addWidget(window)
    Herald(window, shell, lambda: None, parent=window).show_watch(fakes.watch())
    assert shell.rail.buttons[TODAY].accessibleName() == "今日 1"


def test_what_sync_needs_a_person_for_is_said_once_and_leads_to_its_page(qtbot: QtBot, shell: Shell) -> None:
    window, tray = Window(), FakeTray()
    qtbot.addWidget(window)
    opened: list[str] = []
    shell.open_page = opened.append  # type: ignore[method-assign,assignment]
    herald = Herald(window, shell, lambda: tray, parent=window)  # type: ignore[arg-type,return-value]
    calm = SyncState(SyncPhase.IDLE, counts=fakes.counts(conflicts=0, parked=0))
    for state in (SyncState(), calm, calm):
        herald.show_sync(state)
    assert tray.said == []
    stuck = SyncState(SyncPhase.IDLE, counts=fakes.counts(conflicts=1, parked=0))
    herald.show_sync(stuck)
    herald.show_sync(stuck)
    assert [words for _, words in tray.said] == ["1 项冲突 · 3 项待同步"]
    herald.show_sync(SyncState(SyncPhase.ATTENTION, counts=stuck.counts))
    assert len(tray.said) == 2
    for phase in (SyncPhase.RUNNING, SyncPhase.ATTENTION):
        herald.show_sync(SyncState(phase, counts=stuck.counts))
    assert len(tray.said) == 2, "tried again by itself, and nothing new to say"
    window.active = True
    herald.show_sync(SyncState(SyncPhase.IDLE, counts=fakes.counts(conflicts=2, parked=0)))
    assert len(tray.said) == 2
    tray.messageClicked.emit()
    assert opened == [SYNC]


def test_what_was_sent_back_is_counted_once_at_the_rail(shell: Shell) -> None:
    """It is among what is unsent, as the page of sync shows it."""
    shell.rail.add(SYNC, "sync", "同步", "")
    shell.show_sync(SyncState(SyncPhase.IDLE, counts=fakes.counts(unsent=2, parked=1, conflicts=1)))
    assert shell.rail.buttons[SYNC].accessibleName() == "同步 3"
