"""Run as a program: archivists to be killed, starved or set upon each other.

`take ARCHIVE CA FOLDER [no-lock]`   import a folder, without locks as on a share that has none
`race ARCHIVE NAME COUNT`            add COUNT made-up files to the register as fast as possible, without any lock
`crash FOLDER CA INBOX`              import with a kill -9 at every single step; prints one JSON object
`crash-growing FOLDER CA INBOX LONGER`  the same for adding to the files of an archive; LONGER holds what they become
`starve ARCHIVE CA FOLDER BYTES`     import where no file may become larger than BYTES
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from fieldapp.archive import growth, intake
from fieldapp.archive.checking import check
from fieldapp.archive.disk import write_new
from fieldapp.archive.entry import Entry
from fieldapp.archive.intake import Intake
from fieldapp.archive.layout import Layout
from fieldapp.archive.opening import collect, prepare
from fieldapp.archive.register import Register
from fieldapp.clock import SystemClock
from fieldapp.errors import Fault

STEPS = frozenset({"open", "os.link", "os.rename", "os.remove", "os.mkdir", "os.chmod"})


def take(root: Path, ca: Path, folder: Path) -> list[str]:
    archivist = Intake(root, [ca.read_bytes()], SystemClock(), "child")
    return [archivist.take(path).outcome.value for path in collect([folder])]


def without_locks() -> None:
    def acquire(*_: object, **__: object) -> None:
        raise NotImplementedError

    FileLock.acquire = acquire  # type: ignore[method-assign]


def race(root: Path, name: str, count: int) -> None:
    layout = Layout(root)
    prepare(layout)
    register = Register(layout)
    for n in range(count):
        data = f"{name} {n}".encode()
        sha256 = hashlib.sha256(data).hexdigest()

        def make(seq: int, previous: str, size: int = len(data), sha256: str = sha256, n: int = n) -> Entry | None:
            if sha256 in register.by_sha256:
                return None
            return Entry(
                seq=seq, previous=previous, file=f"2026/11/{name}-{n}_v1_{sha256[:8]}.pdf", number=f"{name}-{n}", revision=1,
                order_id=f"{name}-{n}", customer="", size=size, sha256=sha256, signatures=1, supersedes=None,
                signed_at="2026-11-22T14:30:00+00:00", imported_at="2026-11-22T14:30:00+00:00", who=name,
            )  # fmt: skip

        source = write_new(layout.incoming, sha256, data, durable=False)
        register.add(source, make)
        source.unlink(missing_ok=True)


def dies_at(step: int, root: Path, act: Callable[[], object]) -> bool:
    """Act in a process that kills itself before its `step`-th act on a file below `root`; False: it got through."""
    child = os.fork()
    if child == 0:
        left = step

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            if event in STEPS and any(str(argument).startswith(str(root)) for argument in arguments):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            act()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def remember_verdicts() -> None:
    """Every file is verified once, before the first fork: the steps are those of the archive."""
    verify = functools.cache(intake.verify)
    intake.verify = lambda data, trust, timestamp_trust=None: verify(data, tuple(trust))  # type: ignore[assignment]


def crash(folder: Path, ca: Path, inbox: Path) -> dict[str, object]:
    remember_verdicts()
    take(folder / "warm", ca, inbox)
    wrong: list[str] = []
    step = 0
    while True:
        step += 1
        root = folder / "archive"
        if not dies_at(step, root, lambda place=root: take(place, ca, inbox)):  # type: ignore[misc]
            return {"steps": step - 1, "wrong": wrong}
        if (root / "register.jsonl").exists():
            wrong += [f"{step} after the kill: {found}" for found in check(root).problems]
        take(root, ca, inbox)
        report = check(root)
        wrong += [f"{step} after the next import: {found}" for found in report.problems]
        if report.entries != len(list(inbox.iterdir())):
            wrong.append(f"{step}: {report.entries} entries")
        if {found.remark.code for found in report.notices} - {"incoming", "superseded"}:
            wrong.append(f"{step}: {report.notices}")
        shutil.rmtree(root)


def grow(root: Path, ca: Path, longer: Path) -> list[str]:
    """As `archive stamp` does; the longer files have been made before, as the authority would."""
    made = [path.read_bytes() for path in sorted(longer.iterdir())]

    def grown(pdf: bytes, _verdict: object) -> bytes | None:
        return next((one for one in made if one.startswith(pdf) and one != pdf), None)

    archivist = Intake(root, [ca.read_bytes()], SystemClock(), "child")
    return [result.outcome.value for result in growth.run(root, archivist, grown)]


def crash_growing(folder: Path, ca: Path, inbox: Path, longer: Path) -> dict[str, object]:
    remember_verdicts()
    take(folder / "before", ca, inbox)
    shutil.copytree(folder / "before", folder / "warm")
    grow(folder / "warm", ca, longer)
    count = len(list(inbox.iterdir()))
    wrong: list[str] = []
    step = 0
    while True:
        step += 1
        root = folder / "archive"
        shutil.copytree(folder / "before", root)
        if not dies_at(step, root, lambda place=root: grow(place, ca, longer)):  # type: ignore[misc]
            return {"steps": step - 1, "wrong": wrong}
        wrong += [f"{step} after the kill: {found}" for found in check(root).problems]
        grow(root, ca, longer)
        report = check(root)
        wrong += [f"{step} after the next run: {found}" for found in report.problems]
        if report.entries != 2 * count:
            wrong.append(f"{step}: {report.entries} entries")
        said = [found.remark.code for found in report.notices if found.remark.code != "incoming"]
        if said != ["extended"] * count:
            wrong.append(f"{step}: {said}")
        shutil.rmtree(root)


def main() -> None:
    what, *rest = sys.argv[1:]
    paths = [Path(text) for text in rest]
    if what == "take":
        if rest[3:] == ["no-lock"]:
            without_locks()
        print(json.dumps(take(*paths[:3])))
    elif what == "race":
        race(paths[0], rest[1], int(rest[2]))
    elif what == "crash":
        print(json.dumps(crash(*paths)))
    elif what == "crash-growing":
        print(json.dumps(crash_growing(*paths)))
    elif what == "starve":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(rest[3]), int(rest[3])))
        try:
            print(json.dumps(take(*paths[:3])))
        except Fault as fault:
            print(json.dumps([fault.code]))


if __name__ == "__main__":
    main()
