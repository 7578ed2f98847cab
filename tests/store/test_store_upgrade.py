"""An upgrade is a step that can be taken back: a backup first, all or nothing, whenever the power goes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fieldapp.errors import EnvironmentFault
from fieldapp.store.backup import Backups, problem
from fieldapp.store.migrations import runner
from tests.support import upgrade_child
from tests.support.store_builders import KEY, a_doc, a_store, order_id, pull
from tests.support.upgrade_child import POINTS, newer_revisions, revision

CHILD = Path(upgrade_child.__file__)
OLD = runner.REVISIONS[-1].revision


def prepared(folder: Path) -> None:
    store = a_store(folder)
    for number in (1, 2, 3):
        pull(store, a_doc(number))
    store.close()


def orders(folder: Path) -> tuple[str, ...]:
    """Opened with this, the older program."""
    store = a_store(folder)
    try:
        assert store.check() == ()
        assert store.schema() == OLD
        return tuple(sorted(store.queries.order_ids()))
    finally:
        store.close()


def backups(folder: Path) -> list[Path]:
    return list(Backups(folder / "backups", KEY).files())


ALL = tuple(sorted(order_id(number) for number in (1, 2, 3)))


@pytest.mark.parametrize("point", POINTS)
def test_power_goes_at_any_point_of_an_upgrade(tmp_path: Path, point: str) -> None:
    prepared(tmp_path)
    done = subprocess.run([sys.executable, CHILD, tmp_path, point], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == -9, done.stderr
    made = backups(tmp_path)
    assert len(made) == (0 if point == "backup-copied" else 1)
    assert [problem(path, KEY) for path in made] == [None] * len(made)
    if point == "committed":
        with pytest.raises(EnvironmentFault) as caught:
            a_store(tmp_path)
        assert caught.value.code == "store.newer"
    else:
        assert orders(tmp_path) == ALL, "the older program works on as before"
    upgraded(tmp_path)
    assert not list(tmp_path.rglob("*.partial*"))


def upgraded(folder: Path) -> None:
    """Opened with the newer program."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "REVISIONS", newer_revisions())
        store = a_store(folder)
        assert tuple(sorted(store.queries.order_ids())) == ALL
        assert store.schema() == "9002"
        store.close()


def test_an_upgrade_that_fails_leaves_the_file_as_it_was_and_says_so(tmp_path: Path) -> None:
    prepared(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        wrong = revision(
            "9001", OLD, "op.execute('ALTER TABLE drafts ADD COLUMN note TEXT'); op.execute('INSERT INTO no VALUES(1)')"
        )
        patch.setattr(runner, "REVISIONS", (*runner.REVISIONS, wrong))
        with pytest.raises(EnvironmentFault) as caught:
            a_store(tmp_path)
    assert caught.value.code == "store.upgrade-failed"
    assert orders(tmp_path) == ALL


def test_an_upgrade_that_would_break_the_data_is_not_committed(tmp_path: Path) -> None:
    prepared(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        steps = ("PRAGMA defer_foreign_keys=ON", f"INSERT INTO order_blobs VALUES('{order_id(9)}', '{'a' * 64}')")
        wrong = revision("9001", OLD, "; ".join(f"op.execute({step!r})" for step in steps))
        patch.setattr(runner, "REVISIONS", (*runner.REVISIONS, wrong))
        with pytest.raises(EnvironmentFault) as caught:
            a_store(tmp_path)
    assert caught.value.code == "store.upgrade-failed"
    assert "broken store" in caught.value.text
    assert orders(tmp_path) == ALL


def test_no_room_for_the_backup_means_no_upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared(tmp_path)

    def full(*_: object, **__: object) -> None:
        raise EnvironmentFault("disk.full", "the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(runner, "REVISIONS", newer_revisions())
        patch.setattr(Backups, "make", full)
        with pytest.raises(EnvironmentFault) as caught:
            a_store(tmp_path)
    assert caught.value.code == "disk.full"
    assert orders(tmp_path) == ALL


def test_the_backup_before_the_upgrade_opens_with_the_older_program(tmp_path: Path) -> None:
    prepared(tmp_path / "new")
    upgraded(tmp_path / "new")
    (made,) = backups(tmp_path / "new")
    assert made.name.startswith("before-9002-")
    (tmp_path / "old").mkdir()
    shutil.copy(made, tmp_path / "old" / "orders.db")
    assert orders(tmp_path / "old") == ALL
