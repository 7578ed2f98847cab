"""What a power cut leaves of a folder: a file's bytes as they were when it was last synced, and the names in a folder as they
were when that was (or, as a journal may have it, as they are now). Only `os.fsync` in this process is seen: our own files.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

Names = dict[str, int]


class Power:
    """`with Power(root).watched() as power: …; power.cut(elsewhere)`. What is in `root` at first is on the disk for good."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._bytes: dict[int, bytes] = {}
        self._names: dict[int, Names] = {}
        self._folders: set[int] = set()
        self._held: list[int] = []
        self.syncs = 0
        for folder, _, files in os.walk(root):
            self._note_folder(Path(folder))
            for name in files:
                self._note_file(Path(folder, name))

    @contextlib.contextmanager
    def watched(self) -> Iterator[Power]:
        sync = os.fsync

        def fsync(handle: int) -> None:
            sync(handle)
            self.syncs += 1
            # kept open: the number of a file that is deleted would be given to the next one
            self._held.append(os.dup(handle))
            path = Path(f"/proc/self/fd/{handle}")
            if stat.S_ISDIR(os.fstat(handle).st_mode):
                self._note_folder(path)
            else:
                self._note_file(path)

        with mock.patch.object(os, "fsync", fsync):
            try:
                yield self
            finally:
                for handle in self._held:
                    os.close(handle)

    def cut(self, elsewhere: Path, *, names_reached_the_disk: bool = False) -> Path:
        """A copy of the folder as it is found when the power is back."""
        self._rebuild(self._root, self._root.stat().st_ino, elsewhere, names_reached_the_disk)
        return elsewhere

    def _rebuild(self, now: Path | None, number: int, target: Path, early: bool) -> None:
        target.mkdir(parents=True)
        names = listed(now) if early and now is not None else self._names.get(number, {})
        for name, inner in names.items():
            place = now / name if now is not None else None
            if inner in self._folders or (early and place is not None and place.is_dir()):
                self._rebuild(place, inner, target / name, early)
            else:
                (target / name).write_bytes(self._bytes.get(inner, b""))

    def _note_folder(self, path: Path) -> None:
        number = path.stat().st_ino
        self._folders.add(number)
        self._names[number] = listed(path)
        self._folders |= {inner.stat().st_ino for inner in path.iterdir() if inner.is_dir()}

    def _note_file(self, path: Path) -> None:
        self._bytes[path.stat().st_ino] = path.read_bytes()


def listed(folder: Path) -> Names:
    return {path.name: path.stat().st_ino for path in folder.iterdir()}
