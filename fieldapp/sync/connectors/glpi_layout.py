"""What is fixed in one GLPI installation: the entity, the columns of the Fields plugin, and who may bring a ticket where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from fieldapp.errors import InputFault
from fieldapp.sync.connectors.glpi_text import decoded_text
from fieldapp.sync.connectors.http import Http, decoded, expected_shape
from fieldapp.sync.connectors.mapping import TicketMapping
from fieldapp.sync.connectors.plain_times import FORMAT

BLOCK_FIELD = re.compile(r"Ticket\.(PluginFieldsTicket\w+)\.(\w+)")
ID_OPTION, STATUS_OPTION, ENTITY_OPTION = "2", "12", "80"
CLOCK_SLACK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Layout:
    """`block`: the plugin's class; `columns`: CF.Name → column of it; `client_option`: number of the search option of the
    client UUID; `ways`: status → status → may this profile go there (what is not said may be done)."""

    entity: int
    block: str
    columns: Mapping[str, str]
    client_option: str
    ways: Mapping[str, Mapping[str, Any]]
    profile: str

    def allows(self, old: str, new: str) -> bool:
        """GLPI keeps to this matrix in its own pages only: its interface takes any status."""
        return old == new or bool(self.ways.get(old, {}).get(new, True))


def read_layout(http: Http, mapping: TicketMapping) -> Layout:
    """Raises InputFault `mapping.invalid` for what the mapping names and GLPI lacks."""
    block, columns, options = _columns(http.get("/listSearchOptions/Ticket"), mapping)
    profile = http.get("/getActiveProfile")
    with expected_shape():
        name, ways = str(profile["active_profile"]["name"]), profile["active_profile"]["ticket_status"] or {}
        return Layout(_entity(http, mapping.scope), block, columns, options[mapping.client_id], dict(ways), name)


def _entity(http: Http, scope: str) -> int:
    """By number, by name, or by the whole name from the root."""
    found = http.get("/getMyEntities", {"is_recursive": "1"})
    with expected_shape():
        known = {int(item["id"]): decoded_text(item["name"]) for item in found["myentities"]}
    fitting = [number for number, name in known.items() if scope in (str(number), name, name.rpartition(" > ")[2])]
    if len(fitting) != 1:
        words = "there is no entity" if not fitting else "there is more than one entity"
        raise InputFault("mapping.invalid", f"{words} {scope} that this login may see", field=scope)
    return fitting[0]


def _columns(options: Mapping[str, Any], mapping: TicketMapping) -> tuple[str, dict[str, str], dict[str, str]]:
    """Block, columns and options of the custom fields, by label or by the name of the column."""
    blocks: dict[str, dict[str, tuple[str, str]]] = {}
    with expected_shape():
        for number, option in options.items():
            matched = BLOCK_FIELD.fullmatch(str(option.get("uid", ""))) if isinstance(option, dict) else None
            if matched:
                here = blocks.setdefault(matched[1], {})
                for name in (matched[2], *labels_in(decoded_text(option["name"]))):
                    here.setdefault(f"CF.{name}", (matched[2], number))
    wanted = sorted(name for name in mapping.product_fields() if name.startswith("CF."))
    for block, known in blocks.items():
        if mapping.client_id in known:
            if lacking := [name for name in wanted if name not in known]:
                text = f"the block of {mapping.client_id[3:]} has no field {lacking[0][3:]}, or none that holds text"
                raise InputFault("mapping.invalid", text, field=lacking[0])
            found = {name: known[name] for name in wanted}
            return block, {name: pair[0] for name, pair in found.items()}, {name: pair[1] for name, pair in found.items()}
    text = f"no block of the Fields plugin at tickets has a field {mapping.client_id.removeprefix('CF.')}"
    raise InputFault("mapping.invalid", text, field=mapping.client_id)


def labels_in(name: str) -> list[str]:
    """`block - field`; either may have such a line in it."""
    parts = name.split(" - ")
    return [" - ".join(parts[start:]) for start in range(1, len(parts))]


def check_clock(http: Http, mapping: TicketMapping) -> str:
    """GLPI gives times without a zone: its own clock, read in the mapping's zone, has to be that of its answers. Returns who is
    logged in."""
    answer = http.get_answer("/getFullSession")
    said = decoded(answer)
    with expected_shape():
        local = datetime.strptime(str(said["session"]["glpi_currenttime"]), FORMAT).replace(tzinfo=mapping.product_zone)
        user = str(said["session"]["glpiname"])
    try:
        real = parsedate_to_datetime(answer.headers["date"])
    except (KeyError, ValueError):
        return user
    if real.tzinfo is not None and abs(local - real) > CLOCK_SLACK:
        shown = real.astimezone(UTC).strftime(FORMAT)
        text = f"product_zone is not the zone of GLPI's times: it says {local.strftime(FORMAT)} at {shown} UTC"
        raise InputFault("mapping.invalid", text, field="product_zone")
    return user
