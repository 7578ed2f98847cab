"""The file behind `itsm serve --messages`: who is told, through which gateway, how the timetable is kept (docs/messages.md)."""

from __future__ import annotations

import os
import ssl
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from fieldapp.domain.contacts import Contacts, read
from fieldapp.domain.tables import Table
from fieldapp.errors import InputFault
from fieldapp.itsm.messages.http_gateway import HttpGateway, Success
from fieldapp.itsm.messages.mail import MailSender
from fieldapp.itsm.messages.sending import Sender
from fieldapp.itsm.messages.template import Template

SCHEMA: Final = 1
CODE: Final = "messages.invalid"
SECURITIES: Final = ("starttls", "tls", "none")
CHARSETS: Final = ("utf-8", "gb18030")


@dataclass(frozen=True, slots=True)
class MessageSettings:
    """`every_s`: how often it is looked whether something is due. `oldest_s`: a text that was handed over longer ago is not sent
    any more, it would tell of another state. `attempts`, `timeout_s`: of one message. `secrets` never appear in what is said."""

    contacts: Contacts
    sender: Sender | None
    every_s: int = 5
    oldest_s: int = 7200
    attempts: int = 6
    timeout_s: int = 15
    secrets: tuple[str, ...] = ()

    def without_secrets(self, words: str) -> str:
        """For logs, lists and records."""
        for secret in self.secrets:
            words = words.replace(secret, "…")
        return words


def load_settings(path: Path) -> MessageSettings:
    """Read and check the whole file. Raises InputFault `messages.unreadable|messages.invalid|contacts.invalid`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputFault("messages.unreadable", f"{path}: {error}"[:300], source=str(path)) from error
    people = read(data.pop("people", []), str(path))
    table = Table(data, str(path), "", CODE)
    table.whole("schema", SCHEMA, SCHEMA)
    secrets = _secrets(table, path.parent)
    times = table.table("timetable") if "timetable" in table else Table({}, str(path), "timetable", CODE)
    every, oldest = _whole(times, "every_s", 5, 1, 300), _whole(times, "oldest_minutes", 120, 5, 1440) * 60
    times.done()
    sender, attempts, timeout = None, 6, 15
    if "sms" in table:
        part = table.table("sms")
        attempts, timeout = _whole(part, "attempts", 6, 1, 20), _whole(part, "timeout_s", 15, 1, 120)
        sender = _sender(part, secrets, timeout, path.parent)
        part.done()
    table.done()
    contacts = Contacts(people, sends=sender is not None)
    return MessageSettings(contacts, sender, every, oldest, attempts, timeout, tuple(secrets.values()))


def _sender(part: Table, secrets: dict[str, str], timeout_s: int, folder: Path) -> Sender:
    trust = _trust(part, folder)
    if part.one_of("sender", ("http", "smtp")) == "http":
        return _http(part, secrets, timeout_s, trust)
    return _mail(part, secrets, timeout_s, trust)


def _http(part: Table, secrets: dict[str, str], timeout_s: int, trust: ssl.SSLContext) -> HttpGateway:
    charset = part.one_of("charset", CHARSETS) if "charset" in part else "utf-8"
    url = part.text("url")
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname or "$" in address.netloc:
        raise part.fault("url", "an http(s) address with a fixed host is expected")
    headers = part.table("headers") if "headers" in part else None
    success = part.table("success")
    gateway = HttpGateway(
        url=_template(part, "url", url, secrets, charset),
        method=part.one_of("method", ("POST", "GET")) if "method" in part else "POST",
        headers={name: _template(headers, name, headers.text(name), secrets, charset) for name in headers} if headers else {},
        body=_template(part, "body", part.line("body") if "body" in part else "", secrets, charset),
        charset=charset,
        success=Success(*(success.line(key) if key in success else "" for key in ("json", "equals", "contains"))),
        timeout_s=timeout_s,
        trust=trust,
        deduplicates=part.flag("deduplicates") if "deduplicates" in part else False,
    )
    success.done()
    if not (gateway.success.contains or (gateway.success.json and gateway.success.equals)):
        raise success.fault("", "`json` with `equals`, or `contains`, says what an accepted message looks like")
    return gateway


def _mail(part: Table, secrets: dict[str, str], timeout_s: int, trust: ssl.SSLContext) -> MailSender:
    to = part.text("to")
    password = part.text("password") if "password" in part else ""
    if password and password not in secrets:
        raise part.fault("password", f"there is no secret {password!r}")
    security = part.one_of("security", SECURITIES)
    user = part.text("user") if "user" in part else ""
    host = part.text("host")
    if user and security == "none" and host not in ("localhost", "127.0.0.1", "::1"):
        raise part.fault("security", "a password is not sent without TLS")
    return MailSender(
        host=host,
        port=part.whole("port", 1, 65535),
        security=security,
        user=user,
        password=secrets[password] if password else "",
        sender=part.text("from"),
        to=_template(part, "to", to, secrets, "utf-8"),
        subject=_template(part, "subject", part.text("subject"), secrets, "utf-8"),
        timeout_s=timeout_s,
        trust=trust,
        needs="phone" if "phone" in to else "mail",
    )


def _template(part: Table, key: str, source: str, secrets: dict[str, str], charset: str) -> Template:
    try:
        return Template(source, secrets, charset)
    except ValueError as error:
        raise part.fault(key, str(error)) from error


def _secrets(table: Table, folder: Path) -> dict[str, str]:
    """Never in the file itself: from the environment, or from a file that only the endpoint's account may read."""
    found: dict[str, str] = {}
    for name, place in table.table("secrets").tables() if "secrets" in table else ():
        if "env" in place:
            variable = place.text("env")
            value = os.environ.get(variable, "")
            if not value:
                raise place.fault("env", f"the environment has no {variable}")
        else:
            value = _secret_file(place, folder / place.text("file"))
        place.done()
        found[name] = value
    return found


def _secret_file(place: Table, path: Path) -> str:
    try:
        if os.name != "nt" and path.stat().st_mode & 0o077:
            raise place.fault("file", f"{path} may be read by others; chmod 600 it")
        value = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise place.fault("file", f"{path} cannot be read: {error}") from error
    if not value:
        raise place.fault("file", f"{path} is empty")
    return value


def _trust(part: Table, folder: Path) -> ssl.SSLContext:
    """The machine's own roots, with the company's where `ca_file` names them."""
    trust = ssl.create_default_context()
    if "ca_file" in part:
        path = folder / part.text("ca_file")
        try:
            trust.load_verify_locations(cafile=path)
        except OSError as error:
            raise part.fault("ca_file", f"{path} cannot be used: {error}") from error
    return trust


def _whole(table: Table, key: str, usual: int, least: int, most: int) -> int:
    return table.whole(key, least, most) if key in table else usual
