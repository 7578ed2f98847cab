"""Certificates of the endpoint's own timestamps among those that its authority has issued: so that they can be taken back."""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from sqlalchemy import Connection, insert, select

from fieldapp import clock
from fieldapp.itsm.database import Database, next_value
from fieldapp.itsm.tables import certificates, revocations

TIME = "(timestamps)"
"""Stands for the person whose certificate it is."""
COUNTER = "crl"
"""The row that numbers the revocation lists; whoever writes about certificates holds it."""


def stands(database: Database, certificate: x509.Certificate, now: datetime) -> bool:
    """False when this certificate for timestamps was revoked; one that is not known yet is noted as issued."""
    serial = f"{certificate.serial_number:x}"
    query = select(certificates.c.serial, revocations.c.revoked_at).outerjoin(revocations).where(certificates.c.serial == serial)
    with database.reading() as connection:
        known = connection.execute(query).first()
    if known is not None:
        return known.revoked_at is None
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")
    row = {"serial": serial, "user_id": TIME, "device_id": "-", "pem": pem, "issued_at": clock.to_wire(now)}

    def note(connection: Connection) -> None:
        next_value(connection, COUNTER, 0)  # two processes that meet it for the first time wait for each other
        if connection.execute(query).first() is None:
            connection.execute(insert(certificates).values(**row))

    database.run_writing(note)
    return True
