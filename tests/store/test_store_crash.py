"""Power goes, disk fills: whatever was acknowledged is there, and the store is sound."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fieldapp.store.records import OpState
from tests.support import store_crash_child
from tests.support.store_builders import HandClock, a_doc, a_store, catch_up, order_id, pull

CHILD = Path(store_crash_child.__file__)
KILLS = 12


def prepared(folder: Path) -> None:
    store = a_store(folder)
    pull(store, a_doc(1))
    store.close()


def killed_after(folder: Path, first: int, commits: int, seconds: float) -> list[tuple[int, str]]:
    """What the child had acknowledged when `kill -9` came so many commits and a moment after its start."""
    with subprocess.Popen([sys.executable, str(CHILD), str(folder), str(first)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(commits)]
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        lines += child.stdout.readlines()
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(int(n), sha256) for n, sha256 in whole]


def check_everything(folder: Path, acknowledged: list[tuple[int, str]]) -> int:
    """The last committed number: the last acknowledged one, or the one whose acknowledgement the kill swallowed."""
    store = a_store(folder, HandClock())
    assert store.recovery is not None
    assert store.check() == ()
    with store.reading() as work:
        last = int(work.meta.get("last"))
        answers = work.orders.need(order_id(1)).doc["answers"]
        ops = [op for op in work.outbox.changed_since(HandClock().now().replace(year=2000)) if op.state is not OpState.SUPERSEDED]
        known = {blob.sha256 for blob in work.blobs.of(order_id(1))}
    assert last - acknowledged[-1][0] in (0, 1)
    sent: dict[str, int] = {}
    for op in ops:
        sent |= op.payload["answers"]
    assert sent == {field: value for field, value in answers.items() if field == "last" or field.startswith(("field_", "cause"))}
    assert answers["last"] == last
    for n, sha256 in acknowledged[-40:]:
        assert sha256 in known
        assert store.blobs.get(sha256) == f"photo {n} ".encode() * 300
    assert all(store.blobs.has(sha256) for sha256 in known), "a row without its file"
    seqs = [op.device_seq for op in ops if op.device_seq is not None]
    assert len(seqs) == len(set(seqs))
    for _ in range(2):
        assert store.queries.search(f"摄像机 第{last}次") == (order_id(1),)
        assert store.queries.search(f"第{last - 1}次") == (), "neither the index nor what waits for it says what is no longer so"
        catch_up(store)
    store.close()
    return last


@pytest.mark.slow
def test_kill_at_any_moment(tmp_path: Path) -> None:
    prepared(tmp_path)
    chance = random.Random(20261122)
    first, acknowledged = 1, list[tuple[int, str]]()
    for _ in range(KILLS):
        acknowledged += killed_after(tmp_path, first, chance.randint(1, 8), chance.uniform(0, 0.03))
        first = check_everything(tmp_path, acknowledged) + 1
    assert len(acknowledged) > 2 * KILLS


def check_after_fault(folder: Path, output: str) -> str:
    """The fault's code, after making sure that nothing committed before or after it is missing."""
    *committed, (code, _) = (line.split() for line in output.splitlines())
    assert len(committed) > 3
    store = a_store(folder)
    assert store.recovery is None
    assert store.check() == ()
    with store.reading() as work:
        assert work.meta.get("last") == len(committed) + 1
    assert all(store.blobs.get(sha256) for _, sha256 in committed)
    assert list(folder.rglob("*.tmp")) == []
    store.close()
    return code


def test_a_file_that_may_not_grow_refuses_the_change_and_keeps_the_rest(tmp_path: Path) -> None:
    prepared(tmp_path / "store")
    command = [sys.executable, str(CHILD), str(tmp_path / "store"), "1", "260000"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert done.stderr == ""
    assert check_after_fault(tmp_path / "store", done.stdout) == "store.io"


def test_full_disk_refuses_the_change_and_keeps_the_rest(tmp_path: Path) -> None:
    """A file system of 2 MB, in a mount namespace of its own."""
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no mount namespaces here")
    small, prepared_at, copied = tmp_path / "small", tmp_path / "store", tmp_path / "copied"
    small.mkdir()
    prepared(prepared_at)
    script = (
        'mount -t tmpfs -o size=2m none "$1" && cp -a "$2" "$1/store" && head -c 300000 /dev/zero > "$1/ballast" && '
        '"$4" "$5" "$1/store" 1 0 && cp -a "$1/store" "$3"'
    )
    arguments = [str(small), str(prepared_at), str(copied), sys.executable, str(CHILD)]
    command = ["unshare", "-rm", "sh", "-ec", script, "sh", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.stderr, done.returncode) == ("", 0)
    assert check_after_fault(copied, done.stdout) == "disk.full"
