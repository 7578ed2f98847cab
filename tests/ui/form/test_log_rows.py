"""The log beside an order: nothing of it is out of reach."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.timeline import Entry
from fieldapp.ui.views.log_rows import PAGE, LogRows, TimelineRow

AT = datetime(2026, 11, 22, 9, 31, tzinfo=UTC)


def entry(number: int) -> Entry:
    return Entry(f"e{number}", AT + timedelta(minutes=number), "message", "备注", f"第 {number} 条", "李旻", Tone.NEUTRAL)


def log_of(count: int) -> tuple[Entry, ...]:
    return tuple(entry(number) for number in reversed(range(count)))


def rows(log: LogRows) -> list[str]:
    """Their names, from top to bottom, when all that is wanted is made."""
    for _ in range(400):
        QApplication.processEvents()
    shown = sorted((row for row in log.findChildren(TimelineRow) if row.isVisible()), key=lambda row: row.y())
    return [row.accessibleName() for row in shown]


@pytest.fixture
def log(qtbot: QtBot) -> LogRows:
    made = LogRows("经过")
    qtbot.addWidget(made)
    made.show()
    return made


def test_earlier_entries_come_page_by_page_from_the_keyboard(log: LogRows, qtbot: QtBot) -> None:
    log.show_entries(log_of(2 * PAGE + 7))
    assert len(rows(log)) == PAGE
    assert log.more.accessibleName() == f"显示更早的 {PAGE} 条"
    assert log.more.focusPolicy() & Qt.FocusPolicy.TabFocus
    log.more.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(log.more.hasFocus)
    QTest.keyClick(log.more, Qt.Key.Key_Space)
    assert len(rows(log)) == 2 * PAGE
    assert log.more.accessibleName() == "显示更早的 7 条"
    assert log.more.hasFocus()
    QTest.qWait(QApplication.doubleClickInterval() + 50)  # a doubled key is one
    QTest.keyClick(log.more, Qt.Key.Key_Space)
    told = rows(log)
    assert len(told) == 2 * PAGE + 7
    assert told[0].endswith(f"第 {2 * PAGE + 6} 条")
    assert told[-1].endswith("第 0 条")
    assert not log.more.isVisible()
    assert log.hasFocus(), "the keys go on scrolling where they did"


def test_what_happens_meanwhile_comes_on_top_and_closes_nothing(log: LogRows) -> None:
    log.show_entries(log_of(PAGE + 20))
    log.more.click()
    assert len(rows(log)) == PAGE + 20
    log.show_entries(log_of(PAGE + 21))
    told = rows(log)
    assert len(told) == PAGE + 21
    assert told[0].endswith(f"第 {PAGE + 20} 条")


def test_another_order_begins_with_its_newest(log: LogRows) -> None:
    log.show_entries(log_of(PAGE + 20))
    log.more.click()
    log.start_over()
    log.show_entries(log_of(PAGE + 30))
    assert len(rows(log)) == PAGE
    assert log.more.accessibleName() == "显示更早的 30 条"


@pytest.mark.parametrize("count", [0, 1, PAGE])
def test_a_short_log_offers_nothing_more(log: LogRows, count: int) -> None:
    log.show_entries(log_of(count))
    assert len(rows(log)) == count
    assert not log.more.isVisible()
