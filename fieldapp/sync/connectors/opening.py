"""From a mapping file to a connector."""

from __future__ import annotations

from fieldapp.errors import InputFault
from fieldapp.sync.connectors.http import Http
from fieldapp.sync.connectors.interface import Connector
from fieldapp.sync.connectors.mapping import TicketMapping
from fieldapp.sync.connectors.redmine import Redmine
from fieldapp.sync.connectors.request_tracker import RequestTracker
from fieldapp.sync.transport import Transport

REST2 = "/REST/2.0"


def open_product(mapping: TicketMapping, transport: Transport, token: str) -> Connector:
    """The product of a mapping; nothing is sent yet. `transport` leads to the product's own address, `token` is its API key."""
    match mapping.product:
        case "request-tracker":
            if not transport.base_url.rstrip("/").endswith(REST2):
                transport.base_url = transport.base_url.rstrip("/") + REST2
            return RequestTracker(Http(transport, {"Authorization": f"token {token}"}), mapping)
        case "redmine":
            return Redmine(Http(transport, {"X-Redmine-API-Key": token}), mapping)
    raise InputFault("mapping.invalid", f"there is no connector for {mapping.product}")
