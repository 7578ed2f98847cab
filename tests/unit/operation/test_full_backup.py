"""A full backup comes back whole on another machine, or says why not; what it replaces stays; a cut leaves the old or the new."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldapp.bootstrap.gate import Gate
from fieldapp.cli import main
from fieldapp.clock import SystemClock
from fieldapp.errors import EnvironmentFault, Fault, InputFault
from fieldapp.services import full_backup, full_restore
from fieldapp.services.context import Context, Session
from fieldapp.services.full_backup import back_up
from fieldapp.services.full_restore import finish, restore, restore_database
from fieldapp.services.shipped import shipped_catalog, shipped_profile
from fieldapp.settings import Settings, load_settings
from fieldapp.store import vault_file
from fieldapp.store.migrations import runner
from fieldapp.store.store import Store
from fieldapp.store.vault import open_vault, store_key
from fieldapp.ui.stages import Stage
from tests.support import restore_child
from tests.support.restore_child import PASSPHRASE, POINTS
from tests.support.store_builders import HandClock, a_doc, a_summary, order_id
from tests.support.upgrade_child import newer_revisions

CHILD = Path(restore_child.__file__)
SETTINGS = Settings(server_url="https://itsm.example.cn", user_name="lixiaofeng", theme="dark")
OWN = "Maschine 李"


@pytest.fixture(scope="module", autouse=True)
def quick_passphrases() -> Iterator[None]:
    """What guessing costs is not tested here, and dozens of passphrases are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault_file._Cost.__init__, "__defaults__", (64, 1, 1))
        yield


@pytest.fixture(autouse=True)
def no_bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'no-bus'}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def a_device(folder: Path, orders: int, passphrase: str = OWN) -> Context:
    """A data folder as the program makes it, with orders and one file each; the store is open."""
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    vault = open_vault(folder, lambda _new: passphrase)
    key = store_key(vault, folder / "store")
    for name, value in (("device-key", "a private key"), ("pin", "a hash"), ("token", "a login")):
        vault.set(name, value)
    (folder / "trust").mkdir(exist_ok=True)
    (folder / "trust" / "enrolled-1.pem").write_text("a root")
    (folder / "settings.json").write_text(json.dumps({"theme": "dark", "user_name": "lixiaofeng"}))
    clock = HandClock()
    store = Store.open(folder / "store", key, clock)
    for number in range(1, orders + 1):
        photo = f"photo {number} ".encode() * 500
        sha256 = store.blobs.put(photo)
        doc = a_doc(number)
        with store.writing() as work:
            work.orders.put_pulled(doc["id"], doc, doc, "e1", a_summary(doc))
            work.blobs.add(doc["id"], sha256, len(photo), "image/jpeg")
    return Context(store, shipped_catalog(), shipped_profile(), clock, vault, Session(*_nobody()), lambda: SETTINGS)


def _nobody() -> tuple[Any, str, str]:
    from fieldapp.domain.records import SYSTEM

    return SYSTEM, "device-1", "laptop"


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A full backup of a device with three orders."""
    folder = tmp_path_factory.mktemp("full")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
        context = a_device(folder / "first", 3)
        made = back_up(context, folder, PASSPHRASE)
        context.store.close()
    assert (made.orders, made.files, made.damaged) == (3, 3, 0)
    assert made.path.parent == folder
    return made.path


def held(folder: Path, passphrase: str) -> dict[str, Any]:
    """What a data folder holds, opened as the program opens it; every file is read."""
    vault = open_vault(folder, lambda _new: passphrase)
    store = Store.open(folder / "store", store_key(vault, folder / "store"), HandClock())
    try:
        assert store.check() == ()
        ids = sorted(store.queries.order_ids())
        with store.reading() as work:
            files = [blob.sha256 for order in ids for blob in work.blobs.of(order)]
        sizes = [len(store.blobs.get(sha256)) for sha256 in files]
        secrets = {name: vault.get(name) for name in ("device-key", "pin", "token")}
    finally:
        store.close()
    return {"orders": ids, "files": len(sizes), "theme": load_settings(folder).theme, **secrets}


def ids(count: int) -> list[str]:
    return sorted(order_id(number) for number in range(1, count + 1))


RESTORED = {"orders": ids(3), "files": 3, "theme": "dark", "device-key": "a private key", "pin": "a hash", "token": None}


def test_another_machine_gets_everything_but_the_login(backup: Path, tmp_path: Path) -> None:
    done = restore(tmp_path / "new", backup, PASSPHRASE, SystemClock())
    assert (done.orders, done.replaced) == (3, None)
    assert held(tmp_path / "new", PASSPHRASE) == RESTORED
    assert (tmp_path / "new" / "trust" / "enrolled-1.pem").read_text() == "a root"
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["settings.json", "store", "trust", "vault.json"]
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "new" / "vault.json").stat().st_mode) == 0o600


def test_what_it_replaces_is_kept_and_can_be_opened(backup: Path, tmp_path: Path) -> None:
    a_device(tmp_path, 5).store.close()
    (tmp_path / "logs").mkdir()
    done = restore(tmp_path, backup, PASSPHRASE, SystemClock())
    assert held(tmp_path, PASSPHRASE) == RESTORED
    assert done.replaced is not None
    assert held(done.replaced, OWN)["orders"] == ids(5)
    assert (tmp_path / "logs").is_dir()


@pytest.mark.parametrize("point", POINTS)
def test_power_goes_during_a_restore(backup: Path, tmp_path: Path, point: str) -> None:
    folder = tmp_path / "data"
    a_device(folder, 5).store.close()
    done = subprocess.run([sys.executable, CHILD, folder, backup, point], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == -9, done.stderr
    came = finish(folder)
    assert not (folder / "restoring").exists()
    assert finish(folder) is False
    if point in {"extracted", "prepared"}:
        assert not came
        assert held(folder, OWN)["orders"] == ids(5)
        return
    assert held(folder, PASSPHRASE) == RESTORED
    (replaced,) = folder.glob("replaced-*")
    assert held(replaced, OWN)["orders"] == ids(5), "the old data is whole, too"


class Cut(BaseException):
    """The power goes: nothing of the program runs any more."""


@pytest.fixture(scope="module")
def ready(backup: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with five orders and a restore that was cut when everything was ready."""
    folder = tmp_path_factory.mktemp("ready") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
        a_device(folder, 5).store.close()

        def cut(_folder: Path) -> bool:
            raise Cut

        patch.setattr(full_restore, "_put_in_place", cut)
        with pytest.raises(Cut):
            restore(folder, backup, PASSPHRASE, SystemClock())
    assert (folder / "restoring" / "ready.json").is_file()
    return folder


MOVES = 9
"""How often a folder is made durable while the parts change places."""


def test_power_goes_after_any_of_the_moves(ready: Path, tmp_path: Path) -> None:
    """Each move is tried; the last count shows that there are no more."""
    cuts = 0
    for number in range(1, MOVES + 2):
        folder = shutil.copytree(ready, tmp_path / str(number))
        left = [number]

        def cut(_folder: Path, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise Cut

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(full_restore, "sync_folder", cut)
            try:
                finish(folder)
            except Cut:
                cuts += 1
        finish(folder)
        assert not (folder / "restoring").exists()
        assert sorted(path.name for path in folder.iterdir() if path.name[:8] != "replaced") == [
            "settings.json",
            "store",
            "trust",
            "vault.json",
        ]
        (replaced,) = folder.glob("replaced-*")
        assert len(list((replaced / "store" / "blobs").glob("??/*"))) == 5
        assert len(list((folder / "store" / "blobs").glob("??/*"))) == 3
    assert cuts == MOVES
    assert held(folder, PASSPHRASE) == RESTORED
    assert held(replaced, OWN)["orders"] == ids(5)


def harmed(backup: Path, to: Path, name: str) -> Path:
    """A copy with one byte of a member changed, the zip's own sum made to fit."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(to, "w") as target:
        for member in source.namelist():
            data = bytearray(source.read(member))
            if member == name or (name == "a file" and "/blobs/" in member):
                data[len(data) // 2] ^= 1
            target.writestr(member, bytes(data))
    return to


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("store/orders.db", "restore.damaged"),
        ("a file", "restore.damaged"),
        ("trust/enrolled-1.pem", "restore.damaged"),
        ("manifest.json", "restore."),
        ("vault.json", "restore.damaged"),
    ],
)
def test_a_changed_backup_is_refused_and_the_data_stays(backup: Path, tmp_path: Path, name: str, code: str) -> None:
    folder = tmp_path / "data"
    a_device(folder, 2).store.close()
    with pytest.raises(Fault) as caught:
        restore(folder, harmed(backup, tmp_path / "harmed", name), PASSPHRASE, SystemClock())
    assert caught.value.code.startswith(code)
    assert held(folder, OWN)["orders"] == ids(2)
    assert not (folder / "restoring").exists()
    assert not list(folder.glob("replaced-*"))


def test_a_wrong_passphrase_a_foreign_file_and_half_a_backup(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "half").write_bytes(backup.read_bytes()[:-200])
    (tmp_path / "foreign").write_bytes(b"PK but not really")
    for source, passphrase, code in (
        (backup, "falsch falsch", "restore.passphrase"),
        (tmp_path / "half", PASSPHRASE, "restore.not-a-backup"),
        (tmp_path / "foreign", PASSPHRASE, "restore.not-a-backup"),
        (tmp_path / "none", PASSPHRASE, "restore.not-a-backup"),
    ):
        with pytest.raises(InputFault) as caught:
            restore(tmp_path / "new", source, passphrase, SystemClock())
        assert caught.value.code == code
    assert not (tmp_path / "new").exists()


def test_nobody_else_may_have_the_store_open(backup: Path, tmp_path: Path) -> None:
    context = a_device(tmp_path, 2)
    try:
        for attempt in (
            lambda: restore(tmp_path, backup, PASSPHRASE, SystemClock()),
            lambda: restore_database(tmp_path, context.store.backup(), store_key(context.vault, tmp_path), SystemClock()),
        ):
            with pytest.raises(EnvironmentFault) as caught:
                attempt()
            assert caught.value.code == "store.in-use"
    finally:
        context.store.close()
    assert held(tmp_path, OWN)["orders"] == ids(2)


def test_a_backup_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "REVISIONS", newer_revisions())
        context = a_device(tmp_path / "newer", 2)
        made = back_up(context, tmp_path, PASSPHRASE)
        context.store.close()
    a_device(tmp_path / "data", 1).store.close()
    with pytest.raises(EnvironmentFault) as caught:
        restore(tmp_path / "data", made.path, PASSPHRASE, SystemClock())
    assert caught.value.code == "store.newer"
    assert held(tmp_path / "data", OWN)["orders"] == ids(1)


def test_an_upgrade_is_taken_back_with_the_backup_made_before_it(tmp_path: Path) -> None:
    a_device(tmp_path, 2).store.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "REVISIONS", newer_revisions())
        a_device(tmp_path, 4).store.close()
    with pytest.raises(EnvironmentFault) as caught:
        held(tmp_path, OWN)
    assert caught.value.code == "store.newer"
    (made,) = (tmp_path / "store" / "backups").glob("before-*.db")
    key = store_key(open_vault(tmp_path, lambda _new: OWN), tmp_path / "store")
    done = restore_database(tmp_path, made, key, SystemClock())
    assert (done.orders, held(tmp_path, OWN)["orders"]) == (2, ids(2))
    assert done.replaced is not None
    assert (done.replaced / "orders.db").is_file(), "the newer database is kept"
    with pytest.raises(InputFault):
        restore_database(tmp_path, tmp_path / "settings.json", key, SystemClock())


def test_a_failed_backup_leaves_nothing_and_an_earlier_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = a_device(tmp_path / "data", 2)
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine").write_bytes(b"an earlier backup")

    def stop(done: int, _all: int) -> None:
        if done:
            raise KeyboardInterrupt

    try:
        with pytest.raises(KeyboardInterrupt):
            back_up(context, out / "mine", PASSPHRASE, stop)
        monkeypatch.setattr(full_backup, "problem", lambda _path, _key: "not readable")
        with pytest.raises(EnvironmentFault) as caught:
            back_up(context, out / "mine", PASSPHRASE)
        with pytest.raises(InputFault) as short:
            back_up(context, out / "mine", "kurz")
    finally:
        context.store.close()
    assert (caught.value.code, short.value.code) == ("backup.unreadable", "backup.passphrase")
    assert [path.name for path in out.iterdir()] == ["mine"]
    assert (out / "mine").read_bytes() == b"an earlier backup"


def test_a_damaged_file_of_the_device_is_counted(tmp_path: Path) -> None:
    context = a_device(tmp_path / "data", 2)
    path = next((tmp_path / "data" / "store" / "blobs").glob("??/*"))
    path.write_bytes(path.read_bytes()[:-1])
    made = back_up(context, tmp_path, PASSPHRASE)
    context.store.close()
    assert made.damaged == 1


def test_nothing_of_the_person_is_readable_without_the_passphrase(backup: Path) -> None:
    content = backup.read_bytes()
    assert not [
        word for word in ("lixiaofeng", "itsm.example.cn", "a private key", "a hash", "海珠区") if word.encode() in content
    ]


SMALL = """
mount -t tmpfs -o size=SIZE none "$1"
shift
exec "$@"
"""
FULL = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
from fieldapp.clock import SystemClock
from fieldapp.errors import Fault
from fieldapp.services.full_restore import restore
small, source = Path(sys.argv[3]), Path(sys.argv[4])
(small / "data").mkdir()
try:
    restore(small / "data", source, sys.argv[5], SystemClock())
except Fault as fault:
    print(fault.code, sorted(path.name for path in (small / "data").iterdir()))
"""


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("unshare"), reason="needs a mount namespace")
def test_a_full_disk_stops_a_restore_before_anything_is_replaced(backup: Path, tmp_path: Path) -> None:
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no mount namespaces here")
    small, root = tmp_path / "small", Path(__file__).parents[3]
    small.mkdir()
    script = SMALL.replace("SIZE", str(backup.stat().st_size // 2))
    arguments = [sys.executable, "-c", FULL, str(root), str(root / "tests"), str(small), str(backup), PASSPHRASE]
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-ec", script, "sh", str(small), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == ("disk.full []", 0), done.stderr


def test_the_window_finishes_a_restore_that_was_cut(ready: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(ready, tmp_path / "data")
    gate = Gate(folder, SystemClock())
    assert gate.stage() is Stage.PASSPHRASE
    assert not (folder / "restoring").exists()
    gate.give_passphrase(PASSPHRASE)
    gate.close()
    assert held(folder, PASSPHRASE)["orders"] == ids(3)


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    monkeypatch.setenv("FIELDAPP_PASSPHRASE", OWN)
    monkeypatch.setenv("FIELDAPP_BACKUP_PASSPHRASE", PASSPHRASE)
    folder, out = tmp_path / "data", tmp_path / "full.fieldapp-backup"
    context = a_device(folder, 2)
    context.store.backup()
    assert main(["backup", "--data", str(folder), "--to", str(out)]) == 2, "a window has it open"
    assert "another window" in capsys.readouterr().err
    assert main(["restore", str(out), "--data", str(folder)]) == 2, "there is no such file"
    context.store.close()
    assert main(["backup", "--data", str(folder), "--to", str(out)]) == 0
    assert "2 orders, 2 files" in capsys.readouterr().out
    assert main(["restore", str(out), "--data", str(tmp_path / "new")]) == 0
    assert held(tmp_path / "new", PASSPHRASE)["orders"] == ids(2)
    (made,) = (folder / "store" / "backups").glob("*.db")
    assert main(["restore", str(made), "--data", str(folder)]) == 0
    assert "quarantine" in capsys.readouterr().out
    monkeypatch.setenv("FIELDAPP_BACKUP_PASSPHRASE", "")
    assert main(["restore", str(out), "--data", str(folder)]) == 2
    assert main(["backup", "--data", str(tmp_path / "nothing"), "--to", str(out)]) == 2
