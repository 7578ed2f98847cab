"""How fast the archive takes in and checks: `python benchmarks/archive.py [FILES] [LINES]` (default 100 and 100,000).

FILES are really sealed PDFs with a photo's worth of bytes, imported and checked; LINES are those of a register read as a whole.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fieldapp.archive.checking import check
from fieldapp.archive.entry import GENESIS, write_line
from fieldapp.archive.export import read
from fieldapp.archive.index import items, search
from fieldapp.archive.layout import Layout
from fieldapp.archive.opening import prepare
from tests.support.archive_files import an_intake, order_pdf, put, trust
from tests.support.archive_lines import an_entry

FILLING = hashlib.shake_256(b"photo").hexdigest(50_000)


def timed(name: str, count: int, action: Callable[[], object]) -> None:
    before = time.perf_counter()
    action()
    taken = time.perf_counter() - before
    print(f"{name:44} {taken:8.2f} s {count / taken:12.0f} /s {taken / count * 1000:9.3f} ms each")


def files(folder: Path, count: int) -> None:
    paths = put(folder / "in", (order_pdf.__wrapped__(n, comment=FILLING) for n in range(1, count + 1)))
    print(f"{count} files of {paths[0].stat().st_size // 1000} kB")
    root = folder / "archive"
    intake = an_intake(root)
    timed("import: verify, copy, register", count, lambda: [intake.take(path) for path in paths])
    timed("import again", count, lambda: [intake.take(path) for path in paths])
    timed("check --quick", count, lambda: check(root, quick=True))
    timed("check (every byte)", count, lambda: check(root))
    timed("check --trust (every seal)", count, lambda: check(root, trust=trust()))
    assert check(root).in_order


def lines(folder: Path, count: int) -> None:
    layout = Layout(folder / "large")
    prepare(layout)
    head = GENESIS
    with layout.register.open("wb") as stream:
        for seq in range(1, count + 1):
            line = write_line(an_entry(seq, head))
            head = line.hash
            stream.write(line.data)
    print(f"a register of {count} lines, {layout.register.stat().st_size / 1e6:.0f} MB")
    timed("read it and check the chain", count, lambda: read(layout.root))
    found = items(read(layout.root))
    timed("search it", count, lambda: search(found, text="WX-777 欧阳"))
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 100)
        lines(Path(folder), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)


if __name__ == "__main__":
    main()
