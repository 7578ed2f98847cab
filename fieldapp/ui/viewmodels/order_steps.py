"""The steps of the process on the order page, each done in the order's lane behind what was typed before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from fieldapp.domain.workflow import Action
from fieldapp.ui.i18n import tr

if TYPE_CHECKING:
    from fieldapp.services.orders import Orders


class Run(Protocol):
    """Saves what was typed, then does one step; the words name it while it runs, `then` gets its result."""

    def __call__(self, words: str, step: Callable[[str], object], *, then: Callable[[object], None] | None = None) -> None: ...


class OrderSteps:
    """`open_document(sha256)` shows the PDF that was sealed."""

    def __init__(self, orders: Orders, seal: Callable[[str], object], run: Run, open_document: Callable[[str], object]) -> None:
        self._orders, self._seal, self._run, self._open_document = orders, seal, run, open_document

    def do(self, action: Action, words: str) -> None:
        """The primary action, where it asks nothing and leads to no other page."""
        if action is Action.SEAL:
            self._run(tr("正在生成并封存 PDF…"), self._seal, then=self._sealed)
            return
        steps: Mapping[Action, Callable[[str], object]] = {
            Action.ACCEPT: self._orders.accept,
            Action.DEPART: self._orders.depart,
            Action.ARRIVE: self._orders.arrive,
            Action.START: self._orders.start,
            Action.RESUME: self._orders.resume,
            Action.RESOLVE: self._orders.resolve,
            Action.LEAVE: self._orders.leave,
        }
        self._run(words, steps[action])

    def decline(self, reason: str) -> None:
        self._run(tr("拒绝"), lambda order_id: self._orders.decline(order_id, reason))

    def hold(self, supplier: str, reason: str, expected_at: datetime) -> None:
        self._run(tr("挂起"), lambda order_id: self._orders.hold(order_id, supplier, reason, expected_at))

    def leave_site(self) -> None:
        self._run(tr("离场"), self._orders.leave)

    def note(self, text: str) -> None:
        self._run(tr("备注"), lambda order_id: self._orders.note(order_id, text))

    def correct_time(self, field_id: str, value: datetime, reason: str) -> None:
        self._run(tr("更正时间"), lambda order_id: self._orders.correct_time(order_id, field_id, value, reason))

    def _sealed(self, document: object) -> None:
        self._open_document(getattr(document, "sha256", ""))
