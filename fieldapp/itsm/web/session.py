"""Who is logged in at the desk page. The browser holds a random word in a cookie, the database its SHA-256 (threat model)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, update

from fieldapp.domain.records import Role
from fieldapp.itsm.accounts import PEOPLE, User, user_of
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.tables import desk_sessions, users

COOKIE = "fieldapp_desk"
SEEN_STEP_S = 60
"""How precisely the last request is written down: a page that is looked at must not write each time."""


@dataclass(frozen=True, slots=True)
class Session:
    """A login that holds. `csrf` is in every form that this browser is shown."""

    user: User
    csrf: str
    digest: str


def begin(endpoint: Endpoint, name: str, password: str, former: str | None) -> tuple[str, Session]:
    """Check the password and start a session under a new word, which is returned; what the browser held before ends.

    Raises Problem `unauthorised` or `rate-limited`, as the token route does: tries count together. Whether the account may see
    any page is the pages' question.
    """
    user = endpoint.accounts.check_password(name, password)
    word, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    now = _now(endpoint)

    def work(connection: Connection) -> None:
        connection.execute(delete(desk_sessions).where(desk_sessions.c.begun_at <= now - endpoint.config.desk_session_s))
        if former:
            connection.execute(delete(desk_sessions).where(desk_sessions.c.hash == _digest(former)))
        row = {"hash": _digest(word), "user_id": user.id, "csrf": csrf, "begun_at": now, "seen_at": now}
        connection.execute(insert(desk_sessions).values(**row))

    if user.role is Role.DESK:
        endpoint.database.run_writing(work)
    return word, Session(user, csrf, _digest(word))


def find(endpoint: Endpoint, word: str | None) -> Session | None:
    """The session of a cookie; None when there is none, or it has ended by time or by a change of the account."""
    if not word:
        return None
    query = PEOPLE.add_columns(desk_sessions).join(desk_sessions, desk_sessions.c.user_id == users.c.id)
    with endpoint.database.reading() as connection:
        row = connection.execute(query.where(desk_sessions.c.hash == _digest(word))).first()
    now = _now(endpoint)
    if row is None or row.role != Role.DESK.value:
        return None
    if now >= row.begun_at + endpoint.config.desk_session_s or now >= row.seen_at + endpoint.config.desk_idle_s:
        end(endpoint, row.hash)
        return None
    if now - row.seen_at >= SEEN_STEP_S:
        seen = update(desk_sessions).where(desk_sessions.c.hash == row.hash).values(seen_at=now)
        endpoint.database.run_writing(lambda c: c.execute(seen))
    return Session(user_of(row), row.csrf, row.hash)


def end(endpoint: Endpoint, digest: str) -> None:
    """Log out; once is enough."""
    endpoint.database.run_writing(lambda c: c.execute(delete(desk_sessions).where(desk_sessions.c.hash == digest)))


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode("utf-8", "replace")).hexdigest()


def _now(endpoint: Endpoint) -> int:
    return int(endpoint.clock.now().timestamp())
