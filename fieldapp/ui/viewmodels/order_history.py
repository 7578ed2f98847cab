"""What earlier orders tell on the order page: visits, an offer to take answers over, devices that fail again and again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from fieldapp.domain.records import JSON
from fieldapp.forms.formats import Formatter
from fieldapp.forms.schema import Field, FieldType, FormDefinition
from fieldapp.services.history import Device, History, Repeated, Visit, named_serials
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import aside, labelled, listed, tr
from fieldapp.ui.widgets.fields.base import KnownDevice

if TYPE_CHECKING:
    from fieldapp.services.detail import OrderDetail
    from fieldapp.services.orders import Orders

PROBLEM, PROBLEM_REASON = "to_problem", "to_problem_reason"


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One earlier order: `title` what it was about, `note` what helped, `mark` why it is shown when it was elsewhere."""

    order_id: str
    when: str
    title: str
    note: str
    mark: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Answers that can be taken over with one tap, and what is said about them."""

    key: str
    words: str
    detail: str
    action: str
    values: Mapping[str, JSON]


@dataclass(frozen=True, slots=True)
class HistoryState:
    """`offers`: what is still of use; taken or put away, it is no longer there."""

    visits: tuple[VisitLine, ...] = ()
    offers: tuple[Offer, ...] = ()


def derive_history(
    history: History,
    definition: FormDefinition,
    values: Mapping[str, JSON],
    put_away: frozenset[str],
    lang: str,
    zone: tzinfo | None,
) -> HistoryState:
    """The panel's content; `values` is what the form shows now, `put_away` the keys of offers somebody closed."""
    offers = [*_carry_over(history, definition, values, lang, zone), *_problems(history, definition, values)]
    return HistoryState(
        tuple(_line(visit, zone) for visit in history.visits), tuple(offer for offer in offers if offer.key not in put_away)
    )


def known_device(device: Device | None, zone: tzinfo | None) -> KnownDevice | None:
    """What is said below a serial number that earlier orders name."""
    if device is None:
        return None
    name = str(device.row.get("name") or device.row.get("ci") or tr("设备"))
    words = tr(
        "本机有记录：{name}，最近一单 {number}{day}，共 {n} 单。",
        name=name,
        number=device.number,
        day=aside("", _day(device.at, zone)) if device.at else "",
        n=device.orders,
    )
    return KnownDevice(words, device.field_id, device.row)


class OrderPast:
    """The history of the order on the page: read in a job when it is opened, and again when its customer or serial numbers
    change; `told()` when there is something new to show."""

    def __init__(self, orders: Orders, jobs: Jobs, told: Callable[[], None]) -> None:
        self._orders, self._jobs, self._told = orders, jobs, told
        self.start_over()

    def start_over(self) -> None:
        """Another order."""
        self._key: tuple[object, ...] = ()
        self.known = False
        """Read, or not to be had."""
        self._history = History()
        self._put_away: frozenset[str] = frozenset()

    def put_away(self, offer: Offer) -> None:
        """Not wanted for this order."""
        self._put_away |= {offer.key}

    def state(self, detail: OrderDetail, values: Mapping[str, JSON], lang: str) -> HistoryState:
        return derive_history(self._history, detail.definition, values, self._put_away, lang, detail.read_at.tzinfo)

    def follow(self, detail: OrderDetail) -> None:
        """Called with every reading of the order."""
        customer = detail.doc.get("answers", {}).get("customer_unit")
        key = (detail.id, customer, tuple(name for name, _text in named_serials(detail.definition, detail.doc)))
        if key == self._key:
            return
        self._key = key
        read, order_id = self._orders.history, detail.id

        def told(history: History) -> None:
            if key == self._key:
                self._history, self.known = history, True
                self._told()

        def failed(_error: Exception) -> None:
            if key == self._key:  # no history is no fault of the order: the page works without, the next reading tries again
                self._key, self.known = (), True
                self._told()

        self._jobs.submit(lambda: read(order_id), told, failed)

    def device(self, serial: str, detail: OrderDetail, done: Callable[[KnownDevice | None], None]) -> None:
        """Look a serial number up; without an answer nothing is offered."""
        look_up, order_id, zone = self._orders.known_device, detail.id, detail.read_at.tzinfo
        self._jobs.submit(
            lambda: look_up(serial, order_id),
            lambda device: done(known_device(device, zone)),
            lambda _error: done(None),
        )


def _line(visit: Visit, zone: tzinfo | None) -> VisitLine:
    note = listed(part for part in (visit.cause, visit.solution) if part)
    mark = tr("同一设备 {serials}", serials=listed(visit.serials)) if visit.serials else ""
    if not visit.here:
        mark = tr("别处，{mark}", mark=mark)
    return VisitLine(visit.order_id, _day(visit.at, zone) or visit.number, visit.title or visit.number, note, mark)


def _carry_over(
    history: History, definition: FormDefinition, values: Mapping[str, JSON], lang: str, zone: tzinfo | None
) -> list[Offer]:
    left = {name: value for name, value in (history.offers or {}).items() if not values.get(name) and name in definition}
    if not left:
        return []
    number, at = history.source
    detail = listed(_answer_words(definition.field(name), value, lang) for name, value in left.items())
    words = tr("上次在此客户填过 {n} 项，可以沿用。", n=len(left))
    said = f"{detail}{aside('', listed(part for part in (number, _day(at, zone)) if part))}"
    return [Offer("carry-over", words, said, tr("填入 {n} 项", n=len(left)), left)]


def _problems(history: History, definition: FormDefinition, values: Mapping[str, JSON]) -> list[Offer]:
    if not history.repeated or PROBLEM not in definition or values.get(PROBLEM) is not None:
        return []
    words = [_repeated_words(device) for device in history.repeated]
    answers: dict[str, JSON] = {PROBLEM: True}
    if PROBLEM_REASON in definition:
        answers[PROBLEM_REASON] = listed(words)
    return [Offer("problem", listed(words), tr("建议转问题管理，查根本原因。"), tr("转问题管理"), answers)]


def _repeated_words(device: Repeated) -> str:
    name = aside(device.name, device.serial) if device.name else device.serial
    return tr("{name} {days} 天内已 {n} 次故障", name=name, days=device.days, n=device.failures)


def _answer_words(field: Field, value: JSON, lang: str) -> str:
    label = field.label.get(lang)
    if field.type is FieldType.TABLE and isinstance(value, list):
        return tr("{label} {n} 行", label=label, n=len(value))
    return labelled(label, Formatter(lang).value(field, value))


def _day(at: datetime | None, zone: tzinfo | None) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d") if at else ""
