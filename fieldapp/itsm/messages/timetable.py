"""The timetable of all orders, kept by the endpoint (§6.1.4): what ran out is written, texts are put into the outbox, and what
came of them goes back into the orders' logs.

Any number of processes may do this at once: entries have ids of their own, texts a unique key, and orders are changed under their
lock. Nothing is kept in memory.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from fieldapp import clock
from fieldapp.domain import by_itself, events, kinds, notice_log, patches
from fieldapp.domain.by_itself import Look
from fieldapp.domain.escalation import Notice, NoticeState
from fieldapp.domain.notice_log import Outcome
from fieldapp.domain.profile import Profile
from fieldapp.domain.records import SYSTEM, Document, Event, EventKind
from fieldapp.itsm import orders
from fieldapp.itsm.accounts import DESK
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.messages import outbox
from fieldapp.itsm.messages.outbox import Message, Recipient, RowState, milliseconds
from fieldapp.itsm.messages.settings import MessageSettings
from fieldapp.itsm.orders import StoredOrder
from fieldapp.itsm.tables import counters, feed, timetable

log = logging.getLogger(__name__)
AT_ONCE: Final = 50
READ: Final = "timetable"
"""The counter that says how far the desk's feed has been read for the timetable."""


class Timetable:
    """One step looks at what changed and at what is due; call it again as long as it did something."""

    def __init__(self, endpoint: Endpoint, settings: MessageSettings) -> None:
        self._endpoint, self._settings = endpoint, settings

    def step(self) -> int:
        """How many orders were looked at."""
        return self._changed() + self._due()

    def tell(self) -> int:
        """Write what came of texts into the logs; how many notices."""
        with self._endpoint.database.reading() as connection:
            wanted = outbox.untold(connection)
        for order_id, key in wanted:
            self._tell(order_id, key)
        return len(wanted)

    def _changed(self) -> int:
        with self._endpoint.database.reading() as connection:
            read = connection.execute(select(counters.c.value).where(counters.c.name == READ)).scalar_one()
            query = select(feed.c.order_id, feed.c.position).where(feed.c.audience == DESK, feed.c.position > read)
            rows = connection.execute(query.order_by(feed.c.position).limit(AT_ONCE)).all()
        if rows:
            self._look_at([row.order_id for row in rows])
            behind = (counters.c.name == READ) & (counters.c.value < rows[-1].position)
            moved = update(counters).where(behind).values(value=rows[-1].position)
            self._endpoint.database.run_writing(lambda connection: connection.execute(moved))
        return len(rows)

    def _due(self) -> int:
        at = milliseconds(self._now())
        with self._endpoint.database.reading() as connection:
            due = select(timetable.c.order_id).where(timetable.c.next_at < at).order_by(timetable.c.next_at).limit(AT_ONCE)
            found = list(connection.execute(due).scalars())
        self._look_at(found)
        return len(found)

    def _look_at(self, order_ids: Sequence[str]) -> None:
        """Most orders owe nothing now: they are only told when to be looked at again."""
        with self._endpoint.database.reading() as connection:
            stored = orders.load(self._endpoint.database, connection, order_ids)
        quiet: dict[str, datetime | None] = {}
        for order in stored.values():
            if kinds.is_record(order.doc):
                continue  # records of other kinds come by the same feed
            try:
                look = self._look(order)
                if look.findings or any(notice.state is NoticeState.QUEUED for notice in look.notices):
                    self._keep(order.id)
                else:
                    quiet[order.id] = look.next_at
            except SQLAlchemyError:
                raise
            except Exception:
                log.exception("the timetable of order %s cannot be kept", order.id)  # and nobody else's waits for it
                quiet[order.id] = None
        if quiet:
            self._endpoint.database.run_writing(lambda connection: self._remember(connection, quiet))

    def _keep(self, order_id: str) -> None:
        """Write what one order owes, from what it says under its lock."""

        def work(connection: Connection) -> None:
            order = orders.load(self._endpoint.database, connection, [order_id], lock=True)[order_id]
            look = self._look(order)
            if look.findings and not order.cancelled:
                entries = [self._entry(finding.id, finding.kind, finding.data) for finding in look.findings]
                order = orders.save(connection, order, patches.apply(order.doc, {"events": entries}))
                look = self._look(order)
            for notice in look.notices if not order.cancelled else ():
                if notice.state is NoticeState.QUEUED:
                    self._ask_for(connection, order.doc, notice)
            self._remember(connection, {order.id: None if order.cancelled else look.next_at})

        self._endpoint.database.run_writing(work)

    def _look(self, order: StoredOrder) -> Look:
        if order.cancelled:
            return Look(by_itself.look(order.doc, self._endpoint.profile, self._now()).status, (), (), None)

        def hands_over(terms: Profile) -> bool:
            """Of orders that nobody has, the desk's duty is done here."""
            return self._settings.contacts.sends and (terms.hand_over == "automatic" or order.assignee is None)

        return by_itself.look(order.doc, self._endpoint.profile, self._now(), hands_over)

    def _ask_for(self, connection: Connection, doc: Document, notice: Notice) -> None:
        """The texts of a notice that was handed over, one for each person it is for."""
        entry = notice_log.counting(events.log(doc))[notice.key]
        refused = ""
        if not self._settings.contacts.sends:
            refused = "服务端没有短信通道"
        elif self._now() - events.moment(entry) > timedelta(seconds=self._settings.oldest_s):
            refused = outbox.OUTDATED
        text = str(entry.data.get("text") or "")[:1000]
        rows = [(one, text, refused or self._unreachable(one)) for one in self._recipients(doc, notice.audiences)]
        outbox.put(connection, doc["id"], notice.key, rows, self._now())

    def _recipients(self, doc: Document, audiences: Iterable[str]) -> list[Recipient]:
        known, profile = self._settings.contacts, self._endpoint.profile
        found: dict[str, Recipient] = {}
        for audience in audiences:
            people = known.of(audience, doc, profile)
            for one in people:
                found.setdefault(one.id, Recipient(one.id, one.name, one.number, one.mail))
            if not people:
                found[f"role:{audience}"] = Recipient(f"role:{audience}", profile.label("audience", audience).zh)
        return list(found.values())

    def _unreachable(self, one: Recipient) -> str:
        if one.id.startswith("role:"):
            return "通讯录中没有人"
        needs = self._settings.sender.needs if self._settings.sender else "phone"
        return "" if getattr(one, needs) else "通讯录中没有号码" if needs == "phone" else "通讯录中没有邮箱"

    def _tell(self, order_id: str, key: str) -> None:
        def work(connection: Connection) -> None:
            order = orders.load(self._endpoint.database, connection, [order_id], lock=True)[order_id]
            rows = outbox.of_notice(connection, order_id, key)
            log = events.log(order.doc)
            queued = next((e for e in log if e.id == notice_log.entry_id(order_id, key, Outcome.QUEUED)), None)
            if queued is not None and all(row.state in outbox.FINAL for row in rows):
                what, data = self._result(queued, rows)
                entry = self._entry(notice_log.entry_id(order_id, key, what), EventKind.NOTICE, data)
                if entry["id"] not in {event.id for event in log}:
                    done = patches.apply(order.doc, {"events": [entry]})
                    orders.save(connection, order, done, cancelled=order.cancelled)
                outbox.mark_told(connection, rows)

        self._endpoint.database.run_writing(work)

    def _result(self, queued: Event, rows: Sequence[Message]) -> tuple[str, dict[str, Any]]:
        """Which entry, and what it says: given only when everybody's text was taken; else a person has to see to it."""
        names = {state: "、".join(row.recipient.name for row in rows if row.state is state) for state in outbox.FINAL}
        failed = "、".join(f"{row.recipient.name}（{row.reason}）" for row in rows if row.state is RowState.FAILED)
        words = [f"已发出：{names[RowState.SENT]}"] if names[RowState.SENT] else []
        words += [f"未发出：{failed}"] if failed else []
        words += [f"可能已发出：{names[RowState.UNCERTAIN]}"] if names[RowState.UNCERTAIN] else []
        due_at = queued.data.get("due_at")
        outcome, what = Outcome.SENT, "given"
        if failed:
            outcome = what = Outcome.FAILED
        elif names[RowState.UNCERTAIN]:
            outcome = what = Outcome.UNCERTAIN
        elif isinstance(due_at, str) and self._now() > clock.from_wire(due_at):
            outcome = Outcome.LATE
        return what, {**queued.data, "text": "", "result": "；".join(words)[:2000], "outcome": outcome.value}

    def _entry(self, entry_id: str, kind: EventKind, data: dict[str, Any]) -> dict[str, Any]:
        at = self._now()
        return events.to_wire(Event(entry_id, kind, at, SYSTEM, data, at))

    def _remember(self, connection: Connection, moments: dict[str, datetime | None]) -> None:
        rows = [{"order_id": key, "next_at": milliseconds(at)} for key, at in moments.items() if at is not None]
        done = [key for key, at in moments.items() if at is None]
        if rows:
            dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
            statement = dialect.insert(timetable)
            fresh = {"next_at": statement.excluded.next_at}
            connection.execute(statement.on_conflict_do_update(index_elements=["order_id"], set_=fresh), rows)
        if done:
            connection.execute(delete(timetable).where(timetable.c.order_id.in_(done)))

    def _now(self) -> datetime:
        return self._endpoint.clock.now().astimezone(self._endpoint.profile.zone)
