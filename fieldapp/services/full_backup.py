"""A full backup: everything of one device in one file, for another machine.

A zip (stored, not compressed: what is in it is encrypted already):

    manifest.json          format, versions, when; every file with size and SHA-256
    store/orders.db        the database, a consistent copy of the live one
    store/blobs/xx/<hash>  the files
    trust/*.pem            trusted roots
    vault.json             the keys, the PIN's hash, the settings and the manifest's hash, under a passphrase (argon2id)

The login is not in it: a restored device asks for it once. Nothing that names a person is readable without the passphrase.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from fieldapp import __version__
from fieldapp.clock import to_wire
from fieldapp.errors import EnvironmentFault, Fault, InputFault
from fieldapp.files import sync_folder
from fieldapp.services.context import Context
from fieldapp.services.identities import SECRET
from fieldapp.store.backup import problem
from fieldapp.store.faults import translated
from fieldapp.store.layout import BLOBS, FILE_NAME, STORE_FOLDER
from fieldapp.store.vault import STORE_KEY, Vault
from fieldapp.store.vault_file import SHORTEST_PASSPHRASE, PassphraseVault

FORMAT = 1
SUFFIX = ".fieldapp-backup"
MANIFEST, VAULT, DATABASE = "manifest.json", "vault.json", f"{STORE_FOLDER}/{FILE_NAME}"
TRUST = "trust"
KEPT_SECRETS = (STORE_KEY, "device-key", "pin", SECRET)
SETTINGS_SECRET, MANIFEST_SECRET = "settings", "manifest-sha256"  # names of entries
PREFIX = ".fieldapp-"
ABANDONED_S = 86400.0
_PART = 1024 * 1024

Told = Callable[[int, int], None]
"""Bytes done, bytes in all; may raise to stop."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written and opened again. `damaged`: files that could not be read on this device."""

    path: Path
    orders: int
    files: int
    size: int
    damaged: int


def back_up(context: Context, to: Path, passphrase: str, told: Told = lambda _done, _all: None) -> Made:
    """Write everything to a file, or into a folder under a name of its own; whole and proven, or nothing.

    Raises InputFault `backup.passphrase`, EnvironmentFault `disk.full|store.*|vault.*|backup.unreadable`.
    """
    require_passphrase(passphrase)
    stamp = context.clock.now().strftime("%Y%m%dT%H%M%SZ")
    with translated(to):
        path = to / f"fieldapp-{stamp}{SUFFIX}" if to.is_dir() else to
    with translated(path), _scratch(path.parent) as scratch:
        database = context.store.copy_to(scratch / FILE_NAME)
        partial = scratch / "partial"
        damaged = _write(context, database, partial, passphrase, scratch, told)
        content = Content.read(partial, passphrase)
        content.prove(scratch)
        _sync(partial)
        partial.replace(path)
        sync_folder(path.parent)
    files = sum(name.startswith(f"{STORE_FOLDER}/{BLOBS}/") for name in content.files)
    return Made(path, context.store.queries.counts().orders, files, path.stat().st_size, damaged)


def require_passphrase(passphrase: str) -> None:
    """Raises InputFault `backup.passphrase`: the file will lie on sticks and shares, and nothing slows a guesser down there."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise InputFault(
            "backup.passphrase", f"a passphrase has {SHORTEST_PASSPHRASE} characters at least", n=SHORTEST_PASSPHRASE
        )


def _write(context: Context, database: Path, partial: Path, passphrase: str, scratch: Path, told: Told) -> int:
    """The zip, file by file; how many of the store's files are damaged here."""
    sources = dict(_sources(context, database))
    total, done, damaged = sum(path.stat().st_size for path in sources.values()), 0, 0
    files: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(partial, "x", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, path in sources.items():
            told(done, total)
            damaged += name.startswith(f"{STORE_FOLDER}/{BLOBS}/") and not _readable(context, path.name)
            with path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as target:
                size, sha256 = copied(source, target)
            files[name] = {"size": size, "sha256": sha256}
            done += size
        manifest = json.dumps(
            {
                "format": FORMAT,
                "program": __version__,
                "schema": context.store.schema(),
                "made_at": to_wire(context.clock.now()),
                "files": files,
            },
            indent=1,
        ).encode()
        archive.writestr(_entry(MANIFEST), manifest)
        archive.writestr(_entry(VAULT), _wrapped(context, manifest, passphrase, scratch / VAULT))
    told(total, total)
    return damaged


def _sources(context: Context, database: Path) -> Iterator[tuple[str, Path]]:
    """Files are never changed once they are there, so those of the copied database are whole whenever they are read."""
    yield DATABASE, database
    blobs, trust = context.store.folder / BLOBS, context.store.folder.parent / TRUST
    for path in sorted(blobs.glob("??/*")):
        if path.is_file() and not path.name.endswith(".tmp"):
            yield f"{STORE_FOLDER}/{BLOBS}/{path.parent.name}/{path.name}", path
    for path in sorted(trust.glob("*.pem")):
        yield f"{TRUST}/{path.name}", path


def _readable(context: Context, sha256: str) -> bool:
    try:
        context.store.blobs.get(sha256)
    except Fault:
        return False
    return True


def _wrapped(context: Context, manifest: bytes, passphrase: str, path: Path) -> bytes:
    """The secrets under the passphrase. The manifest's hash among them: who has the passphrase made all of it."""
    vault = PassphraseVault.create(path, passphrase)
    vault.set(MANIFEST_SECRET, hashlib.sha256(manifest).hexdigest())
    vault.set(SETTINGS_SECRET, json.dumps(asdict(context.settings())))
    copy_secrets(context.vault, vault)
    return path.read_bytes()


def copy_secrets(source: Vault, target: Vault) -> None:
    """The secrets that belong to the device's data."""
    for name in KEPT_SECRETS:
        value = source.get(name)
        if value is not None:
            target.set(name, value)


@dataclass(frozen=True, slots=True)
class Content:
    """An opened full backup; `files` are the manifest's, with size and hash."""

    path: Path
    files: Mapping[str, Mapping[str, Any]]
    secrets: Mapping[str, str]
    made_at: str
    program: str

    @classmethod
    def read(cls, path: Path, passphrase: str) -> Content:
        """Raises InputFault `restore.not-a-backup|restore.newer|restore.passphrase`, EnvironmentFault `restore.damaged`."""
        try:
            with zipfile.ZipFile(path) as archive:
                manifest, vault = _small(archive, MANIFEST), _small(archive, VAULT)
            facts = json.loads(manifest)
            version, files = int(facts["format"]), {str(name): dict(entry) for name, entry in facts["files"].items()}
            made_at, program = str(facts["made_at"]), str(facts["program"])
        except FileNotFoundError as error:
            raise InputFault("restore.not-a-backup", f"there is no file {path}", path=str(path)) from error
        except (zipfile.BadZipFile, OSError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise InputFault("restore.not-a-backup", f"{path} is not a full backup of this program", path=str(path)) from error
        if version > FORMAT:
            raise InputFault("restore.newer", f"{path} was made by a newer version of this program ({program})")
        secrets = _secrets(vault, passphrase)
        content = cls(path, files, secrets, made_at, program)
        if hashlib.sha256(manifest).hexdigest() != secrets.get(MANIFEST_SECRET) or STORE_KEY not in secrets:
            raise content.damaged("its list of files was changed")
        for name in files:
            _require_inside(name)
        return content

    @property
    def key(self) -> bytes:
        """The store's key."""
        return bytes.fromhex(self.secrets[STORE_KEY])

    def damaged(self, reason: str) -> EnvironmentFault:
        return EnvironmentFault("restore.damaged", f"{self.path} is damaged: {reason}", path=str(self.path))

    def extract(self, names: Mapping[str, Path], told: Told = lambda _done, _all: None) -> None:
        """Write files of the backup to these places, durably, each checked against its hash. Raises EnvironmentFault."""
        total, done = sum(int(self.files[name]["size"]) for name in names), 0
        with translated(self.path), self._opened() as archive:
            for name, place in names.items():
                told(done, total)
                place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with self._member(archive, name) as source, place.open("xb") as target:
                    size, sha256 = copied(source, target)
                    target.flush()
                    os.fsync(target.fileno())
                self._require_same(name, size, sha256)
                done += size
        told(total, total)

    def prove(self, scratch: Path) -> None:
        """Every file is as the manifest says, and the database opens with the key inside. Raises EnvironmentFault."""
        copy = scratch / "proof.db"
        self.extract({DATABASE: copy})
        found = problem(copy, self.key)
        if found is not None:
            raise EnvironmentFault("backup.unreadable", f"the backup's database is not readable: {found}", path=str(self.path))
        with self._opened() as archive:
            for name in self.files:
                with self._member(archive, name) as source:
                    self._require_same(name, *copied(source, None))

    def _require_same(self, name: str, size: int, sha256: str) -> None:
        if (size, sha256) != (self.files[name]["size"], self.files[name]["sha256"]):
            raise self.damaged(f"{name} is not what was backed up")

    @contextmanager
    def _opened(self) -> Iterator[zipfile.ZipFile]:
        try:
            with zipfile.ZipFile(self.path) as archive:
                yield archive
        except zipfile.BadZipFile as error:
            raise self.damaged(str(error)) from error

    def _member(self, archive: zipfile.ZipFile, name: str) -> IO[bytes]:
        try:
            return archive.open(name)
        except (KeyError, RuntimeError, NotImplementedError) as error:
            raise self.damaged(f"{name} is missing") from error


def _secrets(vault: bytes, passphrase: str) -> dict[str, str]:
    with tempfile.TemporaryDirectory(prefix="fieldapp-") as folder:
        path = Path(folder) / VAULT
        path.write_bytes(vault)
        try:
            opened = PassphraseVault.open(path, passphrase)
        except EnvironmentFault as fault:
            if fault.code == "vault.wrong-passphrase":
                raise InputFault("restore.passphrase", "the passphrase does not open this backup") from fault
            raise EnvironmentFault("restore.damaged", "the keys in this backup are damaged") from fault
        names = (*KEPT_SECRETS, SETTINGS_SECRET, MANIFEST_SECRET)
        found = {name: opened.get(name) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member of at most 256 MB: a list of a million files."""
    if archive.getinfo(name).file_size > 256 * 1024 * 1024:
        raise ValueError(f"{name} is too large")
    return archive.read(name)


def _require_inside(name: str) -> None:
    """Raises EnvironmentFault `restore.damaged` for a name that leads elsewhere; the manifest is authentic, a bug may not be."""
    parts = name.split("/")
    if parts[0] not in {STORE_FOLDER, TRUST} or any(part in {"", ".", ".."} or "\\" in part or ":" in part for part in parts):
        raise EnvironmentFault("restore.damaged", f"the backup names a place outside of itself: {name!r}")


def copied(source: IO[bytes], target: IO[bytes] | None) -> tuple[int, str]:
    """Copy a stream, or only read it; its length and SHA-256."""
    digest, size = hashlib.sha256(), 0
    while part := source.read(_PART):
        digest.update(part)
        size += len(part)
        if target is not None:
            target.write(part)
    return size, digest.hexdigest()


def _entry(name: str) -> zipfile.ZipInfo:
    """The same bytes for the same content: no times but the manifest's."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o600 << 16
    return entry


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A private folder beside the target, gone afterwards; what a killed run left is removed after a day (another device may be
    writing to the same share)."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{PREFIX}*"):
        if left.is_dir() and time.time() - left.stat().st_mtime > ABANDONED_S:
            shutil.rmtree(left, ignore_errors=True)
    scratch = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
    try:
        yield scratch
    finally:
        with suppress(OSError):
            shutil.rmtree(scratch)


def _sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
