"""Putting a backup in place of what a data folder holds: proven first, then in steps that a cut can stop at any point.

All of it is prepared in `restoring/` inside the data folder; the file `ready.json` there is the point of no return. Before it
the old data is untouched and the preparation is thrown away; after it `finish` moves the old parts to `replaced-<time>/` and the
new ones in, and may be called again until it is done. Nothing is deleted.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldapp.clock import Clock
from fieldapp.errors import EnvironmentFault, InputFault
from fieldapp.files import private_folder, sync_folder, write_atomically
from fieldapp.services.full_backup import SETTINGS_SECRET, TRUST, Content, Told
from fieldapp.settings import FILE_NAME as SETTINGS
from fieldapp.store.backup import problem
from fieldapp.store.faults import translated
from fieldapp.store.keys import CHECK_NAME, write_key_check
from fieldapp.store.layout import FILE_NAME, QUARANTINE, RESTORE_FOLDER, SIDE_FILES, STORE_FOLDER, VAULT_FILE, VAULT_MARKER
from fieldapp.store.lock import lock_folder
from fieldapp.store.store import Store
from fieldapp.store.vault import Vault, open_vault

READY = "ready.json"
ITEMS = (STORE_FOLDER, VAULT_FILE, VAULT_MARKER, SETTINGS, TRUST)
"""What of a data folder a full backup replaces; logs and crash reports stay."""

_STAMP = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class Restored:
    """What is there now. `replaced`: where the former data is; None where there was none."""

    orders: int
    made_at: str
    replaced: Path | None


def restore(
    folder: Path,
    source: Path,
    passphrase: str,
    clock: Clock,
    *,
    told: Told = lambda _done, _all: None,
    open_new_vault: Callable[[Path, Callable[[bool], str]], Vault] = open_vault,
) -> Restored:
    """Replace what a data folder holds by a full backup. The keys go into this machine's keyring where there is one, else they
    stay under the passphrase.

    Raises InputFault `restore.*`, EnvironmentFault `store.in-use` (a window is open), `restore.damaged`, `store.newer`,
    `disk.full`, `vault.*`; the data stays as it was in all these cases.
    """
    finish(folder)
    content = Content.read(source, passphrase)
    with translated(folder):
        private_folder(folder)
    with alone(folder):
        staging = folder / RESTORE_FOLDER
        with translated(staging):
            shutil.rmtree(staging, ignore_errors=True)
            private_folder(staging)
        try:
            orders = _prepare(content, staging, passphrase, clock, told, open_new_vault)
            replaced = folder / f"replaced-{clock.now().strftime(_STAMP)}"
            old = any((folder / name).exists() for name in ITEMS)
            new = [name for name in ITEMS if (staging / name).exists()]
            with translated(staging):
                _sync_tree(staging)
                plan = json.dumps({"replaced": replaced.name, "new": new})
                write_atomically(staging / READY, plan.encode(), private=True)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
        _put_in_place(folder)
    return Restored(orders, content.made_at, replaced if old else None)


def _prepare(
    content: Content,
    staging: Path,
    passphrase: str,
    clock: Clock,
    told: Told,
    open_new_vault: Callable[[Path, Callable[[bool], str]], Vault],
) -> int:
    """Everything in its place below `staging`, opened once as the program opens it; the number of orders."""
    content.extract({name: staging / name for name in content.files}, told)
    vault = open_new_vault(staging, lambda _new: passphrase)
    for name, value in content.secrets.items():
        if name in {SETTINGS_SECRET, "manifest-sha256"}:
            continue
        vault.set(name, value)
        if vault.get(name) != value:
            raise EnvironmentFault("vault.damaged", "the vault did not keep a key")
    with translated(staging):
        if SETTINGS_SECRET in content.secrets:
            write_atomically(staging / SETTINGS, content.secrets[SETTINGS_SECRET].encode())
    with translated(staging / STORE_FOLDER):
        write_key_check(staging / STORE_FOLDER, content.key)
    store = Store.open(staging / STORE_FOLDER, content.key, clock)
    try:
        found = store.check()
        if found:
            raise content.damaged(found[0])
        return store.queries.counts().orders
    finally:
        store.close()


def finish(folder: Path) -> bool:
    """Bring a restore that was begun to its end: put in place what was ready, throw away what was not. True when data was put in
    place. Raises EnvironmentFault `store.in-use`, `disk.full|store.io`; then it can be called again."""
    if not (folder / RESTORE_FOLDER).is_dir():
        return False
    with alone(folder):
        return _put_in_place(folder)


def _put_in_place(folder: Path) -> bool:
    """Each move is made once: what is no longer in `restoring/` has been put in place by an earlier call."""
    staging = folder / RESTORE_FOLDER
    with translated(folder):
        try:
            plan: dict[str, Any] = json.loads((staging / READY).read_bytes())
        except FileNotFoundError:
            shutil.rmtree(staging)
            return False
        replaced = folder / str(plan["replaced"])
        replaced.mkdir(mode=0o700, exist_ok=True)
        for name in ITEMS:
            place, new = folder / name, staging / name
            if place.exists() and (new.exists() or name not in plan["new"]):
                place.replace(replaced / name)
                sync_folder(replaced)
            if new.exists():
                new.replace(place)
                sync_folder(folder)
        (staging / READY).unlink()
        shutil.rmtree(staging)
        if not any(replaced.iterdir()):
            replaced.rmdir()
        sync_folder(folder)
        return True


def restore_database(folder: Path, source: Path, key: bytes, clock: Clock) -> Restored:
    """One of the store's own backups (`store/backups/*.db`) in place of the database: after an upgrade that has to be taken back,
    or an accident. The database there was goes to `store/quarantine/`; files and keys stay.

    Raises InputFault `restore.not-a-backup`, EnvironmentFault `store.in-use|store.newer|disk.full`.
    """
    store_folder = folder / STORE_FOLDER
    if not source.is_file():
        raise InputFault("restore.not-a-backup", f"there is no file {source}", path=str(source))
    found = problem(source, key)
    if found is not None:
        raise InputFault("restore.not-a-backup", f"{source} does not open with this device's key: {found}", path=str(source))
    trial = store_folder / f"{FILE_NAME}.restoring"
    with alone(folder), translated(store_folder):
        made_at = source.stem.rpartition("-")[2]
        shutil.copyfile(source, trial)
        _sync_file(trial)
        aside = store_folder / QUARANTINE / clock.now().strftime(_STAMP)
        aside.mkdir(parents=True, mode=0o700)
        # the file first: without its write-ahead log it would open as it was some time ago; then the log, which must not meet
        # the new file. A cut between leaves no database, which is said at the next start, and this can be done again
        for name in (FILE_NAME, *SIDE_FILES):
            if (store_folder / name).exists():
                (store_folder / name).replace(aside / name)
        sync_folder(aside)
        trial.replace(store_folder / FILE_NAME)
        sync_folder(store_folder)
        if not (store_folder / CHECK_NAME).exists():
            write_key_check(store_folder, key)
    store = Store.open(store_folder, key, clock)
    try:
        return Restored(store.queries.counts().orders, made_at, aside)
    finally:
        store.close()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else has the store open. Raises EnvironmentFault `store.in-use`."""
    store_folder = folder / STORE_FOLDER
    if not store_folder.is_dir():
        yield
        return
    with translated(store_folder):
        lock = lock_folder(store_folder)
    if os.name == "nt":
        lock.release()  # an open lock file would keep the folder from being renamed; an open store keeps it from that, too
    try:
        yield
    finally:
        lock.release()


def _sync_tree(folder: Path) -> None:
    """The names of everything prepared are on the disk before the point of no return."""
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            sync_folder(path)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
