"""ServiceNow by its Table and Attachment API: the table `incident`, one assignment group.

Never run on the product: written from its documentation and from answers that others recorded. What is known from there: a
field that this login may not write, or that does not exist, is left out without a word, so every write is read again; a business
rule or data policy refuses with 403; a condition that cannot be understood is dropped from a query, which then finds more than
was asked for, so what comes back is compared; times are UTC; journals can be read only in the form that people see.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any, BinaryIO
from urllib.parse import quote

from fieldapp import ids
from fieldapp.domain.records import JSON
from fieldapp.errors import InputFault, NetworkFault, RefusedFault
from fieldapp.sync.connectors import times_cursor
from fieldapp.sync.connectors.files import already_there, arrived
from fieldapp.sync.connectors.http import UPLOAD_S, Http, bare_name, decoded, expected_shape, whole
from fieldapp.sync.connectors.interface import (
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
    delta=Delta.TIMES,
    settle_s=15.0,
    measured_on="",
)
TABLE = "incident"
RECORDS = f"/api/now/table/{TABLE}"
FILES = "/api/now/attachment"
SYS_ID = re.compile(r"[0-9a-f]{32}")
PAGE = 100
ENOUGH = 100
MOST_FILES = 1000
VALUES = {"sysparm_display_value": "false", "sysparm_exclude_reference_link": "true"}
WITH_SOMEBODY = "+assigned"
"""A state of the mapping with this at its end is that state with an assignee: ServiceNow knows no state for dispatched."""

GROUP, NOTES = "assignment_group", "work_notes"


@dataclass(slots=True)
class ServiceNow:
    """One assignment group. `http` carries the login."""

    http: Http
    mapping: TicketMapping
    _group: list[str] = field(default_factory=list)

    def probe(self) -> ServerInfo:
        self._group_id()
        seen = self._records("ORDERBYDESCsys_updated_on", "1")
        if seen:
            with expected_shape():
                self._check_columns(seen[0])
                self._check_clock(str(seen[0]["sys_id"]), str(seen[0]["sys_updated_on"]))
        return ServerInfo("ServiceNow", "", "", CAPABILITIES)

    def _check_columns(self, record: Mapping[str, Any]) -> None:
        """A column that is not there, or that this login may not read, is missing from a record."""
        wanted = sorted({*self.mapping.product_fields(), self.mapping.state, self.mapping.assignee, "sys_mod_count", GROUP})
        if missing := [name for name in wanted if name not in record]:
            text = f"{TABLE} has no column {missing[0]}, or this login may not read it"
            raise InputFault("mapping.invalid", text, field=missing[0])

    def _check_clock(self, rid: str, changed: str) -> None:
        """Whether times in queries are UTC, as those in answers are."""
        if [found["sys_id"] for found in self._records(f"sys_id={rid}^sys_updated_on={changed}", "2")] == [rid]:
            return
        text = "times in queries are not those of answers: give the bridge's user at ServiceNow the time zone GMT"
        raise InputFault("mapping.invalid", text, field="sys_updated_on")

    def _group_id(self) -> str:
        if not self._group:
            scope = self.mapping.scope
            column = "sys_id" if SYS_ID.fullmatch(scope) else "name"
            query = {"sysparm_query": f"{column}={plain(scope)}", "sysparm_fields": "sys_id,name", "sysparm_limit": "2", **VALUES}
            found = result_of(self.http.get("/api/now/table/sys_user_group", query))
            with expected_shape():
                fitting = [str(item["sys_id"]) for item in found if item[column] == scope]
            if len(fitting) != 1:
                text = f"there is no one group {scope} that this login may see"
                raise InputFault("mapping.invalid", text, field=scope)
            self._group.append(fitting[0])
        return self._group[0]

    # --- reading ---------------------------------------------------------------------------------

    def pull(self, cursor: str | None, held: Collection[str]) -> Page:
        place = times_cursor.parse(cursor)
        fresh: dict[str, Order] = {}
        changed: dict[str, str] = {}
        since, offset = place.since, 0
        while True:
            listed = [(self._order(record), changed_at(record)) for record in self._changed(since, offset, first=not place.since)]
            for order, moment in listed:
                if place.seen.get(order.rid) != moment:
                    fresh[order.rid], changed[order.rid] = order, moment
            if place.unread(fresh) >= ENOUGH or len(listed) < PAGE:
                break
            # by time, not by offset: a record that changes between two pages would move the others up
            last = listed[-1][1]
            since, offset = (since, offset + PAGE) if last == since else (last, 0)
        versions = {rid: order.version for rid, order in fresh.items()}
        items = tuple(order for rid, order in fresh.items() if place.versions.get(rid) != order.version)
        more = place.unread(fresh) >= ENOUGH
        gone = () if more else self._lost([rid for rid in held if rid not in fresh])
        return Page(items, gone, place.moved_on(changed, versions).text, more)

    def _changed(self, since: str, offset: int, *, first: bool) -> list[dict[str, Any]]:
        """One page of the group's records, oldest change first. The first look passes closed ones over."""
        parts = [f"{GROUP}={self._group_id()}"]
        parts += ["active=true"] if first else []
        parts += [f"sys_updated_on>={without_zone(since, UTC)}"] if since else []
        found = self._records("^".join([*parts, "ORDERBYsys_updated_on", "ORDERBYsys_id"]), str(PAGE), str(offset))
        with expected_shape():
            return [record for record in found if value_of(record[GROUP]) == self._group_id()]

    def _records(self, query: str, limit: str, offset: str = "0") -> list[dict[str, Any]]:
        wanted = {"sysparm_query": query, "sysparm_limit": limit, "sysparm_offset": offset, "sysparm_no_count": "true", **VALUES}
        found = result_of(self.http.get(RECORDS, wanted))
        with expected_shape():
            return [dict(record) for record in found]

    def _lost(self, held: Collection[str]) -> tuple[Gone, ...]:
        """A record that was deleted or given to another group is in no list of changes: it is asked for by its id."""
        wanted, lost = sorted(held), []
        for start in range(0, len(wanted), PAGE):
            part = wanted[start : start + PAGE]
            found = self._records(f"sys_idIN{','.join(checked_id(rid) for rid in part)}", str(PAGE))
            with expected_shape():
                where = {str(item["sys_id"]): value_of(item[GROUP]) for item in found}
            here = self._group_id()
            lost += [Gone(rid, "moved" if rid in where else "purged") for rid in part if where.get(rid) != here]
        return tuple(lost)

    def get(self, rid: str) -> Order:
        return self._order(result_of(self.http.get(f"{RECORDS}/{checked_id(rid)}", VALUES)))

    def _order(self, record: Mapping[str, Any]) -> Order:
        with expected_shape():
            flat = {name: value_of(value) for name, value in record.items()}
            for name in self.mapping.moments() & flat.keys():
                flat[name] = with_zone(flat[name], UTC)
            with_somebody = flat[self.mapping.state] + WITH_SOMEBODY
            if flat[self.mapping.assignee] and with_somebody in self.mapping.states.values():
                flat[self.mapping.state] = with_somebody
            version = f"{flat['sys_updated_on']}/{int(flat['sys_mod_count'])}"
            client_id = flat.get(self.mapping.client_id) or None
            return Order(checked_id(flat["sys_id"]), version, client_id, self.mapping.ours(flat), {**record, "flat": flat})

    def find(self, client_id: str) -> tuple[str, ...]:
        """In whatever group: a ticket that was given away is still the ticket of its order."""
        if not ids.is_id(client_id):
            raise ValueError("a client id is a UUID")
        column = self.mapping.client_id
        found = self._records(f"{column}={client_id}^ORDERBYsys_created_on", str(PAGE))
        with expected_shape():
            strangers = [record for record in found if value_of(record.get(column)) != client_id]
        if strangers:
            text = f"ServiceNow does not search by {column}: a condition on it is passed over"
            raise InputFault("mapping.invalid", text, field=column)
        with expected_shape():
            return tuple(str(record["sys_id"]) for record in found)

    # --- writing ---------------------------------------------------------------------------------

    def create(self, client_id: str, fields: Mapping[str, JSON]) -> Order:
        if found := self.find(client_id):
            return self.get(found[0])
        flat = self.mapping.theirs(fields) | {self.mapping.client_id: client_id}
        record = {**self.mapping.constants, "short_description": self.mapping.title(fields), GROUP: self._group_id()}
        record |= self._body(flat) | dict(self.mapping.with_state(fields).constants)
        answer = self.http.write("POST", RECORDS, record)
        with expected_shape():
            order = self.get(str(result_of(decoded(answer))["sys_id"]))
        if order.client_id != client_id:
            column = self.mapping.client_id
            text = f"ServiceNow does not keep {column} of {order.rid}: this login may not write it"
            raise InputFault("mapping.invalid", text, field=column)
        return order

    def _body(self, flat: Mapping[str, str]) -> dict[str, str]:
        body = {name: without_zone(text, UTC) if name in self.mapping.moments() else text for name, text in flat.items()}
        word = body.get(self.mapping.state)
        if word is not None:
            body[self.mapping.state] = word.removesuffix(WITH_SOMEBODY)
            if word + WITH_SOMEBODY in self.mapping.states.values():
                body.setdefault(self.mapping.assignee, "")
        return body

    def update(self, rid: str, patch: Mapping[str, JSON], expect: str | None) -> Result:
        flat = self.mapping.theirs(patch)
        if expect is not None and self.get(rid).version != expect:
            raise ConflictFault("connector.conflict", f"{TABLE} {rid} has changed meanwhile")
        body = self._body(flat) | dict(self.mapping.with_state(patch).constants)
        try:
            self.http.write("PATCH", f"{RECORDS}/{checked_id(rid)}", body)
        except RefusedFault as fault:
            return Result(self.get(rid), dict.fromkeys(patch, fault.text))
        order = self.get(rid)
        missed = self.mapping.missed(patch, flat, order.raw["flat"])
        return Result(order, dict.fromkeys(missed, "the product kept its own value, without a reason"))

    def note(self, rid: str, note_id: str, text: str) -> None:
        """As a work note, which the caller does not see. Its mark is looked for in the journal as people read it."""
        mark, path = f"[{note_id}]", f"{RECORDS}/{checked_id(rid)}"
        seen = result_of(self.http.get(path, {"sysparm_fields": NOTES, "sysparm_display_value": "true"}))
        with expected_shape():
            if NOTES not in seen:
                raise InputFault("mapping.invalid", f"this login may not read {NOTES}", field=NOTES)
            if mark in str(seen[NOTES]):
                return
        self.http.write("PATCH", path, {NOTES: f"{without_code(text)}\n{mark}"})

    # --- files -----------------------------------------------------------------------------------

    def attachments(self, rid: str) -> tuple[Attachment, ...]:
        query = f"table_name={TABLE}^table_sys_id={checked_id(rid)}^ORDERBYsys_created_on"
        found = result_of(self.http.get(FILES, {"sysparm_query": query, "sysparm_limit": str(MOST_FILES)}))
        with expected_shape():
            own = [item for item in found if (item["table_name"], item["table_sys_id"]) == (TABLE, rid)]
            return tuple(attachment_of(item) for item in sorted(own, key=lambda item: str(item["sys_created_on"])))

    def attach(self, rid: str, name: str, mime: str, sha256: str, file: BinaryIO, progress: Progress) -> Attachment:
        data = whole(file, sha256)
        if (there := self._there(rid, name, sha256, len(data))) is not None:
            return there
        progress(0, len(data))
        query = {"table_name": TABLE, "table_sys_id": checked_id(rid), "file_name": bare_name(name)}
        path = f"{FILES}/file?" + "&".join(f"{key}={quote(value, safe='')}" for key, value in query.items())
        headers = {"Content-Type": mime or "application/octet-stream"}
        self.http.write_bytes("POST", path, data, headers, deadline_s=UPLOAD_S)
        progress(len(data), len(data))
        kept = self._there(rid, name, sha256, len(data))
        if kept is None:
            raise NetworkFault("net.truncated", f"the product says it took {name}, but does not list it")
        return kept

    def _there(self, rid: str, name: str, sha256: str, size: int) -> Attachment | None:
        """By the hash that ServiceNow makes itself; where it shows none, by name, size and bytes."""
        return already_there(self.attachments(rid), self.fetch, name, sha256, size)

    def fetch(self, attachment: Attachment) -> bytes:
        path = f"{FILES}/{checked_id(attachment.id)}/file"
        return arrived(attachment, self.http.get_answer(path, deadline_s=UPLOAD_S, accept="*/*").body)


def result_of(answer: Any) -> Any:
    """`{"result": …}`. An answer that began well can end in an error, with status 200: what came is then not all."""
    with expected_shape():
        if "error" in answer:
            said = answer["error"]
            reason = said.get("message") if isinstance(said, dict) else said
            raise NetworkFault("net.server-error", f"the product broke off its answer: {reason}")
        return answer["result"]


def value_of(value: object) -> str:
    """A reference comes as its id, or with a link around it."""
    found = value.get("value") if isinstance(value, dict) else value
    return "" if found is None else str(found)


def changed_at(record: Mapping[str, Any]) -> str:
    with expected_shape():
        return with_zone(str(record["sys_updated_on"]), UTC)


def checked_id(rid: str) -> str:
    """Raises GoneFault for what cannot be the id of a record: it becomes part of an address."""
    if not SYS_ID.fullmatch(rid):
        raise GoneFault("connector.gone", f"{rid[:40]!r} is no id of ServiceNow")
    return rid


def plain(text: str) -> str:
    """In a query ^ begins the next condition, and nothing can stand for it."""
    if "^" in text:
        raise InputFault("mapping.invalid", f"ServiceNow cannot search for {text}", field=text)
    return text


def without_code(text: str) -> str:
    """What stands between [code] and [/code] would be shown as HTML."""
    return re.sub(r"\[(/?)code\]", r"[ \1code ]", text, flags=re.IGNORECASE)


def attachment_of(item: Mapping[str, Any]) -> Attachment:
    hashed = str(item.get("hash") or "").lower()
    sha256 = hashed if re.fullmatch(r"[0-9a-f]{64}", hashed) else None
    name, mime = bare_name(item["file_name"]), str(item["content_type"] or "")
    return Attachment(str(item["sys_id"]), name, mime, int(item["size_bytes"]), sha256)
