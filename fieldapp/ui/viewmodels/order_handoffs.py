"""What the order on the page has handed over to other processes, with its state there, and what it may still hand over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fieldapp.services.handoffs import HandedOver, Offer, Why
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import aside, language, listed, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.vocabulary import record_look

if TYPE_CHECKING:
    from fieldapp.services.detail import OrderDetail
    from fieldapp.services.handoffs import HandOffs
    from fieldapp.store.records import RecordRow


@dataclass(frozen=True, slots=True)
class HandedLine:
    """A record made from the order: what it is and how it stands, and which."""

    record_id: str
    kind: str
    state: str
    number: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One that can be made with a tap, and why it is offered; `asked`: the order's own answers say so."""

    kind: str
    words: str
    why: str
    asked: bool


@dataclass(frozen=True, slots=True)
class HandoffState:
    """The panel's content."""

    records: tuple[HandedLine, ...] = ()
    offers: tuple[OfferLine, ...] = ()


class Run(Protocol):
    """How the page does a step: what was typed is saved first."""

    def __call__(self, words: str, step: Callable[[str], object], *, then: Callable[[object], None] | None = None) -> None: ...


class OrderHandoffs:
    """Read with every reading of the order; `told()` when there is something new to show."""

    def __init__(self, handoffs: HandOffs | None, jobs: Jobs, run: Run, told: Callable[[], None]) -> None:
        self._handoffs, self._jobs, self._run, self._told = handoffs, jobs, run, told
        self.start_over()

    def start_over(self) -> None:
        """Another order."""
        self._order_id = ""
        self.known = self._handoffs is None
        """Read, or not to be had."""
        self.state = HandoffState()

    def follow(self, detail: OrderDetail) -> None:
        """Called with every reading of the order; in its lane, so that what was read before a step is not shown after it."""
        handoffs, order_id = self._handoffs, detail.id
        self._order_id = order_id
        if handoffs is None:
            return

        def told(held: HandedOver) -> None:
            show(derive_handoffs(held, language()))

        def show(state: HandoffState) -> None:
            if order_id == self._order_id and not (self.known and state == self.state):
                self.state, self.known = state, True
                self._told()

        self._jobs.submit(lambda: handoffs.of(order_id), told, lambda _error: show(self.state), lane=f"order:{order_id}")

    def hand_over(self, kind: str) -> None:
        """Make the record now, with what the order knows."""
        handoffs, line = self._handoffs, next((one for one in self.state.offers if one.kind == kind), None)
        if handoffs is not None and line is not None:
            self._run(line.words, lambda order_id: handoffs.hand_over(order_id, kind))


def derive_handoffs(held: HandedOver, lang: str) -> HandoffState:
    """What the panel shows of it."""
    return HandoffState(tuple(_line(row, lang) for row in held.records), tuple(_offer(offer, lang) for offer in held.offers))


def _line(row: RecordRow, lang: str) -> HandedLine:
    kind, look = record_look(row, lang)
    waits = tr("退回，待处理") if row.parked else tr("待同步") if row.unsent else ""
    state = tr("{state}，{waits}", state=look.word, waits=waits) if waits else look.word
    return HandedLine(row.id, kind, state, row.number, look.tone)


def _offer(offer: Offer, lang: str) -> OfferLine:
    rule = offer.kind.from_order
    words = rule.label.get(lang) if rule is not None else offer.kind.label.get(lang)
    if offer.rows:
        words = aside(words, tr("{n} 行", n=offer.rows))
    match offer.why:
        case Why.ASKED:
            why = tr("按本单所填")
        case Why.REPEATED:
            devices = listed(one.name or one.serial for one in offer.repeated)
            why = tr("{devices}在 {days} 天内反复故障", devices=devices, days=offer.repeated[0].days)
        case Why.SUGGESTED:
            why = tr("影响重大、重复发生或仅有替代方案")
    return OfferLine(offer.kind.code, words, why, offer.why is Why.ASKED)
