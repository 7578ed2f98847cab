"""Any list of frozen records as a model of one column: a function says how a record looks, for the rows in view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fieldapp.ui.i18n import listed
from fieldapp.ui.models.orders_model import WORDS_ROLE
from fieldapp.ui.vocabulary import Look

R = TypeVar("R")
ROW_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One card: what it is worth, what it is, two lines about it. `side` stands at the right of the title."""

    look: Look
    title: str
    second: str = ""
    third: str = ""
    side: str = ""


class RecordsModel(QAbstractTableModel, Generic[R]):
    """`describe` is called on the GUI thread for the rows in view."""

    def __init__(self, describe: Callable[[R], RecordRow], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._describe = describe
        self._records: list[R] = []
        self._words = ""

    @property
    def records(self) -> Sequence[R]:
        return self._records

    def show(self, records: Sequence[R], words: str = "") -> None:
        """A new list. `words`: what was searched for."""
        self.beginResetModel()
        self._words = words
        self._records = list(records)
        self.endResetModel()

    def append(self, record: R) -> None:
        row = len(self._records)
        self.beginInsertRows(_NO_INDEX, row, row)
        self._records.append(record)
        self.endInsertRows()

    def replace(self, row: int, record: R) -> None:
        """Another record in a row's place."""
        self._records[row] = record
        self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._records):
            return None
        if role == WORDS_ROLE:
            return self._words
        if role not in (ROW_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self._describe(self._records[index.row()])
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        return listed(part for part in (row.look.word, row.title, row.side, row.second, row.third) if part)
