"""What is in the window once the store is open: rail, top bar and the page in view. Navigation only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.ui.background.sync_runner import SyncPhase, SyncState
from fieldapp.ui.focus_in_view import FocusInView
from fieldapp.ui.i18n import tr
from fieldapp.ui.navigation import CUSTOMER, ORDER, PDF, RECORD, SYNC, TODAY, Growing, Page, PageEntry
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.sync_pill import pill
from fieldapp.ui.widgets.common import InlineNotice
from fieldapp.ui.widgets.focus_order import put_in_order
from fieldapp.ui.widgets.shell import Rail, TopBar

HISTORY = 32


class Shell(QWidget):
    """Rail, top bar and pages; is the Navigator of every page. Pages are made at their first showing and kept."""

    navigated = Signal(str)

    def __init__(self, *, sync_now: Callable[[], object]) -> None:
        super().__init__()
        self._entries: dict[str, PageEntry] = {}
        self._pages: dict[str, QWidget] = {}
        self._growing: dict[str, QWidget] = {}
        self._history: list[tuple[str, str]] = []
        self._here: tuple[str, str] | None = None
        self.rail = Rail(self.open_page)
        self.bar = TopBar(back=self.back, sync_page=lambda: self.open_page(SYNC), sync_now=sync_now)
        self.notice = InlineNotice()
        self.stack = QStackedWidget()
        FocusInView(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.notice)
        column.addWidget(self.stack, 1)
        row.addLayout(column, 1)

    @property
    def here(self) -> tuple[str, str] | None:
        """Key and argument of the page in view."""
        return self._here

    def register(self, entries: Sequence[PageEntry]) -> None:
        """Make pages known; those with an icon come into the rail in this order."""
        for entry in entries:
            self._entries[entry.key] = entry
            if entry.icon:
                words = (entry.short or entry.title)()
                self.rail.add(entry.key, entry.icon, words, entry.shortcut, at_end=entry.at_end)

    def page(self, key: str) -> QWidget:
        """The page's widget, made now if need be. Raises KeyError for one that is not registered."""
        growing = self._growing.pop(key, None)
        if growing is not None:
            _as_growing(growing).complete()
        if key not in self._pages:
            widget = self._entries[key].make(self)
            self._pages[key] = widget
            self.stack.addWidget(widget)
        return self._pages[key]

    def prepare(self, key: str) -> Iterator[int]:
        """Make a page before it is asked for, where it is registered: a step at a time, where it can be made so, and on from
        where that was left. Milliseconds to the next step."""
        entry = self._entries.get(key)
        if entry is None or (key in self._pages and key not in self._growing):
            return
        if entry.begin is None:
            self.page(key)
            yield True
            return
        if key not in self._growing:
            self._growing[key] = self._pages[key] = page = entry.begin(self)
            self.stack.addWidget(page)  # while it is empty: what moves into a window is dressed anew
            page.resize(self.stack.size())
            yield True
        while key in self._growing and (wait := _as_growing(self._growing[key]).step()):
            yield wait
        self._growing.pop(key, None)

    # --- Navigator -------------------------------------------------------------------------------

    def open_order(self, order_id: str) -> None:
        self._go(ORDER, order_id)

    def open_record(self, record_id: str) -> None:
        if self._here == (ORDER, record_id):  # asked for as an order: that page is not one to come back to
            self._show(RECORD, record_id)
        else:
            self._go(RECORD, record_id)

    def open_customer_view(self, order_id: str) -> None:
        self._go(CUSTOMER, order_id)

    def open_pdf(self, sha256: str, order_id: str = "") -> None:
        self._go(PDF, sha256)

    def open_page(self, key: str, argument: str = "") -> None:
        self._go(key, argument)

    def back(self) -> None:
        if not self._may_leave():
            return
        key, argument = self._history.pop() if self._history else (TODAY, "")
        self._show(key, argument)

    # ---------------------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab and Shift+Tab anywhere in the window come by here."""
        put_in_order(self)
        return super().focusNextPrevChild(forward)

    def leave_page(self) -> bool:
        """Let the page in view save, before the window closes."""
        return self._may_leave()

    @Slot(object)
    def show_sync(self, state: SyncState) -> None:
        """Pill, rail number and sync button follow the runner."""
        self.bar.pill.show_look(pill(state))
        self.bar.sync_now.setEnabled(state.phase is not SyncPhase.PAUSED)  # the pill leads to where it goes on
        if SYNC in self.rail.buttons:
            conflicts = state.counts.conflicts if state.counts else 0
            self.rail.buttons[SYNC].show_count(conflicts + state.unsent)  # what was sent back is not sent either: counted once

    def _go(self, key: str, argument: str) -> None:
        if key not in self._entries:
            self.notice.say(Tone.WARNING, tr("这一页还不能打开。"))
            return
        if self._here == (key, argument):
            self.rail.mark(key)
            return
        if not self._may_leave():
            self.rail.mark(self._here[0] if self._here else "")
            return
        if self._entries[key].icon:
            self._history.clear()
        elif self._here is not None:
            self._history = [*self._history, self._here][-HISTORY:]
        self._show(key, argument)

    def _may_leave(self) -> bool:
        if self._here is None:
            return True
        return _as_page(self.page(self._here[0])).leave()

    def _show(self, key: str, argument: str) -> None:
        entry, widget = self._entries[key], self.page(key)
        self._here = (key, argument)
        self.notice.hide()
        self.rail.setVisible(entry.chrome)
        self.bar.setVisible(entry.chrome)
        self.rail.mark(key if entry.icon else (self._history[0][0] if self._history else ""))
        self.bar.show_title(entry.title(), can_go_back=bool(self._history))
        self.bar.sync_now.setVisible(key != SYNC)  # that page has its own
        self.stack.setCurrentWidget(widget)
        _as_page(widget).enter(argument)
        self.navigated.emit(key)


def _as_growing(widget: QWidget) -> Growing:
    return widget  # type: ignore[return-value]  # as PageEntry.begin promises


def _as_page(widget: QWidget) -> Page:
    return widget  # type: ignore[return-value]  # PageEntry.make promises a widget that is a Page
