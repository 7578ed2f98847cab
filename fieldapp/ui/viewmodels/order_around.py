"""What stands beside an order on its page: what earlier ones say, and what was handed over. It is read after the order's first
picture: more threads at work with Python's lock would keep that waiting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from fieldapp.ui.i18n import language
from fieldapp.ui.viewmodels.order_handoffs import OrderHandoffs
from fieldapp.ui.viewmodels.order_history import OrderPast
from fieldapp.ui.viewmodels.order_state import OrderState

if TYPE_CHECKING:
    from fieldapp.services.detail import OrderDetail

AROUND_MS = 60


class OrderAround(QObject):
    """Follows the order on the page."""

    def __init__(self, past: OrderPast, handoffs: OrderHandoffs, parent: QObject) -> None:
        super().__init__(parent)
        self._past, self._handoffs = past, handoffs
        self._detail: OrderDetail | None = None
        self._after = QTimer(self)
        self._after.setSingleShot(True)
        self._after.setInterval(AROUND_MS)
        self._after.timeout.connect(self._read)

    def start_over(self) -> None:
        """Another order."""
        self._after.stop()
        self._detail = None
        self._past.start_over()
        self._handoffs.start_over()

    def follow(self, detail: OrderDetail) -> None:
        """Called with every reading of the order."""
        first, self._detail = self._detail is None, detail
        if first:
            self._after.start()
        elif not self._after.isActive():
            self._read()

    def put_beside(self, state: OrderState, detail: OrderDetail) -> OrderState:
        """The state with what is known by now."""
        if state.form is not None and not state.read_only:
            state = replace(state, history=self._past.state(detail, state.form.values, language()))
        return replace(state, handoffs=self._handoffs.state, beside=self._past.known and self._handoffs.known)

    def _read(self) -> None:
        if self._detail is not None:
            self._past.follow(self._detail)
            self._handoffs.follow(self._detail)
