"""Files that documents name and the folder does not hold: a backup of the files is not of the same moment as the one of the
database. They are looked for at every start; devices are asked for them by `hello`, and what nobody has is told by a command.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from fieldapp.itsm.accounts import Caller
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.tables import feed, late_reports, missing, orders

log = logging.getLogger(__name__)
PAGE = 200
PAUSE_S = 0.02
"""Between pages, so that the look is in nobody's way."""

MOST_ASKED = 100
"""Files that one hello asks for; the next one goes on."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file as a document or a late report names it."""

    sha256: str
    size: int
    name: str
    order_id: str


def look(endpoint: Endpoint, *, hashing: bool = False, end: threading.Event | None = None) -> list[NamedFile]:
    """Compare every name with what is on disk, by size or (`hashing`) byte for byte, and note what is missing. A file that is
    not what it should be is set aside, so that the right one can come again. Empty when `end` was set in between."""
    found: dict[tuple[str, str], NamedFile] = {}
    for page in _named(endpoint):
        if end is not None and end.wait(PAUSE_S):
            return []
        for file in page:
            if not endpoint.blobs.is_whole(file.sha256, file.size, hashing=hashing):
                found[file.sha256, file.order_id] = file
    rows = [{"sha256": sha256, "order_id": order_id} for sha256, order_id in found]

    def work(connection: Connection) -> None:
        connection.execute(delete(missing))
        if rows:
            connection.execute(insert(missing), rows)

    endpoint.database.run_writing(work)
    return list(found.values())


def asked_of(endpoint: Endpoint, caller: Caller) -> list[str]:
    """Missing files of orders that the caller has or had; one that has come meanwhile is struck off."""
    query = select(missing.c.sha256).join(feed, feed.c.order_id == missing.c.order_id)
    query = query.where(feed.c.audience.in_(caller.audiences)).distinct().limit(MOST_ASKED)
    with endpoint.database.reading() as connection:
        noted = list(connection.scalars(query))
    here = [sha256 for sha256 in noted if endpoint.blobs.size(sha256) is not None]
    if here:
        endpoint.database.run_writing(lambda c: c.execute(delete(missing).where(missing.c.sha256.in_(here))))
    return [sha256 for sha256 in noted if sha256 not in here]


class Looking:
    """The look at a start, beside everything else; `stop` does not wait for its end."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="missing files", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        self._thread.join(5)

    def _run(self) -> None:
        try:
            found = look(self._endpoint, end=self._end)
        except (SQLAlchemyError, OSError) as error:
            log.warning("the files could not be compared with the database: %s", error)
            return
        if found:
            log.warning("%d files that orders name are not here; devices are asked for them (fieldapp itsm files)", len(found))


def _named(endpoint: Endpoint) -> Iterator[list[NamedFile]]:
    for table, columns in ((orders, (orders.c.id, orders.c.doc)), (late_reports, _LATE)):
        after = ""
        while True:
            query: Select[Any] = (
                select(table.c.id.label("key"), *columns).where(table.c.id > after).order_by(table.c.id).limit(PAGE)
            )
            with endpoint.database.reading() as connection:
                rows = connection.execute(query).all()
            if not rows:
                break
            after = rows[-1].key
            yield [file for row in rows for file in _files(row[1], row[2])]


_LATE = (late_reports.c.order_id, late_reports.c.patch)


def _files(order_id: str, text: str) -> Iterator[NamedFile]:
    for entry in json.loads(text).get("attachments") or ():
        yield NamedFile(entry["sha256"], entry["size"], entry["name"], order_id)
