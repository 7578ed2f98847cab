"""The notices at the top of an order that stay until what they tell of is over."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.ui.i18n import tr
from fieldapp.ui.messages import Words
from fieldapp.ui.navigation import SYNC, Navigator
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.order_state import OrderState
from fieldapp.ui.widgets.common import InlineNotice


class OrderStanding(QWidget):
    """Read only; a change that was sent back; a signature that is void. Takes no room while there is nothing to tell."""

    def __init__(self, navigator: Navigator) -> None:
        super().__init__()
        self._navigator = navigator
        self._said: Words | None = None
        self.locked, self.sent_back, self.void = (InlineNotice(closable=False) for _ in range(3))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for notice in (self.locked, self.sent_back, self.void):
            column.addWidget(notice)

    def show_state(self, state: OrderState) -> None:
        _show(self.locked, Tone.WARNING, state.locked)
        if state.sent_back != self._said:  # the page is told anew at every key; its button keeps the focus
            self._said = state.sent_back
            if state.sent_back is None:
                self.sent_back.hide()
            else:
                there = ((tr("打开同步"), lambda: self._navigator.open_page(SYNC)),)
                self.sent_back.say_words(Tone.DANGER, state.sent_back, actions=there)
        _show(self.void, Tone.WARNING, state.void)
        self.setVisible(any(words is not None for words in (state.locked, state.sent_back, state.void)))


def _show(notice: InlineNotice, tone: Tone, words: Words | None) -> None:
    if words is None:
        notice.hide()
    else:
        notice.say_words(tone, words)
