"""Check and export say how far they are and stop between two files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.archive.checking import check
from fieldapp.archive.export import PAGE, export
from fieldapp.archive.pace import Pace, StoppedError
from tests.support.archive_files import StoppedClock, imported, order_pdf


@pytest.fixture
def root(tmp_path: Path) -> Path:
    imported(tmp_path / "archive", tmp_path / "in", *(order_pdf(n) for n in range(1, 4)))
    return tmp_path / "archive"


def run_check(root: Path, pace: Pace) -> object:
    return check(root, pace=pace)


def run_export(root: Path, pace: Pace) -> object:
    return export(root, root.parent / "out", StoppedClock(), pace=pace)


@pytest.mark.parametrize("run", [run_check, run_export])
def test_progress_is_told_before_every_file(run: Callable[[Path, Pace], object], root: Path) -> None:
    told: list[tuple[int, int]] = []
    run(root, Pace(lambda done, total: told.append((done, total))))
    assert told == [(0, 3), (1, 3), (2, 3)]


@pytest.mark.parametrize("run", [run_check, run_export])
def test_it_stops_when_somebody_does_not_want_to_wait(run: Callable[[Path, Pace], object], root: Path) -> None:
    told: list[int] = []
    with pytest.raises(StoppedError):
        run(root, Pace(lambda done, _total: told.append(done), lambda: len(told) == 2))
    assert told == [0, 1]
    assert not (root.parent / "out" / PAGE).exists(), "what is not whole has no page"
    assert check(root).in_order
