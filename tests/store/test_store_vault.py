"""The vault: a passphrase file, and the real Secret Service of the desktop."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fieldapp.errors import EnvironmentFault, InputFault
from fieldapp.store.layout import VAULT_MARKER
from fieldapp.store.vault import open_vault, store_key
from fieldapp.store.vault_file import PassphraseVault

ROOT = Path(__file__).parents[2]


@pytest.fixture
def no_bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No session bus, so no keyring."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'no-bus'}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def says(text: str, asked: list[bool] | None = None):  # type: ignore[no-untyped-def]
    def passphrase(new: bool) -> str:
        if asked is not None:
            asked.append(new)
        return text

    return passphrase


@pytest.mark.usefixtures("no_bus")
def test_passphrase_file_keeps_secrets(tmp_path: Path) -> None:
    asked: list[bool] = []
    vault = open_vault(tmp_path, says("广州 2026", asked))
    key = store_key(vault, tmp_path / "store")
    vault.set("token", "t-秘密")
    vault.set("pin", "x")
    vault.delete("pin")
    vault.delete("never there")
    again = open_vault(tmp_path, says("广州 2026", asked))
    assert asked == [True, False]
    assert (again.get("token"), again.get("pin"), again.get("none")) == ("t-秘密", None, None)
    assert store_key(again, tmp_path / "store") == key
    content = (tmp_path / "vault.json").read_text()
    assert "t-秘密" not in content
    assert "token" not in content
    assert key.hex() not in content
    argon = json.loads(content)["argon2id"]
    assert (argon["memory_kib"], argon["time"], argon["parallelism"]) == (65536, 3, 4)


@pytest.mark.usefixtures("no_bus")
def test_what_can_go_wrong_has_a_code(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        open_vault(tmp_path)
    assert caught.value.code == "vault.no-keyring"
    with pytest.raises(InputFault) as empty:
        open_vault(tmp_path, says(""))
    assert empty.value.code == "vault.empty-passphrase"
    assert list(tmp_path.iterdir()) == []
    open_vault(tmp_path, says("right")).set("a", "b")
    for passphrase, code in ((says("wrong"), "vault.wrong-passphrase"), (None, "vault.passphrase-needed")):
        with pytest.raises(EnvironmentFault) as caught:
            open_vault(tmp_path, passphrase)
        assert caught.value.code == code
    assert open_vault(tmp_path, says("right")).get("a") == "b"


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda text: text[: len(text) // 2], "vault.damaged"),
        (lambda text: "[]", "vault.damaged"),
        (lambda text: text.replace('"version": 1', '"version": 2'), "vault.damaged"),
        (lambda text: text.replace("65536", "99999999999"), "vault.damaged"),
        (lambda text: text.replace("65536", "65537"), "vault.wrong-passphrase"),
        (lambda text: json.dumps({**json.loads(text), "secrets": json.loads(text)["wrapped"]}), "vault.damaged"),
        (lambda text: json.dumps({**json.loads(text), "secrets": 5}), "vault.damaged"),
    ],
)
def test_a_changed_file_is_refused_and_stays(tmp_path: Path, harm, code: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "vault.json"
    PassphraseVault.create(path, "p").set("a", "b")
    changed = harm(path.read_text())
    path.write_text(changed)
    with pytest.raises(EnvironmentFault) as caught:
        PassphraseVault.open(path, "p")
    assert caught.value.code == code
    assert path.read_text() == changed


@pytest.mark.usefixtures("no_bus")
def test_a_store_without_its_key_gets_no_new_one(tmp_path: Path) -> None:
    vault = open_vault(tmp_path, says("p"))
    (tmp_path / "orders.db").write_bytes(b"something")
    with pytest.raises(EnvironmentFault) as caught:
        store_key(vault, tmp_path)
    assert caught.value.code == "vault.key-lost"
    assert vault.get("store-key") is None


@pytest.mark.usefixtures("no_bus")
def test_a_folder_that_used_the_keyring_never_falls_back(tmp_path: Path) -> None:
    (tmp_path / VAULT_MARKER).write_text('{"version": 1, "entry": "fieldapp x"}')
    with pytest.raises(EnvironmentFault) as caught:
        open_vault(tmp_path, says("p"))
    assert caught.value.code == "vault.no-keyring"
    (tmp_path / VAULT_MARKER).write_text('{"entry": 5}')
    with pytest.raises(EnvironmentFault) as caught:
        open_vault(tmp_path, says("p"))
    assert caught.value.code == "vault.damaged"
    assert not (tmp_path / "vault.json").exists()


PROGRAMS = ("gnome-keyring-daemon", "dbus-run-session")
SCRIPT = """
import sys, secretstorage
from pathlib import Path
from fieldapp.errors import Fault
from fieldapp.store.vault import open_vault, store_key
first, second = Path(sys.argv[1]), Path(sys.argv[2])
vault = open_vault(first)
key = store_key(vault, first / "store")
vault.set("token", "t-秘密")
vault.set("pin", "1"); vault.delete("pin"); vault.delete("pin")
again = open_vault(first)
assert (again.get("token"), again.get("pin")) == ("t-秘密", None)
assert store_key(again, first / "store") == key
other = open_vault(second)
assert other.get("token") is None, "folders must not share secrets"
assert store_key(other, second / "store") != key
assert not list(first.glob("vault.json")), "no file where a keyring is"
assert "t-秘密" not in (first / "vault-keyring.json").read_text()
bus = secretstorage.dbus_init()
held = secretstorage.get_default_collection(bus)
print("held", sum(1 for item in held.get_all_items() if item.get_secret()))
held.lock()
try:
    open_vault(first)
except Fault as fault:
    print(fault.code)
try:
    open_vault(Path(sys.argv[3]), lambda new: "p")
except Fault as fault:
    print(fault.code)
print("file", (Path(sys.argv[3]) / "vault.json").exists())
"""


@pytest.mark.keyring
@pytest.mark.skipif(
    shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-run-session") is None,
    reason="gnome-keyring and dbus are needed",
)
def test_real_secret_service(tmp_path: Path) -> None:
    script = tmp_path / "child.py"
    script.write_text(SCRIPT)
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    folders = [tmp_path / name for name in ("first", "second", "third")]
    for folder in folders:
        folder.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS", "XDG", "DISPLAY", "WAYLAND"))}
    environment = {**kept, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    unlock = "printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
    child = [sys.executable, str(script), *map(str, folders)]
    command = ["dbus-run-session", "--", "sh", "-c", f'{unlock} && exec "$@"', "sh", *child]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["held 3", "vault.locked", "vault.locked", "file False"]
