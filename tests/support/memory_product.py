"""A product of the weakest kind that the interface allows, in memory: nothing atomic, no unique key, an upload whose answer was
lost shows only seconds later. Any of its calls can be made to fail."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, BinaryIO, Literal

from fieldapp.clock import Clock
from fieldapp.errors import NetworkFault
from fieldapp.sync.connectors.interface import (
    Attachment,
    Capabilities,
    ConflictFault,
    Delta,
    GoneFault,
    Order,
    Page,
    Progress,
    Result,
    RetryFault,
    ServerInfo,
)

WAYS = {
    "PENDING": {"DISPATCHED"},
    "DISPATCHED": {"PENDING", "IN_PROGRESS"},
    "IN_PROGRESS": {"ON_HOLD", "RESOLVED"},
    "ON_HOLD": {"IN_PROGRESS"},
    "RESOLVED": {"IN_PROGRESS", "CLOSED"},
    "CLOSED": set(),
}
LATE = timedelta(seconds=10)
Trouble = Literal["", "before", "after", "die"]


class Died(BaseException):
    """The bridge's process ends here."""


@dataclass
class Ticket:
    fields: dict[str, Any]
    client_id: str | None = None
    version: int = 1
    notes: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[datetime, Attachment, bytes]] = field(default_factory=list)
    states: list[str] = field(default_factory=list)


@dataclass
class MemoryProduct:
    """`needs`: what has to come with a state.

    `trouble(name of the call) -> what goes wrong`: before: the request is lost; after: its answer; die: both ends at once."""

    clock: Clock
    trouble: Callable[[str], Trouble] = lambda _call: ""
    tickets: dict[str, Ticket] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    needs: dict[str, set[str]] = field(default_factory=dict)

    def desk_ticket(self, **fields: Any) -> str:
        """As the product's own desk makes it."""
        return self._store(None, {"state": "DISPATCHED", "assignee": "eng-001", **fields})

    def desk_update(self, rid: str, **fields: Any) -> None:
        self._write(rid, fields)

    def _store(self, client_id: str | None, fields: Mapping[str, Any]) -> str:
        rid = str(len(self.tickets) + 1)
        self.tickets[rid] = Ticket(dict(fields), client_id, states=[str(fields["state"])])
        self.log.append(rid)
        return rid

    def _write(self, rid: str, fields: Mapping[str, Any]) -> None:
        ticket = self.tickets[rid]
        for name, value in fields.items():
            if name == "client_id":
                ticket.client_id = str(value)
            elif name != "state" or (value in WAYS[ticket.fields["state"]] and self.needs.get(value, set()) <= fields.keys()):
                ticket.fields[name] = value
                if name == "state":
                    ticket.states.append(str(value))
        self._changed(rid)

    def _changed(self, rid: str) -> None:
        self.tickets[rid].version += 1
        self.log.append(rid)

    def _reading(self, call: str) -> None:
        trouble = self.trouble(call)
        if trouble == "die":
            raise Died
        if trouble:
            raise NetworkFault("net.unreachable", "no answer")

    def _writing(self, call: str, work: Callable[[bool], Any]) -> Any:
        trouble = self.trouble(call)
        if trouble == "before":
            raise RetryFault("connector.unknown-outcome", "no answer")
        done = work(bool(trouble))
        if trouble == "die":
            raise Died
        if trouble:
            raise RetryFault("connector.unknown-outcome", "no answer")
        return done

    # --- the interface ---------------------------------------------------------------------------

    def probe(self) -> ServerInfo:
        capabilities = Capabilities(
            atomic_update=False,
            unique_create=False,
            attach_once=False,
            resumable_upload=False,
            shows_refusals=False,
            delta=Delta.LOG,
            settle_s=15.0,
            measured_on="here",
        )
        return ServerInfo("memory", "1", "bridge", capabilities)

    def pull(self, cursor: str | None, held: Collection[str]) -> Page:
        self._reading("pull")
        changed = dict.fromkeys(self.log[int(cursor or 0) :])
        return Page(tuple(self._order(rid) for rid in changed), (), str(len(self.log)), False)

    def get(self, rid: str) -> Order:
        self._reading("get")
        return self._order(rid)

    def _order(self, rid: str) -> Order:
        if rid not in self.tickets:
            raise GoneFault("connector.gone", rid)
        ticket = self.tickets[rid]
        return Order(rid, str(ticket.version), ticket.client_id, {"mark": None, **ticket.fields}, {})

    def find(self, client_id: str) -> tuple[str, ...]:
        self._reading("find")
        return tuple(rid for rid, ticket in self.tickets.items() if ticket.client_id == client_id)

    def create(self, client_id: str, fields: Mapping[str, Any]) -> Order:
        if found := self.find(client_id):
            return self._order(found[0])
        return self._order(self._writing("create", lambda _lost: self._store(client_id, fields)))

    def update(self, rid: str, patch: Mapping[str, Any], expect: str | None) -> Result:
        if expect is not None and expect != str(self.tickets[rid].version):
            raise ConflictFault("connector.conflict", rid)
        self._writing("update", lambda _lost: self._write(rid, patch))
        order = self._order(rid)
        kept = {"client_id": order.client_id, **order.fields}
        return Result(order, {name: "no" for name, value in patch.items() if kept.get(name) != value})

    def note(self, rid: str, note_id: str, text: str) -> None:
        def work(_lost: bool) -> None:
            self.tickets[rid].notes.append((note_id, text))
            self._changed(rid)

        if note_id not in dict(self.tickets[rid].notes):
            self._writing("note", work)

    def attachments(self, rid: str) -> tuple[Attachment, ...]:
        self._reading("attachments")
        return tuple(kept for shown_at, kept, _ in self.tickets[rid].files if shown_at <= self.clock.now())

    def attach(self, rid: str, name: str, mime: str, sha256: str, file: BinaryIO, progress: Progress) -> Attachment:
        data = file.read()
        assert hashlib.sha256(data).hexdigest() == sha256
        there = [kept for kept in self.attachments(rid) if kept.sha256 == sha256]
        kept = Attachment(uuid.uuid4().hex, name, mime, len(data), sha256)

        def work(lost: bool) -> None:
            self.tickets[rid].files.append((self.clock.now() + (LATE if lost else timedelta()), kept, data))
            self._changed(rid)

        if there:
            return there[0]
        self._writing("attach", work)
        return kept

    def fetch(self, attachment: Attachment) -> bytes:
        self._reading("fetch")
        files = [data for ticket in self.tickets.values() for _, kept, data in ticket.files if kept.id == attachment.id]
        return files[0]
