"""Small facts of the store itself: cursor, instance, certificate, session marker."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from fieldapp.domain.records import JSON
from fieldapp.store.tables import meta

# made once: building a statement costs more than running it
_NAMED = meta.c.key == bindparam("name")
_SELECT = select(meta.c.value).where(_NAMED)
_DELETE = delete(meta).where(_NAMED)
_INSERT = insert(meta).values(key=bindparam("name"), value=bindparam("content"))
_PUT = _INSERT.on_conflict_do_update(index_elements=["key"], set_={"value": _INSERT.excluded.value})


class Meta:
    """JSON values by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str, default: JSON = None) -> JSON:
        """The value, or `default` when there is none."""
        found = self._connection.execute(_SELECT, {"name": key}).first()
        return default if found is None else found[0]

    def set(self, key: str, value: JSON) -> None:
        """Keep a value; None removes it."""
        if value is None:
            self._connection.execute(_DELETE, {"name": key})
        else:
            self._connection.execute(_PUT, {"name": key, "content": value})
