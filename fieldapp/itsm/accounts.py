"""Users, passwords (argon2id) and tokens (only their SHA-256 is stored)."""

from __future__ import annotations

import hashlib
import secrets
import threading
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from fieldapp import ids
from fieldapp.clock import Clock
from fieldapp.domain.records import Actor, Role
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.database import Database
from fieldapp.itsm.duties import Duty, Right, from_text, rights, to_text, usual
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.tables import desk_sessions, devices, duties, logins, tokens, users

DESK, EVERYONE = "desk", "*"
"""Audiences of the feed beside the ids of users; `*` is everybody but the desk, which hears of everything anyway."""

ACCESS, REFRESH = "access", "refresh"

_CHECKING = threading.BoundedSemaphore(4)
"""Passwords checked at once by one process. Each takes 64 MiB, on purpose: forty threads of them would be 2.5 GB, and a flood of
logins would end the worker. The others wait; a core does seven a second anyway."""

# made once: it is asked with every request, and putting it together costs more than running it
_HOLDER = (
    select(tokens, logins.c.device_id, logins.c.confirmed, logins.c.revoked, users, duties.c.held)
    .join(logins, tokens.c.login_id == logins.c.id)
    .join(users, logins.c.user_id == users.c.id)
    .outerjoin(duties, duties.c.user_id == users.c.id)
    .where(tokens.c.hash == bindparam("digest"))
)
PEOPLE = select(users, duties.c.held).outerjoin(duties, duties.c.user_id == users.c.id)
"""Everybody, as `user_of` reads them."""


@dataclass(frozen=True, slots=True)
class User:
    """A person who may log in as `name`; `id` is what documents and events carry."""

    id: str
    name: str
    full_name: str
    role: Role
    duties: frozenset[Duty] = field(default_factory=frozenset)

    def may(self, right: Right) -> bool:
        return right in rights(self.duties)

    @property
    def actor(self) -> Actor:
        return Actor(self.id, self.full_name, self.role)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request, from which device."""

    user: User
    device_id: str

    @property
    def is_desk(self) -> bool:
        return self.user.role is Role.DESK and self.user.may(Right.WORK)

    @property
    def audiences(self) -> tuple[str, ...]:
        """Whose feeds this caller reads."""
        return (DESK,) if self.is_desk else (self.user.id, EVERYONE)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a login or a refresh hands out; `expires_in` in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int
    user: User


def add_user(database: Database, user: User, password: str) -> None:
    """Create the user, or give an existing one (same id) a new name, role, duties and password; his desk pages are logged out.

    Without duties the account gets those that are usual for its role.
    """
    held = to_text(user.duties or usual(user.role))
    values = {"name": user.name, "full_name": user.full_name, "role": user.role.value, "password_hash": _hasher().hash(password)}

    def work(connection: Connection) -> None:
        done = connection.execute(update(users).where(users.c.id == user.id).values(**values, failures=0, paused_until=0))
        if done.rowcount == 0:
            connection.execute(insert(users).values(id=user.id, failures=0, paused_until=0, **values))
        connection.execute(delete(duties).where(duties.c.user_id == user.id))
        connection.execute(insert(duties).values(user_id=user.id, held=held))
        connection.execute(delete(desk_sessions).where(desk_sessions.c.user_id == user.id))

    database.run_writing(work)


def find_user(connection: Connection, *, user_id: str | None = None, name: str | None = None) -> User | None:
    """By id or by login name."""
    wanted = users.c.id == user_id if user_id is not None else users.c.name == name
    row = connection.execute(PEOPLE.where(wanted)).first()
    return user_of(row) if row else None


def engineers(connection: Connection) -> list[User]:
    """Everybody who may be given an order, by name."""
    query = PEOPLE.where(users.c.role == Role.ENGINEER.value).order_by(users.c.full_name)
    return [user_of(row) for row in connection.execute(query)]


class Accounts:
    """Hands out and checks tokens. Refresh tokens rotate: one works again only while nobody has used its successor."""

    def __init__(self, config: EndpointConfig, database: Database, clock: Clock) -> None:
        self._config = config
        self._database = database
        self._clock = clock

    def log_in(self, name: str, password: str, device_id: str, device_name: str) -> Grant:
        """Check the password and start a chain of tokens. Raises Problem `unauthorised` or `rate-limited` (with Retry-After)."""
        user = self.check_password(name, password)
        return self._database.run_writing(lambda c: self._start(c, user, device_id, device_name))

    def check_password(self, name: str, password: str) -> User:
        """Who this is; wrong tries count wherever they are made. Raises Problem as `log_in` does."""
        with self._database.reading() as connection:
            row = connection.execute(PEOPLE.where(users.c.name == name)).first()
        pause = (row.paused_until - self._now()) if row else 0
        if pause > 0:
            raise Problem(Code.RATE_LIMITED, "too many wrong passwords", headers={"Retry-After": str(pause)})
        good = _matches(row.password_hash if row else _decoy(), password)
        if row is None or not good:
            if row is not None:
                self._count_failure(row.id)
            raise Problem(Code.UNAUTHORISED, "user name or password is wrong")
        if row.failures:
            forgotten = update(users).where(users.c.id == row.id).values(failures=0, paused_until=0)
            self._database.run_writing(lambda c: c.execute(forgotten))
        return user_of(row)

    def refresh(self, token: str, device_id: str) -> Grant:
        """Exchange a refresh token. A client that lost the reply may ask again with the same one until it has used the new pair;
        after that the old token is taken for stolen and the whole chain ends."""
        grant = self._database.run_writing(lambda c: self._renew(c, token, device_id))
        if grant is None:
            raise Problem(Code.UNAUTHORISED, "this refresh token is no longer valid")
        return grant

    def end_logins(self, name: str) -> None:
        """All logins of a user end at once, as after a lost laptop; the password stays."""
        theirs = logins.c.user_id.in_(select(users.c.id).where(users.c.name == name))
        self._database.run_writing(lambda c: c.execute(update(logins).where(theirs).values(revoked=True)))

    def identify(self, token: str, device_id: str) -> Caller:
        """Who holds this access token. Raises Problem `unauthorised`."""
        with self._database.reading() as connection:
            row = connection.execute(_HOLDER, {"digest": _digest(token)}).first()
        if row is None or row.kind != ACCESS or row.revoked or row.expires_at <= self._now() or row.device_id != device_id:
            raise Problem(Code.UNAUTHORISED, "no valid access token for this device")
        if row.generation > row.confirmed:
            newer = (logins.c.id == row.login_id) & (logins.c.confirmed < row.generation)
            self._database.run_writing(lambda c: c.execute(update(logins).where(newer).values(confirmed=row.generation)))
        caller = Caller(user_of(row), device_id)
        if caller.user.role is Role.DESK and not caller.is_desk:
            raise Problem(Code.FORBIDDEN, "this account is for the documents of the desk page only")
        return caller

    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    def _count_failure(self, user_id: str) -> None:
        def work(connection: Connection) -> None:
            one_more = update(users).where(users.c.id == user_id).values(failures=users.c.failures + 1)
            failures = connection.execute(one_more.returning(users.c.failures)).scalar_one()
            if failures >= self._config.login_attempts:
                pause = {"failures": 0, "paused_until": self._now() + self._config.login_pause_s}
                connection.execute(update(users).where(users.c.id == user_id).values(**pause))

        self._database.run_writing(work)

    def _start(self, connection: Connection, user: User, device_id: str, device_name: str) -> Grant:
        known = connection.execute(update(devices).where(devices.c.id == device_id).values(user_id=user.id, name=device_name))
        if known.rowcount == 0:
            connection.execute(insert(devices).values(id=device_id, user_id=user.id, name=device_name, last_seq=0))
        login_id = ids.new_ordered_id()
        connection.execute(insert(logins).values(id=login_id, user_id=user.id, device_id=device_id, confirmed=0, revoked=False))
        return self._issue(connection, login_id, 1, user)

    def _renew(self, connection: Connection, token: str, device_id: str) -> Grant | None:
        query = select(tokens, logins.c.device_id, logins.c.revoked, logins.c.confirmed, logins.c.user_id)
        query = query.join(logins, tokens.c.login_id == logins.c.id).where(tokens.c.hash == _digest(token))
        row = connection.execute(self._database.locked(query)).first()
        if row is None or row.kind != REFRESH or row.revoked or row.expires_at <= self._now() or row.device_id != device_id:
            return None
        if row.generation < row.confirmed:
            connection.execute(update(logins).where(logins.c.id == row.login_id).values(revoked=True))
            return None
        connection.execute(update(logins).where(logins.c.id == row.login_id).values(confirmed=row.generation))
        connection.execute(tokens.delete().where(tokens.c.login_id == row.login_id, tokens.c.generation < row.generation - 1))
        user = find_user(connection, user_id=row.user_id)
        assert user is not None, "a login belongs to a user"
        return self._issue(connection, row.login_id, row.generation + 1, user)

    def _issue(self, connection: Connection, login_id: str, generation: int, user: User) -> Grant:
        access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        lifetimes = ((ACCESS, access, self._config.access_ttl_s), (REFRESH, refresh, self._config.refresh_ttl_s))
        rows = [
            {
                "hash": _digest(value),
                "login_id": login_id,
                "kind": kind,
                "generation": generation,
                "expires_at": self._now() + lifetime,
            }
            for kind, value, lifetime in lifetimes
        ]
        connection.execute(insert(tokens), rows)
        return Grant(access, refresh, self._config.access_ttl_s, user)


def user_of(row: Row[Any]) -> User:
    """One row of PEOPLE."""
    return User(row.id, row.name, row.full_name, Role(row.role), from_text(row.held))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _decoy() -> str:
    # an unknown user name must take as long as a wrong password
    return _hasher().hash(secrets.token_urlsafe(16))


def _matches(password_hash: str, password: str) -> bool:
    try:
        with _CHECKING:
            return _hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
