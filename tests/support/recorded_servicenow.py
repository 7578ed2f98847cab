"""ServiceNow from recorded answers. What it does to records is what its documentation says; nobody here has run the product."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from support.recorded import Asked, Recordings, Reply, Unknown, expect

RECORDS, FILES = "/api/now/table/incident", "/api/now/attachment"
PASSWORDS = {"bridge": "bridge password", "eng1": "eng1 password", "eng2": "eng2 password"}
OWN_COLUMNS = ("u_fieldapp_mark", "u_customer", "u_contact", "u_phone", "u_accepted_at", "u_arrived_at")
WAYS = {"1": {"2"}, "2": {"1", "3", "6"}, "3": {"2"}, "6": {"2", "7"}, "7": set(), "8": set()}


class RecordedServiceNow:
    """`trouble`: name of a recording that is answered instead, once. `read_only`: columns whose writes are passed over.
    `tokens`: emptied by a test, they are over. `hashes`: does this release show hashes of files."""

    def __init__(self) -> None:
        self.told = Recordings("servicenow")
        self.records: dict[str, dict[str, Any]] = {}
        self.notes: dict[str, list[str]] = {}
        self.files: dict[str, tuple[dict[str, Any], bytes]] = {}
        self.trouble: list[str] = []
        self.read_only: set[str] = set()
        self.tokens: set[str] = set()
        self.hashes = True
        self.columns = (*self.told.body("incident")["result"], *OWN_COLUMNS)

    def answer(self, asked: Asked) -> Reply:
        if asked.path == "/oauth_token.do":
            return self._token(asked)
        if not self._known(asked.headers.get("authorization", "")):
            return self.told.reply("not-authenticated")
        if self.trouble:
            return self.told.reply(self.trouble.pop())
        first, _, rest = asked.path.removeprefix("/api/now/").partition("/")
        acts: dict[tuple[str, str], Callable[[Asked, str], Reply]] = {
            ("GET", "table"): self._read,
            ("POST", "table"): self._create,
            ("PATCH", "table"): self._update,
            ("DELETE", "table"): self._delete,
            ("GET", "attachment"): self._files,
            ("POST", "attachment"): self._upload,
        }
        expect((asked.method, first) in acts, "no recording answers this")
        return acts[asked.method, first](asked, rest)

    def _known(self, authorization: str) -> bool:
        kind, _, value = authorization.partition(" ")
        if kind == "Basic":
            user, _, password = base64.b64decode(value).decode().partition(":")
            return PASSWORDS.get(user) == password
        return kind == "Bearer" and value in self.tokens

    def _token(self, asked: Asked) -> Reply:
        form = dict(parse_qsl(asked.body.decode()))
        expect(form["grant_type"] in ("password", "client_credentials"), "a grant that was not recorded")
        right = (form["client_id"], form["client_secret"]) == ("app", "app secret")
        if form["grant_type"] == "password":
            right = right and PASSWORDS.get(form["username"]) == form["password"]
        if not right:
            return self.told.reply("token-refused")
        token = uuid.uuid4().hex
        self.tokens.add(token)
        return self.told.reply("token", self.told.body("token") | {"access_token": token})

    # --- records ---------------------------------------------------------------------------------

    def _read(self, asked: Asked, rest: str) -> Reply:
        table, _, rid = rest.partition("/")
        if table == "sys_user_group":
            name = self.told.body("groups")["result"][0]["name"]
            found = self.told.body("groups")["result"] if asked.query["sysparm_query"] == f"name={name}" else []
            return self.told.reply("groups", {"result": found})
        expect(table == "incident", "a table that was not recorded")
        if not rid:
            return self._listed(asked)
        if rid not in self.records:
            return self.told.reply("record-missing")
        if asked.query.get("sysparm_fields") == "work_notes":
            expect(asked.query["sysparm_display_value"] == "true", "a journal has no value")
            return self.told.reply("work-notes", {"result": {"work_notes": "".join(reversed(self.notes.get(rid, [])))}})
        expect(asked.query["sysparm_display_value"] == "false", "display values were not recorded")
        return self.told.reply("incident", {"result": self._shown(rid)})

    def _shown(self, rid: str) -> dict[str, Any]:
        return self.told.entry("incident", self.records[rid], own=lambda name: name in OWN_COLUMNS)

    def _listed(self, asked: Asked) -> Reply:
        """A condition on a column that is not there is passed over, as ServiceNow does by default."""
        query = asked.query
        found, order = list(self.records), []
        for part in query["sysparm_query"].split("^"):
            if part.startswith("ORDERBY"):
                order.append(part.removeprefix("ORDERBY"))
            else:
                found = [rid for rid in found if fits(self.records[rid], part)]
        for column in reversed(order):
            down = column.startswith("DESC")
            key = column.removeprefix("DESC")
            found.sort(key=lambda rid, key=key: str(self.records[rid][key]), reverse=down)  # type: ignore[misc]
        start = int(query["sysparm_offset"])
        page = found[start : start + int(query["sysparm_limit"])]
        return self.told.reply("incidents", {"result": [self._shown(rid) for rid in page]})

    def _create(self, asked: Asked, rest: str) -> Reply:
        expect(rest == "incident", "a table that was not recorded")
        rid = uuid.uuid4().hex
        self.records[rid] = dict.fromkeys(self.columns, "") | self.told.body("incident-created")["result"]
        moment = {"sys_created_on": now(), "opened_at": now(), "sys_updated_on": now()}
        self.records[rid] |= {"sys_id": rid, "number": f"INC{len(self.records):07d}", **moment}
        self._write(rid, asked.json())
        return self.told.reply("incident-created", {"result": self._shown(rid)})

    def _update(self, asked: Asked, rest: str) -> Reply:
        rid = rest.removeprefix("incident/")
        given = asked.json()
        if rid not in self.records:
            return self.told.reply("record-missing")
        old, new = self.records[rid]["state"], given.get("state", self.records[rid]["state"])
        if new != old and new not in WAYS[old]:
            return self.told.reply("aborted")
        after = self.records[rid] | given
        if new in ("6", "7") and not (after["close_code"] and after["close_notes"]):
            return self.told.reply("mandatory")
        self._write(rid, given)
        return self.told.reply("incident-updated", {"result": self._shown(rid)})

    def _write(self, rid: str, given: dict[str, Any]) -> None:
        """Columns that are not there, or may not be written, are passed over without a word; a journal is only added to."""
        expect(all(isinstance(value, str) for value in given.values()), "a value is no text")
        record = self.records[rid]
        if note := given.get("work_notes"):
            self.notes.setdefault(rid, []).append(f"{now()} - bridge (Work notes)\n{note}\n\n")
        taken = {name: value for name, value in given.items() if name in self.columns and name not in self.read_only}
        record |= {name: value for name, value in taken.items() if name != "work_notes"}
        record |= {"active": str(record["state"] not in ("7", "8")).lower(), "incident_state": record["state"]}
        record |= {"sys_mod_count": str(int(record["sys_mod_count"]) + 1), "sys_updated_on": now()}

    def _delete(self, _asked: Asked, rest: str) -> Reply:
        del self.records[rest.removeprefix("incident/")]
        return self.told.reply("incident-deleted", raw=b"")

    # --- files -----------------------------------------------------------------------------------

    def _files(self, asked: Asked, rest: str) -> Reply:
        if rest.endswith("/file"):
            expect(asked.headers["accept"] == "*/*", "the bytes are asked for as JSON")
            return self.told.reply("attachment-bytes", raw=self.files[rest.removesuffix("/file")][1])
        conditions = [part for part in asked.query["sysparm_query"].split("^") if not part.startswith("ORDERBY")]
        shown = "attachments" if self.hashes else "attachments-without-hash"
        found = [about for about, _ in self.files.values() if all(fits(about, part) for part in conditions)]
        known = self.told.body(shown)["result"][0]
        rows = [self.told.entry(shown, {name: value for name, value in about.items() if name in known}) for about in found]
        return self.told.reply(shown, {"result": rows})

    def _upload(self, asked: Asked, rest: str) -> Reply:
        expect(rest == "file" and bool(asked.body), "an upload of another kind")
        expect(asked.query["table_sys_id"] in self.records, "a file for nothing")
        about = {"sys_id": uuid.uuid4().hex, "size_bytes": str(len(asked.body)), "sys_created_on": now()}
        about |= {"content_type": asked.headers["content-type"], "hash": hashlib.sha256(asked.body).hexdigest(), **asked.query}
        created = self.told.entry("attachment-created", about)
        self.files[str(about["sys_id"])] = (created, asked.body)
        return self.told.reply("attachment-created", {"result": created})


def fits(record: dict[str, Any], condition: str) -> bool:
    for sign in (">=", "IN", "="):
        column, found, value = condition.partition(sign)
        if not found or not column.replace("_", "").islower():
            continue
        if column not in record:
            return True
        if sign == ">=":
            return str(record[column]) >= value
        return record[column] in value.split(",") if sign == "IN" else bool(record[column] == value)
    raise Unknown(f"a condition that was not recorded: {condition}")


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
