"""What this endpoint offers as the newest program: a signed manifest and its installers, in `release/` of the data folder.

The endpoint holds no key. It checks that the files are those of the manifest; whether the signature is right only the devices
can say, which have the key pinned.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from fieldapp.errors import InputFault
from fieldapp.files import PRIVATE_FOLDER, sync_folder, write_atomically
from fieldapp.release import Envelope, Manifest, ReleaseFile, parse

FOLDER, CURRENT, FILES = "release", "current.json", "files"
_PART = 1024 * 1024


class Releases:
    """One data folder's release."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER

    def current(self) -> Envelope | None:
        """What is offered; None when nothing is. Raises InputFault `release.unreadable`."""
        try:
            raw = json.loads((self._folder / CURRENT).read_bytes())
            return Envelope(str(raw["manifest"]), str(raw["signature"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputFault("release.unreadable", f"{self._folder / CURRENT} cannot be read") from error

    def file(self, sha256: str) -> Path | None:
        """An installer of the current release."""
        offered = self.current()
        if offered is None or not any(entry.sha256 == sha256 for entry in parse(offered.manifest).files.values()):
            return None
        path = self._folder / FILES / sha256
        return path if path.is_file() else None

    def publish(self, envelope: Envelope, files: Mapping[str, Path]) -> Manifest:
        """Offer a release; `files` by system. The manifest is put in place when every file is there, so that no device is told of
        one that it cannot get. Raises InputFault `release.unreadable|release.older|release.no-file|release.damaged`, OSError."""
        manifest = parse(envelope.manifest)
        before = self.current()
        if before is not None and parse(before.manifest).sequence > manifest.sequence:
            raise InputFault("release.older", "a later release is offered already; devices would refuse this one")
        missing = sorted(manifest.files.keys() - files.keys())
        if missing or files.keys() - manifest.files.keys():
            raise InputFault("release.no-file", f"files are needed for exactly: {', '.join(sorted(manifest.files))}")
        (self._folder / FILES).mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        for system, entry in manifest.files.items():
            self._keep(files[system], entry)
        write_atomically(self._folder / CURRENT, json.dumps(asdict(envelope), ensure_ascii=False).encode())
        wanted = {entry.sha256 for entry in manifest.files.values()}
        for path in (self._folder / FILES).iterdir():
            if path.name not in wanted:
                path.unlink(missing_ok=True)
        return manifest

    def withdraw(self) -> bool:
        """Offer nothing. Devices that have heard of the release keep knowing it until it expires."""
        with suppress(FileNotFoundError):
            (self._folder / CURRENT).unlink()
            return True
        return False

    def _keep(self, source: Path, entry: ReleaseFile) -> None:
        target = self._folder / FILES / entry.sha256
        partial = target.with_suffix(".part")
        shutil.copyfile(source, partial)
        if described(partial, entry.name) != entry:
            partial.unlink()
            raise InputFault("release.damaged", f"{source} is not the file that was signed as {entry.name}")
        partial.replace(target)
        sync_folder(target.parent)


def described(path: Path, name: str = "") -> ReleaseFile:
    """A file as a manifest names it."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while part := stream.read(_PART):
            digest.update(part)
    return ReleaseFile(name or path.name, path.stat().st_size, digest.hexdigest())
