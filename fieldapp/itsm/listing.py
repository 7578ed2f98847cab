"""Lists of orders for people: which ones, and what a line of each says. Thousands of open orders are read in one query.

The table `listed` follows the documents by the feed's positions: whoever reads a list first takes over what was written since.
What a line says is kept in memory under the order's ETag; only its clocks are computed each time (`status.at_moment`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from fieldapp.clock import from_wire
from fieldapp.domain import events
from fieldapp.domain import status as domain_status
from fieldapp.domain.documents import SEALED
from fieldapp.domain.records import Document, EventKind, State
from fieldapp.domain.status import Status
from fieldapp.errors import Fault
from fieldapp.forms.summary import search_text
from fieldapp.itsm.accounts import DESK
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.tables import feed, listed, orders
from fieldapp.itsm.wire import parse_stored

ORDER = "order"
BATCH = 400
REMEMBERED = 20_000
VERSIONS = 500
TEXT = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One order in a list. `declined`: the last engineer refused it, and why."""

    id: str
    etag: str
    number: str
    customer: str
    title: str
    channel: str
    category: str
    assignee: str
    began_at: datetime
    status: Status
    cancelled: bool
    declined: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders. `words`: all of them have to be in the order's text; times are aware, `since` ≤ beginning < `until`, and so
    for the closing. `sealed_…`: those that had a sealed file within these times, and may have others."""

    states: Sequence[State] = ()
    words: str = ""
    assignee: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    closed_since: datetime | None = None
    closed_until: datetime | None = None
    sealed_since: datetime | None = None
    sealed_until: datetime | None = None
    cancelled: bool = False
    limit: int | None = None
    kind: str = ORDER


class Shown:
    """Versions of orders that people have before them, the latest ones; to tell them what changed meanwhile."""

    def __init__(self) -> None:
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._lock = Lock()

    def get(self, etag: str) -> Document | None:
        return self._documents.get(etag)

    def put(self, etag: str, doc: Document) -> None:
        with self._lock:
            self._documents[etag] = doc
            self._documents.move_to_end(etag)
            while len(self._documents) > VERSIONS:
                self._documents.popitem(last=False)


class Listing:
    """The lists of one endpoint; one for each process."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.shown = Shown()
        self._lines: dict[str, Line] = {}
        self._lock = Lock()

    def refresh(self) -> int:
        """Take over what was written since; returns how many documents. Several processes may do it at once."""
        total = 0
        while True:
            done = self._take_over() if self._is_behind() else 0
            total += done
            if done < BATCH:
                return total

    def lines(self, wanted: Wanted, now: datetime) -> list[Line]:
        """The orders that are wanted, latest first, as they stand at `now`."""
        self.refresh()
        with self._endpoint.database.reading() as connection:
            heads = connection.execute(_query(wanted)).all()
            fresh = [row.id for row in heads if row.etag not in self._lines]
            for row in _documents(connection, fresh):
                self._remember(self._line(parse_stored(row.doc), row.etag, row.cancelled, now))
        return [self._present(row, now) for row in heads if row.etag in self._lines]

    def documents(self, wanted: Wanted) -> Iterator[Document]:
        """The whole documents, oldest first; read in batches."""
        self.refresh()
        with self._endpoint.database.reading() as connection:
            found = [row.id for row in connection.execute(_query(wanted))][::-1]
        for start in range(0, len(found), BATCH):
            with self._endpoint.database.reading() as connection:
                batch = {row.id: row.doc for row in _documents(connection, found[start : start + BATCH])}
            for one in found[start : start + BATCH]:
                if one in batch:
                    yield parse_stored(batch[one])

    def load(self) -> dict[str, int]:
        """How many orders each engineer has that are dispatched or under way, by user id."""
        self.refresh()
        query = select(listed.c.assignee, func.count()).where(listed.c.kind == ORDER, listed.c.cancelled.is_(False))
        query = query.where(listed.c.state.in_([State.DISPATCHED.value, State.IN_PROGRESS.value])).group_by(listed.c.assignee)
        with self._endpoint.database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query) if row[0] is not None}

    def _take_over(self) -> int:
        def work(connection: Connection) -> int:
            rows = connection.execute(_behind(BATCH)).all()
            if rows:
                connection.execute(delete(listed).where(listed.c.order_id.in_([row.id for row in rows])))
                connection.execute(insert(listed), [self._row(row) for row in rows])
            return len(rows)

        return self._endpoint.database.run_writing(work)

    def _is_behind(self) -> bool:
        with self._endpoint.database.reading() as connection:
            return connection.execute(_behind(1)).first() is not None

    def _row(self, row: Any) -> dict[str, Any]:
        doc = parse_stored(row.doc)
        closed = None
        if doc["state"] == State.CLOSED:
            closed = next((entry for entry in reversed(doc["events"]) if entry["kind"] == EventKind.TRANSITION), None)
        sealed = [int(from_wire(entry["added_at"]).timestamp()) for entry in doc["attachments"] if entry["kind"] == SEALED]
        return {
            "first_sealed_at": min(sealed, default=None),
            "last_sealed_at": max(sealed, default=None),
            "order_id": doc["id"],
            "position": row.position,
            "etag": row.etag,
            "assignee": doc.get("assignee"),
            "cancelled": row.cancelled,
            "kind": doc.get("kind") or ORDER,
            "state": doc["state"],
            "began_at": int(began(doc).timestamp()),
            "closed_at": int(events.moment(events.parse(closed)).timestamp()) if closed else None,
            "words": self._words(doc),
        }

    def _words(self, doc: Document) -> str:
        form = doc["form"]
        try:
            definition = self._endpoint.catalog.get(form["id"], form["version"])
        except Fault:
            return str(doc["number"]).lower()
        return f"{search_text(definition, doc, events.log(doc))} {doc['answers'].get('assignee_name') or ''}".lower()

    def _line(self, doc: Document, etag: str, cancelled: bool, now: datetime) -> Line:
        answers = doc["answers"]
        last = next((entry for entry in reversed(doc["events"]) if entry["kind"] in _HANDING), None)
        declined = str(last["data"].get("reason") or "—") if last and last["kind"] == EventKind.DECLINED else ""
        return Line(
            id=doc["id"],
            etag=etag,
            number=str(doc["number"]),
            customer=_text(answers.get("customer_unit")),
            title=_text(answers.get("symptom")).strip().split("\n", 1)[0][:TEXT],
            channel=_text(answers.get("channel")),
            category=_text(answers.get("final_category")) or _text(answers.get("category")),
            assignee=_text(answers.get("assignee_name")) if doc.get("assignee") else "",
            began_at=began(doc),
            status=domain_status.derive(doc, self._endpoint.profile, now),
            cancelled=cancelled,
            declined=declined if doc["state"] == State.PENDING else "",
        )

    def _present(self, row: Any, now: datetime) -> Line:
        line = self._lines[row.etag]
        return replace(line, status=domain_status.at_moment(line.status, self._endpoint.profile, now), cancelled=row.cancelled)

    def _remember(self, line: Line) -> None:
        with self._lock:
            if len(self._lines) >= REMEMBERED:
                for old in list(self._lines)[: REMEMBERED // 4]:
                    del self._lines[old]
            self._lines[line.etag] = line


_HANDING = (EventKind.ASSIGNED, EventKind.DECLINED)


def began(doc: Document) -> datetime:
    """What lists sort by and periods count by: the receipt at the desk, else the discovery, else the record itself."""
    answers = doc["answers"]
    found = domain_status.moment(answers.get("received_at")) or domain_status.moment(answers.get("discovered_at"))
    found = found or domain_status.moment(doc["created_at"])
    assert found is not None, "created_at is checked when it comes"
    return found


def _query(wanted: Wanted) -> Any:
    query = select(listed.c.order_id.label("id"), listed.c.etag, listed.c.cancelled).where(listed.c.kind == wanted.kind)
    if not wanted.cancelled:
        query = query.where(listed.c.cancelled.is_(False))
    if wanted.states:
        query = query.where(listed.c.state.in_([state.value for state in wanted.states]))
    if wanted.assignee is not None:
        query = query.where(listed.c.assignee == wanted.assignee)
    for word in wanted.words.lower().split():
        query = query.where(listed.c.words.contains(word, autoescape=True))
    for column, since, until in (
        (listed.c.began_at, wanted.since, wanted.until),
        (listed.c.closed_at, wanted.closed_since, wanted.closed_until),
        (listed.c.last_sealed_at, wanted.sealed_since, None),
        (listed.c.first_sealed_at, None, wanted.sealed_until),
    ):
        query = query.where(column >= int(since.timestamp())) if since else query
        query = query.where(column < int(until.timestamp())) if until else query
    query = query.order_by(listed.c.began_at.desc(), listed.c.order_id.desc())
    return query.limit(wanted.limit) if wanted.limit else query


def _behind(most: int) -> Any:
    """What was written after the last position that was taken over; the desk's feed names every document."""
    last = select(func.coalesce(func.max(listed.c.position), 0)).scalar_subquery()
    query = select(orders.c.id, orders.c.doc, orders.c.etag, orders.c.cancelled, feed.c.position).join(
        feed, feed.c.order_id == orders.c.id
    )
    return query.where(feed.c.audience == DESK, feed.c.position > last).order_by(feed.c.position).limit(most)


def _documents(connection: Connection, wanted: Iterable[str]) -> Iterator[Any]:
    ids = list(wanted)
    for start in range(0, len(ids), BATCH):
        query = select(orders.c.id, orders.c.etag, orders.c.cancelled, orders.c.doc)
        yield from connection.execute(query.where(orders.c.id.in_(ids[start : start + BATCH])))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
