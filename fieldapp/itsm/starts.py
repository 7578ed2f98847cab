"""Telling the feed's histories apart: a database that comes back from a backup goes on counting, but from another past.

Each opening writes down a random mark with the position at which the feed stood. A cursor carries the mark that was newest at its
position. A backup does not know the marks of the time it has missed, and knows where those it has were followed by the next:
a cursor from a past that is gone is recognised, also when the feed has long grown beyond its position.

A database may also be put back under a process that goes on running (a replica that lagged takes over): `Watch` remembers how
far the feed had come and puts down a mark when it finds it before that.
"""

from __future__ import annotations

import logging
from threading import Lock

from sqlalchemy import Connection, bindparam, delete, insert, select

from fieldapp import ids
from fieldapp.itsm.database import Database, PutBackError
from fieldapp.itsm.seen import SharedPosition
from fieldapp.itsm.tables import counters, meta, starts

log = logging.getLogger(__name__)

MARK = 12
"""Hexadecimal digits, 48 random bits."""

KEPT = 100_000
"""Older marks are forgotten; a cursor that old begins anew."""

_NEWEST = select(counters.c.value).where(counters.c.name == "feed")
_EPOCH = select(meta.c.value, _NEWEST.scalar_subquery().label("position")).where(meta.c.name == "epoch")
_AT = (
    select(starts.c.mark)
    .where(starts.c.position <= bindparam("reached"))
    .order_by(starts.c.position.desc(), starts.c.id.desc())
    .limit(1)
)
_START = select(starts.c.id, starts.c.position).where(starts.c.mark == bindparam("known"))
_NEXT = select(starts.c.position).where(starts.c.id > bindparam("after")).order_by(starts.c.id).limit(1)


def note_start(database: Database) -> None:
    """Before anything is written or read by this process, or by it in the history that begins now."""
    mark = ids.new_id().replace("-", "")[:MARK]

    def work(connection: Connection) -> None:
        # under the feed's lock: nobody advances it between the look and the note
        position = connection.execute(database.locked(_NEWEST)).scalar_one()
        made = connection.execute(insert(starts).values(mark=mark, position=position).returning(starts.c.id)).scalar_one()
        connection.execute(delete(starts).where(starts.c.id <= made - KEPT))

    database.run_unwatched(work)


class Watch:
    """How far this process, and with `shared` each one of this machine, has seen the feed come. A position counts once it was
    read from the database: what is committed stays, so a later look that finds less has found another history."""

    def __init__(self, database: Database, shared: SharedPosition | None = None) -> None:
        self._database = database
        self._shared = shared
        self._seen = 0
        self._lock = Lock()

    def look(self, connection: Connection) -> None:
        """Raises PutBackError."""
        seen = self._known()  # before asking: what is committed meanwhile may or may not be in the answer
        self._compare(seen, newest_position(connection))

    def epoch(self) -> str:
        """The feed's epoch, read anew each time: an administrator may renew it while the endpoint runs."""
        for _ in range(2):
            seen = self._known()
            with self._database.reading() as connection:
                row = connection.execute(_EPOCH).one()
            try:
                self._compare(seen, row.position)
                break
            except PutBackError:
                self.mark_anew()
        return str(row.value)

    def saw(self, position: int) -> None:
        with self._lock:
            self._seen = max(self._seen, position)
            if self._shared is not None and self._shared.read() < position:
                self._shared.write(position)

    def mark_anew(self) -> None:
        log.warning("the database was put back while the endpoint was running; what was given out since then is void")
        note_start(self._database)
        self.begin()

    def begin(self) -> None:
        """A mark has just been put down: what was known before it is over, for all."""
        self.forget()
        with self._database.reading() as connection:
            self.saw(newest_position(connection))

    def forget(self) -> None:
        """Believe whatever the database says next."""
        with self._lock:
            self._seen = 0
            if self._shared is not None:
                self._shared.write(0)

    def close(self) -> None:
        if self._shared is not None:
            self._shared.close()

    def _known(self) -> int:
        return max(self._seen, self._shared.read()) if self._shared is not None else self._seen

    def _compare(self, seen: int, position: int) -> None:
        if position < seen:
            raise PutBackError(f"the feed stands at {position} and was at {seen} before")
        self.saw(position)


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
