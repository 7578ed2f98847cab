"""The texts that wait, are on their way, or went out: one row a person and notice, whoever asks for it and however often.

A row is claimed in a transaction of its own before anything leaves. Whoever dies after that leaves a claim behind; it becomes
`uncertain`, never a second message (docs/decisions/0021).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from fieldapp import ids
from fieldapp.itsm.database import Database
from fieldapp.itsm.messages.sending import Text
from fieldapp.itsm.tables import messages, orders

OUTDATED: Final = "内容已过时，不再发送"
BACK_OFF_MS: Final = (30_000, 60_000, 120_000, 300_000, 900_000)


class RowState(StrEnum):
    """WAITING → SENDING → SENT, FAILED or UNCERTAIN; back to WAITING when the gateway took nothing."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


FINAL: Final = (RowState.SENT, RowState.FAILED, RowState.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person of the list, or a role that nobody is named for."""

    id: str
    name: str
    phone: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One row."""

    id: str
    order_id: str
    notice_key: str
    recipient: Recipient
    text: str
    state: RowState
    attempts: int
    reason: str
    created_at: int


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def put(connection: Connection, order_id: str, key: str, rows: Iterable[tuple[Recipient, str, str]], now: datetime) -> None:
    """Ask for a text to people: recipient, text, and the reason why it will not be sent (empty: it will). What is there stays."""
    at = milliseconds(now)
    values = [
        {
            "id": ids.named_id(order_id, key, recipient.id),
            "order_id": order_id,
            "notice_key": key,
            "recipient": recipient.id,
            "name": recipient.name,
            "phone": recipient.phone,
            "mail": recipient.mail,
            "text": text,
            "state": RowState.FAILED.value if refused else RowState.WAITING.value,
            "not_before": at,
            "reason": refused,
            "created_at": at,
        }
        for recipient, text, refused in rows
    ]
    if values:
        dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(dialect.insert(messages).on_conflict_do_nothing(), values)


def claim(database: Database, now: datetime) -> tuple[Message, Text] | None:
    """Take the oldest text that may leave now. It is nobody else's from the moment this returns."""
    at = milliseconds(now)

    def work(connection: Connection) -> Any:
        waiting = (
            select(messages, orders.c.number)
            .join(orders, orders.c.id == messages.c.order_id)
            .where(messages.c.state == RowState.WAITING.value, messages.c.not_before <= at)
            .order_by(messages.c.created_at, messages.c.id)
            .limit(1)
        )
        row = connection.execute(waiting).first()
        if row is None:
            return None
        mine = (messages.c.id == row.id) & (messages.c.state == RowState.WAITING.value)
        taken = update(messages).where(mine).values(state=RowState.SENDING.value, claimed_at=at, attempts=row.attempts + 1)
        return row if connection.execute(taken).rowcount else None

    row = database.run_writing(work)
    if row is None:
        return None
    recipient = Recipient(row.recipient, row.name, row.phone, row.mail)
    return _message(row), Text(row.id, row.number, recipient.name, recipient.phone, recipient.mail, row.text)


def settle(database: Database, message_id: str, state: RowState, reason: str = "") -> None:
    """What came of a text that was claimed."""
    _change(database, message_id, state=state.value, reason=reason[:500], claimed_at=None)


def put_off(database: Database, message: Message, now: datetime, attempts: int, reason: str) -> None:
    """It surely did not go out: later again, until there were so many attempts."""
    tried = message.attempts + 1
    if tried >= attempts:
        settle(database, message.id, RowState.FAILED, reason)
        return
    wait = BACK_OFF_MS[min(tried, len(BACK_OFF_MS)) - 1]
    again = {"state": RowState.WAITING.value, "not_before": milliseconds(now) + wait}
    _change(database, message.id, **again, reason=reason[:500], claimed_at=None)


def release_stale(database: Database, before: datetime, deduplicates: bool) -> int:
    """Claims of a process that ended while it was sending. Where the gateway keeps doubles back they are sent again, elsewhere
    they stay uncertain."""
    to = RowState.WAITING if deduplicates else RowState.UNCERTAIN
    stale = (messages.c.state == RowState.SENDING.value) & (messages.c.claimed_at < milliseconds(before))
    values = {"state": to.value, "reason": "the endpoint ended while it was sending", "claimed_at": None}
    return int(
        database.run_writing(lambda connection: connection.execute(update(messages).where(stale).values(**values))).rowcount
    )


def expire(database: Database, before: datetime) -> int:
    """Texts that have waited since before then tell of another state: a gateway that was away for hours, a database that came
    back from a backup."""
    old = (messages.c.state == RowState.WAITING.value) & (messages.c.created_at < milliseconds(before))
    values = {"state": RowState.FAILED.value, "reason": OUTDATED}
    return database.run_writing(lambda connection: connection.execute(update(messages).where(old).values(**values)).rowcount)


def again(database: Database, message_id: str, now: datetime) -> bool:
    """A person wants a failed or uncertain text tried once more; it counts as asked for now. False when it is neither."""
    ended = messages.c.state.in_([RowState.FAILED.value, RowState.UNCERTAIN.value])
    fresh = {"attempts": 0, "not_before": 0, "told": False, "reason": "", "created_at": milliseconds(now)}
    values = {"state": RowState.WAITING.value, **fresh}
    statement = update(messages).where((messages.c.id == message_id) & ended).values(**values)
    return bool(database.run_writing(lambda connection: connection.execute(statement).rowcount))


def untold(connection: Connection) -> list[tuple[str, str]]:
    """(order, notice) of which every text has come to an end that the order's log does not know of yet."""
    ended = messages.c.state.in_([state.value for state in FINAL])
    open_ones = select(messages.c.order_id, messages.c.notice_key).where(~ended)
    wanted = select(messages.c.order_id, messages.c.notice_key).where(ended, ~messages.c.told).distinct().except_(open_ones)
    return [(row.order_id, row.notice_key) for row in connection.execute(wanted)]


def of_notice(connection: Connection, order_id: str, key: str) -> list[Message]:
    query = select(messages).where(messages.c.order_id == order_id, messages.c.notice_key == key).order_by(messages.c.recipient)
    return [_message(row) for row in connection.execute(query)]


def mark_told(connection: Connection, rows: Sequence[Message]) -> None:
    connection.execute(update(messages).where(messages.c.id.in_([row.id for row in rows])).values(told=True))


def listed(connection: Connection, *, everything: bool) -> list[tuple[str, Message]]:
    """Order number and row: what waits or failed, or everything; the oldest first."""
    query = select(messages, orders.c.number).join(orders, orders.c.id == messages.c.order_id)
    if not everything:
        query = query.where(messages.c.state != RowState.SENT.value)
    return [(row.number, _message(row)) for row in connection.execute(query.order_by(messages.c.created_at, messages.c.id))]


def _change(database: Database, message_id: str, **values: Any) -> None:
    statement = update(messages).where(messages.c.id == message_id).values(**values)
    database.run_writing(lambda connection: connection.execute(statement))


def _message(row: Any) -> Message:
    recipient = Recipient(row.recipient, row.name, row.phone, row.mail)
    state = RowState(row.state)
    return Message(row.id, row.order_id, row.notice_key, recipient, row.text, state, row.attempts, row.reason, row.created_at)
