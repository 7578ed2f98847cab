"""The command line. Exit codes: 0 done, 1 the answer is no (verify: not valid), 2 it could not be done, with one line
that says why."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from fieldapp import __version__
from fieldapp.errors import Fault

COMMANDS = ("window", "demo", "tour", "render", "verify", "archive", "report", "doctor", "backup", "restore", "itsm", "bridge")
"""Modules of fieldapp.commands, imported only when their command is asked for."""

HELP = {
    "window": "open the program (the default)",
    "demo": "the whole main job on an embedded endpoint",
    "tour": "a picture of every screen",
    "render": "an order document as unsigned PDF",
    "verify": "check sealed PDFs",
    "archive": "the back office's archive of sealed PDFs",
    "report": "the quarterly service report",
    "doctor": "check machine, keys, data and network",
    "backup": "everything of this device in one file",
    "restore": "bring back a backup; what it replaces is kept",
    "itsm": "the reference endpoint",
    "bridge": "between the endpoint and another ITSM product",
}


class Parser(argparse.ArgumentParser):
    """Bad usage is one line and exit code 2, like every other bad input."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def build_parser(asked: str | None, *, alone: bool = False) -> Parser:
    """All commands by name; only the one asked for brings its arguments (start-up stays short). `alone`: the others are not
    made, as nobody can ask for them any more."""
    parser = Parser(prog="fieldapp", description="Field-service work orders that work without a network.")
    parser.add_argument("--version", action="version", version=f"fieldapp {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    for name in (asked,) if alone and asked in COMMANDS else COMMANDS:
        if name == asked:
            importlib.import_module(f"fieldapp.commands.{name}").register(subparsers)
        else:
            subparsers.add_parser(name, help=HELP[name], add_help=False)
    return parser


def main(argv: Sequence[str]) -> int:
    """Run one command; `argv` without the program's name."""
    arguments = list(argv) or ["window"]
    asked = next((word for word in arguments if not word.startswith("-")), None)
    if asked is None and not {"-h", "--help", "--version"} & set(arguments):
        arguments.insert(0, asked := "window")
    try:
        parsed = build_parser(asked, alone=arguments[:1] == [asked]).parse_args(arguments)
        if parsed.command is None:
            build_parser(None).print_help()
            return 0
        code: int = parsed.handler(parsed)
        if sys.stdout is not None:  # closed by whoever started us
            sys.stdout.flush()
    except Fault as fault:
        print(f"fieldapp: {one_line(fault.text)}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"fieldapp: {one_line(describe(error))}", file=sys.stderr)
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt:
        print("fieldapp: interrupted; nothing is lost", file=sys.stderr)
        return 130
    return code


def describe(error: OSError) -> str:
    """What the operating system said, with the file it is about."""
    reason = error.strerror or str(error)
    return f"{reason}: {error.filename}" if error.filename else reason


def one_line(text: str) -> str:
    return " ".join(text.split())
