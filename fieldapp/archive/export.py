"""A part of the archive for an auditor: files, their lines of the register, and a page for any browser."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldapp.archive.disk import read_plain, translated
from fieldapp.archive.entry import Line
from fieldapp.archive.index import Item, items, search
from fieldapp.archive.layout import Layout
from fieldapp.archive.opening import need
from fieldapp.archive.pace import QUIET, Pace
from fieldapp.archive.page import Head, render
from fieldapp.archive.register import Register
from fieldapp.archive.words import Remark
from fieldapp.clock import Clock
from fieldapp.errors import InputFault
from fieldapp.files import write_atomically

EXTRACT = "register-extract.jsonl"
SUMS = "SHA256SUMS"
PAGE = "index.html"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was handed out; `missing` are files that are not in the archive as registered, with the reason."""

    items: tuple[Item, ...]
    missing: dict[str, Remark]


def read(root: Path) -> list[Line]:
    """All lines of the register. Raises InputFault `archive.not-one` and EnvironmentFault `register.broken|archive.*`."""
    register = Register(need(root))
    with translated(root):
        register.refresh()
    return register.lines


def export(
    root: Path,
    out: Path,
    clock: Clock,
    *,
    numbers: Sequence[str] = (),
    since: datetime | None = None,
    files: Sequence[str] = (),
    pace: Pace = QUIET,
) -> Exported:
    """Write copies, extract, checksums and page into `out`, a folder that is new or empty and not inside the archive. Of the
    register those of `numbers`, signed `since`, and with a place among `files`; what is not given does not count.

    Raises InputFault `export.nothing|export.not-empty|export.inside|archive.not-one`, EnvironmentFault
    `register.broken|disk.full|archive.*` and StoppedError; the page is written last, so a folder without it is not whole.
    """
    lines = read(root)
    places = frozenset(files)
    chosen = [item for item in search(items(lines), numbers=numbers, since=since) if not places or item.entry.file in places]
    absent = set(numbers) - {item.entry.number for item in chosen}
    if absent or not chosen:
        few = ", ".join(sorted(absent)[:5]) + (" …" if len(absent) > 5 else "")
        what = f"{few} is not" if absent else "nothing that was asked for is"
        raise InputFault("export.nothing", f"{what} in {root}")
    with translated(out):
        _prepare(root, out)
        missing = _copy_all(Layout(root), out, chosen, pace)
        write_atomically(out / EXTRACT, b"".join(item.line.data for item in chosen))
        sums = "".join(f"{item.entry.sha256}  {item.entry.file}\n" for item in chosen)
        write_atomically(out / SUMS, sums.encode())
        head = Head(lines[-1].hash, len(lines), clock.now())
        write_atomically(out / PAGE, render(chosen, missing, head).encode())
    return Exported(tuple(chosen), missing)


def _prepare(root: Path, out: Path) -> None:
    if out.resolve().is_relative_to(root.resolve()):
        raise InputFault("export.inside", f"{out} is inside the archive", path=str(out))
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise InputFault("export.not-empty", f"{out} is not empty", path=str(out))


def _copy_all(layout: Layout, out: Path, chosen: Sequence[Item], pace: Pace) -> dict[str, Remark]:
    missing = {}
    for done, item in enumerate(chosen):
        pace.step(done, len(chosen))
        if remark := _copy(layout, out, item):
            missing[item.entry.file] = remark
    return missing


def _copy(layout: Layout, out: Path, item: Item) -> Remark | None:
    """Hand out only what is as registered."""
    entry = item.entry
    try:
        data = read_plain(layout.path(entry.file))
    except FileNotFoundError:
        return Remark("file.missing")
    except OSError as error:
        return Remark("file.odd", error.strerror or str(error))
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        return Remark("file.sha256")
    write_atomically(out.joinpath(*entry.file.split("/")), data)
    return None
