"""Files that documents name and the folder does not hold: a backup of the files is not of the same moment as the one of the
database. They are looked for at every start; devices are asked for them by `hello`, and what nobody has is told by a command.
"""

from __future__ import annotations

import itertools
import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from fieldapp.itsm.accounts import DESK, Caller
from fieldapp.itsm.blobs import place
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.database import looked_into
from fieldapp.itsm.tables import attached, feed, late_reports, missing, orders

log = logging.getLogger(__name__)
PAGE = 200
PAUSE_S = 0.02
"""Between pages, so that the look is in nobody's way."""

MOST_ASKED = 100
"""Files that one hello asks for; the next one goes on."""


MOST_COUNTED = 20_000
"""Files that `count` looks for: those of the newest documents."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many different files were looked for, and how many of them are not there."""

    looked: int
    missing: int


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


def count(config: EndpointConfig, most: int = MOST_COUNTED) -> Count:
    """How many files are missing, for whoever looks from outside, whether the endpoint runs or not: nothing is changed or
    noted, at most `most` files are looked for, the newest documents' first, and only whether they exist. Raises
    EnvironmentFault `endpoint.database`."""
    with looked_into(config) as connection:
        names = set(itertools.islice(_newest(connection, most), most))
    return Count(len(names), sum(not place(config.blobs, sha256).exists() for sha256 in names))


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


def _newest(connection: Connection, most: int) -> Iterator[str]:
    # along the feed's index and without a document: what there is beyond the newest is not touched
    query = select(attached.c.sha256).join(feed, feed.c.order_id == attached.c.order_id).where(feed.c.audience == DESK)
    yield from connection.scalars(query.order_by(feed.c.position.desc()).limit(most))
    for order_id, patch in connection.execute(select(*_LATE).order_by(late_reports.c.received_at.desc()).limit(most)):
        yield from (file.sha256 for file in _files(order_id, patch))


_LATE = (late_reports.c.order_id, late_reports.c.patch)


def _files(order_id: str, text: str) -> Iterator[NamedFile]:
    for entry in json.loads(text).get("attachments") or ():
        yield NamedFile(entry["sha256"], entry["size"], entry["name"], order_id)
