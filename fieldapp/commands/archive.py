"""`fieldapp archive import|check|list|export|stamp|renew|countersign`: the back office's archive. Exit codes: 0 in order, 1 some
refused or not in order, 2 it could not be done."""

from __future__ import annotations

import argparse
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from fieldapp.clock import SystemClock
from fieldapp.commands import archive_growth
from fieldapp.commands import archive_report as report
from fieldapp.errors import Fault, InputFault
from fieldapp.forms.signing.report import read_file


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("archive", help="the back office's archive of sealed PDFs")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    taking = _action(actions, "import", "check sealed PDFs and take them in", take)
    taking.add_argument("sources", type=Path, nargs="+", metavar="FILE|FOLDER", help="sealed PDFs, or folders of them")
    taking.add_argument("--trust", type=Path, action="append", required=True, metavar="CA.pem", help="trusted roots (PEM)")
    taking.add_argument("--who", default="", metavar="NAME", help="who imports (default: the account and the machine)")
    checking = _action(actions, "check", "every file against the register", check)
    checking.add_argument("--trust", type=Path, action="append", default=[], metavar="CA.pem", help="verify every seal again")
    checking.add_argument("--quick", action="store_true", help="compare sizes only, do not read the files")
    checking.add_argument("--anchor", type=_hash, metavar="HASH", help="a last line's hash, written down earlier: must be there")
    for parser in (taking, checking):
        parser.add_argument("--time-trust", type=Path, action="append", metavar="TSA.pem", help="roots of timestamp authorities")
    listing = _action(actions, "list", "what is in the archive", show)
    listing.add_argument("--text", default="", help="words to look for: number, customer, date, hash, who")
    exporting = _action(actions, "export", "copies, register and a page for an auditor", export)
    exporting.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new or empty folder")
    exporting.add_argument("--number", action="append", default=[], help="only this order (may be repeated)")
    archive_growth.register(actions, _action)
    exporting.add_argument("--since", type=_moment, metavar="DATE", help="only what was signed on this day or later")


def _action(actions: Any, name: str, words: str, handler: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=words)
    parser.add_argument("--archive", type=Path, required=True, metavar="DIR", help="the archive's folder")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the report (default zh)")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.set_defaults(handler=handler)
    return parser


def take(arguments: argparse.Namespace) -> int:
    from fieldapp.archive.identity import account
    from fieldapp.archive.intake import Intake
    from fieldapp.archive.opening import collect

    trust = [read_file(path) for path in arguments.trust]
    sources = list(collect(arguments.sources))
    times = _times(arguments)
    intake = Intake(arguments.archive, trust, SystemClock(), arguments.who or account(), timestamp_trust=times)
    talk = report.ImportReport(arguments.archive, arguments.lang, arguments.json)
    talk.opened(intake.new)
    try:
        for source in sources:
            talk.add(intake.take(source))
    except (Fault, KeyboardInterrupt):
        talk.close(stopped=len(sources))
        raise
    return talk.close()


def check(arguments: argparse.Namespace) -> int:
    from fieldapp.archive.checking import check as run

    if arguments.quick and arguments.trust:
        raise InputFault("usage", "--quick reads no files, --trust has to: give one of them")
    trust = [read_file(path) for path in arguments.trust]
    found = run(
        arguments.archive,
        trust=trust,
        timestamp_trust=_times(arguments),
        quick=arguments.quick,
        anchor=arguments.anchor,
    )
    report.print_check(found, arguments.lang, arguments.json)
    return 0 if found.in_order else 1


def show(arguments: argparse.Namespace) -> int:
    from fieldapp.archive.export import read as read_lines
    from fieldapp.archive.index import items, search

    report.print_list(search(items(read_lines(arguments.archive)), text=arguments.text), arguments.lang, arguments.json)
    return 0


def export(arguments: argparse.Namespace) -> int:
    from fieldapp.archive.export import export as run

    done = run(arguments.archive, arguments.out, SystemClock(), numbers=arguments.number, since=arguments.since)
    report.print_export(done, arguments.out, arguments.lang, arguments.json)
    return 1 if done.missing else 0


def _times(arguments: argparse.Namespace) -> list[bytes] | None:
    return [read_file(path) for path in arguments.time_trust] if arguments.time_trust else None


def _hash(text: str) -> str:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        raise argparse.ArgumentTypeError("a hash has 64 hexadecimal digits")
    return text.lower()


def _moment(text: str) -> datetime:
    """A day, or a moment in RFC 3339; without an offset it is meant by this machine's clock."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise argparse.ArgumentTypeError("a date like 2026-11-22 is expected") from error
