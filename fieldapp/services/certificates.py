"""The certificate this device got from its endpoint, and what is known of its end: expiry and revocation."""

from __future__ import annotations

import base64
from datetime import timedelta

from fieldapp.clock import from_wire
from fieldapp.forms.signing.keys import describe
from fieldapp.forms.signing.revocation import Standing, standing
from fieldapp.services.context import Context

CERTIFICATE_DAYS = 14.0
"""A certificate is renewed when it ends within this."""

ASK_AGAIN = timedelta(hours=1)
"""How old the revocation lists may be before a sync asks for new ones."""


def certificate_days(context: Context) -> float | None:
    """Days until the device's certificate expires; None without one."""
    with context.store.reading() as work:
        pem = work.meta.get("certificate")
    if not pem:
        return None
    left = describe(pem.encode()).not_after - context.clock.now()
    return left.total_seconds() / 86400


def device_standing(context: Context) -> Standing:
    """What the lists at hand say of the device's certificate; an empty one without a certificate."""
    with context.store.reading() as work:
        pem = work.meta.get("certificate")
        issuers = [item.encode() for name in ("chain", "trust") for item in work.meta.get(name, [])]
        lists = [base64.b64decode(text) for text in work.meta.get("crls", [])]
    return standing(pem.encode(), issuers, lists) if pem else Standing()


def certificate_due(context: Context) -> bool:
    """True when a certificate has to be asked for: there is none, its key is gone, it ends within a fortnight, or it was
    revoked."""
    days = certificate_days(context)
    if days is None or days <= CERTIFICATE_DAYS or context.vault.get("device-key") is None:
        return True
    return device_standing(context).revoked


def trust_due(context: Context) -> bool:
    """True when the endpoint should be asked what was revoked meanwhile."""
    with context.store.reading() as work:
        asked_at = work.meta.get("trust_at")
    return asked_at is None or not timedelta(0) <= context.clock.now() - from_wire(asked_at) < ASK_AGAIN
