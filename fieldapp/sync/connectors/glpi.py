"""GLPI 10 by its REST interface (apirest.php), with the Fields plugin for our own fields.

Measured on 10.0.17-dev: a status is taken whatever the profile's life cycle says, so that matrix is kept here; a custom value
that is too long makes GLPI drop every custom value of the same write and answer 200, so every write is read again; an assignee
is only ever added, so who leaves is taken away; times have no zone; purged tickets leave no trace in the log.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import msgspec
from urllib3 import encode_multipart_formdata
from urllib3.fields import RequestField

from fieldapp import ids
from fieldapp.domain.records import JSON
from fieldapp.errors import InputFault, NetworkFault, RefusedFault
from fieldapp.sync.connectors import log_cursor
from fieldapp.sync.connectors.files import arrived
from fieldapp.sync.connectors.glpi_layout import ENTITY_OPTION, ID_OPTION, STATUS_OPTION, Layout, check_clock, read_layout
from fieldapp.sync.connectors.glpi_text import as_html, decoded_text, plain_text
from fieldapp.sync.connectors.http import UPLOAD_S, Http, bare_name, decoded, expected_shape, whole
from fieldapp.sync.connectors.interface import (
    STATE,
    Attachment,
    Capabilities,
    ConflictFault,
    Delta,
    Gone,
    GoneFault,
    Order,
    Page,
    Progress,
    Result,
    ServerInfo,
)
from fieldapp.sync.connectors.mapping import TicketMapping
from fieldapp.sync.connectors.plain_times import with_zone, without_zone

CAPABILITIES = Capabilities(
    atomic_update=False,
    unique_create=False,
    attach_once=False,
    resumable_upload=False,
    shows_refusals=False,
    delta=Delta.LOG,
    settle_s=15.0,
    measured_on="10.0.17-dev",
)
PAGE = 100
LOG_PAGE = 500
ENOUGH = 50
ASSIGNED = 2
"""The kind of a person at a ticket who works on it."""

ASSIGNEE_FIELD = "users_id_assign"
HASH_MARK = re.compile(r"sha256:([0-9a-f]{64}) (\d+)")
UNKNOWN_SIZE = -1


@dataclass(slots=True)
class Glpi:
    """One entity. `http` carries the session."""

    http: Http
    mapping: TicketMapping
    _layout: Layout | None = None

    def probe(self) -> ServerInfo:
        layout = self._known()
        user = check_clock(self.http, self.mapping)
        config = self.http.get("/getGlpiConfig")
        try:
            self._log({"range": "0-0"})
        except RefusedFault as fault:
            text = f"profile {layout.profile} may not read the log (Administration › Logs): changes could not be seen"
            raise InputFault("mapping.invalid", text, field="profile") from fault
        with expected_shape():
            return ServerInfo("GLPI", str(config["cfg_glpi"]["version"]), user, CAPABILITIES)

    def _known(self) -> Layout:
        if self._layout is None:
            self._layout = read_layout(self.http, self.mapping)
        return self._layout

    # --- reading ---------------------------------------------------------------------------------

    def pull(self, cursor: str | None, held: Collection[str]) -> Page:
        place = log_cursor.parse(cursor)
        if place is None or place.scanned is not None:
            return self._scan(place or log_cursor.Place(self._newest(), scanned=0))
        read: list[int] = []
        fresh: dict[str, None] = {}
        for number, rid in sorted(self._since(place.after)):
            if len(fresh) >= ENOUGH and rid not in fresh:
                break
            read.append(number)
            if number not in place.seen:
                fresh[rid] = None
        items, gone = [], []
        for rid in fresh:
            seen = self._look(rid)
            if isinstance(seen, Order):
                items.append(seen)
            elif rid in held:
                gone.append(seen)
        more = len(fresh) >= ENOUGH
        if not more:
            # what was purged is in no log
            lost = (self._look(rid) for rid in held if rid not in fresh)
            gone += [seen for seen in lost if isinstance(seen, Gone)]
        return Page(tuple(items), tuple(gone), place.moved_on(read).text, more)

    def _since(self, after: int) -> Iterator[tuple[int, str]]:
        """(number, rid) of the log's entries about tickets after a number, newest first: it can only be read from its end."""
        start = 0
        while True:
            for number, rid in (entries := self._log({"range": f"{start}-{start + LOG_PAGE - 1}"})):
                if number <= after:
                    return
                yield number, rid
            if len(entries) < LOG_PAGE:
                return
            # entries that come meanwhile push known ones down, so that none is missed
            start += LOG_PAGE

    def _log(self, query: Mapping[str, str]) -> list[tuple[int, str]]:
        wanted = {"searchText[itemtype]": "^Ticket$", "sort": "id", "order": "DESC", **query}
        found = self._listed("/Log", wanted)
        with expected_shape():
            return [(int(item["id"]), str(int(item["items_id"]))) for item in found]

    def _listed(self, path: str, query: Mapping[str, str]) -> list[Any]:
        """A range behind the end is refused by GLPI; here it is just empty."""
        try:
            found = self.http.get(path, query)
        except RefusedFault as fault:
            if "ERROR_RANGE_EXCEED_TOTAL" in fault.text:
                return []
            raise
        with expected_shape():
            return list(found)

    def _newest(self) -> int:
        return max((number for number, _ in self._log({"range": "0-0"})), default=0)

    def _scan(self, place: log_cursor.Place) -> Page:
        """The first look: every ticket of the entity that is not closed, by number."""
        criteria = [(ID_OPTION, "contains", f">{place.scanned}"), (ENTITY_OPTION, "equals", str(self._known().entity))]
        rids = self._searched([*criteria, (STATUS_OPTION, "equals", "notclosed")])
        more = len(rids) == PAGE
        items = tuple(seen for seen in (self._look(str(rid)) for rid in rids) if isinstance(seen, Order))
        return Page(items, (), place.scanned_to(rids[-1] if more else None).text, more)

    def _searched(self, criteria: list[tuple[str, str, str]]) -> list[int]:
        """Numbers of tickets, lowest first."""
        query = {"forcedisplay[0]": ID_OPTION, "sort": ID_OPTION, "order": "ASC", "range": f"0-{PAGE - 1}"}
        for place, (option, kind, value) in enumerate(criteria):
            part = f"criteria[{place}]"
            query |= {f"{part}[link]": "AND", f"{part}[field]": option, f"{part}[searchtype]": kind, f"{part}[value]": value}
        found = self.http.get("/search/Ticket", query)
        with expected_shape():
            return sorted(int(row[ID_OPTION]) for row in found.get("data", ()))

    def _look(self, rid: str) -> Order | Gone:
        try:
            order = self.get(rid)
        except GoneFault:
            return Gone(rid, "purged")
        with expected_shape():
            return order if order.raw["entities_id"] == self._known().entity else Gone(rid, "moved")

    def get(self, rid: str) -> Order:
        path, layout = f"/Ticket/{int(rid)}", self._known()
        # the log first: what changes meanwhile makes the version too old, never too new
        log = self._listed(f"{path}/Log", {"sort": "id", "order": "DESC", "range": "0-0"})
        ticket = self.http.get(path)
        block = self._listed(f"{path}/{layout.block}", {"range": "0-0"})
        people = self._people(rid)
        with expected_shape():
            if ticket["is_deleted"]:
                raise GoneFault("connector.gone", f"ticket {rid} is in GLPI's bin")
            version = f"{ticket['date_mod']}/{max((int(entry['id']) for entry in log), default=0)}"
            flat = self._flattened(ticket, block[0] if block else {}, people)
        return Order(rid, version, flat.get(self.mapping.client_id) or None, self.mapping.ours(flat), {**ticket, "flat": flat})

    def _people(self, rid: str) -> list[tuple[int, str]]:
        """(number of the entry, person) of those who work on a ticket, oldest first."""
        found = self._listed(f"/Ticket/{int(rid)}/Ticket_User", {"range": f"0-{PAGE - 1}"})
        with expected_shape():
            return sorted((int(entry["id"]), str(entry["users_id"])) for entry in found if entry["type"] == ASSIGNED)

    def _flattened(self, ticket: Mapping[str, Any], block: Mapping[str, Any], people: list[tuple[int, str]]) -> dict[str, str]:
        """Field name → text; fields of the plugin as CF.Name. Of several assignees the first whom the mapping knows."""
        flat = {name: decoded_text(value) for name, value in ticket.items() if isinstance(value, str | int)}
        flat = {name: "" if name.endswith("s_id") and value == "0" else value for name, value in flat.items()}
        flat["content"] = plain_text(ticket["content"])
        flat |= {name: decoded_text(block.get(column)) for name, column in self._known().columns.items()}
        for name in self.mapping.moments() & flat.keys():
            flat[name] = with_zone(flat[name], self.mapping.product_zone)
        persons = [person for _, person in people]
        flat[ASSIGNEE_FIELD] = next((one for one in persons if one in self.mapping.people), next(iter(persons), ""))
        return flat

    def find(self, client_id: str) -> tuple[str, ...]:
        if not ids.is_id(client_id):
            raise ValueError("a client id is a UUID")
        found = self._searched([(self._known().client_option, "contains", f"^{client_id}$")])
        return tuple(str(rid) for rid in found)

    # --- writing ---------------------------------------------------------------------------------

    def create(self, client_id: str, fields: Mapping[str, JSON]) -> Order:
        if found := self.find(client_id):
            return self.get(found[0])
        flat = self.mapping.theirs(fields) | {self.mapping.client_id: client_id}
        ticket = {**self.mapping.constants, "name": self.mapping.title(fields), **self._body(flat)}
        ticket |= self.mapping.with_state(fields).constants
        if flat.get(ASSIGNEE_FIELD):
            ticket["_users_id_assign"] = [int(flat[ASSIGNEE_FIELD])]
        answer = self.http.write("POST", "/Ticket", {"input": ticket | {"entities_id": self._known().entity}})
        with expected_shape():
            rid = str(int(decoded(answer)["id"]))
        order = self.get(rid)
        if order.client_id == client_id:
            return order
        # a custom value that GLPI could not keep took all of them with it: ours first, or the ticket would be opened again
        self._put(rid, {self.mapping.client_id: client_id})
        order = self.update(rid, fields, None).order
        if order.client_id != client_id:
            text = f"GLPI does not keep {self.mapping.client_id[3:]} of ticket {rid}: is its block there for this entity?"
            raise InputFault("mapping.invalid", text, field=self.mapping.client_id)
        return order

    def _body(self, flat: Mapping[str, str]) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for name, text in flat.items():
            value = without_zone(text, self.mapping.product_zone) if name in self.mapping.moments() else text
            if name in self._known().columns:
                body[self._known().columns[name]] = value
            elif name == "content":
                body[name] = as_html(text)
            elif name != ASSIGNEE_FIELD:
                body[name] = int(value or 0) if name == "status" or name.endswith("s_id") else value
        return body

    def update(self, rid: str, patch: Mapping[str, JSON], expect: str | None) -> Result:
        flat = self.mapping.theirs(patch)
        before = self.get(rid)
        if expect is not None and before.version != expect:
            raise ConflictFault("connector.conflict", f"ticket {rid} has changed meanwhile")
        refused = self._forbidden(before, flat)
        said = ""
        try:
            if ASSIGNEE_FIELD in flat:
                self._assign(rid, flat[ASSIGNEE_FIELD])
            wanted = {name: value for name, value in flat.items() if name != self.mapping.state or not refused}
            extra = {} if refused else dict(self.mapping.with_state(patch).constants)
            said = self._put(rid, wanted, extra)
        except RefusedFault as fault:
            said = fault.text
        order = self.get(rid)
        missed = self.mapping.missed(patch, flat, order.raw["flat"])
        return Result(order, dict.fromkeys(missed, said or "the product kept its own value") | refused)

    def _forbidden(self, before: Order, flat: Mapping[str, str]) -> dict[str, str]:
        old, new = str(before.raw["status"]), flat.get(self.mapping.state, "")
        layout = self._known()
        if not new or layout.allows(old, new):
            return {}
        return {STATE: f"the life cycle of profile {layout.profile} does not lead from status {old} to {new}"}

    def _assign(self, rid: str, person: str) -> None:
        """First the new one, so that the ticket is never nobody's: GLPI would set it back to new."""
        there = self._people(rid)
        if person and person not in [held for _, held in there]:
            body = {"tickets_id": int(rid), "users_id": int(person), "type": ASSIGNED}
            self.http.write("POST", "/Ticket_User", {"input": body})
        for entry, held in there:
            if held != person:
                self.http.write_bytes("DELETE", f"/Ticket_User/{entry}", b"", {})

    def _put(self, rid: str, flat: Mapping[str, str], extra: Mapping[str, str] | None = None) -> str:
        """Returns what GLPI said. A custom value that it cannot keep must not take the others with it: each goes alone then."""
        body = {**self._body(flat), **(extra or {})}
        if not body:
            return ""
        answer = self.http.write("PUT", f"/Ticket/{int(rid)}", {"input": body})
        said = said_in(decoded(answer), rid)
        custom = [name for name in flat if name in self._known().columns]
        if said and len(custom) > 1:
            parts = [self._put(rid, {name: flat[name]}) for name in custom]
            return "; ".join(dict.fromkeys(part for part in parts if part))
        return said

    def note(self, rid: str, note_id: str, text: str) -> None:
        """Private: what engineers write is for the desk."""
        mark, path = f"[{note_id}]", f"/Ticket/{int(rid)}/ITILFollowup"
        if self._listed(path, {"searchText[content]": mark, "range": "0-0"}):
            return
        body = {"itemtype": "Ticket", "items_id": int(rid), "content": as_html(f"{text}\n{mark}"), "is_private": 1}
        self.http.write("POST", "/ITILFollowup", {"input": body})

    # --- files -----------------------------------------------------------------------------------

    def attachments(self, rid: str) -> tuple[Attachment, ...]:
        return tuple(held for held, _ in self._documents(rid))

    def _documents(self, rid: str) -> list[tuple[Attachment, str]]:
        """(file, SHA-1 that GLPI made), oldest first. GLPI does not tell how long a file is; ours has it beside the hash."""
        links = self._listed(f"/Ticket/{int(rid)}/Document_Item", {"range": "0-999", "sort": "id", "order": "ASC"})
        found = []
        with expected_shape():
            numbers = [int(link["documents_id"]) for link in links]
        for number in numbers:
            try:
                item = self.http.get(f"/Document/{number}")
            except GoneFault:
                continue
            with expected_shape():
                sha256, size = marked(item["comment"])
                name, mime = bare_name(decoded_text(item["filename"])), str(item["mime"] or "")
                found.append((Attachment(str(number), name, mime, size, sha256), str(item["sha1sum"] or "")))
        return found

    def attach(self, rid: str, name: str, mime: str, sha256: str, file: BinaryIO, progress: Progress) -> Attachment:
        data = whole(file, sha256)
        if (there := self._there(rid, sha256, data)) is not None:
            return there
        progress(0, len(data))
        manifest: dict[str, Any] = {
            "name": bare_name(name),
            "_filename": [bare_name(name)],
            "comment": f"sha256:{sha256} {len(data)}",
        }
        # the link in the same write: there is never a file that belongs to no ticket
        manifest |= {"itemtype": "Ticket", "items_id": int(rid), "entities_id": self._known().entity}
        body, content_type = multipart({"input": manifest}, bare_name(name), mime, data)
        self.http.write_bytes("POST", "/Document", body, {"Content-Type": content_type}, deadline_s=UPLOAD_S)
        progress(len(data), len(data))
        kept = self._there(rid, sha256, data)
        if kept is None:
            raise NetworkFault("net.truncated", f"the product says it took {name}, but does not list it")
        return kept

    def _there(self, rid: str, sha256: str, data: bytes) -> Attachment | None:
        """By our mark; a file that somebody added by hand by its SHA-1, and then by its bytes."""
        sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        for held, theirs in self._documents(rid):
            if held.sha256 == sha256 and held.size == len(data):
                return held
            if held.sha256 is None and theirs == sha1 and hashlib.sha256(self.fetch(held)).hexdigest() == sha256:
                return held
        return None

    def fetch(self, attachment: Attachment) -> bytes:
        return arrived(
            attachment, self.http.get_answer(f"/Document/{int(attachment.id)}", {"alt": "media"}, deadline_s=UPLOAD_S).body
        )


def said_in(answer: object, rid: str) -> str:
    """The message of a write to one ticket: `[{"7": true, "message": "…"}]`."""
    with expected_shape():
        entry = answer[0] if isinstance(answer, list) else answer
        words = str(entry.get("message") or "")  # type: ignore[union-attr]
        done = bool(entry.get(str(int(rid)), True))  # type: ignore[union-attr]
    return words or ("" if done else "no reason given")


def marked(comment: object) -> tuple[str | None, int]:
    found = HASH_MARK.fullmatch(str(comment or "").strip())
    return (found[1], int(found[2])) if found else (None, UNKNOWN_SIZE)


def multipart(manifest: Mapping[str, Any], name: str, mime: str, data: bytes) -> tuple[bytes, str]:
    """What GLPI calls an upload: a description, and the file under the name that the description gives."""
    description = RequestField("uploadManifest", msgspec.json.encode(manifest), headers={"Content-Type": "application/json"})
    description.make_multipart(content_type="application/json")
    file = RequestField("filename[0]", data, filename=name)
    file.make_multipart(content_type=mime or "application/octet-stream")
    return encode_multipart_formdata([description, file])
