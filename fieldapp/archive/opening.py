"""Finding an archive, starting a new one, and collecting what is to be imported."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from fieldapp.archive.disk import make_folder, translated
from fieldapp.archive.layout import Layout
from fieldapp.errors import InputFault
from fieldapp.files import sync_folder

STALE_S = 24 * 3600.0
"""Temporary files older than this have no owner any more."""


def prepare(layout: Layout) -> bool:
    """Make sure that the folder is an archive; True when it is a new one. Raises InputFault `archive.not-one` for a folder that
    holds other things: nothing is started beside a register that has gone missing."""
    known = layout.register.exists()
    if not known and layout.root.exists():
        if not layout.root.is_dir():
            raise InputFault("archive.not-one", f"{layout.root} is not a folder", path=str(layout.root))
        strangers = [path for path in layout.root.iterdir() if path not in layout.housekeeping]
        # looked for again: another archivist may have started this archive meanwhile, and its register comes before its files
        known = layout.register.exists()
        if strangers and not known:
            raise InputFault(
                "archive.not-one", f"{layout.root} is not empty and has no {layout.register.name}", path=str(layout.root)
            )
    for folder in (layout.root, layout.incoming, layout.claims):
        make_folder(folder)
    if not known:
        layout.register.touch()
        sync_folder(layout.root)
    _tidy(layout)
    return not known


def begin(root: Path) -> None:
    """Start an archive in a folder that is empty or not there; one that is an archive already stays as it is.

    Raises InputFault `archive.not-one` and EnvironmentFault `disk.full|archive.*`.
    """
    with translated(root):
        prepare(Layout(root))


def is_free(root: Path) -> bool:
    """Whether an archive could be started here: nothing is there, or an empty folder."""
    try:
        return not root.exists() or (root.is_dir() and not any(root.iterdir()))
    except OSError:
        return False


def need(root: Path) -> Layout:
    """The layout of an archive that is there. Raises InputFault `archive.not-one`."""
    layout = Layout(root)
    if not layout.register.is_file():
        raise InputFault("archive.not-one", f"{root} is not an archive (no {layout.register.name})", path=str(root))
    return layout


def collect(sources: list[Path]) -> Iterator[Path]:
    """Files as given; in folders what is named `.pdf` or is a PDF without any suffix (an endpoint names its files by hash).
    Hidden folders, links and devices are passed over. Raises InputFault `archive.nothing|file.unreadable`."""
    for source in sources:
        if source.is_dir():
            found = sorted(_inside(source))
            if not found:
                raise InputFault("archive.nothing", f"no PDF in {source}", path=str(source))
            yield from found
        elif source.exists():
            yield source
        else:
            raise InputFault("file.unreadable", f"cannot read {source}: no such file or folder", path=str(source))


def _inside(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=_unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if name.startswith(".") or path.is_symlink() or not path.is_file():
                continue
            if path.suffix.lower() == ".pdf" or (not path.suffix and _starts_like_pdf(path)):
                yield path


def _unreadable(error: OSError) -> NoReturn:
    raise InputFault("file.unreadable", f"cannot read {error.filename}: {error.strerror}", path=str(error.filename)) from error


def _starts_like_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(5) == b"%PDF-"
    except OSError:
        return False


def _tidy(layout: Layout) -> None:
    """What a killed import left before it claimed a line. The source is still where it was."""
    if any(layout.claims.glob("*.json")):
        return
    for path in (*layout.incoming.iterdir(), *layout.claims.iterdir()):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > STALE_S:
                path.unlink()
