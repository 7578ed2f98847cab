"""How fast the archive takes in, checks, looks up: `python benchmarks/archive.py [SEALED] [FILES]` (default 300 and 100,000).

SEALED are really sealed PDFs of one order each, imported in four equal parts to see whether the rate falls with the size, then
checked; the last part is imported once more into the large archive. FILES are files of 12 kB with real lines in a real register
(made by the register's own writer, without a seal inside): what does not look at seals is measured on them.
"""

from __future__ import annotations

import hashlib
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fieldapp.archive.checking import check
from fieldapp.archive.entry import GENESIS, write_line
from fieldapp.archive.export import export, read
from fieldapp.archive.index import Catalogue
from fieldapp.archive.layout import Layout
from fieldapp.archive.opening import prepare
from fieldapp.archive.register import Register
from tests.support.archive_files import StoppedClock, an_intake, order_pdf, put, trust
from tests.support.archive_lines import an_entry

SIZE = 12_000


def timed(name: str, count: int, action: Callable[[], object]) -> None:
    """Wall clock, and the CPU time beside it, which does not depend on what else the machine does."""
    before, worked = time.perf_counter(), time.process_time()
    action()
    taken, busy = time.perf_counter() - before, time.process_time() - worked
    print(
        f"{name:44} {taken:8.2f} s {count / taken:9.0f} /s   CPU {busy:8.2f} s {busy / count * 1000:8.3f} ms each   "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB",
        flush=True,
    )


def sealed(folder: Path, count: int) -> list[Path]:
    paths: list[Path] = []
    # one by one onto the disk: 100,000 of them would fill the memory
    fresh = (order_pdf.__wrapped__(n) for n in range(1, count + 1))
    timed("make sealed files (pyHanko)", count, lambda: paths.extend(put(folder / "in", fresh)))
    print(f"{count} sealed files of {paths[0].stat().st_size / 1000:.1f} kB")
    root = folder / "archive"
    intake = an_intake(root)
    part = max(1, count // 4)
    for begin in range(0, count, part):
        chosen = paths[begin : begin + part]
        timed(f"import {begin + 1}…{begin + len(chosen)}", len(chosen), lambda some=chosen: [intake.take(path) for path in some])
    timed("import them again", count, lambda: [intake.take(path) for path in paths])
    timed("check: every seal", count, lambda: check(root, trust=trust()))
    assert check(root).in_order
    return paths[-part:]


def large(folder: Path, count: int, more: list[Path]) -> None:
    root = folder / "large"
    made = hashlib.shake_256(b"file").digest(SIZE - 8)
    timed("write files and register", count, lambda: fill(Layout(root), count, made))
    register = Layout(root).register
    print(f"{count} files of {SIZE / 1000:.0f} kB, a register of {register.stat().st_size / 1e6:.0f} MB")
    timed("open: read the register, check the chain", count, lambda: read(root))
    lines = read(root)
    timed("prepare the catalogue of the window", count, lambda: Catalogue(lines))
    catalogue = Catalogue(lines)
    for words in ("WX-777", "欧阳 2026-11-22", "no such thing", ""):
        timed(f"search “{words}”", count, lambda text=words: catalogue.search(text))
    timed("check: quick (sizes)", count, lambda: check(root, quick=True))
    timed("check: full (SHA-256 of every byte)", count, lambda: check(root))
    assert check(root, quick=True).in_order
    tail = Register(Layout(root))
    timed("an import's look at the register, the first", count, tail.refresh)
    timed("an import's look at the register, each later", 1, tail.refresh)
    intake = an_intake(root)
    timed("import sealed files into this archive", len(more), lambda: [intake.take(path) for path in more])
    assert check(root, quick=True).entries == count + len(more)
    few = [f"WX-{n}" for n in range(1, min(1000, count) + 1)]
    timed("export the first 1,000 for an auditor", len(few), lambda: export(root, folder / "out", StoppedClock(), numbers=few))


def fill(layout: Layout, count: int, made: bytes) -> None:
    prepare(layout)
    head = GENESIS
    with layout.register.open("wb") as stream:
        for seq in range(1, count + 1):
            data = seq.to_bytes(8) + made
            month = f"20{10 + seq % 17}/{1 + seq % 12:02}"
            entry = an_entry(seq, head, data, file=f"{month}/WX-{seq}_v1_{hashlib.sha256(data).hexdigest()[:8]}.pdf")
            path = layout.path(entry.file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            line = write_line(entry)
            head = line.hash
            stream.write(line.data)


def main() -> None:
    given = [int(text) for text in sys.argv[1:3]]
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        more = sealed(Path(folder), given[0] if given else 300)
        large(Path(folder), given[1] if len(given) > 1 else 100_000, more)


if __name__ == "__main__":
    main()
