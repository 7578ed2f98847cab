"""Redmine 5 by its JSON interface.

Measured on 5.0.4: a forbidden transition answers 204 and does nothing, so every write is read again; `lock_version` is never
shown, so the version is the last journal with the time of change; a bad key is only refused where a login is needed; a file
goes in two steps, and its upload token works once, which makes attaching safe to repeat.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from urllib.parse import quote

from fieldapp import ids
from fieldapp.domain.records import JSON
from fieldapp.errors import InputFault, NetworkFault, RefusedFault
from fieldapp.sync.connectors import times_cursor
from fieldapp.sync.connectors.files import already_there, arrived
from fieldapp.sync.connectors.http import UPLOAD_S, Http, bare_name, decoded, expected_shape, whole, with_query
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
    RetryFault,
    ServerInfo,
)
from fieldapp.sync.connectors.mapping import TicketMapping

CAPABILITIES = Capabilities(
    atomic_update=False,
    unique_create=False,
    attach_once=True,
    resumable_upload=False,
    shows_refusals=False,
    delta=Delta.TIMES,
    settle_s=15.0,
    measured_on="5.0.4",
)
PAGE = 100
ENOUGH = 50
EVERYTHING = {"include": "journals,attachments,allowed_statuses"}
HASH_PREFIX = "sha256:"
PLAIN = ("subject", "description", "created_on", "updated_on")


@dataclass(slots=True)
class Redmine:
    """One project. `http` carries `X-Redmine-API-Key`."""

    http: Http
    mapping: TicketMapping
    _project: dict[str, Any] = field(default_factory=dict)
    _statuses: dict[str, int] = field(default_factory=dict)
    _tokens: dict[tuple[str, str], str] = field(default_factory=dict)

    def probe(self) -> ServerInfo:
        user = self.http.get("/users/current.json")
        with expected_shape():
            name = str(user["user"]["login"])
        statuses = self._status_ids()
        if missing := [status for status in (*self.mapping.states.values(), *self.mapping.removed) if status not in statuses]:
            raise InputFault("mapping.invalid", f"Redmine has no status {missing[0]}", field=missing[0])
        fields = {f"CF.{name}" for name in self._custom_ids()}
        wanted = {name for name in self.mapping.product_fields() if name.startswith("CF.")}
        if lacking := sorted(wanted - fields):
            text = f"project {self.mapping.scope} has no custom field {lacking[0][3:]}"
            raise InputFault("mapping.invalid", text, field=lacking[0])
        return ServerInfo("Redmine", "5", name, CAPABILITIES)

    def _status_ids(self) -> dict[str, int]:
        if not self._statuses:
            found = self.http.get("/issue_statuses.json")
            with expected_shape():
                self._statuses.update({str(item["name"]): int(item["id"]) for item in found["issue_statuses"]})
        return self._statuses

    def _about_project(self) -> dict[str, Any]:
        if not self._project:
            path = f"/projects/{quote(self.mapping.scope, safe='')}.json"
            try:
                found = self.http.get(path, {"include": "issue_custom_fields"})
            except GoneFault as fault:
                text = f"there is no project {self.mapping.scope}, or this login may not see it"
                raise InputFault("mapping.invalid", text) from fault
            with expected_shape():
                self._project.update(found["project"])
        return self._project

    def _custom_ids(self) -> dict[str, int]:
        about = self._about_project()
        with expected_shape():
            return {str(item["name"]): int(item["id"]) for item in about["issue_custom_fields"]}

    # --- reading ---------------------------------------------------------------------------------

    def pull(self, cursor: str | None, held: Collection[str]) -> Page:
        place = times_cursor.parse(cursor)
        fresh: dict[str, str] = {}
        since, offset = place.since, 0
        while True:
            listed = self._changed(since, offset, first=not place.since)
            fresh |= {rid: changed for rid, changed in listed if place.seen.get(rid) != changed}
            if place.unread(fresh) >= ENOUGH or len(listed) < PAGE:
                break
            # by time, not by offset: an issue that changes between two pages would move the others up
            since, offset = (since, offset + PAGE) if listed[-1][1] == since else (listed[-1][1], 0)
        items, gone, versions = [], [], {}
        for rid in fresh:
            seen = self._look(rid)
            if isinstance(seen, Order):
                versions[rid] = seen.version
                if place.versions.get(rid) != seen.version:
                    items.append(seen)
            elif rid in held:
                gone.append(seen)
        more = place.unread(fresh) >= ENOUGH
        if not more:
            gone += self._lost([rid for rid in held if rid not in fresh])
        return Page(tuple(items), tuple(gone), place.moved_on(fresh, versions).text, more)

    def _changed(self, since: str, offset: int, *, first: bool) -> list[tuple[str, str]]:
        """(rid, time of change) of one page, oldest first. The first look passes closed ones over."""
        wanted = {"project_id": self.mapping.scope, "subproject_id": "!*", "sort": "updated_on,id", "limit": str(PAGE)}
        wanted |= {"status_id": "open" if first else "*", "offset": str(offset)}
        if since:
            wanted["updated_on"] = f">={since}"
        found = self.http.get("/issues.json", wanted)
        with expected_shape():
            return [(str(int(item["id"])), str(item["updated_on"])) for item in found["issues"]]

    def _look(self, rid: str) -> Order | Gone:
        try:
            order = self.get(rid)
        except GoneFault:
            return Gone(rid, "purged")
        with expected_shape():
            return order if order.raw["project"]["id"] == self._about_project()["id"] else Gone(rid, "moved")

    def _lost(self, held: Collection[str]) -> list[Gone]:
        """An issue that was deleted or moved to another project is in no list of changes: it is asked for by number."""
        wanted, lost = sorted(held, key=int), []
        for start in range(0, len(wanted), PAGE):
            part = wanted[start : start + PAGE]
            query = {"issue_id": ",".join(str(int(rid)) for rid in part), "status_id": "*", "limit": str(PAGE)}
            found = self.http.get("/issues.json", query)
            with expected_shape():
                where = {str(int(item["id"])): item["project"]["id"] for item in found["issues"]}
                here = self._about_project()["id"]
            lost += [Gone(rid, "moved" if rid in where else "purged") for rid in part if where.get(rid) != here]
        return lost

    def get(self, rid: str) -> Order:
        found = self.http.get(f"/issues/{int(rid)}.json", EVERYTHING)
        with expected_shape():
            issue = found["issue"]
            flat = flattened(issue)
            journals = [int(entry["id"]) for entry in issue["journals"]]
            version = f"{issue['updated_on']}/{max(journals, default=0)}"
        return Order(rid, version, flat.get(self.mapping.client_id) or None, self.mapping.ours(flat), issue)

    def find(self, client_id: str) -> tuple[str, ...]:
        if not ids.is_id(client_id):
            raise ValueError("a client id is a UUID")
        key = f"cf_{self._custom_ids()[self.mapping.client_id.removeprefix('CF.')]}"
        query = {key: client_id, "status_id": "*", "project_id": self.mapping.scope, "subproject_id": "!*", "limit": str(PAGE)}
        found = self.http.get("/issues.json", query)
        with expected_shape():
            return tuple(str(rid) for rid in sorted(int(item["id"]) for item in found["issues"]))

    # --- writing ---------------------------------------------------------------------------------

    def create(self, client_id: str, fields: Mapping[str, JSON]) -> Order:
        if found := self.find(client_id):
            return self.get(found[0])
        flat = self.mapping.theirs(fields) | {self.mapping.client_id: client_id}
        issue = {"project_id": self.mapping.scope, "subject": self.mapping.title(fields), **self.mapping.constants}
        answer = self.http.write("POST", "/issues.json", {"issue": issue | self._body(flat)})
        with expected_shape():
            return self.get(str(int(decoded(answer)["issue"]["id"])))

    def update(self, rid: str, patch: Mapping[str, JSON], expect: str | None) -> Result:
        flat = self.mapping.theirs(patch)
        if expect is not None and self.get(rid).version != expect:
            raise ConflictFault("connector.conflict", f"issue {rid} has changed meanwhile")
        try:
            self.http.write("PUT", f"/issues/{int(rid)}.json", {"issue": self._body(flat)})
        except RefusedFault as fault:
            return Result(self.get(rid), dict.fromkeys(patch, fault.text))
        order = self.get(rid)
        with expected_shape():
            now = flattened(dict(order.raw))
        missed = self.mapping.missed(patch, flat, now)
        return Result(order, {name: why(order, name) for name in missed})

    def _body(self, flat: Mapping[str, str]) -> dict[str, Any]:
        custom_ids = self._custom_ids()
        body: dict[str, Any] = {}
        custom: list[dict[str, Any]] = []
        for name, value in flat.items():
            if name.startswith("CF."):
                custom.append({"id": custom_ids[name.removeprefix("CF.")], "value": value})
            elif name == "status":
                body["status_id"] = self._status_ids()[value]
            elif name == "assigned_to":
                body["assigned_to_id"] = int(value) if value else ""
            elif name in ("subject", "description"):
                body[name] = value
        return {**body, "custom_fields": custom} if custom else body

    def note(self, rid: str, note_id: str, text: str) -> None:
        mark = f"[{note_id}]"
        with expected_shape():
            if any(mark in str(entry["notes"]) for entry in self.get(rid).raw["journals"]):
                return
        self.http.write("PUT", f"/issues/{int(rid)}.json", {"issue": {"notes": f"{text}\n{mark}"}})

    # --- files -----------------------------------------------------------------------------------

    def attachments(self, rid: str) -> tuple[Attachment, ...]:
        raw = self.get(rid).raw
        with expected_shape():
            found = [
                Attachment(
                    str(int(item["id"])),
                    bare_name(item["filename"]),
                    str(item["content_type"] or ""),
                    int(item["filesize"]),
                    hash_in(item["description"]),
                )
                for item in raw["attachments"]
            ]
        return tuple(sorted(found, key=lambda held: int(held.id)))

    def attach(self, rid: str, name: str, mime: str, sha256: str, file: BinaryIO, progress: Progress) -> Attachment:
        data = whole(file, sha256)
        if (there := self._there(rid, name, sha256, len(data))) is not None:
            return there
        progress(0, len(data))
        token = self._tokens.get((rid, sha256)) or self._upload(bare_name(name), data)
        # kept for the next try: the token works once, so a try without an answer cannot make a second copy
        self._tokens[rid, sha256] = token
        entry = {"token": token, "filename": bare_name(name), "content_type": mime, "description": HASH_PREFIX + sha256}
        try:
            self.http.write("PUT", f"/issues/{int(rid)}.json", {"issue": {"uploads": [entry]}})
        except RetryFault:
            if self._there(rid, name, sha256, len(data)) is None:
                raise
        progress(len(data), len(data))
        del self._tokens[rid, sha256]
        kept = self._there(rid, name, sha256, len(data))
        if kept is None:
            raise NetworkFault("net.truncated", f"the product says it took {name}, but does not list it")
        return kept

    def _upload(self, name: str, data: bytes) -> str:
        """Step one; what is never attached is swept away by Redmine itself."""
        path, headers = with_query("/uploads.json", {"filename": name}), {"Content-Type": "application/octet-stream"}
        answer = self.http.write_bytes("POST", path, data, headers, deadline_s=UPLOAD_S)
        with expected_shape():
            return str(decoded(answer)["upload"]["token"])

    def _there(self, rid: str, name: str, sha256: str, size: int) -> Attachment | None:
        """By our mark; a file that somebody added by hand is known by name, size and bytes."""
        return already_there(self.attachments(rid), self.fetch, name, sha256, size)

    def fetch(self, attachment: Attachment) -> bytes:
        return arrived(attachment, self.http.get_answer(f"/attachments/download/{int(attachment.id)}", deadline_s=UPLOAD_S).body)


def flattened(issue: Mapping[str, Any]) -> dict[str, str]:
    """Field name → text; custom fields as CF.Name."""
    flat = {name: str(issue[name] or "") for name in PLAIN}
    flat["status"] = str(issue["status"]["name"])
    flat["assigned_to"] = str(issue["assigned_to"]["id"]) if issue.get("assigned_to") else ""
    for custom in issue["custom_fields"]:
        flat[f"CF.{custom['name']}"] = str(custom["value"] or "")
    return flat


def why(order: Order, name: str) -> str:
    """Redmine gives no reason; which states it would have taken is known."""
    if name != STATE:
        return "the product kept its own value"
    allowed = ", ".join(str(status["name"]) for status in order.raw.get("allowed_statuses", ()))
    return f"the product keeps {order.raw['status']['name']}; allowed: {allowed or 'nothing'}"


def hash_in(description: object) -> str | None:
    text = str(description or "").strip()
    return text.removeprefix(HASH_PREFIX) if text.startswith(HASH_PREFIX) and len(text) == len(HASH_PREFIX) + 64 else None
