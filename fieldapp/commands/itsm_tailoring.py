"""`fieldapp itsm tailoring check | publish | list`: §6.1.5, the process as a project has tailored and approved it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from fieldapp.errors import Fault, InputFault

AddAction = Callable[..., argparse.ArgumentParser]


def register(actions: Any, add: AddAction) -> None:
    group = actions.add_parser("tailoring", help="profile, forms and holidays of a project's own (docs/tailoring.md)")
    parts = group.add_subparsers(dest="tailoring_action", metavar="ACTION", required=True, parser_class=type(group))

    checking = add(parts, "check", check, "are these files fit to be published")
    checking.add_argument("files", nargs="+", type=Path, metavar="FILE", help="profile or holidays (.toml), form (.yaml)")

    publishing = add(parts, "publish", publish, "put approved files into force and hand them to the devices; all or none")
    publishing.add_argument("files", nargs="+", type=Path, metavar="FILE")
    publishing.add_argument("--approved-by", required=True, metavar="NAME", help="who approved them")
    publishing.add_argument("--note", required=True, metavar="TEXT", help="what was changed and why")
    publishing.add_argument("--from", dest="since", metavar="DATE", help="in force from this day on (default: today)")

    add(parts, "list", listing, "everything that was published")


def check(arguments: argparse.Namespace) -> int:
    """Every file gets its line; 1 when one is not sound."""
    from fieldapp.domain import holidays
    from fieldapp.tailoring.checking import is_of_holidays, joined, read_draft
    from fieldapp.tailoring.published import Kind

    known, wrong = dict(holidays.shipped()), 0
    for path in sorted(arguments.files, key=lambda one: not is_of_holidays(one)):
        try:
            draft = read_draft(path, known)
        except Fault as fault:
            wrong += 1
            print(fault.text)
            continue
        if draft.kind is Kind.HOLIDAYS:
            known = joined(known, holidays.parse(draft.text, str(path)))
        print(f"{path}: {draft.kind.value} {draft.name} version {draft.version}, sound")
    return 1 if wrong else 0


def publish(arguments: argparse.Namespace) -> int:
    from fieldapp.commands.itsm import opened
    from fieldapp.itsm import tailoring

    since = _day(arguments.since) if arguments.since else None
    with opened(arguments) as endpoint:
        drafts = tailoring.read_drafts(arguments.files, endpoint.tailoring)
        added = tailoring.publish(endpoint.database, drafts, arguments.approved_by, arguments.note, endpoint.clock.now(), since)
    for file in added:
        print(f"{file.kind.value} {file.name} version {file.version}: published, in force from {file.since}")
    if not added:
        print("published already, nothing is new")
    else:
        print("a running endpoint takes it up, and hands it to the devices, when it is started again")
    return 0


def listing(arguments: argparse.Namespace) -> int:
    from fieldapp.commands.itsm import opened

    with opened(arguments) as endpoint:
        files, found = endpoint.tailoring, endpoint.terms
    used = {one.key for one in found.approvals}
    for one in files:
        mark = "in force" if one.key in used else "-"
        at = one.published_at.astimezone(endpoint.office)
        print(f"{one.kind.value}  {one.name}  v{one.version}  from {one.since}  {mark}  {one.sha256[:12]}  ", end="")
        print(f"published {at:%Y-%m-%d %H:%M}  approved by {one.approved_by}: {one.note}")
    for problem in found.problems:
        print(f"NOT USED: {problem}")
    for label in found.profile.without_holidays(endpoint.clock.now().astimezone(endpoint.office).year):
        print(f"NO HOLIDAYS of this year are known for: {label.zh}")
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputFault("usage", f"--from looks like 2027-01-01, not {text!r}") from error
