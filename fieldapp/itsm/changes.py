"""The change feed: pages of NDJSON in the order of commit, closed by a line that proves the page whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Select, select, union_all

from fieldapp.itsm.accounts import Caller
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.removed import told
from fieldapp.itsm.starts import is_of_this_past, mark_at
from fieldapp.itsm.tables import feed, orders
from fieldapp.itsm.wire import encode, parse_stored

_CURSOR = re.compile(r"([0-9a-f]{8})\.([0-9]{1,15})(?:\.([0-9a-f]{12}))?")


@dataclass(frozen=True, slots=True)
class Page:
    """The body, and the same facts as its last line."""

    body: bytes
    next: str
    more: bool
    count: int


def read_page(endpoint: Endpoint, caller: Caller, cursor: str | None, limit: int) -> Page:
    """What changed for the caller after `cursor` (None: from the start). Raises Problem `cursor-gone` for a cursor of another
    epoch or of a past that this database does not share: it was restored, the client has to look at everything again."""
    epoch = endpoint.watch.epoch()[:8]
    with endpoint.database.reading() as connection:
        after = _position(connection, cursor, epoch)
        rows = connection.execute(_told_to(caller, after, limit + 1, orders.c.schema, orders.c.doc)).all()
        lines, position = _lines(rows[:limit], after, endpoint.config.page_bytes, caller.user.id)
        endpoint.watch.saw(position)
        following = f"{epoch}.{position}.{mark_at(connection, position)}"
    body, more = b"".join(lines), len(lines) < len(rows)
    trailer = {"next": following, "more": more, "count": len(lines), "sha256": hashlib.sha256(body).hexdigest()}
    return Page(body + encode(trailer) + b"\n", following, more, len(lines))


def has_news(endpoint: Endpoint, caller: Caller, cursor: str) -> bool:
    """Whether asking for changes after `cursor` would tell the caller anything, be it that the cursor is none."""
    epoch = endpoint.watch.epoch()[:8]
    with endpoint.database.reading() as connection:
        try:
            after = _position(connection, cursor, epoch)
        except Problem:
            return True
        return connection.execute(_told_to(caller, after, 1)).first() is not None


def behind_own(endpoint: Endpoint, caller: Caller, cursor: str, told: Mapping[str, str]) -> str | None:
    """The cursor behind what a device has just been answered: past the next positions as long as they speak of the versions in
    `told` (ETags by order), so that it need not hear them again. None when it stays where it is."""
    epoch = endpoint.watch.epoch()[:8]
    with endpoint.database.reading() as connection:
        try:
            after = position = _position(connection, cursor, epoch)
        except Problem:
            return None
        for row in connection.execute(_told_to(caller, after, len(told) + 1)):
            if row.removed is not None or told.get(row.order_id) != row.etag:
                break
            position = row.position
        endpoint.watch.saw(position)
        return f"{epoch}.{position}.{mark_at(connection, position)}" if position > after else None


def _told_to(caller: Caller, after: int, most: int, *more: Column[Any]) -> Select[Any]:
    """The next positions of all the caller's audiences. Each is read from its own place in the index; there, no position is
    given twice."""
    parts = [
        select(feed.c.order_id, feed.c.position, feed.c.removed)
        .where(feed.c.audience == audience, feed.c.position > after)
        .order_by(feed.c.position)
        .limit(most)
        .subquery()
        for audience in caller.audiences
    ]
    told = union_all(*(select(part) for part in parts)).subquery()
    columns = (told.c.order_id, told.c.position, told.c.removed, orders.c.etag, *more)
    return select(*columns).join(orders, orders.c.id == told.c.order_id).order_by(told.c.position).limit(most)


def _lines(rows: Sequence[Any], after: int, max_bytes: int, user_id: str) -> tuple[list[bytes], int]:
    """As many as fit, and the position of the last one."""
    lines: list[bytes] = []
    size, position = 0, after
    for row in rows:
        line = _line(row, user_id)
        if lines and size + len(line) > max_bytes:
            break
        lines.append(line)
        size += len(line)
        position = row.position
    return lines, position


def _line(row: Any, user_id: str) -> bytes:
    if row.removed is not None:
        return encode({"id": row.order_id, **told(parse_stored(row.doc), row.removed, user_id)}) + b"\n"
    head = encode({"id": row.order_id, "etag": row.etag, "schema": row.schema})
    # the stored text is canonical JSON: no need to parse it only to write it again
    text: str = row.doc
    return head[:-1] + b',"doc":' + text.encode() + b"}\n"


def _position(connection: Connection, cursor: str | None, epoch: str) -> int:
    if not cursor:
        return 0
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise Problem(Code.INVALID, "this is not a cursor of this endpoint")
    position = int(match[2])
    if match[1] != epoch or match[3] is None or not is_of_this_past(connection, match[3], position):
        raise Problem(Code.CURSOR_GONE, "the feed has begun anew; scan from the start")
    return position
