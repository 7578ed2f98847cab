"""The log beside an order or a record: the newest entries at once, earlier ones a page at a tap."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.timeline import Entry
from fieldapp.ui.widgets.card_column import CardColumn
from fieldapp.ui.widgets.common import GhostButton, Icon, Text

PAGE = 60


class LogRows(QWidget):
    """Entries, newest first. `more` brings the next page; Page Down and Page Up scroll from there."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._entries: tuple[Entry, ...] = ()
        self._shown = PAGE
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        rows = QVBoxLayout()
        rows.setSpacing(12)
        column.addLayout(rows)
        self.more = GhostButton("", "chevron-down", flush="left", on_click=self._show_more)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows = CardColumn(rows, self)
        self._fill()

    def start_over(self) -> None:
        """Another order is read from its newest entry."""
        self._shown = PAGE

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        if entries != self._entries:
            self._entries = entries
            self._fill()

    def _show_more(self) -> None:
        self._shown += PAGE
        if self._shown >= len(self._entries):
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # the button goes; the keys go on scrolling here
        self._fill()

    def _fill(self) -> None:
        self._rows.show([(entry, partial(TimelineRow, entry)) for entry in self._entries[: self._shown]])
        left = len(self._entries) - self._shown
        self.more.setVisible(left > 0)
        self.more.set_words(tr("显示更早的 {n} 条", n=min(max(left, 0), PAGE)))


class TimelineRow(QWidget):
    """Icon, what, why, when and who."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        icon = Icon(entry.icon, entry.tone, 18)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        what = Text(entry.text, "body", wrap=True)
        words.addWidget(what)
        if entry.note:
            words.addWidget(Text(entry.note, "muted", wrap=True))
        words.addWidget(Text(f"{entry.at:%m-%d %H:%M} · {entry.actor}", "caption"))
        row.addLayout(words, 1)
        self.setAccessibleName(f"{entry.at:%m-%d %H:%M} {entry.text} {entry.note}")
