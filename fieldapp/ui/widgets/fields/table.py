"""A table of rows as cards that fit a finger: add, open, duplicate, move, delete with undo."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.domain import serials
from fieldapp.domain.records import JSON
from fieldapp.forms.formats import EMPTY
from fieldapp.forms.schema import Field, FieldType
from fieldapp.ids import new_id
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.widgets.common import InlineNotice, SecondaryButton, Text
from fieldapp.ui.widgets.fields.base import FieldContext, FieldWidget
from fieldapp.ui.widgets.fields.row_card import MakeField, Row, RowCard


class TableField(FieldWidget):
    """The value lists rows with their `_id`, None when there is none."""

    def __init__(self, spec: Field, context: FieldContext, make: MakeField, parent: QWidget | None = None) -> None:
        super().__init__(spec, context, parent)
        self._make = make
        self.cards: list[RowCard] = []
        self._row_problems: dict[tuple[str, str], str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column.addLayout(self._rows)
        self._none = Text(EMPTY, "muted")
        self._none.hide()
        column.addWidget(self._none)
        self.notice = InlineNotice()
        column.addWidget(self.notice)
        self.add_button = SecondaryButton(tr("添加一行"), "plus", on_click=self.add_row)
        self.add_button.setAccessibleName(tr("{label}：添加一行", label=self.label_text()))
        self.add_button.setToolTip(tr("回车到下一格，最后一格到下一行；Alt+↑ Alt+↓ 移动，Ctrl+D 复制，Ctrl+Shift+Del 删除"))
        self._serials = tuple(column.id for column in spec.columns if column.type is FieldType.BARCODE)
        self.changed.connect(self._check_serials)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def controls(self) -> tuple[QWidget, ...]:
        return (self.add_button,)

    def value(self) -> JSON:
        return [dict(card.row) for card in self.cards] or None

    def set_value(self, value: JSON) -> None:
        rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        if rows == [card.row for card in self.cards]:
            return
        known = {str(card.row.get("_id")): card for card in self.cards}
        cards = []
        for row in rows:
            card = known.pop(str(row.get("_id")), None)
            if card is None:
                card = self._new_card(row)
            elif card.row != row:
                card.set_row(row)
            cards.append(card)
        for card in known.values():
            self._forget(card)
        self.cards = cards
        self._arrange()

    def set_read_only(self, on: bool) -> None:
        super().set_read_only(on)
        self.add_button.setVisible(not on)
        for card in self.cards:
            card.set_read_only(on)
        self._say_none()

    def set_row_problems(self, problems: dict[tuple[str, str], str]) -> None:
        """Words by row id and column id."""
        if problems != self._row_problems:
            self._row_problems = problems
            self._show_problems()

    def focus_first(self) -> None:
        if self.cards:
            self.cards[0].focus_first()
        else:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_cell(self, row_id: str, column_id: str | None) -> None:
        for card in self.cards:
            if card.row.get("_id") == row_id:
                card.focus_first(column_id)

    def add_row(self) -> None:
        defaults = {column.id: column.default for column in self.spec.columns if column.default is not None}
        self._insert(len(self.cards), {"_id": new_id()} | defaults)

    def _insert(self, index: int, row: Row) -> None:
        for card in self.cards:
            card.set_open(False)
        card = self._new_card(row)
        self.cards.insert(index, card)
        self._arrange()
        card.focus_first()
        self._tell()

    def _new_card(self, row: Row) -> RowCard:
        card = RowCard(self.spec.columns, row, self.context, self._make, self)
        card.set_read_only(self.read_only)
        card.changed.connect(self.changed)
        card.committed.connect(self.committed)
        card.asked.connect(lambda what: self._on_ask(card, what))
        return card

    def _on_ask(self, card: RowCard, what: str) -> None:
        index = self.cards.index(card)
        match what:
            case "duplicate":
                self._insert(index + 1, dict(card.row) | {"_id": new_id()})
                return
            case "next":
                self._go_on(index)
                return
            case "delete":
                self._delete(index)
            case _:
                other = index + (1 if what == "down" else -1)
                if not 0 <= other < len(self.cards):
                    return
                self.cards[index], self.cards[other] = self.cards[other], self.cards[index]
        self._arrange()
        self._tell()

    def _go_on(self, index: int) -> None:
        """Enter in the last cell: the next row, a new one after the last; an empty last row ends the table."""
        card = self.cards[index]
        card.set_open(False)
        if index + 1 < len(self.cards):
            self.cards[index + 1].focus_first()
        elif card.summary():
            self.add_row()
        else:
            self.add_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _delete(self, index: int) -> None:
        card = self.cards.pop(index)
        row, summary = dict(card.row), card.summary()
        self._forget(card)

        def bring_back() -> None:
            self.notice.hide()
            self.cards.insert(min(index, len(self.cards)), self._new_card(row))
            self._arrange()
            self._tell()

        text = tr("已删除第 {n} 行", n=index + 1)
        self.notice.say(Tone.NEUTRAL, f"{text} {summary}".strip(), actions=((tr("撤销"), bring_back),))

    def _arrange(self) -> None:
        while self._rows.count():
            self._rows.takeAt(0)
        for index, card in enumerate(self.cards):
            self._rows.addWidget(card)
            card.set_position(index, len(self.cards))
        self._say_none()
        self._show_problems()
        self._check_serials()

    def _say_none(self) -> None:
        """A table that nobody can fill in any more says that it is empty."""
        self._none.setVisible(self.read_only and not self.cards)

    def _check_serials(self) -> None:
        if not self._serials:
            return
        found = serials.doubled((card.row for card in self.cards), self._serials)
        for card in self.cards:
            row_id = str(card.row.get("_id"))
            card.set_doubled(frozenset(column for row, column in found if row == row_id))

    def _show_problems(self) -> None:
        for card in self.cards:
            row_id = str(card.row.get("_id"))
            card.set_problems({column: text for (row, column), text in self._row_problems.items() if row == row_id})

    def _tell(self) -> None:
        self.changed.emit()
        self.committed.emit()

    @staticmethod
    def _forget(card: RowCard) -> None:
        card.hide()
        card.deleteLater()
