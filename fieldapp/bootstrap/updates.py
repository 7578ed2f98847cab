"""A newer version of the program: asked for after a sync, told, fetched when a person wants it, never installed from here."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldapp import __version__, logs
from fieldapp.clock import from_wire, to_wire
from fieldapp.errors import EnvironmentFault, Fault, InputFault
from fieldapp.files import private_folder, sync_folder
from fieldapp.paths import resource
from fieldapp.release import Envelope, Manifest, ReleaseFile, is_newer, this_system, verify
from fieldapp.services.context import Context

if TYPE_CHECKING:
    from fieldapp.sync.client import Client

log = logging.getLogger(__name__)

ASK_EVERY = timedelta(hours=6)
FOLDER = "downloads"
PART_BYTES = 4 * 2**20
BUILT_IN = "release.pub"
"""Among the resources of a program that was built for one company: the key its releases are signed with."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What 设置 shows. `manifest` is None when nothing newer is known; `problem`: why an offer is not believed; `file` None: no
    installer for this system; `downloaded`: it is here and whole; `required`: the endpoint works with nothing older."""

    manifest: Manifest | None = None
    file: ReleaseFile | None = None
    downloaded: Path | None = None
    problem: str | None = None
    required: bool = False
    has_key: bool = True


def pinned_key(settings_key: str) -> str:
    """The key that was built in, else the one of the settings; empty when there is none."""
    with suppress(OSError, UnicodeDecodeError):
        return resource(BUILT_IN).read_text("ascii").strip()
    return settings_key


class Updates:
    """One device's knowledge of newer versions. `client` gives the connection of the sync."""

    def __init__(self, context: Context, client: Callable[[], Client]) -> None:
        self._context, self._client = context, client

    def due(self) -> bool:
        """Whether it is time to ask; without a key there is nothing to ask for."""
        if not self._key():
            return False
        with self._context.store.reading() as work:
            asked_at = work.meta.get("release_at")
        return asked_at is None or not timedelta(0) <= self._context.clock.now() - from_wire(asked_at) < ASK_EVERY

    def ask(self) -> None:
        """Ask the endpoint. What it says is kept only when it is signed, in time and no step back; else why not is kept.

        Raises NetworkFault, AuthFault."""
        answer = self._client().release()
        facts: dict[str, Any] = {"release_at": to_wire(self._context.clock.now()), "release_problem": None}
        if answer is None:
            facts["release"] = None
        else:
            try:
                manifest = self._verified(Envelope(answer.manifest, answer.signature))
                facts["release"] = {"manifest": answer.manifest, "signature": answer.signature}
                facts["release_seen"] = manifest.sequence
                log.info("release %s is offered", logs.code(manifest.version))
            except InputFault as fault:
                log.warning("a release is not believed: %s", fault)
                facts["release_problem"] = fault.code
        with self._context.store.writing() as work:
            for name, value in facts.items():
                work.meta.set(name, value)

    def look(self, *, now: bool) -> None:
        """After a sync: ask where it is time, or at once when the endpoint has just refused this version. A failure is logged."""
        try:
            if now or self.due():
                self.ask()
        except Fault as fault:
            log.warning("no word about releases: %s", fault)

    def offer(self) -> Offer:
        """What is known now; a stored manifest is verified each time, so that it expires and follows the key."""
        key = self._key()
        with self._context.store.reading() as work:
            held, problem = work.meta.get("release"), work.meta.get("release_problem")
        if not key or held is None:
            return Offer(problem=problem, has_key=bool(key))
        try:
            manifest = self._verified(Envelope(held["manifest"], held["signature"]))
        except InputFault as fault:
            return Offer(problem=fault.code)
        if not is_newer(manifest.version, __version__):
            return Offer(problem=problem)
        file = manifest.files.get(this_system())
        required = is_newer(manifest.min_client, __version__)
        return Offer(manifest, file, self._whole(file) if file else None, problem, required)

    def download(self, told: Callable[[int, int], None]) -> Path:
        """Fetch the installer into `downloads/`, going on where an earlier try broke off; it counts only when its hash is right.

        Raises InputFault `release.none|release.no-file`, EnvironmentFault `release.damaged|disk.full`, NetworkFault.
        """
        offered = self.offer()
        if offered.manifest is None:
            raise InputFault("release.none", "there is no newer release")
        if offered.file is None:
            raise InputFault("release.no-file", f"there is no installer for {this_system()}")
        if offered.downloaded is not None:
            return offered.downloaded
        file, folder = offered.file, self.folder
        from fieldapp.store.faults import translated

        with translated(folder):
            private_folder(folder)
            partial = folder / f"{file.sha256[:16]}.part"
            for other in folder.iterdir():
                if other != partial:
                    other.unlink(missing_ok=True)  # an installer of another version
            with partial.open("ab") as stream:
                while (done := stream.tell()) < file.size:
                    told(done, file.size)
                    part = self._client().release_part(file.sha256, done, min(PART_BYTES, file.size - done))
                    if not part:
                        break
                    stream.write(part)
                    stream.flush()
                os.fsync(stream.fileno())
            if sha256_of(partial) != file.sha256:
                partial.unlink()
                raise EnvironmentFault("release.damaged", f"{file.name} is not the file that was signed")
            partial.replace(folder / file.name)
            sync_folder(folder)
        told(file.size, file.size)
        return folder / file.name

    @property
    def folder(self) -> Path:
        """Where installers are kept."""
        return self._context.store.folder.parent / FOLDER

    def _verified(self, envelope: Envelope) -> Manifest:
        with self._context.store.reading() as work:
            seen = int(work.meta.get("release_seen") or 0)
        return verify(envelope, self._key(), self._context.clock.now(), seen=seen)

    def _key(self) -> str:
        return pinned_key(self._context.settings().release_key)

    def _whole(self, file: ReleaseFile) -> Path | None:
        path = self.folder / file.name
        if not path.is_file() or path.stat().st_size != file.size or sha256_of(path) != file.sha256:
            return None
        return path


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
