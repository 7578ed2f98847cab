"""What the coach's buttons do (§6.1.4): a text sent or handed over, a call made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.calls import CallMade
from fieldapp.ui.viewmodels.coach import CoachState

if TYPE_CHECKING:
    from fieldapp.services.orders import Orders


class Run(Protocol):
    """Does one step of the order in its lane; the words name it while it runs."""

    def __call__(self, words: str, step: Callable[[str], object]) -> None: ...


class OrderNotices:
    """`coach` gives what is on the page when a button is pressed."""

    def __init__(self, run: Run, orders: Orders, coach: Callable[[], CoachState]) -> None:
        self._run, self._orders, self._coach = run, orders, coach

    def record_sent(self) -> None:
        """The person sent the text with a telephone of his own."""
        if key := self._text():
            self._run(tr("记录通报"), lambda order_id: self._orders.record_notice(order_id, key, "sent", ""))

    def hand_over(self) -> None:
        """The endpoint sends the text."""
        if key := self._text():
            self._run(tr("交服务端发送"), lambda order_id: self._orders.hand_over(order_id, (key,)))

    def record_call(self, made: CallMade) -> None:
        """A call was made, or made in vain."""
        outcome = "called" if made.reached else "no_answer"

        def step(order_id: str) -> None:
            self._orders.record_notice(order_id, made.key, outcome, made.result, made.person, made.number)

        self._run(tr("记录通报"), step)

    def _text(self) -> str:
        owed = self._coach().now
        return owed.sms_key if owed is not None else ""
