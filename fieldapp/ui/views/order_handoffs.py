"""Hand-offs beside the form: what has become of those made, and one tap for those the order asks for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.order_handoffs import HandedLine, HandoffState, OfferLine
from fieldapp.ui.widgets.common import Line, SecondaryButton, SectionTitle, Text, clear_layout
from fieldapp.ui.widgets.list_button import ListButton


class HandoffPanel(QWidget):
    """`chosen(record id)`, `wanted(kind)`."""

    chosen = Signal(str)
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[HandoffState, bool] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GRID)
        self.hide()

    def show_state(self, state: HandoffState, *, busy: bool) -> None:
        if (state, busy) != self._shown:
            self._shown = (state, busy)
            self._fill(state, busy=busy)
        self.setVisible(bool(state.records or state.offers))

    def _fill(self, state: HandoffState, *, busy: bool) -> None:
        clear_layout(self._column)
        self._column.addWidget(SectionTitle(tr("后续移交")))
        for line in state.records:
            self._column.addWidget(self._record(line))
        for offer in state.offers:
            self._column.addWidget(self._offer(offer, busy=busy))
            self._column.addWidget(Text(offer.why, "caption", wrap=True))
        self._column.addWidget(Line())

    def _record(self, line: HandedLine) -> QWidget:
        name = tr("打开{words}", words=f"{tr('{kind} · {state}', kind=line.kind, state=line.state)} {line.number}")
        button = ListButton((line.kind, line.state, line.number), name, "flag", f"{line.tone.value}_ink")
        button.clicked.connect(partial(self._on_chosen, line.record_id))
        return button

    def _on_chosen(self, record_id: str, _on: bool = False) -> None:
        self.chosen.emit(record_id)

    def _offer(self, offer: OfferLine, *, busy: bool) -> QWidget:
        button = SecondaryButton(offer.words, "escalate", on_click=partial(self.wanted.emit, offer.kind))
        button.setToolTip(offer.why)
        button.setEnabled(not busy)
        return button
