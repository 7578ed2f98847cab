"""The archive under kill -9, on a full disk, with several archivists at once: in order, nothing lost, nothing doubled."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.archive.checking import check
from fieldapp.archive.layout import Layout
from fieldapp.archive.register import Flaw, judged_lines
from fieldapp.forms.signing import extend
from tests.support.archive_files import imported, order_pdf, put, trust
from tests.support.signing_ca import SIGNED_AT
from tests.support.signing_pdf import company
from tests.support.signing_time import times

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="uses fork, kill -9 and limits of the system")

ROOT = Path(__file__).parents[2]


CHILDREN: list[subprocess.Popen[str]] = []


def child(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.support.archive_child", *map(str, arguments)]
    CHILDREN.append(subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
    return CHILDREN[-1]


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    """A test that fails while others still run must not be heard in the next ones."""
    yield
    while CHILDREN:
        left = CHILDREN.pop()
        left.kill()
        with left:
            pass


def answer(process: subprocess.Popen[str]) -> object:
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return json.loads(out) if out else None


@pytest.fixture
def ca(tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    path.write_bytes(company().root_pem)
    return path


def test_killed_at_every_step_of_an_import(tmp_path: Path, ca: Path) -> None:
    inbox = tmp_path / "in"
    put(inbox, [order_pdf(1), order_pdf(1, 2)])
    said = answer(child("crash", tmp_path / "work", ca, inbox))
    assert isinstance(said, dict)
    assert said["wrong"] == []
    assert said["steps"] > 30


def test_killed_at_every_step_of_adding_to_the_files(tmp_path: Path, ca: Path) -> None:
    orders = [order_pdf(1), order_pdf(2)]
    put(tmp_path / "in", orders)
    put(tmp_path / "longer", [extend.timestamp(pdf, times(company()).at(SIGNED_AT)) for pdf in orders])
    said = answer(child("crash-growing", tmp_path / "work", ca, tmp_path / "in", tmp_path / "longer"))
    assert isinstance(said, dict)
    assert said["wrong"] == []
    assert said["steps"] > 20


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_command_killed_at_a_random_moment(seed: int, tmp_path: Path, ca: Path) -> None:
    archive, inbox = tmp_path / "archive", tmp_path / "in"
    put(inbox, [order_pdf(n) for n in range(1, 13)])
    command = [sys.executable, "-u", "-m", "fieldapp", "archive", "import", inbox, "--archive", archive, "--trust", ca]
    process = subprocess.Popen(list(map(str, command)), cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.0, 0.4))
    process.kill()
    process.stdout.close()
    process.wait()
    assert check(archive).in_order
    imported(archive, tmp_path / "again", *(path.read_bytes() for path in sorted(inbox.iterdir())))
    report = check(archive, trust=trust())
    assert (report.in_order, report.entries) == (True, 12)


def test_a_disk_that_is_full_for_the_file(tmp_path: Path, ca: Path) -> None:
    archive, inbox = tmp_path / "archive", tmp_path / "in"
    put(inbox, [order_pdf(1)])
    assert answer(child("starve", archive, ca, inbox, 4000)) == ["disk.full"]
    report = check(archive)
    assert (report.entries, report.problems, report.notices) == (0, (), ())
    assert [result.outcome.value for result in imported(archive, inbox, order_pdf(1))] == ["taken"]


@pytest.mark.parametrize("room", [1, 300])
def test_a_disk_that_is_full_for_the_line(room: int, tmp_path: Path, ca: Path) -> None:
    """The register outgrows the files first: its own limit is met in the middle of a line."""
    archive, inbox, more = tmp_path / "archive", tmp_path / "in", tmp_path / "more"
    put(inbox, [order_pdf(n) for n in range(1, 13)])
    put(more, [order_pdf(13), order_pdf(14)])
    imported(archive, inbox, *(order_pdf(n) for n in range(1, 13)))
    register = Layout(archive).register
    half_of_it = len(register.read_bytes())
    largest = max(len(order_pdf(13)), len(order_pdf(14)))
    assert half_of_it < largest, "the padding below makes up for it"
    pad(archive, largest)
    limit = register.stat().st_size + room
    assert answer(child("starve", archive, ca, more, limit)) == ["disk.full"]
    notices = [found.remark.code for found in check(archive).notices]
    assert "register.unfinished" in notices
    results = imported(archive, tmp_path / "again", order_pdf(13), order_pdf(14))
    assert [result.outcome.value for result in results] == ["there", "taken"]
    judged = list(judged_lines(register.read_bytes()))
    assert not [line for line in judged if isinstance(line, Flaw)]
    assert not Layout(archive).aside.exists()
    assert not list(Layout(archive).incoming.iterdir())


def pad(archive: Path, size: int) -> None:
    """Lines of made-up files until the register is larger than `size` bytes."""
    answer(child("race", archive, "pad" * 20, size // 700))
    while Layout(archive).register.stat().st_size <= size:
        answer(child("race", archive, f"more{time.time_ns()}", 5))


@pytest.mark.parametrize("locks", ["lock", "no-lock"])
def test_archivists_who_import_at_once(locks: str, tmp_path: Path, ca: Path) -> None:
    archive = tmp_path / "archive"
    orders = [order_pdf(n) for n in range(1, 13)]
    put(tmp_path / "one", orders[:9])
    put(tmp_path / "two", orders[:2:-1])
    put(tmp_path / "three", orders[3:9])
    crowd = [child("take", archive, ca, tmp_path / name, locks) for name in ("one", "two", "three")]
    said = [outcome for process in crowd for outcome in answer(process)]  # type: ignore[attr-defined]
    assert sorted(set(said)) == ["taken", "there"]
    assert said.count("taken") == 12
    report = check(archive, trust=trust())
    assert (report.in_order, report.entries, report.notices) == (True, 12, ())


def test_the_register_alone_keeps_order_without_any_lock(tmp_path: Path) -> None:
    """As fast as the disk goes; on the way some are killed."""
    names = "abcd"
    crowd = {name: child("race", tmp_path / "archive", name, 60) for name in names}
    victim = child("race", tmp_path / "archive", "victim", 100_000)
    time.sleep(1.0)
    victim.kill()
    victim.communicate()
    for process in crowd.values():
        answer(process)
    answer(child("race", tmp_path / "archive", "last", 1))
    report = check(tmp_path / "archive")
    assert [found for found in report.problems if found.remark.code != "incoming"] == []
    lines = Layout(tmp_path / "archive").register.read_text(encoding="utf-8").splitlines()
    for name in names:
        assert sum(f'"number":"{name}-' in line for line in lines) == 60
    assert not Layout(tmp_path / "archive").aside.exists()
