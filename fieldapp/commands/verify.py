"""`fieldapp verify FILE… --trust CA.pem [--json]`: exit code 0 all valid, 1 at least one not valid, 2 could not be checked.
`fieldapp verify --window [FILE…]` opens the window for it, with the archive, and needs no login."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from fieldapp.errors import Fault, InputFault
from fieldapp.forms.signing.report import read_file, report, unread
from fieldapp.forms.signing.verdict import Verdict
from fieldapp.forms.signing.verify import verify

HEADLINES = {
    "zh": {True: "有效", False: "无效"},
    "en": {True: "valid", False: "NOT valid"},
}


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("verify", help="check sealed PDFs")
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="sealed PDFs")
    parser.add_argument("--trust", type=Path, action="append", default=[], metavar="CA.pem", help="trusted roots (PEM)")
    parser.add_argument(
        "--time-trust",
        type=Path,
        action="append",
        metavar="TSA.pem",
        help="roots of timestamp authorities (default: those of --trust)",
    )
    parser.add_argument("--crl", type=Path, action="append", default=[], metavar="FILE", help="a revocation list (PEM or DER)")
    parser.add_argument(
        "--signatures", type=count, metavar="N", help="signatures expected (default: at least what the seal says)"
    )
    parser.add_argument("--window", action="store_true", help="show the verdicts in a window; trusted roots are chosen there")
    parser.add_argument("--data", type=Path, metavar="DIR", help="with --window: data folder (default: this account's own)")
    parser.add_argument("--sha256", type=digest, metavar="HEX", help="the hash the register holds for the file (with one file)")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the verdict (default zh)")
    parser.add_argument("--json", action="store_true", help="the verdicts as a JSON list, one object a file")
    parser.set_defaults(handler=check)


def digest(text: str) -> str:
    """A SHA-256 as people paste it: any case."""
    if not re.fullmatch(r"[0-9a-f]{64}", text.lower()):
        raise argparse.ArgumentTypeError("64 hexadecimal digits are expected")
    return text.lower()


def count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 100):
        raise argparse.ArgumentTypeError("a number of signatures, 1 or more, is expected")
    return int(text)


def check(arguments: argparse.Namespace) -> int:
    if arguments.window:
        return show(arguments)
    if not arguments.files or not arguments.trust:
        raise InputFault("usage", "FILE and --trust are needed (or --window)")
    if arguments.sha256 and len(arguments.files) > 1:
        raise InputFault("usage", "--sha256 goes with one file")
    trust = [read_file(path) for path in arguments.trust]
    times = [read_file(path) for path in arguments.time_trust] if arguments.time_trust else None
    lists = [read_file(path) for path in arguments.crl]
    reports: list[dict[str, Any]] = []
    code = 0
    for path in arguments.files:
        try:
            verdict = verify(
                read_file(path),
                trust,
                expected_signatures=arguments.signatures,
                expected_sha256=arguments.sha256,
                timestamp_trust=times,
                revocation=lists,
            )
        except Fault as fault:
            if fault.code.startswith(("verify.", "crl.")):
                raise
            print(f"fieldapp: {fault.text}", file=sys.stderr)
            reports.append({"file": str(path)} | unread(fault.code, fault.text))
            code = 2
            continue
        code = max(code, 0 if verdict.valid else 1)
        reports.append({"file": str(path)} | report(verdict, arguments.lang))
        if not arguments.json:
            print_verdict(path, verdict, arguments.lang)
    if arguments.json:
        print(json.dumps(reports, ensure_ascii=False, indent=2))
    return code


def show(arguments: argparse.Namespace) -> int:
    if any((arguments.json, arguments.sha256, arguments.signatures, arguments.trust, arguments.time_trust, arguments.crl)):
        raise InputFault("usage", "--window takes files only; trusted roots are chosen in the window")
    from fieldapp.bootstrap.documents import open_documents
    from fieldapp.paths import default_data_dir

    return open_documents(arguments.data or default_data_dir(), [path.absolute() for path in arguments.files])


def print_verdict(path: Path, verdict: Verdict, lang: str) -> None:
    evidence = verdict.evidence
    about = f" {evidence.number} v{evidence.revision}" if evidence and verdict.valid else ""
    print(f"{path}: {HEADLINES[lang][verdict.valid]}{about}")
    for finding in (*verdict.problems, *verdict.facts, *verdict.notes):
        print(f"  - {finding.words(lang)}")
