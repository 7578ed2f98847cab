"""Planted secrets and what customers said are looked for in everything that lies in the clear: logs, crash reports, the
diagnostics bundle, settings, the raw bytes of database, its log, files, vault and backups, temporary files, the arguments of
processes, and what objects and exceptions say of themselves; after the main job and a row of failures. Once with the vault that
is a file and once with the desktop's real Secret Service, whose own file is looked into as well."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.device import CONFIRMATION, PASSPHRASE, RESULT, fill_and_resolve, open_device, photo, recorded_ink
from support.itsm_server import PASSWORD, EndpointProcess

from fieldapp import crashes, logs
from fieldapp.bootstrap.application import Application
from fieldapp.bootstrap.crash_watch import CrashWatch
from fieldapp.bootstrap.doctor import bundle
from fieldapp.bootstrap.doctor.cases import case_of
from fieldapp.bootstrap.doctor.examination import examine
from fieldapp.bootstrap.sync_binding import checked_address
from fieldapp.errors import EnvironmentFault, Fault
from fieldapp.services.full_backup import back_up
from fieldapp.store.layout import VAULT_MARKER
from fieldapp.store.vault_keyring import keyring_usable
from fieldapp.sync.faults import chain
from tests.integration.test_main_job import waiting_order

pytestmark = pytest.mark.usefixtures("qapp")  # the diagnostics ask Qt for printers

PIN = "940318275512"
URL_PASSWORD = "url-geheim-7731"
DESKTOP_PASSWORD = "Anmeldung-桌面-5520"
KEYRINGS = "keyrings"
BUS = """<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>"""
"""A bus that starts nothing by itself: asked too early, it would start a second, locked keyring in place of the test's."""

BACKUP_PASSPHRASE = "Sicherung 备份 99"
TYPED = "只在草稿里写过的话 13912345678"
log = logging.getLogger("fieldapp.tests.leaks")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointProcess]:
    with EndpointProcess(tmp_path_factory.mktemp("leaks") / "endpoint") as running:
        running.seed()
        yield running


@pytest.fixture
def vault_of(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """`file`: no keyring, a passphrase guards the vault. `keyring`: gnome-keyring on a bus of its own, unlocked."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'no-bus'}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    if request.param == "file":
        yield "file"
        return
    missing = [name for name in ("dbus-daemon", "gnome-keyring-daemon") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"needs {' and '.join(missing)}")
    with tempfile.TemporaryDirectory(prefix="keyring-") as run, contextlib.ExitStack() as stack:  # a socket's path is short
        for name, value in (("HOME", tmp_path / "home"), ("XDG_DATA_HOME", tmp_path / KEYRINGS), ("XDG_RUNTIME_DIR", run)):
            Path(value).mkdir(mode=0o700, exist_ok=True)
            monkeypatch.setenv(name, str(value))
        (tmp_path / "bus.conf").write_text(BUS)
        bus = stack.enter_context(
            started("dbus-daemon", f"--config-file={tmp_path / 'bus.conf'}", "--nofork", "--print-address=1")
        )
        assert bus.stdout is not None
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().decode().strip())
        keyring = stack.enter_context(started("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"))
        assert keyring.stdin is not None
        keyring.stdin.write(DESKTOP_PASSWORD.encode())
        keyring.stdin.close()
        end = time.monotonic() + 60
        while not answers():
            assert time.monotonic() < end, "the keyring does not answer"
            time.sleep(0.02)
        yield "keyring"


@contextlib.contextmanager
def started(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of the desktop, ended with the block."""
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing) as process:
        try:
            yield process
        finally:
            process.terminate()


def answers() -> bool:
    with contextlib.suppress(EnvironmentFault):
        return keyring_usable()
    return False


def texts(value: Any) -> Iterator[str]:
    """Every text below a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def is_telling(text: str) -> bool:
    """Long enough not to be found by chance, and not a code, a hash, an id or a time."""
    if len(text) < 4 or re.fullmatch(r"[0-9a-f-]{36,64}|\d{4}-\d\d-\d\d.*", text):
        return False
    return any(ord(char) > 0x2E80 for char in text) or sum(char.isdigit() for char in text) >= 11


def personal(device: Application) -> set[str]:
    """What orders say, and who is who."""
    found: set[str] = set()
    with device.context.store.reading() as work:
        for order_id in work.orders.ids():
            found |= {text for text in texts(work.orders.need(order_id).doc["answers"]) if is_telling(text)}
    return found | {device.context.session.actor.name, RESULT["cause"], CONFIRMATION["signer_name"], TYPED, "13800138000"}  # type: ignore[arg-type]


def secrets_of(device: Application) -> set[str]:
    vault = device.context.vault
    tokens = device.sync.client().tokens.load()
    assert tokens is not None
    key = "".join((vault.get("device-key") or "").splitlines()[1:-1])[:40]
    held = {str(vault.get("store-key")), key, str(vault.get("pin"))}
    assert all(held)
    known = {PASSWORD, PASSPHRASE, PIN, URL_PASSWORD, BACKUP_PASSPHRASE, DESKTOP_PASSWORD}
    return held | known | {tokens.access, tokens.refresh}


def go_wrong(device: Application, order_id: str, folder: Path) -> None:
    """Bugs that carry an order with them, and every kind of fault that names somebody or something."""
    doc = device.orders.detail(order_id).doc
    try:
        raise ValueError(f"cannot do {doc['answers']} for {PIN}")
    except ValueError as error:
        log.warning("a save of %s failed: %s %s", order_id, error, doc, exc_info=True)
        sys.excepthook(ValueError, error, error.__traceback__)
        crashes.noticed(error)

    def broken(name: str, secret: str) -> None:
        raise LookupError(name + secret)

    thread = threading.Thread(
        target=broken, args=(CONFIRMATION["signer_name"], PASSPHRASE), name=str(CONFIRMATION["signer_name"])
    )
    thread.start()
    thread.join()
    attempts = (
        lambda: device.sync.login("欧阳𠅤", PASSWORD + "falsch"),
        lambda: checked_address(f"https://liming:{URL_PASSWORD}@itsm.example.cn"),
        lambda: device.access.set_pin(TYPED),
        lambda: device.filling.save(order_id, {"contact_phone": TYPED * 900}),
        lambda: device.attachments.add_file(order_id, "files", b"", "欧阳𠅤 的身份证.pdf"),
        lambda: device.signing.document("0" * 64),
        lambda: back_up(device.context, folder / ("欧" * 200), BACKUP_PASSPHRASE),
    )
    failed = 0
    for attempt in attempts:
        try:
            attempt()
        except (Fault, OSError) as fault:
            failed += 1
            log.warning("it was refused: %s", fault, exc_info=True)
    assert failed >= 5


def in_the_clear(folder: Path, more: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Every file of the data folder as raw bytes, and what is handed out."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()
    yield from more


def processes() -> Iterator[tuple[str, bytes]]:
    """The arguments of this process and of all those below it, which every account of the machine may read."""
    parents = {os.getpid()}
    for folder in sorted((one for one in Path("/proc").glob("[0-9]*")), key=lambda one: int(one.name)):
        try:
            line = (folder / "cmdline").read_bytes()
            parent = int((folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
        except OSError:
            continue  # it has ended meanwhile
        if int(folder.name) in parents or parent in parents:
            parents.add(int(folder.name))
            yield f"arguments:{folder.name}", line


def shown(device: Application) -> Iterator[tuple[str, bytes]]:
    """What of a running program a traceback or a debugging line may show."""
    client = device.sync.client()
    objects = [
        client,
        client.transport,
        client.tokens,
        client.tokens.load(),
        device.context.vault,
        device.settings.load(),
        device,
    ]
    for one in objects:
        yield f"repr:{type(one).__name__}", repr(one).encode()
    try:
        client.hello()
    except Fault as fault:
        for error in chain(fault):
            yield f"exception:{type(error).__name__}", f"{error} {error!r} {getattr(error, 'request', '')!r}".encode()


def parts_of(zipped: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        for member in archive.namelist():
            yield f"{name}:{member}", archive.read(member)


def nobody_there() -> str:
    """An address that refuses at once."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.mark.slow
@pytest.mark.parametrize("vault_of", ["file", pytest.param("keyring", marks=pytest.mark.keyring)], indirect=True)
def test_planted_secrets_and_customers_are_nowhere_in_the_clear(
    vault_of: str, server: EndpointProcess, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, temporary = tmp_path / "device", tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    with contextlib.ExitStack() as stack:
        folder.mkdir(mode=0o700)
        watch = CrashWatch(folder)
        stack.callback(watch.end)
        watch.begin()
        watch._hooks = (lambda *_: None, lambda _: None)  # the terminal is not what is looked at here
        device = open_device(folder, server.url)
        stack.callback(device.close)
        watch.arm()
        device.access.set_pin(PIN)
        assert device.sync.run_once().outcome == "done"
        order_id = waiting_order(device)
        fill_and_resolve(device, order_id)
        device.attachments.add_photo(order_id, "photos", photo(), "欧阳𠅤 的机房.jpg", "after")
        device.filling.save(order_id, CONFIRMATION)
        with device.context.store.writing() as work:
            work.drafts.put(order_id, "comment", TYPED)
        view = device.signing.prepare(order_id)
        device.signing.shown(order_id, view.snapshot.sha256, "zh")
        device.signing.sign(order_id, view, recorded_ink())
        device.signing.seal(order_id)
        device.settings.save(device.settings.load().changed(server_url=nobody_there()))
        said = list(shown(device))
        assert device.sync.run_once().outcome == "offline"
        go_wrong(device, order_id, tmp_path)
        device.settings.save(device.settings.load().changed(server_url=server.url))
        assert device.sync.run_once().outcome == "done"
        device.upkeep.backup_now()
        words = personal(device) | secrets_of(device)
        case = case_of(device, folder)
        bundle.save(bundle.collect(case, examine(case)), tmp_path / "bundle.zip")
        made = back_up(device.context, tmp_path, BACKUP_PASSPHRASE)
        handed = [
            *parts_of((tmp_path / "bundle.zip").read_bytes(), "bundle"),
            *parts_of(made.path.read_bytes(), "backup"),
            *said,
            *processes(),
            *in_the_clear(temporary, iter(())),
            *((f"keyring:{name}", data) for name, data in in_the_clear(tmp_path / KEYRINGS, iter(()))),
        ]
        found = list(in_the_clear(folder, iter(handed)))
    caplog.clear()
    assert len(words) > 60
    names = [name for name, _ in found]
    assert {
        "bundle:program.log",
        "bundle:sync.json",
        {"file": "vault.json", "keyring": VAULT_MARKER}[vault_of],
        "settings.json",
        "store/orders.db",
        "store/orders.db-wal",
        "logs/program.log",
    } <= set(names)
    assert sum(name.startswith("bundle:crashes/") for name in names) == 2
    assert {"repr:Client", "repr:Tokens", "exception:NetworkFault"} <= set(names)
    assert any(name.startswith("keyring:") and name.endswith(".keyring") for name in names) == (vault_of == "keyring")
    assert ("vault.json" in names) == (vault_of == "file")
    assert sum(name.startswith("arguments:") for name in names) >= 2, "this process and the endpoint's"
    leaks = {(name, word) for name, data in found for word in words if word.encode() in data or word.encode("utf-16-le") in data}
    assert leaks == set()
    log_text = "\n".join(logs.tail(folder, 1000))
    assert "sync offline net.unreachable" in log_text
    assert "sync done" in log_text
    assert order_id in log_text, "ids are there, so that somebody can help"
