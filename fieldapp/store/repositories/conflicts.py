"""Fields that both sides changed: visible until a person has settled them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from fieldapp.clock import Clock
from fieldapp.domain.conflicts import FieldConflict
from fieldapp.domain.records import Owner
from fieldapp.ids import new_id
from fieldapp.store.records import Conflict
from fieldapp.store.tables import conflicts


class Conflicts:
    """Kept for ever once settled: the value that lost is evidence too."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def add(self, order_id: str, found: Iterable[FieldConflict]) -> None:
        """Record what a merge could not join. The same open conflict (place and both values) is not recorded twice."""
        held = {(c.field, c.row_id, c.column, repr(c.mine), repr(c.theirs)) for c in self.open(order_id)}
        for conflict in found:
            place = (conflict.field, conflict.row_id, conflict.column, repr(conflict.mine), repr(conflict.theirs))
            if place not in held:
                held.add(place)
                self._connection.execute(insert(conflicts).values(**self._columns(order_id, conflict)))

    def _columns(self, order_id: str, conflict: FieldConflict) -> dict[str, object]:
        return {
            "id": new_id(),
            "order_id": order_id,
            "field": conflict.field,
            "row_id": conflict.row_id,
            "column": conflict.column,
            "base": conflict.base,
            "mine": conflict.mine,
            "theirs": conflict.theirs,
            "winner": conflict.winner.value,
            "written_by": conflict.written.by if conflict.written else None,
            "written_at": conflict.written.at if conflict.written else None,
            "created_at": self._clock.now(),
        }

    def open(self, order_id: str | None = None) -> tuple[Conflict, ...]:
        """Conflicts not settled yet, of one order or of all, oldest first."""
        statement = select(conflicts).where(conflicts.c.settled_at.is_(None))
        if order_id is not None:
            statement = statement.where(conflicts.c.order_id == order_id)
        found = self._connection.execute(statement.order_by(conflicts.c.order_id, conflicts.c.created_at))
        return tuple(to_conflict(row) for row in found.mappings())

    def all_of(self, order_id: str) -> tuple[Conflict, ...]:
        """Open and settled ones of one order, oldest first."""
        statement = select(conflicts).where(conflicts.c.order_id == order_id).order_by(conflicts.c.created_at)
        return tuple(to_conflict(row) for row in self._connection.execute(statement).mappings())

    def settle(self, conflict_id: str, choice: str, at: datetime) -> None:
        """A person has decided (`choice`: mine | theirs | other); a settled one stays as it was settled first."""
        open_one = (conflicts.c.id == conflict_id) & conflicts.c.settled_at.is_(None)
        self._connection.execute(update(conflicts).where(open_one).values(settled_at=at, choice=choice))


def to_conflict(row: RowMapping) -> Conflict:
    """One row as the value handed out."""
    return Conflict(**{**row, "winner": Owner(row["winner"])})
