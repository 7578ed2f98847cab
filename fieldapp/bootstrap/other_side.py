"""Looking at the endpoint as the desk does: what really arrived there."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldapp.clock import SystemClock
from fieldapp.ids import new_id
from fieldapp.sync.client import Client
from fieldapp.sync.connectors.native import log_in
from fieldapp.sync.tokens import TokenStore
from fieldapp.sync.transport import Transport
from fieldapp.sync.wire import HeldFile


@dataclass(slots=True)
class MemoryVault:
    """Secrets of one look, gone with it."""

    values: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        return self.values.get(name)

    def set(self, name: str, value: str) -> None:
        self.values[name] = value

    def delete(self, name: str) -> None:
        self.values.pop(name, None)


@dataclass(frozen=True, slots=True)
class Received:
    """An order as the endpoint holds it."""

    doc: dict[str, Any]
    files: tuple[HeldFile, ...]
    bytes_of: dict[str, bytes]


def look(url: str, user_name: str, password: str, order_id: str) -> Received:
    """Log in as a desk user and fetch an order with the bytes of all its files. Raises NetworkFault, AuthFault, ProblemFault."""
    transport = Transport(url)
    try:
        client = Client(transport, new_id(), "desk", TokenStore(MemoryVault()))
        client.login(user_name, password)
        files = client.attachments(order_id)
        held = {entry.sha256: client.blob(entry.sha256) for entry in files if entry.complete}
        return Received(client.order(order_id), files, held)
    finally:
        transport.close()


def desk_changes(url: str, user_name: str, password: str, order_id: str, answers: dict[str, Any]) -> None:
    """The desk corrects an order meanwhile, in its own name. Raises NetworkFault, AuthFault, ConflictFault, RefusedFault."""
    transport = Transport(url)
    try:
        log_in(transport, user_name, password, "desk", SystemClock()).update(order_id, answers, None)
    finally:
        transport.close()


def desk_cancels(url: str, user_name: str, password: str, order_id: str, reason: str) -> None:
    """The desk takes an order back for good. Raises NetworkFault, AuthFault, ProblemFault."""
    transport = Transport(url)
    try:
        client = Client(transport, new_id(), "desk", TokenStore(MemoryVault()))
        client.login(user_name, password)
        client.cancel(order_id, reason)
    finally:
        transport.close()


def end_logins(folder: Path, user_name: str) -> None:
    """All logins of a user end, as after a lost laptop; nothing serves the endpoint's folder meanwhile."""
    from fieldapp.itsm.config import EndpointConfig
    from fieldapp.itsm.context import open_endpoint

    endpoint = open_endpoint(EndpointConfig(folder))
    try:
        endpoint.accounts.end_logins(user_name)
    finally:
        endpoint.close()
