"""`fieldapp itsm …`: run the reference endpoint, and do the desk's work on its data folder."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldapp import paths
from fieldapp.commands import itsm_files, itsm_messages, itsm_release, itsm_tailoring, itsm_trust
from fieldapp.commands.render import read_json
from fieldapp.errors import InputFault

if TYPE_CHECKING:
    from fieldapp.itsm.config import EndpointConfig
    from fieldapp.itsm.context import Endpoint

Handler = Callable[[argparse.Namespace], int]
PASSWORD_VARIABLE = "FIELDAPP_ITSM_PASSWORD"  # noqa: S105  # the name of a variable


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("itsm", help="the reference endpoint")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=type(parser))

    serving = _action(actions, "serve", serve, "run the endpoint until it is stopped")
    serving.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    serving.add_argument("--port", type=int, default=8316, help="port, 0 for a free one (default 8316)")
    serving.add_argument(
        "--tsa", default="", metavar="URL", help="a timestamp authority to relay to (default: the endpoint's own)"
    )
    serving.add_argument("--tsa-trust", type=Path, metavar="CA.pem", help="with --tsa: the roots of that authority")
    serving.add_argument(
        "--messages", type=Path, metavar="CONFIG.toml", help="keep the escalation timetable and send its texts (docs/messages.md)"
    )
    serving.add_argument("--min-client", default="0.1.0", metavar="VERSION", help="older programs are refused (default 0.1.0)")
    serving.add_argument("--exit-with-stdin", action="store_true", help="stop when standard input ends")

    sending = _action(actions, "dispatch", dispatch, "record an order and give it to an engineer")
    sending.add_argument("order", type=Path, metavar="ORDER.json")
    sending.add_argument(
        "--to", metavar="USER", help="login name of the engineer (default: the order's assignee, or the only one)"
    )
    sending.add_argument("--files", type=Path, metavar="DIR", help="folder with the files that the order names")
    sending.add_argument("--url", help="dispatch through a running endpoint instead of the data folder")
    sending.add_argument("--user", default="desk", help="with --url: the desk user's login name (default desk)")

    looking = _action(actions, "order", order, "how an order looks on this side")
    looking.add_argument("number", metavar="NUMBER")
    looking.add_argument("--json", action="store_true", help="everything, as JSON")

    giving = _action(actions, "reassign", reassign, "give an order to another engineer")
    giving.add_argument("number", metavar="NUMBER")
    giving.add_argument("user", metavar="USER")
    giving.add_argument("--reason", default="", help="why, for the engineer who had it")

    cancelling = _action(actions, "cancel", cancel, "take an order back")
    cancelling.add_argument("number", metavar="NUMBER")
    cancelling.add_argument("--reason", default="", help="why, for the order's log")

    closing = _action(actions, "close", close, "confirm that a resolved order is closed")
    closing.add_argument("number", metavar="NUMBER")

    exporting = _action(actions, "export", export, "a month of the desk's records as a table (spreadsheet or CSV)")
    exporting.add_argument("table", metavar="TABLE", help="desk-log | consultations | return-visits")
    exporting.add_argument("--month", required=True, metavar="YYYY-MM")
    exporting.add_argument("--format", choices=("xlsx", "csv"), default="xlsx")
    exporting.add_argument("--lang", choices=("zh", "en"), default="zh")
    exporting.add_argument("--out", type=Path, required=True, metavar="FILE")

    seeding = _action(actions, "seed", seed, "two users and realistic orders to try things with")
    seeding.add_argument("--password", help=f"for both users (default: {PASSWORD_VARIABLE}, or it is asked for)")

    _action(actions, "restored", restored, "say that the database came back from a backup: clients look at everything again")
    _register_user(actions)
    itsm_files.register(actions, _action)
    itsm_trust.register(actions, _action)
    itsm_release.register(actions, _action)
    itsm_messages.register(actions, _action)
    itsm_tailoring.register(actions, _action)


def _register_user(actions: Any) -> None:
    users = actions.add_parser("user", help="people who may log in")
    adding = _action(
        users.add_subparsers(dest="user_action", metavar="ACTION", required=True), "add", user_add, "add or change one"
    )
    adding.add_argument("name", metavar="NAME", help="login name")
    adding.add_argument("--full-name", help="as it appears on orders (default: the login name)")
    adding.add_argument("--id", help="user id as it appears in documents (default: the login name)")
    adding.add_argument("--role", choices=("engineer", "desk"), default="engineer")
    adding.add_argument(
        "--duty",
        choices=("agent", "manager", "archivist"),
        action="append",
        help="with --role desk, several times for several: agent (usual) | manager, who also cancels and reports | "
        "archivist, who has the sealed documents only",
    )
    adding.add_argument("--password", help=f"default: {PASSWORD_VARIABLE}, or it is asked for")


def _action(actions: Any, name: str, handler: Handler, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text)
    parser.add_argument("--data", type=Path, metavar="DIR", help="the endpoint's data folder (default: beside the program's own)")
    parser.add_argument(
        "--db", default="", metavar="URL", help="database, e.g. postgresql+psycopg://… (default: SQLite in the folder)"
    )
    parser.set_defaults(handler=handler)
    return parser


def serve(arguments: argparse.Namespace) -> int:
    from fieldapp.itsm.server import serve as run

    config = _config(arguments).changed(tsa_url=arguments.tsa, tsa_roots=_time_roots(arguments.tsa, arguments.tsa_trust))
    config = config.changed(min_client=_version(arguments.min_client))
    if arguments.messages is not None:
        config = config.changed(messages=str(arguments.messages.resolve()))
    return run(config, arguments.host, arguments.port, exit_with_stdin=arguments.exit_with_stdin)


def _version(text: str) -> str:
    """Raises InputFault `usage`."""
    from fieldapp.release import version_numbers

    if len(version_numbers(text)) != text.count(".") + 1 or "." not in text:
        raise InputFault("usage", f"--min-client looks like 1.2.3, not {text!r}")
    return text


def _time_roots(url: str, path: Path | None) -> str:
    """Raises InputFault `usage|file.unreadable|certificate.unusable`; a slip would show only when devices refuse the time."""
    from fieldapp.forms.signing.keys import load_certificates
    from fieldapp.forms.signing.report import read_file

    if not url and path is None:
        return ""
    if not url.lower().startswith(("http://", "https://")) or path is None:
        raise InputFault("usage", "--tsa is an http(s) address and goes with --tsa-trust")
    pem = read_file(path)
    if not load_certificates([pem]):
        raise InputFault("certificate.unusable", f"there is no certificate in {path}")
    return pem.decode("ascii")


def dispatch(arguments: argparse.Namespace) -> int:
    from fieldapp.itsm import desk

    raw = read_json(arguments.order)
    if arguments.files is not None and not arguments.files.is_dir():
        raise InputFault("file.unreadable", f"{arguments.files} is not a folder")
    if arguments.url:
        from fieldapp.itsm.remote import RemoteDesk

        remote = RemoteDesk(arguments.url, arguments.user, asked_password(None))
        number, assignee = remote.dispatch(raw, arguments.to, arguments.files)
        print(f"{number} is dispatched to {assignee}")
        return 0
    with opened(arguments) as endpoint:
        stored = desk.dispatch(endpoint, raw, arguments.to, arguments.files)
    print(f"{stored.doc['number']} is dispatched to {stored.assignee}")
    return 0


def order(arguments: argparse.Namespace) -> int:
    from fieldapp.itsm import desk

    with opened(arguments) as endpoint:
        seen = desk.look(endpoint, arguments.number)
    if arguments.json:
        print(json.dumps(seen, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_described(seen)))
    return 0


def reassign(arguments: argparse.Namespace) -> int:
    from fieldapp.itsm import desk

    with opened(arguments) as endpoint:
        stored = desk.reassign(endpoint, arguments.number, arguments.user, arguments.reason)
    print(f"{arguments.number} is now with {stored.assignee}")
    return 0


def cancel(arguments: argparse.Namespace) -> int:
    from fieldapp.itsm import desk

    with opened(arguments) as endpoint:
        desk.cancel(endpoint, arguments.number, arguments.reason)
    print(f"{arguments.number} is cancelled")
    return 0


def close(arguments: argparse.Namespace) -> int:
    from fieldapp.itsm import desk

    with opened(arguments) as endpoint:
        desk.close(endpoint, arguments.number)
    print(f"{arguments.number} is closed")
    return 0


def export(arguments: argparse.Namespace) -> int:
    from fieldapp.files import write_atomically
    from fieldapp.itsm import exports, sheets
    from fieldapp.itsm.listing import Listing

    with opened(arguments) as endpoint:
        since, until = exports.month_of(arguments.month, endpoint.office)
        made = exports.table(endpoint, Listing(endpoint), arguments.table, since, until, arguments.lang)
    data = sheets.to_xlsx(made) if arguments.format == "xlsx" else sheets.to_csv(made)
    write_atomically(arguments.out, data)
    print(f"{len(made.rows)} lines in {arguments.out}")
    return 0


def seed(arguments: argparse.Namespace) -> int:
    from fieldapp.itsm.seed import seed as run
    from fieldapp.itsm.seed_knowledge import seed_articles

    with opened(arguments, new=True) as endpoint:
        added = run(endpoint, asked_password(arguments.password))
        articles = seed_articles(endpoint)
    print(f"{added} orders and {articles} articles added")
    return 0


def restored(arguments: argparse.Namespace) -> int:
    from fieldapp.itsm.database import renew_epoch

    with opened(arguments) as endpoint:
        epoch = renew_epoch(endpoint.database)
    print(f"the feed has begun anew: epoch {epoch}")
    return 0


def user_add(arguments: argparse.Namespace) -> int:
    from fieldapp.domain.records import Role
    from fieldapp.itsm.accounts import User, add_user
    from fieldapp.itsm.duties import Duty

    role, duties = Role(arguments.role), frozenset(Duty(name) for name in arguments.duty or ())
    if duties and role is not Role.DESK:
        raise InputFault("usage", "--duty goes with --role desk")
    user = User(arguments.id or arguments.name, arguments.name, arguments.full_name or arguments.name, role, duties)
    with opened(arguments, new=True) as endpoint:
        add_user(endpoint.database, user, asked_password(arguments.password))
    print(f"{user.name} may log in as {user.role.value}")
    return 0


def _config(arguments: argparse.Namespace) -> EndpointConfig:
    from fieldapp.itsm.config import EndpointConfig

    return EndpointConfig(arguments.data or paths.default_data_dir() / "endpoint", arguments.db)


@contextmanager
def opened(arguments: argparse.Namespace, *, new: bool = False) -> Iterator[Endpoint]:
    """The data folder; a mistyped one is not made unless `new`."""
    from fieldapp.itsm.context import open_endpoint

    config = _config(arguments)
    if not new and not config.data_dir.is_dir():
        raise InputFault("endpoint.folder", f"there is no endpoint in {config.data_dir}")
    endpoint = open_endpoint(config)
    try:
        yield endpoint
    finally:
        endpoint.close()


def asked_password(given: str | None) -> str:
    password = given or os.environ.get(PASSWORD_VARIABLE, "")
    if not password and sys.stdin.isatty():
        password = getpass.getpass("password: ")
    if not password:
        raise InputFault("password.missing", f"a password is needed: --password or {PASSWORD_VARIABLE}")
    return password


def _described(seen: dict[str, Any]) -> Iterator[str]:
    cancelled = ", cancelled" if seen["cancelled"] else ""
    yield f"{seen['number']}  {seen['state']}{cancelled}  assignee {seen['assignee'] or '-'}  etag {seen['etag']}"
    if seen["revision"]:
        yield f"customer: {seen['signing']}, revision {seen['revision']}"
    yield f"answers: {len(seen['answers'])}"
    for name, value in seen["answers"].items():
        text = f"{len(value)} rows" if isinstance(value, list) else " ".join(str(value).split())
        yield f"  {name}: {text[:100]}"
    yield f"events: {len(seen['events'])}"
    for entry in seen["events"]:
        yield f"  {entry['at']}  {entry['kind']}  {entry['actor']['name']}"
    yield f"files: {len(seen['attachments'])}"
    for entry in seen["attachments"]:
        word = "intact" if entry["intact"] else "DAMAGED" if entry["complete"] else "missing"
        later = entry.get("superseded_by_revision")
        standing = f", superseded by revision {later}" if later else ""
        yield f"  {entry['sha256']}  {entry['kind']}  {entry['size']} bytes  {word}{standing}  {entry['name']}"
    yield f"late reports: {len(seen['late_reports'])}"
    for entry in seen["late_reports"]:
        yield f"  {entry['received_at']}  {entry['from']}  {entry['reason']}"
