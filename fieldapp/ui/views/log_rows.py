"""The log beside an order or a record: the newest entries by themselves, earlier ones a page at a tap; some rows in each turn,
and the rows of the order before are used again."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.ui.i18n import tr
from fieldapp.ui.placing import place_now
from fieldapp.ui.viewmodels.timeline import Entry
from fieldapp.ui.widgets.common import GhostButton, Icon, Text

PAGE = 60
BUDGET_S = 0.006
"""Time spent on rows before the event loop gets its turn; to place them costs as much again."""


class LogRows(QWidget):
    """Entries, newest first. `more` brings the next page; Page Down and Page Up scroll from there."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._entries: tuple[Entry, ...] = ()
        self._shown = PAGE
        self._there = 0
        """How many rows say what they shall."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        column.addLayout(self._column)
        self.more = GhostButton("", "chevron-down", flush="left", on_click=self._show_more)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows: list[TimelineRow] = []
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._go_on)
        self._end()

    @property
    def complete(self) -> bool:
        return self._there == min(len(self._entries), self._shown)

    def start_over(self) -> None:
        """Another order is read from its newest entry; nothing of the one before stands under its name."""
        self._shown = PAGE
        self._entries, self._there = (), 0
        self._turn.stop()
        self._end()

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        if entries != self._entries:
            self._entries, self._there = entries, 0
            self._turn.start()

    def _show_more(self) -> None:
        self._shown += PAGE
        if self._shown >= len(self._entries):
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # the button goes; the keys go on scrolling here
        self._say_more()
        self._turn.start()

    def _go_on(self) -> None:
        end = time.perf_counter() + BUDGET_S
        while not self.complete and time.perf_counter() < end:
            place, entry = self._there, self._entries[self._there]
            if place == len(self._rows):
                self._rows.append(TimelineRow(entry))
                self._column.addWidget(self._rows[place])
            self._rows[place].show_entry(entry)
            self._rows[place].show()
            self._there += 1
        if self.complete:
            self._turn.stop()
            self._end()
        place_now()

    def _end(self) -> None:
        """A longer log's rows that are left over."""
        for row in self._rows[self._there :]:
            row.hide()
        self._say_more()

    def _say_more(self) -> None:
        left = len(self._entries) - self._shown
        self.more.setVisible(left > 0)
        self.more.set_words(tr("显示更早的 {n} 条", n=min(max(left, 0), PAGE)))


class TimelineRow(QWidget):
    """Icon, what, why, when and who."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry: Entry | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._icon = Icon(entry.icon, entry.tone, 18)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words = QVBoxLayout()
        self._words.setSpacing(2)
        self._what, self._when = Text("", "body", wrap=True), Text("", "caption")
        self._note: Text | None = None
        self._words.addWidget(self._what)
        self._words.addWidget(self._when)
        row.addLayout(self._words, 1)
        self.show_entry(entry)

    def show_entry(self, entry: Entry) -> None:
        """Another line of a log in the same row."""
        if entry == self.entry:
            return
        self.entry = entry
        self._icon.show_icon(entry.icon, entry.tone)
        self._what.setText(entry.text)
        if entry.note and self._note is None:
            self._note = Text("", "muted", wrap=True)
            self._words.insertWidget(1, self._note)
        if self._note is not None:
            self._note.setText(entry.note)
            self._note.setVisible(bool(entry.note))
        self._when.setText(f"{entry.at:%m-%d %H:%M} · {entry.actor}")
        self.setAccessibleName(f"{entry.at:%m-%d %H:%M} {entry.text} {entry.note}")
