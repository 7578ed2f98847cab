"""One order and its ticket made to agree. Every step looks first and writes only what is missing, so that it may be broken off
anywhere and begun again."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fieldapp.domain.records import JSON, EventKind, Owner, State
from fieldapp.errors import NetworkFault
from fieldapp.sync.bridge.states import Apart, Follow, Step, after, judge
from fieldapp.sync.connectors.interface import ASSIGNEE, MARK, STATE, Attachment, Connector, GoneFault, Order
from fieldapp.sync.connectors.mapping import CLIENT_ID, REMOVED, TicketMapping
from fieldapp.sync.connectors.native import NUMBER, Native

NAMESPACE = uuid.UUID("5b1c1f0e-6a53-4e0f-9c0b-0d5d6f0a7b11")
"""Orders made from tickets have ids made from this, the installation and the ticket: the same one every time."""

WORKED_ON = frozenset({State.DISPATCHED.value, State.IN_PROGRESS.value, State.ON_HOLD.value})


@dataclass(slots=True)
class Counts:
    """What a run did."""

    dispatched: int = 0
    opened: int = 0
    to_orders: int = 0
    to_tickets: int = 0
    notes: int = 0
    files: int = 0


@dataclass(slots=True)
class Pair:
    """Both sides as they were last read; `attention`: what a person has to look at."""

    ticket: Order
    order: Order
    attention: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Settler:
    """`before_upload` is called before a file goes to a product that would keep two copies; `agreed`: shared fields as both
    sides last had them, kept up to date here."""

    endpoint: Native
    product: Connector
    mapping: TicketMapping
    counts: Counts
    before_upload: Callable[[], None]
    agreed: dict[str, JSON]

    # --- finding the other side ------------------------------------------------------------------

    def settle(self, order_id: str, rid: str | None) -> list[str]:
        """Make an order and its ticket agree; returns what a person has to look at. `rid` where the ticket is known."""
        found = self.product.find(order_id) or ((rid,) if rid is not None else ())
        ticket = self.product.get(found[0]) if found else None
        order = self._order(order_id)
        if order is None:
            if ticket is None or ticket.fields.get(STATE) != State.DISPATCHED:
                return []
            if not ticket.fields.get(ASSIGNEE):
                return ["dispatched to nobody whom the mapping knows"]
            order = self._dispatch(order_id, ticket)
        if ticket is None:
            if self._is_ours(order.raw["events"][:1]):
                return ["its ticket cannot be found"]
            ticket = self._open_ticket(order)
        if ticket.client_id is None:
            ticket = self.product.update(ticket.rid, {CLIENT_ID: order_id}, ticket.version).order
        if ticket.fields.get(STATE) == REMOVED:
            self.endpoint.cancel(order_id, f"{self.mapping.instance} {ticket.rid}")
            return []
        pair = Pair(ticket, order)
        if len(found) > 1:
            pair.attention.append(f"{len(found)} tickets carry this order: {', '.join(found)}; the first is kept up")
        return self._agree(pair)

    def _order(self, order_id: str) -> Order | None:
        try:
            return self.endpoint.get(order_id)
        except GoneFault:
            return None

    def _is_ours(self, entries: Sequence[Mapping[str, Any]]) -> bool:
        return bool(entries) and entries[0]["actor"]["id"] == self.endpoint.user.id

    def _dispatch(self, order_id: str, ticket: Order) -> Order:
        """A ticket becomes an order in the engineer's hands. The endpoint takes an id once: sending it again changes nothing."""
        desks = {name: ticket.fields.get(name) for name in self.mapping.owned_by(Owner.DESK, once=True)}
        desks |= {name: ticket.fields.get(name) for name in self.mapping.owned_by(Owner.SHARED)}
        number = self.mapping.number.format(rid=ticket.rid, number=ticket.raw.get("number", ticket.rid))
        fixed: dict[str, JSON] = {STATE: State.DISPATCHED.value, ASSIGNEE: ticket.fields[ASSIGNEE], NUMBER: number}
        order = self.endpoint.create(order_id, {**self.mapping.answers, **desks, **fixed})
        self.counts.dispatched += 1
        return order

    def _open_ticket(self, order: Order) -> Order:
        answers = {name: order.fields.get(name) for name in self.mapping.fields}
        state = State.PENDING if order.fields[STATE] == State.PENDING else State.DISPATCHED
        self.counts.opened += 1
        return self.product.create(order.rid, {**answers, STATE: state.value, ASSIGNEE: order.fields[ASSIGNEE]})

    # --- making them agree -----------------------------------------------------------------------

    def _agree(self, pair: Pair) -> list[str]:
        """The log is carried over entry by entry: the mark never stands behind something that was not done."""
        self._bring_to_order(pair)
        self._share(pair)
        pending = list(after(pair.order.raw["events"], _text(pair.ticket.fields.get(MARK))))
        steps = self._steps(pair, pending)
        carried = steps is not None
        for entry in pending:
            self._note(pair, entry)
            if carried and steps and entry["id"] in steps:
                carried = self._step(pair, steps[entry["id"]])
        self._bring_to_ticket(pair)
        for entry in pair.order.raw["attachments"]:
            if entry["kind"] in self.mapping.files:
                self._file(pair, entry)
        log = pair.order.raw["events"]
        if carried and log and pair.ticket.fields.get(MARK) != log[-1]["id"]:
            self.product.update(pair.ticket.rid, {MARK: log[-1]["id"]}, None)
        return pair.attention

    def _bring_to_order(self, pair: Pair) -> None:
        """What the desk owns, and who has it."""
        fields, order = pair.ticket.fields, pair.order
        names = [name for name in self.mapping.owned_by(Owner.DESK) if name in fields]
        patch: dict[str, JSON] = {name: fields[name] for name in names if fields[name] != order.fields.get(name)}
        if fields.get(STATE) in WORKED_ON and order.fields[STATE] in WORKED_ON:
            assignee = fields.get(ASSIGNEE)
            if assignee is None:
                pair.attention.append("the ticket is with nobody whom the mapping knows; the order stays where it is")
            elif assignee != order.fields[ASSIGNEE]:
                patch[ASSIGNEE] = assignee
        self._write_order(pair, patch)

    def _share(self, pair: Pair) -> None:
        """What either may change. Both did: the ticket's value counts, the engineer's stays there as a comment."""
        names = [name for name in self.mapping.owned_by(Owner.SHARED) if name in pair.ticket.fields]
        to_order: dict[str, JSON] = {}
        to_ticket: dict[str, JSON] = {}
        for name in names:
            theirs, mine = pair.ticket.fields[name], pair.order.fields.get(name)
            if theirs == mine:
                continue
            if name in self.agreed and theirs == self.agreed[name]:
                to_ticket[name] = mine
                continue
            if mine is not None and mine != self.agreed.get(name):
                self._overruled(pair, name, mine, theirs)
            to_order[name] = theirs
        self._write_order(pair, to_order)
        self._write_ticket(pair, to_ticket)
        for name in names:
            if pair.order.fields.get(name) == pair.ticket.fields.get(name):
                self.agreed[name] = pair.ticket.fields.get(name)

    def _overruled(self, pair: Pair, name: str, mine: JSON, theirs: JSON) -> None:
        words = {"field": self.mapping.field_of(name).removeprefix("CF."), "mine": mine, "theirs": theirs or ""}
        note_id = str(uuid.uuid5(uuid.UUID(pair.order.rid), f"{name}\n{mine}\n{theirs}"))
        self.product.note(pair.ticket.rid, note_id, self.mapping.comments["overruled"].format(**words))
        self.counts.notes += 1

    def _write_order(self, pair: Pair, patch: dict[str, JSON]) -> None:
        """All of it; where some fields are refused, the rest."""
        while patch:
            result = self.endpoint.update(pair.order.rid, patch, pair.order.version)
            pair.order = result.order
            if not result.refused:
                self.counts.to_orders += 1
                return
            pair.attention += [f"the endpoint refuses {name}: {reason}" for name, reason in result.refused.items()]
            patch = {name: value for name, value in patch.items() if name not in result.refused}

    def _steps(self, pair: Pair, pending: Sequence[Mapping[str, Any]]) -> dict[str, Step] | None:
        """What the ticket has to follow, by entry of the log; the desk's own move is made at once. None: a person has to look,
        and the mark stays where it is."""
        ticket_state = pair.ticket.fields.get(STATE)
        if ticket_state is None:
            pair.attention.append("the ticket is in a state that the mapping does not know")
            return None
        match judge(pending, State(pair.order.fields[STATE]), State(str(ticket_state))):
            case Apart(reason):
                pair.attention.append(reason)
                return None
            case Follow(to):
                patch: dict[str, JSON] = {STATE: to.value}
                if to is State.DISPATCHED and pair.ticket.fields.get(ASSIGNEE):
                    patch[ASSIGNEE] = pair.ticket.fields[ASSIGNEE]
                self._write_order(pair, patch)
                return {}
            case steps:
                return {step.event: step for step in steps}

    def _step(self, pair: Pair, step: Step) -> bool:
        patch: dict[str, JSON] = {STATE: step.to.value}
        if step.to in self.mapping.along:
            patch |= {name: pair.order.fields.get(name) for name in self.mapping.along[step.to].fields}
        result = self.product.update(pair.ticket.rid, patch, pair.ticket.version)
        pair.ticket = result.order
        if STATE in result.refused:
            pair.attention.append(f"the product refuses {step.to}: {result.refused[STATE]}")
            return False
        self.counts.to_tickets += 1
        pair.ticket = self.product.update(pair.ticket.rid, {MARK: step.event}, pair.ticket.version).order
        return True

    def _bring_to_ticket(self, pair: Pair) -> None:
        """What the engineer owns."""
        order, ticket = pair.order, pair.ticket
        names = self.mapping.owned_by(Owner.ENGINEER)
        patch = {name: order.fields.get(name) for name in names if order.fields.get(name) != ticket.fields.get(name)}
        self._write_ticket(pair, patch)

    def _write_ticket(self, pair: Pair, patch: Mapping[str, JSON]) -> None:
        if not patch:
            return
        result = self.product.update(pair.ticket.rid, patch, pair.ticket.version)
        pair.ticket = result.order
        pair.attention += [f"the product refuses {name}: {reason}" for name, reason in result.refused.items()]
        self.counts.to_tickets += 1

    def _note(self, pair: Pair, entry: Mapping[str, Any]) -> None:
        text = None if self._is_ours([entry]) else comment_of(entry, self.mapping.comments)
        if text is not None:
            self.product.note(pair.ticket.rid, entry["id"], text)
            self.counts.notes += 1

    def _file(self, pair: Pair, entry: Mapping[str, Any]) -> None:
        """A file of the order, byte for byte: it counts as carried over when it was read back."""
        sha256, name = entry["sha256"], entry["name"]
        if any(held.sha256 == sha256 for held in self.product.attachments(pair.ticket.rid)):
            return
        data = self.endpoint.fetch(Attachment(sha256, name, entry["mime"], entry["size"], sha256))
        self.before_upload()
        kept = self.product.attach(pair.ticket.rid, name, entry["mime"], sha256, io.BytesIO(data), lambda _sent, _all: None)
        if hashlib.sha256(self.product.fetch(kept)).hexdigest() != sha256:
            raise NetworkFault("net.truncated", f"{name} is not at the ticket as it was sent")
        self.counts.files += 1


def order_id_of(mapping: TicketMapping, ticket: Order) -> str:
    """The id of the order that a ticket is, or will be."""
    return ticket.client_id or str(uuid.uuid5(NAMESPACE, f"{mapping.instance}/{ticket.rid}"))


def comment_of(entry: Mapping[str, Any], templates: Mapping[str, str]) -> str | None:
    """The words for the ticket, None for entries that need none."""
    data, name = entry["data"], entry["actor"]["name"]
    match entry["kind"]:
        case EventKind.NOTE:
            return templates["note"].format(name=name, text=data.get("text", ""))
        case EventKind.DECLINED:
            return templates["declined"].format(name=name, reason=data.get("reason", ""))
        case EventKind.TRANSITION if data.get("to") == State.ON_HOLD:
            hold = {part: data.get("hold", {}).get(part, "") for part in ("supplier", "reason", "expected_at")}
            return templates["on_hold"].format(name=name, **hold)
    return None


def _text(value: JSON) -> str | None:
    return None if value is None else str(value)
