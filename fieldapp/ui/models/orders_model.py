"""The list of orders as a table model: all ids, and the rows of the pages that were looked at lately.

A model with one column under a QTableView, because QListView asks for every index at a reset. It makes no queries: a page that is
missing is asked for by `page_wanted`, and shown as empty cards until `put_page` brings it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from fieldapp.store.records import OrderRow
from fieldapp.ui.i18n import listed
from fieldapp.ui.vocabulary import priority_look, state_look

FIRST = PAGE = 48
"""Rows of a new list that come at once, and of each page that is read later: as many as the tallest window shows."""
AHEAD = 12
"""Rows before and behind those looked at, a page of most windows, that are read before they come into view."""
PAGES_KEPT = 160
ROW_ROLE = Qt.ItemDataRole.UserRole
ID_ROLE = Qt.ItemDataRole.UserRole + 1
WORDS_ROLE = Qt.ItemDataRole.UserRole + 2
"""What was searched for, to be marked."""

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class OrdersModel(QAbstractTableModel):
    """Ids in display order; rows by page."""

    page_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: tuple[str, ...] = ()
        self._words = ""
        self._pages: OrderedDict[int, tuple[OrderRow, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._begun = False

    def show_first(self, rows: Sequence[OrderRow], words: str = "") -> None:
        """The beginning of a new list; the rest may follow by `show_ids`. `words`: what was searched for."""
        self._reset([row.id for row in rows], words)
        if rows:
            self._pages[0] = tuple(rows)
        self._begun = True
        self.endResetModel()

    def show_ids(self, ids: Sequence[str], words: str = "") -> None:
        """The whole of a list; the rows are fetched as they come into view. What `show_first` showed of it stays in view."""
        shown = len(self._ids)
        if self._begun and words == self._words and tuple(ids[:shown]) == self._ids:
            self._begun = False
            if len(ids) > shown:
                self.beginInsertRows(_NO_INDEX, shown, len(ids) - 1)
                self._ids = tuple(ids)
                self.endInsertRows()
            return
        self._reset(ids, words)
        self.endResetModel()

    def _reset(self, ids: Sequence[str], words: str) -> None:
        self.beginResetModel()
        self._ids, self._words, self._begun = tuple(ids), words, False
        self._pages.clear()
        self._asked.clear()

    def page_ids(self, page: int) -> tuple[str, ...]:
        """The ids whose rows make a page."""
        return self._ids[page * PAGE : (page + 1) * PAGE]

    def put_page(self, page: int, ids: Sequence[str], rows: Sequence[OrderRow]) -> None:
        """Bring the rows of a page; ignored when the list has changed since they were asked for."""
        if tuple(ids) != self.page_ids(page) or not ids:
            return
        by_id = {row.id: row for row in rows}
        self._pages[page] = tuple(by_id[key] for key in ids if key in by_id)
        if len(self._pages[page]) != len(ids):
            del self._pages[page]
            return
        self._asked.discard(page)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first = page * PAGE
        self.dataChanged.emit(self.index(first, 0), self.index(first + len(ids) - 1, 0))

    def row_of(self, order_id: str) -> int | None:
        """Where an order is in the list."""
        return self._ids.index(order_id) if order_id in self._ids else None

    def id_at(self, row: int) -> str:
        return self._ids[row]

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        if role == ID_ROLE:
            return self._ids[index.row()]
        if role == WORDS_ROLE:
            return self._words
        if role not in (ROW_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self._row(index.row())
        if role == ROW_ROLE:
            return row
        if row is None:
            return ""
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        looks = (priority_look(row.priority), state_look(row.state, accepted=row.accepted))
        return listed((row.title, row.customer, row.number, *(look.word for look in looks)))

    def _row(self, position: int) -> OrderRow | None:
        page, offset = divmod(position, PAGE)
        rows = self._pages.get(page)
        if rows is not None and offset < len(rows):
            self._pages.move_to_end(page)
            for near in ((position - AHEAD) // PAGE, (position + AHEAD) // PAGE):
                if near not in self._pages:
                    self._ask(near)
            return rows[offset]
        self._ask(page)
        return None

    def _ask(self, page: int) -> None:
        if page not in self._asked and 0 <= page * PAGE < len(self._ids):
            self._asked.add(page)
            self.page_wanted.emit(page)

    def not_read(self, page: int) -> None:
        """It went by before it was read: it is asked for again when it is looked at."""
        self._asked.discard(page)
