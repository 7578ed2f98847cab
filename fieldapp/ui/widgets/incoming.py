"""Files and folders that somebody drags or pastes: as files, or as paths in a text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

MOST = 100_000


def paths_of(data: QMimeData | None) -> tuple[Path, ...]:
    """The local files and folders, each once. Lines of a text count when something is there by that name."""
    if data is None:  # a clipboard that nothing was copied to
        return ()
    if data.hasUrls():
        found = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    else:
        found = [path for line in data.text().splitlines()[:MOST] if (path := _path(line)) is not None]
    return tuple(dict.fromkeys(found))


def _path(line: str) -> Path | None:
    text = line.strip().strip("\"'")
    if text.startswith("file:"):
        text = QUrl(text).toLocalFile()
    try:
        path = Path(text).expanduser()
        return path if text and path.is_absolute() and path.exists() else None
    except (OSError, ValueError, RuntimeError):
        return None
