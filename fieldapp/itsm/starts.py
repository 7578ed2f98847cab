"""Telling the feed's histories apart: a database that comes back from a backup goes on counting, but from another past.

Each opening writes down a random mark with the position at which the feed stood. A cursor carries the mark that was newest at its
position. A backup does not know the marks of the time it has missed, and knows where those it has were followed by the next:
a cursor from a past that is gone is recognised, also when the feed has long grown beyond its position.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, insert, select

from fieldapp import ids
from fieldapp.itsm.database import Database
from fieldapp.itsm.tables import counters, starts

MARK = 12
"""Hexadecimal digits, 48 random bits."""

KEPT = 100_000
"""Older marks are forgotten; a cursor that old begins anew."""

_NEWEST = select(counters.c.value).where(counters.c.name == "feed")
_AT = (
    select(starts.c.mark)
    .where(starts.c.position <= bindparam("reached"))
    .order_by(starts.c.position.desc(), starts.c.id.desc())
    .limit(1)
)
_START = select(starts.c.id, starts.c.position).where(starts.c.mark == bindparam("known"))
_NEXT = select(starts.c.position).where(starts.c.id > bindparam("after")).order_by(starts.c.id).limit(1)


def note_start(database: Database) -> None:
    """Before anything is written or read by this process."""
    mark = ids.new_id().replace("-", "")[:MARK]

    def work(connection: Connection) -> None:
        # under the feed's lock: nobody advances it between the look and the note
        position = connection.execute(database.locked(_NEWEST)).scalar_one()
        made = connection.execute(insert(starts).values(mark=mark, position=position).returning(starts.c.id)).scalar_one()
        connection.execute(delete(starts).where(starts.c.id <= made - KEPT))

    database.run_writing(work)


def newest_position(connection: Connection) -> int:
    """How far the feed has come."""
    return int(connection.execute(_NEWEST).scalar_one())


def mark_at(connection: Connection, position: int) -> str:
    """The mark of a cursor that has read up to `position`."""
    return str(connection.execute(_AT, {"reached": position}).scalar_one())


def is_of_this_past(connection: Connection, mark: str, position: int) -> bool:
    """True when this very database gave out the cursor: the mark is known, and `position` is not beyond its time."""
    start = connection.execute(_START, {"known": mark}).first()
    if start is None or position < start.position:
        return False
    following = connection.execute(_NEXT, {"after": start.id}).first()
    return position <= (following.position if following is not None else newest_position(connection))
