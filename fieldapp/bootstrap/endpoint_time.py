"""Time from an endpoint for programs that are no device: logged in for as long as it takes, nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fieldapp.bootstrap.other_side import MemoryVault
from fieldapp.bootstrap.sync_binding import checked_address
from fieldapp.forms.signing.extend import Stamper
from fieldapp.ids import new_id
from fieldapp.sync.client import Client
from fieldapp.sync.timestamps import endpoint_stamper
from fieldapp.sync.tokens import TokenStore
from fieldapp.sync.transport import Transport


@contextmanager
def endpoint_time(url: str, user_name: str, password: str, ca_file: str = "") -> Iterator[Stamper]:
    """Raises InputFault `server.address`, NetworkFault, AuthFault `auth.refused`; what the stamper raises is in
    `sync/timestamps`."""
    transport = Transport(checked_address(url), ca_file=ca_file)
    try:
        client = Client(transport, new_id(), "archive", TokenStore(MemoryVault()))
        client.login(user_name, password)
        yield endpoint_stamper(client)
    finally:
        transport.close()
