"""What the endpoint has taken away: said to the person until he has seen it, and some time longer known here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from fieldapp.clock import Clock
from fieldapp.store.records import TakenAway
from fieldapp.store.tables import orders, taken_away

KEPT_AFTER_SEEN = timedelta(days=90)
"""Long enough for "where has that order gone"; as long as what was acknowledged is kept for a restored endpoint."""

_NAMES = select(orders.c.kind, orders.c.number, orders.c.title, orders.c.customer)
_STILL_OURS = select(orders.c.id).where(orders.c.frozen.is_(None))
_TOLD = tuple(taken_away.c[name] for name in TakenAway.__dataclass_fields__ if name in taken_away.c)


class Taken:
    """One entry for each order or record, the last time it was taken away."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def tell(
        self, order_id: str, why: str, *, reason: str = "", done_by: str = "", given_to: str = "", done_at: datetime | None = None
    ) -> None:
        """Before the order's copy goes, in the same transaction: it has to be seen (again). Nothing when it is not held."""
        named = self._connection.execute(_NAMES.where(orders.c.id == order_id)).mappings().first()
        if named is None:
            return
        said = {"why": why, "reason": reason, "done_by": done_by, "given_to": given_to, "done_at": done_at}
        values = {**named, **said, "told_at": self._clock.now(), "seen_at": None}
        statement = insert(taken_away).values(order_id=order_id, **values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["order_id"], set_=values))

    def of(self, order_id: str) -> TakenAway | None:
        """What was said of an order, seen or not; None when it is (again) held as ours, or was never taken away."""
        query = _statement().where(taken_away.c.order_id == order_id)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else TakenAway(**row)

    def unseen(self) -> tuple[TakenAway, ...]:
        """The newest first."""
        return unseen(self._connection)

    def seen(self, order_ids: Sequence[str]) -> None:
        """A person has read it. What was seen long ago, and what has come back, is forgotten."""
        now = self._clock.now()
        read = taken_away.c.order_id.in_(order_ids) & taken_away.c.seen_at.is_(None)
        self._connection.execute(update(taken_away).where(read).values(seen_at=now))
        old = taken_away.c.seen_at < now - KEPT_AFTER_SEEN
        self._connection.execute(delete(taken_away).where(old | taken_away.c.order_id.in_(_STILL_OURS)))

    def clear(self) -> None:
        """Somebody else works here now."""
        self._connection.execute(delete(taken_away))


def unseen(connection: Connection) -> tuple[TakenAway, ...]:
    """What nobody has seen yet, the newest first."""
    query = _statement().where(taken_away.c.seen_at.is_(None)).order_by(taken_away.c.told_at.desc(), taken_away.c.number)
    return tuple(TakenAway(**row) for row in connection.execute(query).mappings())


def _statement() -> Select[*tuple[Any, ...]]:
    """Of what is ours again there is nothing to say. `held`: a frozen copy is here until its late report has arrived."""
    joined = taken_away.outerjoin(orders, orders.c.id == taken_away.c.order_id)
    ours = orders.c.id.is_not(None) & orders.c.frozen.is_(None)
    return select(*_TOLD, orders.c.id.is_not(None).label("held")).select_from(joined).where(~ours)
