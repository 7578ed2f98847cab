"""`fieldapp restore FROM`: a full backup in place of what the data folder holds; or, with one of the store's own backups
(`store/backups/*.db`), just the database, e.g. to go back to the program before an upgrade. What it replaces is kept."""

from __future__ import annotations

import argparse
import zipfile
from pathlib import Path
from typing import Any


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("restore", help="bring back a backup; what it replaces is kept")
    parser.add_argument("source", type=Path, metavar="FROM", help="a full backup, or one of store/backups/*.db")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: this account's own)")
    parser.set_defaults(handler=restore)


def restore(arguments: argparse.Namespace) -> int:
    from fieldapp.clock import SystemClock
    from fieldapp.commands.backup import asked_for
    from fieldapp.errors import InputFault
    from fieldapp.paths import default_data_dir
    from fieldapp.services import full_restore

    folder, source = arguments.data or default_data_dir(), arguments.source
    if not source.is_file():
        raise InputFault("restore.not-a-backup", f"there is no file {source}", path=str(source))
    if zipfile.is_zipfile(source):
        done = full_restore.restore(folder, source, asked_for(twice=False), SystemClock())
    else:
        done = full_restore.restore_database(folder, source, key_of(folder), SystemClock())
    print(f"{folder}: {done.orders} orders, as of {done.made_at}")
    if done.replaced is not None:
        print(f"what was there before: {done.replaced}")
    return 0


def key_of(folder: Path) -> bytes:
    """The key of the store that is there: its own backups open with nothing else. Raises EnvironmentFault `vault.*`."""
    from fieldapp.bootstrap.doctor.cases import vault_of
    from fieldapp.commands.doctor import passphrase
    from fieldapp.store.layout import STORE_FOLDER
    from fieldapp.store.vault import store_key

    return store_key(vault_of(folder, passphrase), folder / STORE_FOLDER)
