"""Text as typed that does not fit its field yet, so that a crash does not lose half a date."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from fieldapp.clock import Clock
from fieldapp.store.records import Draft
from fieldapp.store.tables import drafts


class Drafts:
    """Raw texts by order and field."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def put(self, order_id: str, field: str, text: str) -> None:
        """Keep what is in the field now."""
        statement = insert(drafts).values(order_id=order_id, field=field, text=text, updated_at=self._clock.now())
        changed = {"text": statement.excluded.text, "updated_at": statement.excluded.updated_at}
        self._connection.execute(statement.on_conflict_do_update(index_elements=["order_id", "field"], set_=changed))

    def of(self, order_id: str) -> dict[str, str]:
        """Field id → raw text of one order."""
        found = self._connection.execute(select(drafts.c.field, drafts.c.text).where(drafts.c.order_id == order_id))
        return {row.field: row.text for row in found}

    def since(self, moment: datetime) -> tuple[Draft, ...]:
        """Drafts of all orders touched at or after the moment."""
        found = self._connection.execute(
            select(drafts).where(drafts.c.updated_at >= moment).order_by(drafts.c.order_id, drafts.c.field)
        )
        return tuple(Draft(**row) for row in found.mappings())

    def clear(self, order_id: str, field: str | None = None) -> None:
        """Forget one field's text (it has become an answer), or the whole order's."""
        statement = delete(drafts).where(drafts.c.order_id == order_id)
        self._connection.execute(statement if field is None else statement.where(drafts.c.field == field))
