"""`fieldapp doctor [--data DIR [--db URL]] [--json] [--url URL] [--bundle FILE]`: is everything here as it should be.

Exit codes: 0 all well (also with warnings) · 1 something fails · 2 the checks could not be made.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

PASSPHRASE_VARIABLE = "FIELDAPP_PASSPHRASE"  # noqa: S105  # the name of a variable
MARKS = {"ok": "✓", "warn": "!", "fail": "✗"}


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("doctor", help="check machine, keys, data and network")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: this account's own)")
    parser.add_argument("--url", default="", metavar="URL", help="the endpoint (default: that of the settings)")
    parser.add_argument(
        "--db", default="", metavar="URL", help="DIR is an endpoint's with this database (postgresql+psycopg://…)"
    )
    parser.add_argument("--json", action="store_true", help="findings as JSON")
    parser.add_argument("--bundle", type=Path, metavar="FILE", help="save a diagnostics bundle (zip) without personal data")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the words (default zh)")
    parser.set_defaults(handler=doctor)


def doctor(arguments: argparse.Namespace) -> int:
    from fieldapp.errors import EnvironmentFault

    try:
        return examined(arguments)
    except ImportError as error:  # a library of the system that Qt or the store needs
        raise EnvironmentFault("doctor.library", f"the checks cannot be made, a library is missing: {error}") from error


def examined(arguments: argparse.Namespace) -> int:
    from fieldapp.bootstrap.doctor import bundle
    from fieldapp.bootstrap.doctor.cases import case_of_folder
    from fieldapp.bootstrap.doctor.examination import examine
    from fieldapp.clock import SystemClock
    from fieldapp.paths import default_data_dir
    from fieldapp.services.findings import Finding, Outcome, worst
    from fieldapp.ui import i18n

    i18n.set_language(arguments.lang)

    def tell(finding: Finding) -> None:
        if not arguments.json:
            print("\n".join(lines(finding)), flush=True)

    with case_of_folder(arguments.data or default_data_dir(), SystemClock(), passphrase, arguments.url) as looked_at:
        case = replace(looked_at, endpoint_db=arguments.db)
        found = examine(case, tell)
        if arguments.json:
            print(
                json.dumps({"outcome": worst(found), "findings": [described(one) for one in found]}, ensure_ascii=False, indent=2)
            )
        if arguments.bundle is not None:
            parts = bundle.collect(case, found)
            bundle.save(parts, arguments.bundle)
            print(f"{arguments.bundle}: {', '.join(part.name for part in parts)}", file=sys.stderr)
    return 1 if worst(found) is Outcome.FAIL else 0


def passphrase(_new: bool) -> str:
    """From the environment, or asked for where somebody sits at a terminal. Raises EnvironmentFault `vault.passphrase-needed`."""
    from fieldapp.errors import EnvironmentFault

    given = os.environ.get(PASSPHRASE_VARIABLE, "")
    if not given and sys.stdin is not None and sys.stdin.isatty():
        given = getpass.getpass("passphrase: ")
    if not given:
        text = f"a passphrase is needed: {PASSPHRASE_VARIABLE}, or a terminal to ask for it"
        raise EnvironmentFault("vault.passphrase-needed", text)
    return given


def lines(finding: Any) -> list[str]:
    """One finding for a terminal; what to do stands below."""
    from fieldapp.ui.doctor_words import check_name, finding_words

    words = finding_words(finding)
    name, _icon = check_name(finding.check)
    more = [f"    {text}" for text in (words.safe, words.todo) if text and finding.outcome != "ok"]
    return [f"{MARKS[finding.outcome]} {name}  {words.what}  [{finding.code}]", *more]


def described(finding: Any) -> dict[str, Any]:
    """One finding for a program, with the words in the chosen language."""
    from fieldapp.ui.doctor_words import finding_words

    words = finding_words(finding)
    return {**asdict(finding), "what": words.what, "safe": words.safe, "todo": words.todo}
