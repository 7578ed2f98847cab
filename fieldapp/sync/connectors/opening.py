"""From a mapping file to a connector."""

from __future__ import annotations

from fieldapp.errors import InputFault
from fieldapp.sync.connectors.glpi import Glpi
from fieldapp.sync.connectors.interface import Connector
from fieldapp.sync.connectors.logins import Login, glpi_login, key_login, servicenow_login
from fieldapp.sync.connectors.mapping import TicketMapping
from fieldapp.sync.connectors.redmine import Redmine
from fieldapp.sync.connectors.request_tracker import RequestTracker
from fieldapp.sync.connectors.servicenow import ServiceNow
from fieldapp.sync.transport import Transport

REST2 = "/REST/2.0"
APIREST = "/apirest.php"


def open_product(mapping: TicketMapping, transport: Transport, login: Login) -> Connector:
    """The product of a mapping; nothing is sent yet. `transport` leads to the product's own address."""
    match mapping.product:
        case "request-tracker":
            _below(transport, REST2)
            return RequestTracker(key_login(transport, "Authorization", f"token {login.token}"), mapping)
        case "redmine":
            return Redmine(key_login(transport, "X-Redmine-API-Key", login.token), mapping)
        case "servicenow":
            return ServiceNow(servicenow_login(transport, login), mapping)
        case "glpi":
            _below(transport, APIREST)
            return Glpi(glpi_login(transport, login), mapping)
    raise InputFault("mapping.invalid", f"there is no connector for {mapping.product}")


def _below(transport: Transport, path: str) -> None:
    """Administrators give the address that people use."""
    base = transport.base_url.rstrip("/")
    transport.base_url = base if base.endswith(path) else base + path
