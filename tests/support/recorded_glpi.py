"""GLPI 10 from recorded answers: what it did when it was recorded is done here, to tickets in memory."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.policy import HTTP
from typing import Any

from support.recorded import Asked, Recordings, Reply, Unknown, expect

ZONE = timezone(timedelta(hours=8))
BLOCK = "PluginFieldsTicketfieldapp"
LONGEST = 255
TOKENS = {"bridge": "a" * 40, "eng1": "b" * 40, "eng2": "c" * 40}
APP_TOKEN = "d" * 40


@dataclass
class Ticket:
    plain: dict[str, Any]
    block: dict[str, Any] = field(default_factory=dict)
    people: dict[int, int] = field(default_factory=dict)


@dataclass
class Document:
    ticket: int
    about: dict[str, Any]
    data: bytes


class RecordedGlpi:
    """`sessions`: emptied by a test, they are over. `rights`: may this profile read the log. `app_token`: is one demanded."""

    def __init__(self) -> None:
        self.told = Recordings("glpi")
        self.sessions: set[str] = set()
        self.tickets: dict[int, Ticket] = {}
        self.log: list[tuple[int, int]] = []
        self.documents: dict[int, Document] = {}
        self.followups: list[tuple[int, str]] = []
        self.columns = {name for name in self.told.body("block")[0] if name.endswith("field")}
        self.may_read_log = True
        self.wants_app_token = False
        self._numbers = 100

    # --- who asks --------------------------------------------------------------------------------

    def answer(self, asked: Asked) -> Reply:
        expect(asked.path.startswith("/apirest.php/"), "not the interface")
        parts = asked.path.removeprefix("/apirest.php/").split("/")
        if self.wants_app_token and asked.headers.get("app-token") != APP_TOKEN:
            return self.told.reply("app-token-refused")
        if parts == ["initSession"]:
            return self._login(asked)
        if asked.headers.get("session-token") not in self.sessions:
            return self.told.reply("session-over")
        for method, pattern, act in self._routes():
            matched = re.fullmatch(pattern, "/".join(parts))
            if method == asked.method and matched:
                return act(asked, *[int(part) for part in matched.groups()])
        raise Unknown("no recording answers this")

    def _login(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization", "").removeprefix("user_token ") not in TOKENS.values():
            return self.told.reply("session-refused")
        token = f"{self._number():026d}"
        self.sessions.add(token)
        return self.told.reply("session", {"session_token": token})

    def _routes(self) -> list[tuple[str, str, Callable[..., Reply]]]:
        return [
            ("GET", "getMyEntities", lambda _asked: self.told.reply("entities")),
            ("GET", "getActiveProfile", lambda _asked: self.told.reply("profile")),
            ("GET", "getGlpiConfig", lambda _asked: self.told.reply("config")),
            ("GET", "listSearchOptions/Ticket", lambda _asked: self.told.reply("search-options")),
            ("GET", "getFullSession", self._session),
            ("GET", "search/Ticket", self._search),
            ("GET", "Log", self._log),
            ("POST", "Ticket", self._create),
            ("GET", r"Ticket/(\d+)", self._ticket),
            ("PUT", r"Ticket/(\d+)", self._update),
            ("DELETE", r"Ticket/(\d+)", self._purge),
            ("GET", rf"Ticket/(\d+)/{BLOCK}", self._block),
            ("GET", r"Ticket/(\d+)/Ticket_User", self._people),
            ("GET", r"Ticket/(\d+)/Log", self._own_log),
            ("GET", r"Ticket/(\d+)/ITILFollowup", self._followups),
            ("GET", r"Ticket/(\d+)/Document_Item", self._links),
            ("POST", "Ticket_User", self._add_person),
            ("DELETE", r"Ticket_User/(\d+)", self._remove_person),
            ("POST", "ITILFollowup", self._add_followup),
            ("POST", "Document", self._add_document),
            ("GET", r"Document/(\d+)", self._document),
        ]

    # --- reading ---------------------------------------------------------------------------------

    def _session(self, _asked: Asked) -> Reply:
        body = self.told.body("full-session")
        body["session"]["glpi_currenttime"] = now()
        return self.told.reply("full-session", body)

    def _ticket(self, _asked: Asked, number: int) -> Reply:
        if number not in self.tickets:
            return self.told.reply("ticket-missing")
        return self.told.reply("ticket", self.tickets[number].plain)

    def _listed(self, asked: Asked, name: str, entries: list[dict[str, Any]]) -> Reply:
        """A range of a list, as GLPI gives it: 206 where it is not all, refused where it begins behind the end."""
        first, last = (int(part) for part in asked.query["range"].split("-"))
        if not entries:
            return self.told.reply("empty-list")
        if first >= len(entries):
            return self.told.reply("range-behind-the-end")
        part = entries[first : last + 1]
        reply = self.told.reply(name, part, content_range=f"{first}-{first + len(part) - 1}/{len(entries)}")
        return Reply(200 if len(part) == len(entries) else 206, reply.headers, reply.body)

    def _log(self, asked: Asked) -> Reply:
        expect(asked.query["searchText[itemtype]"] == "^Ticket$", "the log of what")
        expect((asked.query["sort"], asked.query["order"]) == ("id", "DESC"), "the log in which order")
        if not self.may_read_log:
            return self.told.reply("right-missing")
        rows = [self.told.entry("log", {"id": number, "items_id": ticket}) for number, ticket in reversed(self.log)]
        return self._listed(asked, "log", rows)

    def _own_log(self, asked: Asked, number: int) -> Reply:
        if number not in self.tickets:
            return self.told.reply("ticket-missing")
        rows = [self.told.entry("log", {"id": at, "items_id": ticket}) for at, ticket in reversed(self.log) if ticket == number]
        return self._listed(asked, "log-of-ticket", rows)

    def _block(self, asked: Asked, number: int) -> Reply:
        block, empty = self.tickets[number].block, dict.fromkeys(self.columns)
        return self._listed(asked, "block", [self.told.entry("block", {"items_id": number, **empty, **block})] if block else [])

    def _people(self, asked: Asked, number: int) -> Reply:
        people = self.tickets[number].people.items()
        rows = [self.told.entry("people", {"id": at, "users_id": user, "tickets_id": number}) for at, user in people]
        return self._listed(asked, "people", rows)

    def _search(self, asked: Asked) -> Reply:
        query = asked.query
        rows = []
        for number, ticket in sorted(self.tickets.items()):
            place, fitting = 0, True
            while f"criteria[{place}][field]" in query:
                part = [query[f"criteria[{place}][{name}]"] for name in ("field", "searchtype", "value")]
                fitting &= self._fits(number, ticket, *part)
                place += 1
            if fitting:
                rows.append({"2": number})
        body = self.told.body("search-found" if rows else "search-nothing")
        body |= {"totalcount": len(rows), "count": len(rows)}
        return self.told.reply("search-found", body | {"data": rows}) if rows else self.told.reply("search-nothing", body)

    def _fits(self, number: int, ticket: Ticket, option: str, kind: str, value: str) -> bool:
        match option, kind:
            case "2", "contains":
                return number > int(value.removeprefix(">"))
            case "80", "equals":
                return bool(ticket.plain["entities_id"] == int(value))
            case "12", "equals":
                expect(value == "notclosed", "a status that was not recorded")
                return bool(ticket.plain["status"] != 6)
            case _, "contains":
                column = self.told.body("search-options")[option]["field"]
                return ticket.block.get(column) == value.strip("^$")
        raise Unknown(f"a search that was not recorded: {option} {kind}")

    # --- writing ---------------------------------------------------------------------------------

    def _create(self, asked: Asked) -> Reply:
        given = asked.json()["input"]
        if given["entities_id"] not in {entity["id"] for entity in self.told.body("entities")["myentities"]}:
            return self.told.reply("ticket-not-created")
        number = self._number()
        plain = {"id": number, "status": 1, "date": now(), "date_creation": now(), "itilcategories_id": 0, "is_deleted": 0}
        self.tickets[number] = Ticket(self.told.entry("ticket", plain))
        people = given.pop("_users_id_assign", [])
        self._write(number, {"type": 1, **given})
        self.tickets[number].people = {self._number(): user for user in people}
        return self.told.reply("ticket-created", {"id": number, "message": f"Item successfully added: ({number})"})

    def _update(self, asked: Asked, number: int) -> Reply:
        said = self._write(number, asked.json()["input"])
        return self.told.reply("custom-too-long" if said else "ticket-updated", [{str(number): True, "message": said}])

    def _write(self, number: int, given: dict[str, Any]) -> str:
        """One custom value that is too long takes the others of the same write with it, as was recorded."""
        ticket = self.tickets[number]
        custom = {name: coded(value) for name, value in given.items() if name in self.columns}
        plain = {name: coded(value) for name, value in given.items() if name not in custom}
        ticket.plain = self.told.entry("ticket", {**ticket.plain, **plain, "date_mod": now()})
        too_long = next((name for name, value in custom.items() if len(value) > LONGEST), "")
        if not too_long:
            ticket.block |= custom
        for _ in given:
            self.log.append((self._number(), number))
        recorded = str(self.told.body("custom-too-long")[0]["message"])
        return re.sub("'.*?'", f"'{too_long}'", recorded) if too_long else ""

    def _purge(self, asked: Asked, number: int) -> Reply:
        expect(asked.query == {"force_purge": "true"}, "the bin was not recorded")
        del self.tickets[number]
        self.log = [(at, ticket) for at, ticket in self.log if ticket != number]
        return self.told.reply("ticket-purged", [{str(number): True, "message": ""}])

    def _add_person(self, asked: Asked) -> Reply:
        given = asked.json()["input"]
        ticket = self.tickets[given["tickets_id"]]
        if given["users_id"] in ticket.people.values():
            return self.told.reply("person-there-already")
        at = self._number()
        ticket.people[at] = given["users_id"]
        self._changed(given["tickets_id"], {"status": 2} if ticket.plain["status"] == 1 else {})
        return self.told.reply("person-added", {"id": at, "message": ""})

    def _remove_person(self, _asked: Asked, at: int) -> Reply:
        number = next(number for number, ticket in self.tickets.items() if at in ticket.people)
        people = self.tickets[number].people
        del people[at]
        self._changed(number, {} if people else {"status": 1})
        return self.told.reply("person-removed", [{str(at): True, "message": ""}])

    def _changed(self, number: int, plain: dict[str, Any]) -> None:
        self.tickets[number].plain |= {**plain, "date_mod": now()}
        self.log.append((self._number(), number))

    # --- followups and files ---------------------------------------------------------------------

    def _add_followup(self, asked: Asked) -> Reply:
        given = asked.json()["input"]
        expect((given["itemtype"], given["is_private"]) == ("Ticket", 1), "a followup of another kind")
        self.followups.append((given["items_id"], coded(given["content"])))
        self._changed(given["items_id"], {})
        return self.told.reply("followup-created", {"id": self._number(), "message": ""})

    def _followups(self, asked: Asked, number: int) -> Reply:
        part = asked.query.get("searchText[content]", "")
        found = [text for ticket, text in self.followups if ticket == number and part in text]
        rows = [self.told.entry("followups", {"items_id": number, "content": text}) for text in found]
        return self._listed(asked, "followups", rows)

    def _add_document(self, asked: Asked) -> Reply:
        head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
        description, file = message_from_bytes(head + asked.body, policy=HTTP).iter_parts()  # type: ignore[attr-defined]
        given = json.loads(description.get_payload(decode=True))["input"]
        name = asked.body.split(b'name="filename[0]"; filename="')[1].split(b'"')[0].decode()
        expect(given["_filename"] == [name], "the description names another file")
        data = file.get_payload(decode=True)
        about = {"id": self._number(), "filename": name, "mime": file.get_content_type(), "comment": given["comment"]}
        about |= {"sha1sum": hashlib.sha1(data, usedforsecurity=False).hexdigest(), "entities_id": given["entities_id"]}
        self.documents[about["id"]] = Document(given["items_id"], self.told.entry("document", about), data)
        self._changed(given["items_id"], {})
        return self.told.reply("document-created", self.told.entry("document-created", {"id": about["id"]}))

    def _links(self, asked: Asked, number: int) -> Reply:
        held = [at for at, document in self.documents.items() if document.ticket == number]
        rows = [self.told.entry("document-links", {"documents_id": at, "items_id": number}) for at in held]
        return self._listed(asked, "document-links", rows)

    def _document(self, asked: Asked, number: int) -> Reply:
        document = self.documents[number]
        if asked.query.get("alt") == "media":
            return self.told.reply("document-bytes", raw=document.data)
        return self.told.reply("document", document.about)

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers


def now() -> str:
    return datetime.now(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def coded(value: Any) -> Any:
    """As GLPI keeps it."""
    if isinstance(value, str):
        return value.replace("&", "&#38;").replace("<", "&#60;").replace(">", "&#62;")
    return value
