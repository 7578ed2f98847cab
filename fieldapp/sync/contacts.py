"""The endpoint's list of whom notices reach (§6.1.4), kept for the time without a network."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from fieldapp.clock import Clock, from_wire, to_wire
from fieldapp.domain import contacts
from fieldapp.errors import InputFault, NetworkFault
from fieldapp.store.store import Store
from fieldapp.sync.client import Client

CONTACTS: Final = "contacts"
ASKED_AT: Final = "contacts_at"
ASK_AGAIN: Final = timedelta(hours=1)
"""People change seldom; a day without a network must not begin with a list that is older than this."""


def contacts_due(store: Store, clock: Clock) -> bool:
    with store.reading() as work:
        asked_at = work.meta.get(ASKED_AT)
    return asked_at is None or not timedelta(0) <= clock.now() - from_wire(asked_at) < ASK_AGAIN


def refresh_contacts(client: Client, store: Store, clock: Clock) -> None:
    """Ask for the list; an endpoint that keeps none leaves the one that is here. Raises NetworkFault, AuthFault."""
    found = client.contacts()
    try:
        if found is not None:
            contacts.from_wire(found)
    except InputFault as error:
        raise NetworkFault("net.not-the-endpoint", f"the list of people cannot be used: {error}") from error
    with store.writing() as work:
        if found is not None:
            work.meta.set(CONTACTS, found)
        work.meta.set(ASKED_AT, to_wire(clock.now()))
