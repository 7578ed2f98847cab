"""Small facts of the store itself: cursor, instance, certificate, session marker."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from fieldapp.domain.records import JSON
from fieldapp.store.tables import meta


class Meta:
    """JSON values by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str, default: JSON = None) -> JSON:
        """The value, or `default` when there is none."""
        found = self._connection.execute(select(meta.c.value).where(meta.c.key == key)).first()
        return default if found is None else found[0]

    def set(self, key: str, value: JSON) -> None:
        """Keep a value; None removes it."""
        if value is None:
            self._connection.execute(delete(meta).where(meta.c.key == key))
            return
        statement = insert(meta).values(key=key, value=value)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})
        )
