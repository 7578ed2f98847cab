"""`fieldapp backup --to FILE|DIR`: everything of this device in one file under a passphrase, opened again before it counts."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import Any

VARIABLE = "FIELDAPP_BACKUP_PASSPHRASE"


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("backup", help="everything of this device in one file")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE|DIR", help="the file, or a folder for it")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: this account's own)")
    parser.set_defaults(handler=backup)


def backup(arguments: argparse.Namespace) -> int:
    from fieldapp.bootstrap.doctor.cases import case_of_folder
    from fieldapp.clock import SystemClock
    from fieldapp.commands.doctor import passphrase as device_passphrase
    from fieldapp.errors import EnvironmentFault
    from fieldapp.paths import default_data_dir
    from fieldapp.services.full_backup import back_up
    from fieldapp.services.full_restore import alone, finish

    folder = arguments.data or default_data_dir()
    finish(folder)
    with alone(folder), case_of_folder(folder, SystemClock(), device_passphrase) as case:
        if case.no_store is not None:
            raise case.no_store
        if case.context is None:
            raise EnvironmentFault("store.missing", f"there is no data in {folder}", path=str(folder))
        made = back_up(case.context, arguments.to, asked_for(twice=True))
    print(f"{made.path}: {made.orders} orders, {made.files} files, {made.size} bytes; opened again and checked")
    if made.damaged:
        print(f"fieldapp: {made.damaged} files are damaged on this device and went in as they are", file=sys.stderr)
    return 0


def asked_for(*, twice: bool) -> str:
    """The backup's passphrase, from the environment or a terminal. Raises InputFault `backup.passphrase`."""
    from fieldapp.errors import InputFault

    given = os.environ.get(VARIABLE, "")
    if not given and sys.stdin is not None and sys.stdin.isatty():
        given = getpass.getpass("passphrase of the backup: ")
        if twice and getpass.getpass("once more: ") != given:
            raise InputFault("backup.passphrase", "the two passphrases differ")
    if not given:
        raise InputFault("backup.passphrase", f"a passphrase is needed: {VARIABLE}, or a terminal to ask for it")
    return given
