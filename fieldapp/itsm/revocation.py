"""Taking certificates back: what was revoked is in the database, and every change of it is signed in a new list at once.

One row of `counters` numbers the lists. Whoever makes one holds that row until its transaction ends, so that two revocations
at the same moment are both on the later list.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from cryptography import x509
from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from fieldapp import clock
from fieldapp.errors import InputFault
from fieldapp.itsm.authority_lists import Reason, Revoked
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.database import next_value
from fieldapp.itsm.tables import certificates, crls, devices, logins, revocations, users
from fieldapp.itsm.time_certificates import COUNTER, TIME

RENEWED_AFTER = timedelta(hours=12)
"""A list handed out is never older: what it says is as of then."""


@dataclass(frozen=True, slots=True)
class Certified:
    """One certificate the authority has issued; `revoked` is None while it stands. Times RFC 3339."""

    serial: str
    user_id: str
    device_id: str
    issued_at: str
    revoked: Revoked | None


def revoke(
    endpoint: Endpoint,
    *,
    serial: str | None = None,
    user: str | None = None,
    device: str | None = None,
    time: bool = False,
    reason: Reason = Reason.UNSPECIFIED,
) -> tuple[Certified, ...]:
    """Revoke one certificate, or all of a person (login name), a device or the endpoint's own timestamps, and sign a new list;
    returns those newly revoked.

    A person's or a device's logins end with it: a lost laptop must not fetch a new certificate with the token it holds. The next
    timestamp is given by a new key. Raises InputFault `certificate.unknown` when nothing of that name was ever issued,
    `user.unknown`, `device.unknown`.
    """

    if time:
        endpoint.note_time_certificate()

    def work(connection: Connection) -> tuple[Certified, ...]:
        next_value(connection, COUNTER, 0)  # two revocations of one certificate wait for each other
        whose, ended = (certificates.c.user_id == TIME, None) if time else _meant(connection, serial, user, device)
        found = _certified(connection, whose)
        if not found and ended is None:
            raise InputFault("certificate.unknown", f"no certificate {TIME if time else serial} was issued here", serial=serial)
        standing = tuple(item for item in found if item.revoked is None)
        at = clock.to_wire(endpoint.clock.now())
        if standing:
            rows = [{"serial": item.serial, "reason": reason.value, "revoked_at": at} for item in standing]
            connection.execute(insert(revocations), rows)
            _sign(endpoint, connection)
        if ended is not None:
            connection.execute(update(logins).where(ended).values(revoked=True))
        return standing

    return endpoint.database.run_writing(work)


def current_lists(endpoint: Endpoint) -> tuple[bytes, ...]:
    """The lists of all issuers, DER; signed anew when the last ones are older than `RENEWED_AFTER`."""
    with endpoint.database.reading() as connection:
        held = _held(connection)
    return _fresh(endpoint, held) or endpoint.database.run_writing(lambda connection: _renewed(endpoint, connection))


def issued(endpoint: Endpoint) -> tuple[Certified, ...]:
    """Every certificate, in the order of issue."""
    with endpoint.database.reading() as connection:
        return _certified(connection, certificates.c.serial.is_not(None))


def is_revoked_key(connection: Connection, certificate_pem: str) -> bool:
    """True when a revoked certificate was for the same key: it must not come back under a new serial number."""
    key = x509.load_pem_x509_certificate(certificate_pem.encode()).public_key()
    query = select(certificates.c.pem).join(revocations, certificates.c.serial == revocations.c.serial)
    return any(x509.load_pem_x509_certificate(pem.encode()).public_key() == key for pem in connection.execute(query).scalars())


def _meant(
    connection: Connection, serial: str | None, user: str | None, device: str | None
) -> tuple[ColumnElement[bool], ColumnElement[bool] | None]:
    """Which certificates, and which logins end."""
    if serial is not None:
        return certificates.c.serial == serial.lower().replace(":", "").lstrip("0"), None
    if user is not None:
        user_id = connection.execute(select(users.c.id).where(users.c.name == user)).scalar_one_or_none()
        if user_id is None:
            raise InputFault("user.unknown", f"nobody logs in as {user}", user=user)
        return certificates.c.user_id == user_id, logins.c.user_id == user_id
    if connection.execute(select(devices.c.id).where(devices.c.id == device)).first() is None:
        raise InputFault("device.unknown", f"no device {device} was ever here", device=device)
    return certificates.c.device_id == device, logins.c.device_id == device


def _certified(connection: Connection, whose: ColumnElement[bool]) -> tuple[Certified, ...]:
    query = select(certificates, revocations.c.reason, revocations.c.revoked_at)
    query = query.outerjoin(revocations, certificates.c.serial == revocations.c.serial).where(whose)
    query = query.order_by(certificates.c.issued_at, certificates.c.serial)
    return tuple(
        Certified(row.serial, row.user_id, row.device_id, row.issued_at, _revoked(row.serial, row.reason, row.revoked_at))
        for row in connection.execute(query)
    )


def _revoked(serial: str, reason: str | None, at: str | None) -> Revoked | None:
    return Revoked(serial, clock.from_wire(at), Reason(reason)) if at is not None and reason is not None else None


def _held(connection: Connection) -> RowMapping | None:
    return connection.execute(select(crls).order_by(crls.c.number.desc()).limit(1)).mappings().first()


def _fresh(endpoint: Endpoint, held: RowMapping | None) -> tuple[bytes, ...]:
    age = endpoint.clock.now() - clock.from_wire(held["issued_at"]) if held else None
    if held is None or age is None or not timedelta(0) <= age < RENEWED_AFTER:
        return ()
    return tuple(base64.b64decode(text) for text in json.loads(held["lists"]))


def _renewed(endpoint: Endpoint, connection: Connection) -> tuple[bytes, ...]:
    """Look again behind the lock: of several callers one signs."""
    next_value(connection, COUNTER, 0)
    return _fresh(endpoint, _held(connection)) or _sign(endpoint, connection)


def _sign(endpoint: Endpoint, connection: Connection) -> tuple[bytes, ...]:
    number = next_value(connection, COUNTER)
    revoked: Sequence[Revoked] = [
        Revoked(row.serial, clock.from_wire(row.revoked_at), Reason(row.reason))
        for row in connection.execute(select(revocations).order_by(revocations.c.revoked_at, revocations.c.serial))
    ]
    lists = endpoint.authority().revocation_lists(number, revoked)
    connection.execute(crls.delete())
    text = json.dumps([base64.b64encode(item).decode() for item in lists])
    connection.execute(insert(crls).values(number=number, issued_at=clock.to_wire(endpoint.clock.now()), lists=text))
    return lists
