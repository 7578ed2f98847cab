"""What holds on one installation: the contract of connectors, tried through the connector itself.

The first part only reads. The second writes to a ticket that it makes, and leaves it closed: nobody else's ticket is touched.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from fieldapp.errors import Fault
from fieldapp.sync.connectors.interface import ASSIGNEE, STATE, Connector, Order
from fieldapp.sync.connectors.mapping import TicketMapping

PAGES = 20
"""Of the first look: enough to see how it goes."""


class Differs(Exception):
    """The product did something else; the text says what."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`held`: yes, no, or None where there was nothing to try it on."""

    what: str
    held: bool | None
    words: str = ""


@dataclass(slots=True)
class Check:
    """`sleep` is called between an upload without an answer and the next look."""

    product: Connector
    mapping: TicketMapping
    sleep: Callable[[float], None] = field(default_factory=lambda: time.sleep)
    settle_s: float = 0.0
    seen: list[Order] = field(default_factory=list)
    cursor: str | None = None

    def reading(self) -> Iterator[Finding]:
        """Changes nothing at the product. Ends early where the login or the mapping does not hold."""
        for what, trial in (
            ("the login is taken, and the product has what the mapping names", self._probe),
            ("open tickets can be listed", self._first_look),
        ):
            finding = tried(what, trial)
            yield finding
            if not finding.held:
                return
        yield tried("values at tickets are ones the mapping knows", self._values)
        yield tried("what changed since then can be asked for", self._again)
        yield tried("a ticket read alone is the ticket that was listed", self._alone)
        yield tried("a client UUID that nobody has finds nothing", self._nobody)
        yield tried("a file comes back as long as it is said to be", self._file)

    def _probe(self) -> str:
        info = self.product.probe()
        self.settle_s = info.capabilities.settle_s
        measured = f"; measured on {info.capabilities.measured_on}" if info.capabilities.measured_on else ""
        return " ".join(part for part in (info.product, info.version, info.user and f"as {info.user}") if part) + measured

    def _first_look(self) -> str:
        for _ in range(PAGES):
            page = self.product.pull(self.cursor, ())
            self.seen += page.items
            self.cursor = page.next
            if not page.more:
                return f"{len(self.seen)} tickets"
        return f"more than {len(self.seen)} tickets; the rest was not looked at"

    def _values(self) -> str:
        """A value that the mapping does not know is left out by `ours`."""
        wanted = (STATE, ASSIGNEE, *self.mapping.fields)
        unknown = Counter(name for order in self.seen for name in wanted if name not in order.fields)
        if unknown:
            listed = ", ".join(f"{name} at {count}" for name, count in sorted(unknown.items()))
            raise Differs(f"of {len(self.seen)} tickets the mapping does not know: {listed}; they are left alone")
        return nothing_to_try(self.seen)

    def _again(self) -> str:
        page = self.product.pull(self.cursor, ())
        return f"{len(page.items)} read again"

    def _alone(self) -> str:
        if not self.seen:
            return nothing_to_try(self.seen)
        listed = self.seen[0]
        alone = self.product.get(listed.rid)
        if alone.version == listed.version and alone.fields != listed.fields:
            raise Differs(f"{listed.rid}: {differing(alone, listed)}")
        return listed.rid

    def _nobody(self) -> str:
        found = self.product.find(str(uuid.uuid4()))
        if found:
            raise Differs(f"it finds {len(found)} tickets: orders would be carried to somebody else's")
        return ""

    def _file(self) -> str:
        for order in self.seen[:20]:
            for held in self.product.attachments(order.rid)[:1]:
                got = len(self.product.fetch(held))
                if got != held.size and held.size >= 0:
                    raise Differs(f"{held.name} at {order.rid}: {got} bytes instead of {held.size}")
                return f"{held.name}, {got} bytes"
        raise NothingToTry


class NothingToTry(Exception):
    """There was no ticket or file of the kind."""


def nothing_to_try(seen: list[Order]) -> str:
    if not seen:
        raise NothingToTry
    return ""


def tried(what: str, trial: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, trial())
    except NothingToTry:
        return Finding(what, None, "there is none")
    except (Differs, Fault) as fault:
        return Finding(what, False, str(fault))


def differing(one: Order, other: Order) -> str:
    """Which fields are not the same, with both values."""
    names = sorted({*one.fields, *other.fields})
    return "; ".join(
        f"{name}: {one.fields.get(name)!r}, listed {other.fields.get(name)!r}"
        for name in names
        if one.fields.get(name) != other.fields.get(name)
    )
