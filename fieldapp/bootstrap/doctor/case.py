"""What the checks look at: one data folder, and its store where it can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from fieldapp.clock import Clock
from fieldapp.errors import Fault
from fieldapp.services.context import Context
from fieldapp.settings import Settings
from fieldapp.store.rehearsal import Rehearsal


class ExaminedStore(Protocol):
    """`store.Store`, or `store.StoreView` beside a running window."""

    def check(self) -> tuple[str, ...]: ...

    def schema(self) -> str: ...

    def rehearse(self) -> Rehearsal | None: ...

    def newest_backup_at(self) -> datetime | None: ...

    def backup_count(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Case:
    """`store` and `context` are None where there is none yet, or it could not be read: then `no_store` says why."""

    folder: Path
    settings: Settings
    clock: Clock
    store: ExaminedStore | None = None
    context: Context | None = None
    no_store: Fault | None = None
    device_id: str = ""
    access_token: str | None = None
    endpoint_db: str = ""
    """The database of an endpoint whose files are in the folder, where it is not the one beside them."""
