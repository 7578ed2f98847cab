"""Files given to the desktop's own viewers: decrypted copies in one private folder, emptied when the store opens and closes.

A name and a file come from whoever sent the order. What a viewer would run instead of show is not handed out.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path, PurePath

from fieldapp.errors import RefusedFault
from fieldapp.services.attachments import plain_name
from fieldapp.services.context import Context
from fieldapp.store.faults import translated

FOLDER = "handed-out"
_TEXTS = (".pdf", ".txt", ".log", ".csv", ".md", ".json", ".ini", ".cfg", ".conf", ".yaml", ".yml", ".toml", ".rtf")
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".mp4", ".mov", ".avi", ".mkv")
_OFFICE = (".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp")
_OTHERS = (".mp3", ".wav", ".m4a", ".zip", ".7z", ".gz", ".tar", ".pcap")
SHOWN = frozenset(_TEXTS + _PICTURES + _OFFICE + _OTHERS)
"""Endings of files that are looked at; programs, scripts, shortcuts and web pages are not among them."""

LONGEST_STEM = 120
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_AWKWARD = re.compile(r'[<>:"/\\|?*]')


class HandedOut:
    """The folder of the copies. Only whoever holds the store's lock may call `sweep`."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.folder = context.store.folder / FOLDER

    def copy(self, sha256: str, name: str) -> Path:
        """A decrypted copy under a harmless name. Raises RefusedFault `file.not-shown` for an ending that is not known to be
        only looked at, InputFault `blob.unknown`, EnvironmentFault `blob.damaged|disk.full`."""
        safe = harmless_name(name)
        if PurePath(safe).suffix.lower() not in SHOWN:
            raise RefusedFault("file.not-shown", f"{safe} is not a kind of file that is opened from here", name=safe)
        data = self._context.store.blobs.get(sha256)
        path = self.folder / sha256[:16] / safe
        with translated(path):
            for folder in (self.folder, path.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            path.write_bytes(data)
        return path

    def sweep(self) -> None:
        """Remove every copy; one that a viewer still holds open (Windows) goes next time."""
        shutil.rmtree(self.folder, ignore_errors=True)


def harmless_name(name: str) -> str:
    """A file name that every system takes and that leads nowhere; the ending stays."""
    plain = _AWKWARD.sub("_", plain_name(name)).strip(" .")
    path = PurePath(plain or "file")
    stem = path.stem.encode()[:LONGEST_STEM].decode(errors="ignore").strip(" .") or "file"
    safe = stem + path.suffix[:16]
    return f"_{safe}" if _RESERVED.match(safe) else safe
