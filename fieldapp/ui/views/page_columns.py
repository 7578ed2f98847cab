"""The columns of an order's or a record's page: index, form, and what stands beside it. Where there is no room beside the form, a
button brings the right column in its place: it has the notices to give, the log and the sealed PDFs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldapp.ui.i18n import tr
from fieldapp.ui.widgets.common import SecondaryButton
from fieldapp.ui.widgets.common.containers import WIDEST

WIDTH = 292
READABLE = 640
"""Pixels: of the right column beside the form, and of what is in it when it stands alone."""
FORM_NEEDS = 572
"""Pixels: a moment with its buttons, a row of a table. What is left of the form stays away where less would be left."""


class SideColumn(QFrame):
    """The right column; what is in it goes into `holder` and scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("SidePanel")
        self._beside, self._alone = WIDTH, False
        self.area = area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.holder = QWidget()
        self.column = QVBoxLayout(self.holder)
        self.column.setContentsMargins(16, 16, 12, 16)
        self.column.setSpacing(8)
        area.setWidget(self.holder)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self.setFixedWidth(WIDTH)

    def set_width(self, width: int) -> None:
        """How wide it is beside the form."""
        self._beside = width
        if not self._alone:
            self.setFixedWidth(width)

    def stand_alone(self, on: bool) -> None:
        """In the form's place it has the whole width."""
        if on is self._alone:
            return
        self._alone = on
        self.setMinimumWidth(0)
        self.setMaximumWidth(WIDEST)
        self.holder.setMaximumWidth(READABLE if on else WIDEST)
        if not on:
            self.setFixedWidth(self._beside)


class AsideButton(SecondaryButton):
    """Brings the right column, and the form back; not there where both stand side by side."""

    def __init__(self) -> None:
        super().__init__("", "orders")
        self._waiting, self._alone = 0, False
        self._say()
        self.hide()

    def show_count(self, count: int) -> None:
        """How much waits there."""
        if count != self._waiting:
            self._waiting = count
            self._say()

    def show_way(self, alone: bool) -> None:
        """Where it leads from here."""
        if alone is not self._alone:
            self._alone = alone
            self._say()

    def _say(self) -> None:
        self.set_icon("arrow-left" if self._alone else "orders")
        words = tr("回到表单") if self._alone else tr("待办与经过")
        self.set_words(f"{words} · {self._waiting}" if self._waiting and not self._alone else words)


class PageColumns(QWidget):
    """`form_column` takes what belongs to the form. The page says its width in `fit`."""

    def __init__(self, side: SideColumn, button: AsideButton, side_from: int, left: QWidget | None = None) -> None:
        super().__init__()
        self._side, self._button, self._left = side, button, left
        self._side_from = side_from
        self._narrow = self._asked = False
        self._form = QWidget()
        self.form_column = QVBoxLayout(self._form)
        self.form_column.setContentsMargins(0, 0, 0, 0)
        self.form_column.setSpacing(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        if left is not None:
            row.addWidget(left)
        row.addWidget(self._form, 1)
        row.addWidget(side)
        button.clicked.connect(lambda _on=False: self._ask(not self._asked))

    @property
    def aside(self) -> bool:
        """The right column stands in the form's place."""
        return self._narrow and self._asked

    def fit(self, width: int) -> None:
        """Show as many columns as the page has room for."""
        self._narrow = width < self._side_from
        if self._left is not None:
            self._left.setVisible(width - self._left.sizeHint().width() >= FORM_NEEDS)
        self._button.setVisible(self._narrow)
        self._arrange()

    def to_form(self) -> None:
        """Somebody goes to a field, or is asked or told something beside the form."""
        self._ask(False)

    def _ask(self, aside: bool) -> None:
        self._asked = aside
        self._arrange()

    def _arrange(self) -> None:
        alone = self.aside
        self._side.stand_alone(alone)
        self._form.setVisible(not alone)
        self._side.setVisible(alone or not self._narrow)
        self._button.show_way(alone)
