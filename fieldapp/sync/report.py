"""What a sync run says of itself, while it runs and when it is over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How a run ended. Only `done` means that nothing is left to send or fetch at this moment but what the report holds back."""

    DONE = "done"
    OFFLINE = "offline"
    AUTH = "auth"
    PAUSED = "paused"
    WRONG_SERVER = "wrong_server"
    ATTENTION = "attention"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Progress:
    """Phase: hello | pull | push | blobs. `done` and `total` count orders, operations or bytes; total 0: not known yet."""

    phase: str
    done: int
    total: int
    what: str = ""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A file that waits for another line, by `FilePolicy`; `size` in bytes, `orders` need it."""

    sha256: str
    size: int
    orders: frozenset[str]


@dataclass(frozen=True, slots=True)
class SyncReport:
    """One run, or two in a row (`after`). `problem` is the code of the fault that ended it early, with its one line in `text`.
    What is in `held_back` is still to be sent, whatever the outcome. `unreadable`: records put aside by now, earlier ones too."""

    outcome: Outcome
    started_at: datetime
    finished_at: datetime
    pulled: int = 0
    pushed: int = 0
    blobs: int = 0
    conflicts: int = 0
    parked: int = 0
    unreadable: int = 0
    requests: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0
    problem: str | None = None
    text: str = ""
    retry_after_s: float | None = None
    held_back: tuple[HeldBack, ...] = ()

    def after(self, first: SyncReport) -> SyncReport:
        """This run with what an earlier one had done already: its end counts, its beginning and all the numbers of both."""
        counts = ("pulled", "pushed", "blobs", "conflicts", "requests", "bytes_sent", "bytes_received")
        sums = {name: getattr(self, name) + getattr(first, name) for name in counts}
        return replace(self, started_at=first.started_at, **sums)
