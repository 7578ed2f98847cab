"""A device that comes back from a full backup on another machine: what it had told the endpoint meanwhile is there once, what it
had not told is told, and the customer's file is the same."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.device import CONFIRMATION, fill_and_resolve, open_device, photo, recorded_ink
from support.itsm_server import PASSWORD, EndpointProcess

from fieldapp.bootstrap.application import Application, open_application
from fieldapp.clock import SystemClock
from fieldapp.services.full_backup import back_up
from fieldapp.services.full_restore import restore
from fieldapp.store.vault import open_vault
from tests.integration.test_main_job import waiting_order

ROOT = Path(__file__).parents[2]
PASSPHRASE = "备份口令 2026"


@pytest.fixture(autouse=True)
def no_bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'no-bus'}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def on_the_new_machine(folder: Path) -> Application:
    """Opened under the backup's passphrase; the login is asked for once."""
    device = open_application(folder, open_vault(folder, lambda _new: PASSPHRASE), SystemClock())
    assert device.context.vault.get("token") is None
    assert device.access.logged_in(), "the engineer and the device are the same"
    assert device.sync.run_once().outcome == "auth"
    device.sync.login("liming", PASSWORD)
    return device


def finish_the_job(device: Application, order_id: str) -> str:
    """Photos, signature, seal; the sealed file's hash."""
    for shade in (10, 60):
        device.attachments.add_photo(order_id, "photos", photo(shade=shade), f"现场{shade}.jpg", "after")
    device.filling.save(order_id, CONFIRMATION)
    view = device.signing.prepare(order_id)
    device.signing.shown(order_id, view.snapshot.sha256, "zh")
    device.signing.sign(order_id, view, recorded_ink())
    return device.signing.seal(order_id).sha256


@pytest.mark.slow
def test_a_restored_device_catches_up_and_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    with EndpointProcess(tmp_path / "endpoint") as server:
        server.seed()
        first = open_device(tmp_path / "first", server.url)
        try:
            assert first.sync.run_once().outcome == "done"
            order_id = waiting_order(first)
            fill_and_resolve(first, order_id)
            sealed = finish_the_job(first, order_id)
            later = waiting_order(first)
            first.orders.accept(later)
            first.filling.save(later, {"cause": "备份前写的"})
            made = back_up(first.context, tmp_path, PASSPHRASE)
            # after the backup: more of the same entry, then everything goes out, then the laptop is gone
            first.filling.save(later, {"cause": "备份后改写", "solution": "备份后写的"})
            assert first.sync.run_once().outcome == "done"
        finally:
            first.close()
        restore(tmp_path / "second", made.path, PASSPHRASE, SystemClock())
        second = on_the_new_machine(tmp_path / "second")
        try:
            report = second.sync.run_once()
            assert (report.outcome, report.parked) == ("done", 0), report
            report = second.sync.run_once()
            assert (report.outcome, report.pushed, report.blobs, report.parked) == ("done", 0, 0, 0), report
            api = server.login(device_id=second.context.session.device_id)
            for one in (order_id, later):
                theirs = api.send("GET", f"/orders/{one}").json()
                with second.context.store.reading() as work:
                    assert not work.outbox.active_of(one)
                    mine = work.orders.need(one).doc
                assert theirs == mine
                entries = [entry["id"] for entry in theirs["events"]]
                assert len(entries) == len(set(entries))
                files = [entry["sha256"] for entry in theirs["attachments"]]
                assert len(files) == len(set(files))
            api.session.close()
            assert hashlib.sha256(second.signing.document(sealed)).hexdigest() == sealed
            with second.context.store.reading() as work:
                answers = work.orders.need(later).doc["answers"]
                (conflict,) = work.conflicts.open(later)
            # what only the endpoint remembered has come back; where both say something the newer waits beside it, visibly
            assert answers["solution"] == "备份后写的"
            assert (answers["cause"], conflict.field, conflict.theirs) == ("备份前写的", "cause", "备份后改写")
            assert second.context.store.check() == ()
        finally:
            second.close()


KEYRING = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[1:2]
from fieldapp.clock import SystemClock
from fieldapp.services.full_restore import restore
from fieldapp.store.store import Store
from fieldapp.store.vault import open_vault, store_key
folder = Path(sys.argv[2])
done = restore(folder, Path(sys.argv[3]), sys.argv[4], SystemClock())
vault = open_vault(folder)
store = Store.open(folder / "store", store_key(vault, folder / "store"), SystemClock())
print(done.orders, store.queries.counts().orders, vault.get("device-key") is not None, store.check())
store.close()
"""


@pytest.mark.keyring
@pytest.mark.skipif(
    shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-run-session") is None,
    reason="gnome-keyring and dbus are needed",
)
def test_the_keys_go_into_the_new_machines_own_keyring(tmp_path: Path) -> None:
    from tests.unit.operation.test_full_backup import a_device

    context = a_device(tmp_path / "first", 2)
    made = back_up(context, tmp_path, PASSPHRASE)
    context.store.close()
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS", "XDG", "DISPLAY", "WAYLAND"))}
    environment = {**kept, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(runtime)}
    (tmp_path / "child.py").write_text(KEYRING)
    shell = 'printf "\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"'
    arguments = [sys.executable, tmp_path / "child.py", ROOT, tmp_path / "second", made.path, PASSPHRASE]
    command = ["dbus-run-session", "--", "sh", "-c", shell, "sh", *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert (done.stdout.strip(), done.returncode) == ("2 2 True ()", 0), done.stderr
    assert (tmp_path / "second" / "vault-keyring.json").is_file()
    assert not (tmp_path / "second" / "vault.json").exists()
