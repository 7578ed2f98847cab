"""One run of the bridge: read what changed on both sides, settle each, remember what could not be settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from fieldapp.clock import Clock
from fieldapp.errors import InputFault, NetworkFault, RefusedFault
from fieldapp.sync.bridge.ledger import UNKNOWN, Ledger
from fieldapp.sync.bridge.settle import Counts, Settler, order_id_of
from fieldapp.sync.connectors.interface import ConflictFault, Connector, GoneFault, RetryFault
from fieldapp.sync.connectors.mapping import TicketMapping
from fieldapp.sync.connectors.native import Native
from fieldapp.sync.faults import AuthFault, BusyFault, ProblemFault

ATTEMPTS = 3
LOOK_AGAIN = timedelta(hours=1)
AT_ONCE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class BridgeReport:
    """`outcome`: done | offline | auth | cancelled. `attention`: (order_id, reason) of what a person has to look at. `wait_s`: so
    long a side that is busy asked to be left alone."""

    outcome: str
    counts: Counts
    attention: tuple[tuple[str, str], ...]
    waiting: int
    problem: str = ""
    wait_s: float = 0.0


@dataclass(slots=True)
class Bridge:
    """Both sides, the mapping and the ledger; `probe` first. No threads, no sleeping inside."""

    endpoint: Native
    product: Connector
    mapping: TicketMapping
    ledger: Ledger
    clock: Clock
    settle_s: float = 15.0
    uploads_double: bool = True

    def probe(self) -> tuple[str, ...]:
        """Log in on both sides and check the mapping; returns what is weaker than with our own endpoint, in words."""
        self.endpoint.probe()
        capabilities = self.product.probe().capabilities
        self.settle_s, self.uploads_double = capabilities.settle_s, not capabilities.attach_once
        return capabilities.weaker()

    def run_once(self, cancel: Callable[[], bool] = lambda: False) -> BridgeReport:
        """Never raises for foreseen trouble with the line or with one order. Raises OSError when the ledger cannot be written."""
        counts = Counts()
        outcome, problem, wait_s = "done", "", 0.0
        try:
            self._read_changes(cancel)
            for order_id in self.ledger.due(self.clock.now()):
                if cancel():
                    outcome = "cancelled"
                    break
                self._settle(order_id, counts)
        except AuthFault as fault:
            outcome, problem = "auth", fault.text
        except NetworkFault as fault:
            outcome, problem = "offline", fault.text
            wait_s = float(fault.details.get("retry_after_s") or 0.0)
        waiting = self.ledger.kept.waiting
        attention = tuple((order_id, entry.reason) for order_id, entry in sorted(waiting.items()) if entry.reason)
        return BridgeReport(outcome, counts, attention, len(waiting), problem, wait_s)

    def _read_changes(self, cancel: Callable[[], bool]) -> None:
        kept = self.ledger.kept
        more = True
        while more and not cancel():
            page = self.product.pull(kept.tickets, ())
            for item in page.items:
                self.ledger.add(order_id_of(self.mapping, item), self.clock.now(), item.rid)
            kept.tickets, more = page.next, page.more
            self.ledger.save()
        more = True
        while more and not cancel():
            page = self.endpoint.pull(kept.orders, ())
            for item in page.items:
                self.ledger.add(item.rid, self.clock.now())
            kept.orders, more = page.next, page.more
            self.ledger.save()

    def _settle(self, order_id: str, counts: Counts) -> None:
        """One entry: gone from the ledger when both sides agree, else it waits with its reason."""
        agreed = self.ledger.kept.agreed.setdefault(order_id, {})
        settler = Settler(self.endpoint, self.product, self.mapping, counts, lambda: self._before_upload(order_id), agreed)
        now = self.clock.now
        try:
            attention = self._attempt(settler, order_id)
        except RetryFault as fault:
            self.ledger.wait(order_id, now() + timedelta(seconds=self.settle_s), UNKNOWN + fault.text)
        except ConflictFault as fault:
            self.ledger.wait(order_id, now() + AT_ONCE, fault.text)
        except (BusyFault, AuthFault, NetworkFault):
            raise
        except (RefusedFault, InputFault, GoneFault, ProblemFault) as fault:
            self.ledger.wait(order_id, now() + LOOK_AGAIN, fault.text)
        else:
            if attention:
                self.ledger.wait(order_id, now() + LOOK_AGAIN, "; ".join(attention))
            else:
                self.ledger.settled(order_id)
        self.ledger.save()

    def _attempt(self, settler: Settler, order_id: str) -> list[str]:
        """A side that changes while it is being settled is read again at once."""
        for attempt in range(ATTEMPTS):
            try:
                return settler.settle(order_id, self.ledger.kept.waiting[order_id].rid)
            except ConflictFault:
                if attempt + 1 == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

    def _before_upload(self, order_id: str) -> None:
        """A bridge that dies during an upload must not send it again at once."""
        if self.uploads_double:
            until = self.clock.now() + timedelta(seconds=self.settle_s)
            self.ledger.wait(order_id, until, UNKNOWN + "a file was on its way")
            self.ledger.save()
