"""What the bridge has to remember: how far it read on both sides, what it has read but not settled, and what both sides last
agreed on in fields that either may change. Which ticket belongs to which order, and what was carried over, is written at the
ticket itself. A lost ledger costs a second look; in a shared field that differs then the desk's value wins, with a comment."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from filelock import FileLock, Timeout

from fieldapp.clock import from_wire, to_wire
from fieldapp.errors import EnvironmentFault, InputFault
from fieldapp.files import private_folder, write_atomically

FILE = "bridge.json"
LOCK = ".lock"


class Waiting(msgspec.Struct, frozen=True):
    """An order to settle, not before a moment (RFC 3339). `reason`: why it could not be done yet, "" when it is new;
    `rid`: its ticket where the ticket was what changed."""

    not_before: str
    reason: str = ""
    rid: str | None = None


class Kept(msgspec.Struct):
    """The file. Keys of `waiting` are ids of orders, also of such that are still to be made from a ticket."""

    instance: str
    tickets: str | None = None
    orders: str | None = None
    waiting: dict[str, Waiting] = msgspec.field(default_factory=dict)
    agreed: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)


class Ledger:
    """One folder, used by one bridge at a time."""

    def __init__(self, folder: Path, instance: str) -> None:
        """Raises EnvironmentFault `bridge.in-use`, InputFault `bridge.ledger` for a file that is broken or of another product."""
        private_folder(folder)
        self._path = folder / FILE
        self._lock = FileLock(folder / LOCK)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise EnvironmentFault("bridge.in-use", f"another bridge works in {folder}") from error
        try:
            self.kept = self._read(instance)
        except InputFault:
            self._lock.release()
            raise

    def _read(self, instance: str) -> Kept:
        try:
            kept = msgspec.json.decode(self._path.read_bytes(), type=Kept)
        except FileNotFoundError:
            return Kept(instance)
        except (OSError, msgspec.DecodeError) as error:
            raise InputFault(
                "bridge.ledger", f"cannot read {self._path}: {error}; without it the bridge looks at everything again"
            ) from error
        if kept.instance != instance:
            raise InputFault("bridge.ledger", f"{self._path} belongs to {kept.instance}, not to {instance}")
        return kept

    def close(self) -> None:
        self._lock.release()

    def save(self) -> None:
        """What was read counts only from here on: cursor and waiting entries become durable together."""
        write_atomically(self._path, msgspec.json.format(msgspec.json.encode(self.kept), indent=1), private=True)

    def due(self, now: datetime) -> tuple[str, ...]:
        """Orders to settle now, oldest first."""
        ready = [
            (entry.not_before, order_id) for order_id, entry in self.kept.waiting.items() if from_wire(entry.not_before) <= now
        ]
        return tuple(order_id for _, order_id in sorted(ready))

    def add(self, order_id: str, now: datetime, rid: str | None = None) -> None:
        """Something changed. What waits for its time after an unknown outcome goes on waiting."""
        entry = self.kept.waiting.get(order_id)
        rid = rid or (entry.rid if entry else None)
        if entry is not None and entry.reason.startswith(UNKNOWN):
            self.kept.waiting[order_id] = msgspec.structs.replace(entry, rid=rid)
        else:
            self.kept.waiting[order_id] = Waiting(to_wire(now), "", rid)

    def wait(self, order_id: str, until: datetime, reason: str) -> None:
        self.kept.waiting[order_id] = Waiting(to_wire(until), reason, self.kept.waiting[order_id].rid)

    def settled(self, order_id: str) -> None:
        self.kept.waiting.pop(order_id, None)


UNKNOWN = "outcome unknown: "
"""How the reason of an entry begins that must not be tried before its time."""
