"""Request Tracker 5 by REST2.

Measured on 5.0.3: a PUT answers 200 with sentences even where nothing was done, so every write is read again; If-Match is
compared before the write, not with it; the ETag is the number of the ticket's last transaction; If-Modified-Since and the
field `Parent` of attachments fail with 500, base64 in JSON does with a Chinese file name; a comment's Subject can be listed
without its text and carries our marks.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from urllib.parse import quote

import msgspec
from urllib3 import encode_multipart_formdata
from urllib3.fields import RequestField

from fieldapp import ids
from fieldapp.domain.records import JSON, State
from fieldapp.errors import InputFault, NetworkFault
from fieldapp.sync.connectors import log_cursor
from fieldapp.sync.connectors.files import already_there, arrived
from fieldapp.sync.connectors.http import UPLOAD_S, Http, bare_name, decoded, expected_shape, whole
from fieldapp.sync.connectors.interface import (
    STATE,
    Attachment,
    Capabilities,
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

CAPABILITIES = Capabilities(
    atomic_update=False,
    unique_create=False,
    attach_once=False,
    resumable_upload=False,
    shows_refusals=False,
    delta=Delta.LOG,
    settle_s=15.0,
    measured_on="5.0.3",
)
PAGE = 100
NO_MOMENT = "1970-01-01T00:00:00Z"
NOBODY = "Nobody"
READ_ONLY = frozenset({"id", "Created", "LastUpdated", "Started", "Resolved", "Description"})
MARK_PREFIX = "fieldapp "
MARK = re.compile(MARK_PREFIX + "[0-9a-f-]{36,64}")
"""The id of a note or the hash of a file; the opening message has the ticket's title there, which may begin alike."""


@dataclass(slots=True)
class RequestTracker:
    """One queue. `http` carries `Authorization: token …` and the address ends in /REST/2.0."""

    http: Http
    mapping: TicketMapping
    _opened_with: dict[str, str] = field(default_factory=dict)

    def probe(self) -> ServerInfo:
        version = self.http.get("/rt")
        queue = self._queue()
        with expected_shape():
            custom = {f"CF.{item['name']}" for item in queue["TicketCustomFields"]}
        wanted = {name for name in self.mapping.product_fields() if name.startswith("CF.")}
        if missing := sorted(wanted - custom):
            raise InputFault(
                "mapping.invalid", f"queue {self.mapping.scope} has no custom field {missing[0][3:]}", field=missing[0]
            )
        with expected_shape():
            return ServerInfo("Request Tracker", str(version["Version"]), "", CAPABILITIES)

    def _queue(self) -> Any:
        try:
            return self.http.get(f"/queue/{quote(self.mapping.scope, safe='')}")
        except GoneFault as fault:
            raise InputFault(
                "mapping.invalid", f"there is no queue {self.mapping.scope}, or this login may not see it"
            ) from fault

    # --- reading ---------------------------------------------------------------------------------

    def pull(self, cursor: str | None, held: Collection[str]) -> Page:
        place = log_cursor.parse(cursor)
        if place is None or place.scanned is not None:
            return self._scan(place or log_cursor.Place(self._newest(), scanned=0))
        query = f"id > {place.after} AND ObjectType = 'RT::Ticket'"
        wanted = {"query": query, "fields": "ObjectId", "orderby": "id", "order": "ASC", "per_page": str(PAGE)}
        found = self.http.get("/transactions", wanted)
        with expected_shape():
            log = [(int(item["id"]), str(int(item["ObjectId"]))) for item in found["items"]]
        fresh = dict.fromkeys(rid for number, rid in log if number not in place.seen)
        items, gone = [], []
        for rid in fresh:
            seen = self._look(rid)
            if isinstance(seen, Order):
                items.append(seen)
            elif rid in held:
                gone.append(seen)
        return Page(tuple(items), tuple(gone), place.moved_on(number for number, _ in log).text, len(log) == PAGE)

    def _scan(self, place: log_cursor.Place) -> Page:
        """The first look: every open ticket, by number; what happens meanwhile is after `place` in the log."""
        states = [status for state, status in self.mapping.states.items() if state is not State.CLOSED]
        open_ones = " OR ".join(f"Status = {quoted(status)}" for status in states)
        query = f"Queue = {quoted(self.mapping.scope)} AND id > {place.scanned} AND ({open_ones})"
        found = self.http.get("/tickets", {"query": query, "orderby": "id", "order": "ASC", "per_page": str(PAGE)})
        with expected_shape():
            rids = [int(item["id"]) for item in found["items"]]
        more = len(rids) == PAGE
        items = tuple(seen for seen in (self._look(str(rid)) for rid in rids) if isinstance(seen, Order))
        return Page(items, (), place.scanned_to(rids[-1] if more else None).text, more)

    def _newest(self) -> int:
        query = {"query": "ObjectType = 'RT::Ticket'", "orderby": "id", "order": "DESC", "per_page": "1"}
        found = self.http.get("/transactions", query)
        with expected_shape():
            return max((int(item["id"]) for item in found["items"]), default=0)

    def _look(self, rid: str) -> Order | Gone:
        try:
            order = self.get(rid)
        except GoneFault:
            return Gone(rid, "purged")
        with expected_shape():
            if str(order.raw["EffectiveId"]["id"]) != rid:
                return Gone(rid, "merged")
            return order if order.raw["Queue"]["Name"] == self.mapping.scope else Gone(rid, "moved")

    def get(self, rid: str) -> Order:
        answer = self.http.get_answer(f"/ticket/{number(rid)}", {"fields": "Queue", "fields[Queue]": "Name"})
        ticket = decoded(answer)
        version = answer.headers.get("etag", "").strip('"')
        with expected_shape():
            flat = flattened(ticket)
            if not version:
                raise ValueError("no ETag")
        if "Description" in self.mapping.product_fields():
            flat["Description"] = self._description(rid)
        return Order(rid, version, flat.get(self.mapping.client_id) or None, self.mapping.ours(flat), ticket)

    def _description(self, rid: str) -> str:
        """The text the ticket was opened with, which never changes: its first part without a name."""
        if rid not in self._opened_with:
            first = next((part for part in self._parts(rid) if part["ContentType"] == "text/plain"), None)
            opening = first is not None and not first["Filename"] and not MARK.fullmatch(first["Subject"])
            self._opened_with[rid] = self._content(str(first["id"])).decode("utf-8", "replace") if first and opening else ""
        return self._opened_with[rid]

    def find(self, client_id: str) -> tuple[str, ...]:
        if not ids.is_id(client_id):
            raise ValueError("a client id is a UUID")
        key = self.mapping.client_id.removeprefix("CF.")
        query = f"Queue = {quoted(self.mapping.scope)} AND 'CF.{{{key}}}' = {quoted(client_id)}"
        found = self.http.get("/tickets", {"query": query, "orderby": "id", "order": "ASC", "per_page": str(PAGE)})
        with expected_shape():
            return tuple(str(rid) for rid in sorted(int(item["id"]) for item in found["items"]))

    # --- writing ---------------------------------------------------------------------------------

    def create(self, client_id: str, fields: Mapping[str, JSON]) -> Order:
        if found := self.find(client_id):
            return self.get(found[0])
        flat = self.mapping.theirs(fields)
        body = {"Queue": self.mapping.scope, "Subject": self.mapping.title(fields), **self.mapping.constants}
        body |= plain_part(flat) | {"CustomFields": custom_part(flat) | {self.mapping.client_id.removeprefix("CF."): client_id}}
        if flat.get("Description"):
            body |= {"Content": flat["Description"], "ContentType": "text/plain"}
        answer = self.http.write("POST", "/ticket", body)
        with expected_shape():
            return self.get(str(int(decoded(answer)["id"])))

    def update(self, rid: str, patch: Mapping[str, JSON], expect: str | None) -> Result:
        flat = self.mapping.theirs(patch)
        body = plain_part(flat) | ({"CustomFields": custom} if (custom := custom_part(flat)) else {})
        headers = {"If-Match": f'"{expect}"'} if expect is not None else {}
        answer = self.http.write("PUT", f"/ticket/{number(rid)}", body, headers)
        sentences = decoded(answer)
        order = self.get(rid)
        with expected_shape():
            now = flattened(dict(order.raw))
        missed = self.mapping.missed(patch, flat, now)
        return Result(order, {name: why(sentences, name) for name in missed})

    def note(self, rid: str, note_id: str, text: str) -> None:
        subject = MARK_PREFIX + note_id
        if any(item["Subject"] == subject for item in self._parts(rid)):
            return
        body = {"Subject": subject, "Content": text, "ContentType": "text/plain"}
        self.http.write("POST", f"/ticket/{number(rid)}/comment", body)

    # --- files -----------------------------------------------------------------------------------

    def _parts(self, rid: str) -> Iterator[dict[str, Any]]:
        """Every part of every message of a ticket, oldest first, without its bytes."""
        page = 1
        while True:
            query = {"fields": "Filename,ContentType,ContentLength,Subject", "per_page": str(PAGE), "page": str(page)}
            found = self.http.get(f"/ticket/{number(rid)}/attachments", query)
            with expected_shape():
                items = [{**item, "Subject": str(item["Subject"]), "Filename": str(item["Filename"])} for item in found["items"]]
                yield from sorted(items, key=lambda item: int(item["id"]))
            if len(items) < PAGE:
                return
            page += 1

    def attachments(self, rid: str) -> tuple[Attachment, ...]:
        found, sha256 = [], None
        for item in self._parts(rid):
            with expected_shape():
                if item["ContentType"].startswith("multipart/"):
                    sha256 = hash_in(item["Subject"])
                elif item["Filename"]:
                    name = bare_name(item["Filename"])
                    found.append(Attachment(str(item["id"]), name, item["ContentType"], int(item["ContentLength"]), sha256))
        return tuple(found)

    def attach(self, rid: str, name: str, mime: str, sha256: str, file: BinaryIO, progress: Progress) -> Attachment:
        data = whole(file, sha256)
        there = self._there(rid, name, sha256, len(data))
        if there is not None:
            return there
        progress(0, len(data))
        message = {"Subject": MARK_PREFIX + sha256, "Content": f"{name}\nSHA-256 {sha256}", "ContentType": "text/plain"}
        body, content_type = multipart(message, bare_name(name), mime, data)
        headers = {"Content-Type": content_type}
        self.http.write_bytes("POST", f"/ticket/{number(rid)}/comment", body, headers, deadline_s=UPLOAD_S)
        progress(len(data), len(data))
        kept = self._there(rid, name, sha256, len(data))
        if kept is None:
            raise NetworkFault("net.truncated", f"the product says it took {name}, but does not list it")
        return kept

    def _there(self, rid: str, name: str, sha256: str, size: int) -> Attachment | None:
        """By our mark; a file that somebody added by hand is known by name, size and bytes."""
        return already_there(self.attachments(rid), self.fetch, name, sha256, size)

    def fetch(self, attachment: Attachment) -> bytes:
        return arrived(attachment, self._content(attachment.id))

    def _content(self, attachment_id: str) -> bytes:
        found = decoded(self.http.get_answer(f"/attachment/{number(attachment_id)}", deadline_s=UPLOAD_S))
        with expected_shape():
            try:
                return base64.b64decode("".join(found["Content"].split()), validate=True)
            except binascii.Error as error:
                raise ValueError("the bytes are no base64") from error


def number(rid: str) -> int:
    """Raises ValueError for what is no number of a ticket: it becomes part of an address."""
    return int(rid)


def quoted(text: str) -> str:
    """A string of RT's query language."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def flattened(ticket: Mapping[str, Any]) -> dict[str, str]:
    """Field name → text; custom fields as CF.Name."""
    flat = {name: value for name, value in ticket.items() if isinstance(value, str) and value != NO_MOMENT}
    owner = ticket["Owner"]["id"]
    flat["Owner"] = "" if owner == NOBODY else owner
    for custom in ticket["CustomFields"]:
        flat[f"CF.{custom['name']}"] = str(next((value for value in custom["values"] if value is not None), ""))
    return flat


def plain_part(flat: Mapping[str, str]) -> dict[str, Any]:
    plain = {name: value for name, value in flat.items() if not name.startswith("CF.") and name not in READ_ONLY}
    if "Owner" in plain:
        plain["Owner"] = plain["Owner"] or NOBODY
    return plain


def custom_part(flat: Mapping[str, str]) -> dict[str, str | None]:
    """An empty text would be kept as a value; null takes the value away."""
    return {name.removeprefix("CF."): value or None for name, value in flat.items() if name.startswith("CF.")}


def why(sentences: object, name: str) -> str:
    """What RT said about a write that did not happen; it does not say for which field."""
    said = [str(text) for text in sentences] if isinstance(sentences, list) else []
    about = [text for text in said if name == STATE and "status" in text.lower()]
    return "; ".join(about or said)[:500] or "no reason given"


def hash_in(subject: str) -> str | None:
    match = re.fullmatch(re.escape(MARK_PREFIX) + "([0-9a-f]{64})", subject)
    return match[1] if match else None


def multipart(message: Mapping[str, str], name: str, mime: str, data: bytes) -> tuple[bytes, str]:
    """The only form in which RT takes a file with a Chinese name. Texts go as bytes: RT would change their encoding."""
    note = RequestField("JSON", msgspec.json.encode(message).decode(), headers={"Content-Type": "application/json"})
    note.make_multipart(content_type="application/json")
    file = RequestField("Attachments", data, filename=name)
    file.make_multipart(content_type="application/octet-stream" if mime.startswith(("text/", "message/")) else mime)
    return encode_multipart_formdata([note, file])
