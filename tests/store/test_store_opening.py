"""Opening, damage, recovery, backups: real SQLCipher files, really damaged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fieldapp.errors import EnvironmentFault
from fieldapp.store.backup import Backups, problem
from fieldapp.store.recovery import recover
from fieldapp.store.store import Store
from tests.support.store_builders import KEY, HandClock, a_doc, a_store, edit, order_id, pull

OTHER_KEY = bytes(32)
PAGE = 4096


def made(folder: Path, orders: int = 30, *, backup: bool = False) -> None:
    store = a_store(folder)
    for n in range(1, orders + 1):
        pull(store, a_doc(n, cause="雷击" * 200))
    if backup:
        store.backup()
    store.close()


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x10
    path.write_bytes(data)


def code_of_opening(folder: Path, key: bytes = KEY) -> str:
    with pytest.raises(EnvironmentFault) as caught:
        Store.open(folder, key, HandClock())
    return caught.value.code


def test_nothing_on_disk_is_readable(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    pull(store, a_doc(1, cause="PLAIN-TEXT-MARK"))
    store.blobs.put(b"PLAIN-TEXT-MARK")
    store.backup()
    held = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") for path in held)
    assert all(b"PLAIN-TEXT-MARK" not in path.read_bytes() for path in held)
    assert not any(path.read_bytes().startswith(b"SQLite format 3") for path in held)
    store.close()


def test_wrong_key_touches_nothing(tmp_path: Path) -> None:
    made(tmp_path)
    before = (tmp_path / "orders.db").read_bytes()
    assert code_of_opening(tmp_path, OTHER_KEY) == "store.wrong-key"
    assert (tmp_path / "orders.db").read_bytes() == before
    (tmp_path / "store.key-check").unlink()
    assert code_of_opening(tmp_path, OTHER_KEY) == "store.wrong-key"
    a_store(tmp_path).close()
    assert code_of_opening(tmp_path, OTHER_KEY) == "store.wrong-key"


@pytest.mark.parametrize("harm", ["page 1", "cut to nothing", "overwritten", "gone"])
def test_a_file_that_does_not_open_is_set_aside_and_the_backup_takes_its_place(tmp_path: Path, harm: str) -> None:
    made(tmp_path, backup=True)
    path = tmp_path / "orders.db"
    match harm:
        case "page 1":
            flip(path, 2000)
        case "cut to nothing":
            path.write_bytes(b"")
        case "overwritten":
            path.write_bytes(b"<html>" * 5000)
        case _:
            path.unlink()
    left = path.read_bytes() if path.exists() else None
    assert code_of_opening(tmp_path) == ("store.missing" if harm == "gone" else "store.damaged")
    assert (path.read_bytes() if path.exists() else None) == left, "opening must not touch it"
    done = recover(tmp_path, KEY, HandClock())
    assert done.restored_from is not None
    if left is not None:
        assert (done.quarantined / "orders.db").read_bytes() == left
    store = a_store(tmp_path)
    assert len(store.queries.order_ids()) == 30
    assert store.check() == ()
    store.close()


def test_a_damaged_page_is_named_and_stays_a_fault(tmp_path: Path) -> None:
    made(tmp_path, 150, backup=True)
    path = tmp_path / "orders.db"
    pages = path.stat().st_size // PAGE
    for page in range(pages * 2 // 3, pages):
        flip(path, page * PAGE + 100)
    store = a_store(tmp_path)
    assert store.check()
    with pytest.raises(EnvironmentFault) as caught:
        store.queries.order_rows([order_id(n) for n in range(1, 151)])
    assert caught.value.code == "store.damaged"
    with pytest.raises(EnvironmentFault):
        store.backup()
    store.close()
    assert len(list((tmp_path / "backups").iterdir())) == 1, "the good backup stays"


def test_a_damaged_backup_is_passed_over(tmp_path: Path) -> None:
    clock = HandClock()
    store = a_store(tmp_path, clock)
    pull(store, a_doc(1, cause="雷击" * 900))
    store.backup()
    clock.move(days=1)
    pull(store, a_doc(2, cause="雷击" * 900))
    newest = store.backup()
    store.close()
    flip(newest, newest.stat().st_size // 2)
    (tmp_path / "orders.db").unlink()
    done = recover(tmp_path, KEY, clock)
    assert (done.quarantined / newest.name).exists()
    store = a_store(tmp_path, clock)
    assert store.queries.order_ids() == (order_id(1),)
    store.close()


def test_recovery_without_any_backup_starts_empty_and_keeps_the_old_file(tmp_path: Path) -> None:
    made(tmp_path)
    flip(tmp_path / "orders.db", 50)
    done = recover(tmp_path, KEY, HandClock())
    assert done.restored_from is None
    assert (done.quarantined / "orders.db").stat().st_size > PAGE
    store = a_store(tmp_path)
    assert store.queries.order_ids() == ()
    store.close()


def test_backups_rotate_and_each_opens(tmp_path: Path) -> None:
    clock = HandClock()
    store = a_store(tmp_path, clock)
    assert store.backup_due()
    for n in range(1, 10):
        pull(store, a_doc(n))
        clock.move(hours=1)
        store.backup()
    assert not store.backup_due()
    files = Backups(tmp_path / "backups", KEY).files()
    assert len(files) == 7
    assert [problem(path, KEY) for path in files] == [None] * 7
    assert problem(files[0], OTHER_KEY) is not None
    assert sorted(p.name for p in (tmp_path / "backups").iterdir()) == sorted(p.name for p in files), "no side files left"
    clock.move(days=1)
    assert store.backup_due()
    clock.move(days=-3)
    assert store.backup_due(), "a clock set back must not stop backups"
    store.close()


def test_backup_holds_what_was_committed_a_moment_ago(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    order = pull(store, a_doc(1))
    edit(store, order, cause="just now")
    store.backup()
    store.close()
    (tmp_path / "orders.db").unlink()
    recover(tmp_path, KEY, HandClock())
    store = a_store(tmp_path)
    with store.reading() as work:
        assert work.orders.need(order).doc["answers"]["cause"] == "just now"
        assert len(work.outbox.active_of(order)) == 1
    assert store.queries.search("just now") == (order,)
    store.close()


def test_check_is_not_misled_by_a_long_session(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    order = pull(store, a_doc(1))
    for n in range(60):
        edit(store, order, cause=f"{n} " + "雷击" * 500)
        assert store.check() == ()
    store.close()


def test_second_window_is_told(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    assert code_of_opening(tmp_path) == "store.in-use"
    script = (
        "import sys; from pathlib import Path; from fieldapp.store.store import Store; from fieldapp.clock import SystemClock\n"
        "from fieldapp.errors import Fault\n"
        "try: Store.open(Path(sys.argv[1]), bytes(range(32)), SystemClock())\n"
        "except Fault as fault: print(fault.code)"
    )
    other = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == "store.in-use"
    with pytest.raises(EnvironmentFault):
        recover(tmp_path, KEY, HandClock())
    store.close()
    a_store(tmp_path).close()


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    assert code_of_opening(tmp_path / "x").startswith("store.")


def test_recovery_after_a_crash_names_what_was_saved(tmp_path: Path) -> None:
    clock = HandClock()
    store = a_store(tmp_path, clock)
    assert store.recovery is None
    first, second = pull(store, a_doc(1)), pull(store, a_doc(2))
    edit(store, first, cause="before")
    store.close()
    clock.move(hours=1)
    store = a_store(tmp_path, clock)
    assert store.recovery is None
    edit(store, second, cause="雷击", comment="x")
    with store.writing() as work:
        work.drafts.put(first, "appointment", "2026-1")
        work.drafts.put(second, "gone", "x")
        work.drafts.clear(second, "gone")
    store._engines.dispose()
    store._lock.release()  # as the system does when the process dies
    clock.move(hours=1)
    again = a_store(tmp_path, clock)
    assert again.recovery is not None
    assert [(o.number, o.fields, o.drafts) for o in again.recovery.orders] == [
        ("WX-20261122-000001", (), ("appointment",)),
        ("WX-20261122-000002", ("cause", "comment"), ()),
    ]
    with again.reading() as work:
        assert work.drafts.of(first) == {"appointment": "2026-1"}
    again.close()
    last = a_store(tmp_path, clock)
    assert last.recovery is None
    last.close()
