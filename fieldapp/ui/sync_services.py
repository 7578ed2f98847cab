"""What the screens are given of sync, like `services`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from fieldapp.store.records import Conflict


class Progress(Protocol):
    """How far a sync is. `phase`: hello | push | pull | blobs; `total` 0 when not known."""

    @property
    def phase(self) -> str: ...

    @property
    def done(self) -> int: ...

    @property
    def total(self) -> int: ...


class SyncReport(Protocol):
    """`sync.engine.SyncReport`."""

    @property
    def outcome(self) -> str: ...

    @property
    def pulled(self) -> int: ...

    @property
    def pushed(self) -> int: ...

    @property
    def blobs(self) -> int: ...

    @property
    def conflicts(self) -> int: ...

    @property
    def parked(self) -> int: ...

    @property
    def unreadable(self) -> int:
        """Records that are put aside by now."""

    @property
    def requests(self) -> int: ...

    @property
    def bytes_sent(self) -> int: ...

    @property
    def bytes_received(self) -> int: ...

    @property
    def problem(self) -> str | None: ...

    @property
    def retry_after_s(self) -> float | None:
        """How long the endpoint wants to be left alone; None where it said nothing."""

    @property
    def started_at(self) -> datetime: ...

    @property
    def finished_at(self) -> datetime: ...

    @property
    def held_back(self) -> Sequence[HeldBack]: ...


class HeldBack(Protocol):
    """`sync.report.HeldBack`: a file that waits for a line that is not paid by volume. `size` in bytes."""

    @property
    def size(self) -> int: ...

    @property
    def orders(self) -> frozenset[str]: ...


class SyncService(Protocol):
    """The sync engine with its store and client already bound."""

    def run_once(
        self, cancel: Callable[[], bool], progress: Callable[[Progress], None], *, metered: bool = False
    ) -> SyncReport: ...

    def send_anyway(self, order_id: str) -> None:
        """The order's files go even over a line that is paid by volume, until they have arrived."""

    def sent_anyway(self) -> frozenset[str]: ...

    def retry(self, order_id: str) -> None:
        """Release the parked operations of an order; they go out with the next sync."""

    def settle(self, conflict_id: str, choice: str) -> None:
        """`mine`, `theirs` or `both` (of the joinable ones); what differs becomes a new change of the order."""

    def joinable(self, conflicts: Iterable[Conflict]) -> frozenset[str]: ...

    def acknowledge(self, order_ids: Sequence[str]) -> None:
        """The person has read that these were taken away."""

    def removals_asked(self) -> int:
        """How many orders the endpoint takes away at once, waiting for a person's consent; 0 when it asks for none."""
        ...

    def allow_removals(self) -> None:
        """A person agrees; the next run carries it out. Raises RefusedFault `sync.nothing-asked`."""

    def login(self, user_name: str, password: str) -> None:
        """Renew an expired login. Raises Fault `auth.refused`, `login.other-user` or a NetworkFault."""
