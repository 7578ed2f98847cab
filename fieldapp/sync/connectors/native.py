"""Our own endpoint seen as a connector: the desk's side of sync/v1, thin over the client."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from fieldapp import ids
from fieldapp.clock import Clock, to_wire
from fieldapp.domain import events, kinds
from fieldapp.domain.records import JSON, Document, EventKind, Role, State
from fieldapp.domain.written import FIELDS
from fieldapp.errors import RefusedFault
from fieldapp.sync.blobs import FIRST_CHUNK
from fieldapp.sync.client import Client, errors_of
from fieldapp.sync.connectors.http import bare_name, outcome_unknown, whole
from fieldapp.sync.connectors.interface import (
    ASSIGNEE,
    MARK,
    STATE,
    Attachment,
    Capabilities,
    ConflictFault,
    Delta,
    Gone,
    GoneFault,
    Order,
    Page,
    Progress,
    Result,
    ServerInfo,
)
from fieldapp.sync.faults import CursorGoneFault, ProblemFault
from fieldapp.sync.tokens import TokenStore
from fieldapp.sync.transport import Transport
from fieldapp.sync.wire import User

CAPABILITIES = Capabilities(
    atomic_update=True,
    unique_create=True,
    attach_once=True,
    resumable_upload=True,
    shows_refusals=True,
    delta=Delta.FEED,
    settle_s=0.0,
    measured_on="ours",
)
FORM: dict[str, JSON] = {"id": "maintenance-work-order", "version": 1}
PAGE = 100
ATTEMPTS = 5
NUMBER = "number"


@dataclass(slots=True)
class Native:
    """Logged in as `user`, who is the desk: entries of the log are written in that name."""

    client: Client
    user: User
    clock: Clock
    names: Mapping[str, str] = field(default_factory=dict)
    _seq: int = 0

    def probe(self) -> ServerInfo:
        hello = self.client.hello()
        self._seq = max(self._seq, hello.device_seq)
        self.client.instance = hello.instance
        return ServerInfo(hello.name or "fieldapp", "sync/v1", self.user.id, CAPABILITIES)

    def pull(self, cursor: str | None, held: Collection[str]) -> Page:
        try:
            page = self.client.changes(cursor, PAGE)
        except CursorGoneFault:
            page = self.client.changes(None, PAGE)
        docs = ((item.document(), item.etag) for item in page.items)
        items = tuple(order_of(doc, etag) for doc, etag in docs if doc is not None and not kinds.is_record(doc))
        gone = (item for item in page.items if item.removed is not None and item.id in held)
        lost = tuple(Gone(item.id, item.removed or "", item.by, item.reason) for item in gone)
        return Page(items, lost, page.next, page.more)

    def get(self, rid: str) -> Order:
        try:
            return order_of(*self.client.order_version(rid))
        except ProblemFault as fault:
            if fault.code == "endpoint.not-found":
                raise GoneFault("connector.gone", fault.text) from fault
            raise

    def find(self, client_id: str) -> tuple[str, ...]:
        try:
            return (self.get(client_id).rid,)
        except GoneFault:
            return ()

    def create(self, client_id: str, fields: Mapping[str, JSON]) -> Order:
        """`number` may be wished for; a DISPATCHED order is handed to its `assignee`."""
        state, assignee = State(str(fields.get(STATE, State.PENDING))), fields.get(ASSIGNEE)
        doc = self._empty(client_id, fields)
        if state is State.DISPATCHED:
            doc |= {"state": state.value, "assignee": assignee}
            doc["events"] = [*self._assigned(assignee), self._moved(State.PENDING, state)]
        with outcome_unknown():
            try:
                reply = self.client.create(ids.new_ordered_id(), self._next_seq(), doc)
            except ProblemFault as fault:
                raise RefusedFault("connector.refused", fault.text) from fault
        return order_of(reply.doc, reply.etag)

    def _empty(self, client_id: str, fields: Mapping[str, JSON]) -> Document:
        special = (STATE, ASSIGNEE, MARK, NUMBER)
        answers = {name: value for name, value in fields.items() if name not in special and value is not None}
        return {
            "id": client_id,
            "number": fields.get(NUMBER),
            "schema": 1,
            "form": FORM,
            "assignee": None,
            "state": State.PENDING.value,
            "created_at": to_wire(self.clock.now()),
            "answers": answers,
            "events": [],
            "attachments": [],
        }

    def update(self, rid: str, patch: Mapping[str, JSON], expect: str | None) -> Result:
        """One operation: all of it is done or nothing."""
        order = self.get(rid)
        if expect is not None and order.version != expect:
            raise ConflictFault("connector.conflict", f"order {rid} has changed meanwhile")
        return self._send(order, self._patch(order, patch), patch)

    def _patch(self, order: Order, patch: Mapping[str, JSON]) -> dict[str, Any]:
        entries: list[dict[str, JSON]] = []
        if ASSIGNEE in patch and patch[ASSIGNEE] != order.fields[ASSIGNEE]:
            entries += self._assigned(patch[ASSIGNEE])
        if STATE in patch and patch[STATE] != order.fields[STATE]:
            entries.append(self._moved(State(str(order.fields[STATE])), State(str(patch[STATE]))))
        answers = {name: value for name, value in patch.items() if name not in (STATE, ASSIGNEE)}
        changed = [name for name, value in answers.items() if value != order.fields.get(name)]
        if changed:
            entries.append(self._event(EventKind.EDITED, {FIELDS: changed}))
        return {**({"answers": answers} if answers else {}), **({"events": entries} if entries else {})}

    def _send(self, order: Order, patch: Mapping[str, Any], asked: Mapping[str, JSON]) -> Result:
        if not patch:
            return Result(order, {})
        op = {"op_id": ids.new_ordered_id(), "device_seq": self._next_seq(), "order": order.rid}
        with outcome_unknown():
            result = self.client.patch({**op, "base_etag": order.version, "patch": patch})
        match result.status:
            case "applied":
                return Result(self.get(order.rid), {})
            case "conflict":
                raise ConflictFault("connector.conflict", f"order {order.rid} has changed meanwhile")
            case "gone":
                raise GoneFault("connector.gone", f"order {order.rid} was {result.removed}")
        problem = result.problem or {}
        reason = str(problem.get("detail", "refused"))
        named = {str(error.get("field")) for error in errors_of(problem)} & set(asked)
        return Result(self.get(order.rid), dict.fromkeys(named or asked, reason))

    def cancel(self, rid: str, reason: str) -> None:
        """Take an order back from whoever has it; what he did meanwhile becomes a late report."""
        with outcome_unknown():
            self.client.cancel(rid, reason)

    def note(self, rid: str, note_id: str, text: str) -> None:
        for _ in range(ATTEMPTS):
            order = self.get(rid)
            if note_id in events.ids(order.raw["events"]):
                return
            entry = {**self._event(EventKind.NOTE, {"text": text}), "id": note_id}
            try:
                result = self._send(order, {"events": [entry]}, {"note": text})
            except ConflictFault:
                continue
            if result.refused:
                raise RefusedFault("connector.refused", result.refused["note"])
            return
        raise ConflictFault("connector.conflict", f"order {rid} changes all the time")

    def attachments(self, rid: str) -> tuple[Attachment, ...]:
        return tuple(
            Attachment(held.sha256, bare_name(held.name), "", held.size, held.sha256)
            for held in self.client.attachments(rid)
            if held.complete
        )

    def attach(self, rid: str, name: str, mime: str, sha256: str, file: BinaryIO, progress: Progress) -> Attachment:
        data = whole(file, sha256)
        with outcome_unknown():
            self._upload(sha256, data, progress)
        entry_id = str(uuid.uuid5(uuid.UUID(rid), sha256))
        entry: dict[str, JSON] = {"id": entry_id, "sha256": sha256, "name": bare_name(name), "mime": mime}
        entry |= {"size": len(data), "kind": "file", "added_at": to_wire(self.clock.now())}
        for _ in range(ATTEMPTS):
            order = self.get(rid)
            if any(held["sha256"] == sha256 for held in order.raw["attachments"]):
                return Attachment(sha256, bare_name(name), mime, len(data), sha256)
            try:
                result = self._send(order, {"attachments": [entry]}, {"file": name})
            except ConflictFault:
                continue
            if result.refused:
                raise RefusedFault("connector.refused", result.refused["file"])
        raise ConflictFault("connector.conflict", f"order {rid} changes all the time")

    def _upload(self, sha256: str, data: bytes, progress: Progress) -> None:
        offset, complete = self.client.blob_offset(sha256)
        while not complete:
            progress(offset, len(data))
            part = data[offset : offset + FIRST_CHUNK]
            offset, complete = self.client.blob_put(sha256, part, offset, last=offset + len(part) == len(data))
        progress(len(data), len(data))

    def fetch(self, attachment: Attachment) -> bytes:
        return self.client.blob(attachment.id)

    # --- entries of the log ----------------------------------------------------------------------

    def _next_seq(self) -> int:
        self._seq += 1
        return self._seq

    def _event(self, kind: EventKind, data: dict[str, JSON]) -> dict[str, JSON]:
        at = to_wire(self.clock.now())
        actor = {"id": self.user.id, "name": self.user.name, "role": Role.DESK.value}
        return {"id": ids.new_ordered_id(), "kind": kind.value, "at": at, "server_at": at, "actor": actor, "data": data}

    def _moved(self, from_: State, to: State) -> dict[str, JSON]:
        return self._event(EventKind.TRANSITION, {"from": from_.value, "to": to.value})

    def _assigned(self, assignee: JSON) -> list[dict[str, JSON]]:
        name = self.names.get(str(assignee), str(assignee))
        return [self._event(EventKind.ASSIGNED, {"assignee": assignee, "name": name})]


class ProcessVault:
    """Tokens that live as long as the process: a bridge logs in at each start."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self._values.get(name)

    def set(self, name: str, value: str) -> None:
        self._values[name] = value

    def delete(self, name: str) -> None:
        self._values.pop(name, None)


def log_in(transport: Transport, user: str, password: str, device_name: str, clock: Clock) -> Native:
    """Raises AuthFault `auth.refused`, RefusedFault `login.not-desk` for somebody who is not the desk."""
    client = Client(transport, ids.new_id(), device_name, TokenStore(ProcessVault()))
    found = client.login(user, password)
    if found.role != Role.DESK.value:
        raise RefusedFault("login.not-desk", f"{user} is not a desk user at the endpoint")
    return Native(client, found, clock)


def order_of(doc: Document, etag: str) -> Order:
    fields = {**doc["answers"], STATE: doc["state"], ASSIGNEE: doc.get("assignee")}
    return Order(doc["id"], etag, doc["id"], fields, doc)
