"""`doctor` on a real device with a real endpoint: what is well is said to be, and each trouble is found and named."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import ssl
import stat
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.device import PASSPHRASE, open_device
from support.itsm_server import EndpointProcess

from fieldapp.bootstrap.doctor import data, desktop, machine
from fieldapp.bootstrap.doctor.case import Case
from fieldapp.bootstrap.doctor.cases import case_of_folder
from fieldapp.bootstrap.doctor.examination import CHECKS, examine
from fieldapp.bootstrap.doctor.network import network
from fieldapp.bootstrap.sync_binding import checked_address
from fieldapp.cli import main
from fieldapp.clock import SystemClock
from fieldapp.crashes import Crashes
from fieldapp.errors import EnvironmentFault, InputFault
from fieldapp.services.findings import Finding, Outcome, worst
from fieldapp.store import vault_keyring
from fieldapp.sync.pins import pin_of
from fieldapp.ui import i18n
from fieldapp.ui.doctor_words import finding_words, known_codes
from tests.support.small_server import line, saying, untrusted_tls

pytestmark = pytest.mark.usefixtures("qapp")  # else the check of the printer makes an application of its own

DOCTOR = Path(data.__file__).parent


@pytest.fixture(autouse=True)
def no_bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No session bus, so no keyring: the passphrase guards the key."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'no-bus'}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@dataclass
class Ahead:
    """A clock that is off."""

    by: timedelta

    def now(self) -> datetime:
        return SystemClock().now() + self.by

    def monotonic(self) -> float:
        return SystemClock().monotonic()


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointProcess]:
    with EndpointProcess(tmp_path_factory.mktemp("doctor") / "endpoint") as server:
        server.seed()
        yield server


@pytest.fixture(scope="module")
def well(endpoint: EndpointProcess, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A device that has synced and backed up, closed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
        folder = tmp_path_factory.mktemp("doctor-device") / "device"
        device = open_device(folder, endpoint.url)
        try:
            assert device.sync.run_once().outcome == "done"
            device.upkeep.backup_now()
        finally:
            device.close()
    return folder


def ask(_new: bool) -> str:
    return PASSPHRASE


def codes(folder: Path, clock: object = None, **settings: object) -> dict[str, str]:
    with case_of_folder(folder, clock or SystemClock(), ask) as case:  # type: ignore[arg-type]
        changed = replace(case, settings=case.settings.changed(**settings))
        return {finding.check: finding.code for finding in examine(changed)}


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


WELL = {
    "fonts": "fonts.ok",
    "keyring": "keyring.passphrase",
    "disk": "disk.ok",
    "database": "database.ok",
    "backups": "backups.ok",
    "certificate": "certificate.ok",
    "endpoint": "endpoint.ok",
    "tls": "tls.local",
    "clock": "clock.ok",
    "codes": "codes.ok",
    "crashes": "crashes.none",
}


def test_all_is_well_and_nothing_was_touched(well: Path) -> None:
    before = fingerprint(well)
    found = codes(well)
    assert {check: code for check, code in found.items() if check in WELL} == WELL
    after = fingerprint(well)
    side = {name for name in before.keys() | after.keys() if name.endswith(("-wal", "-shm"))}
    assert {name: value for name, value in after.items() if name not in side} == {
        name: value for name, value in before.items() if name not in side
    }


def test_it_works_beside_the_running_program(well: Path, endpoint: EndpointProcess, tmp_path: Path) -> None:
    folder = shutil.copytree(well, tmp_path / "device")
    device = open_device(folder, endpoint.url)
    try:
        found = codes(folder)
        assert (found["database"], found["backups"], found["endpoint"]) == ("database.ok", "backups.ok", "endpoint.ok")
        assert device.sync.run_once().outcome == "done", "its login was left alone"
    finally:
        device.close()


def harm_database(folder: Path) -> None:
    path = folder / "store" / "orders.db"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def harm_backup(folder: Path) -> None:
    path = next((folder / "store" / "backups").glob("*.db"))
    content = bytearray(path.read_bytes())
    content[4096 * 3 + 50] ^= 1
    path.write_bytes(content)


def no_backup(folder: Path) -> None:
    for path in (folder / "store" / "backups").glob("*.db"):
        path.unlink()


def no_database(folder: Path) -> None:
    (folder / "store" / "orders.db").unlink()


def no_vault(folder: Path) -> None:
    (folder / "vault.json").unlink()


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (harm_database, {"database": "database.damaged"}),
        (harm_backup, {"backups": "backups.unreadable", "database": "database.ok"}),
        (no_backup, {"backups": "backups.none"}),
        (no_database, {"database": "database.missing", "backups": "backups.not-read"}),
        (no_vault, {"database": "database.not-read"}),
    ],
)
def test_what_is_wrong_with_the_data_is_named(well: Path, tmp_path: Path, harm, expected: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    folder = shutil.copytree(well, tmp_path / "device")
    harm(folder)
    found = codes(folder, server_url="")
    assert {check: found[check] for check in expected} == expected
    assert not list(folder.rglob("rehearsal-*"))


def test_a_wrong_passphrase_is_not_a_damaged_store(well: Path) -> None:
    with case_of_folder(well, SystemClock(), lambda _new: "falsch") as case:
        found = data.database(case)
    assert (found.code, found.values["reason"]) == ("database.not-read", "vault.wrong-passphrase")
    assert "口令不对" in finding_words(found).line


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0.02, {"clock": "clock.off"}),
        (-800, {"clock": "clock.off", "certificate": "certificate.expired", "backups": "backups.old"}),
    ],
)
def test_a_clock_that_is_off(well: Path, days: float, expected: dict[str, str]) -> None:
    found = codes(well, Ahead(timedelta(days=days)))
    assert {check: found[check] for check in expected} == expected


def outcomes(**settings: Any) -> dict[str, str]:
    case = Case(Path("nowhere"), machine_settings(**settings), SystemClock())
    return {finding.check: finding.code for finding in network(case)}


def machine_settings(**values: Any):  # type: ignore[no-untyped-def]
    from fieldapp.settings import Settings

    return Settings(**values)


def page(status: str, body: bytes = b"<html>", kind: str = "text/html", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}\r\n"
    return head.encode() + body


PROBLEM = page("401 Unauthorized", b"{}", "application/problem+json", "X-Instance-Id: abc\r\n")


def test_a_portal_a_stranger_and_a_busy_endpoint_are_told_apart() -> None:
    with line(saying(page("200 OK"))) as url:
        assert outcomes(server_url=url)["endpoint"] == "endpoint.silent"
    with line(saying(page("302 Found", more="Location: http://portal/\r\n"))) as url:
        case = Case(Path("nowhere"), machine_settings(server_url=url), SystemClock())
        assert network(case)[0].values == {"reason": "net.captive-portal"}
    with line(saying(page("200 OK", b"{}", "application/json"))) as url:
        case = Case(Path("nowhere"), machine_settings(server_url=url), SystemClock())
        assert network(case)[0].values == {"reason": "net.not-the-endpoint"}
    with line(saying(PROBLEM)) as url:
        assert outcomes(server_url=url) == {"endpoint": "endpoint.there", "tls": "tls.local", "clock": "clock.unknown"}
    with line(saying(page("503 Busy", b"{}", "application/json"))) as url:
        case = Case(Path("nowhere"), machine_settings(server_url=url), SystemClock())
        assert network(case)[0].values == {"reason": "net.busy"}
    assert outcomes() == {"endpoint": "endpoint.none"}
    assert outcomes(server_url="ftp://x") == {"endpoint": "endpoint.address"}


def test_tls_is_judged_by_the_system_and_the_pinned_certificate(tmp_path: Path) -> None:
    context, ca_file = untrusted_tls(tmp_path)
    with line(saying(PROBLEM), context) as url:
        assert outcomes(server_url=url)["tls"] == "tls.untrusted"
        assert outcomes(server_url=url, ca_file=ca_file)["tls"] == "tls.pinned"
        assert outcomes(server_url=url, ca_file=str(tmp_path / "none.pem"))["tls"] == "tls.ca-file"
        key = pin_of(ssl.PEM_cert_to_DER_cert(Path(ca_file).read_text("ascii")))
        other = "sha256//" + "A" * 43 + "="
        assert outcomes(server_url=url, ca_file=ca_file, server_pins=[key])["tls"] == "tls.one-key"
        assert outcomes(server_url=url, ca_file=ca_file, server_pins=[key, other])["tls"] == "tls.keys"
        twice = [key, f" {key.removeprefix('sha256//')} "]
        assert outcomes(server_url=url, ca_file=ca_file, server_pins=twice)["tls"] == "tls.one-key"
        for wrong in (other, "none"):
            assert outcomes(server_url=url, ca_file=ca_file, server_pins=[wrong])["tls"] == "tls.untrusted"
    with line(saying(page("302 Found")), context) as url:
        assert outcomes(server_url=url, ca_file=ca_file)["tls"] == "tls.portal"


def test_an_expired_login_another_endpoint_and_a_program_that_is_too_old(well: Path, endpoint: EndpointProcess) -> None:
    with case_of_folder(well, SystemClock(), ask) as case:
        assert network(replace(case, access_token="0" * 40))[0].code == "endpoint.login"
    hello = {"epoch": "e", "device_seq": 0, "schema": {"min": 1, "max": 1}, "server_time": SystemClock().now().isoformat()}
    for instance, schema, wanted, expected in (
        ("other", 1, "0.1.0", "endpoint.other"),
        ("same", 1, "99.0.0", "endpoint.too-old"),
        ("same", 9, "0.1.0", "endpoint.schema"),
    ):
        with case_of_folder(well, SystemClock(), ask) as case:
            assert case.context is not None
            with case.context.store.reading() as work:
                mine = work.meta.get("instance")
            body = {**hello, "instance": mine, "min_client": wanted, "schema": {"min": schema, "max": schema}}
            named = f"X-Instance-Id: {mine if instance == 'same' else 'other'}\r\n"
            with line(saying(page("200 OK", json.dumps(body).encode(), "application/json", named))) as url:
                assert network(replace(case, settings=case.settings.changed(server_url=url)))[0].code == expected


def test_the_keyring_is_really_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    case = Case(tmp_path, machine_settings(), SystemClock())
    assert machine.keyring(case).code == "keyring.none"
    (tmp_path / "vault-keyring.json").write_text('{"entry": "fieldapp x"}')
    assert machine.keyring(case).code == "keyring.gone"

    def locked() -> str:
        raise EnvironmentFault("vault.locked", "locked")

    monkeypatch.setattr(vault_keyring, "round_trip", locked)
    assert machine.keyring(case).code == "keyring.locked"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "input.none"),
        ({"QT_IM_MODULE": "ibus"}, "input.ibus"),
        ({"QT_IM_MODULE": "fcitx"}, "input.fcitx"),
        ({"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}, "input.fcitx"),
        ({"XMODIFIERS": "@im=fcitx"}, "input.hint-fcitx"),
        ({"XMODIFIERS": "@im=ibus"}, "input.hint-ibus"),
    ],
    ids=["nothing", "ibus", "fcitx", "fcitx-through-ibus", "only-x-fcitx", "only-x-ibus"],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the system's own way is used")
def test_which_input_method_is_asked(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str) -> None:
    for name in ("QT_IM_MODULE", "IBUS_USE_PORTAL", "XMODIFIERS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert desktop.input_method(Case(Path(), machine_settings(), SystemClock())).code == expected


def test_a_program_that_lost_its_reader_of_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(Path(), machine_settings(), SystemClock())
    assert desktop.codes(case).code == "codes.ok"
    monkeypatch.setitem(sys.modules, "zxingcpp", None)  # as where it is not installed
    assert desktop.codes(case).code == "codes.no-reader"


def test_a_folder_that_takes_nothing_and_a_disk_that_is_nearly_full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    case = Case(tmp_path, machine_settings(), SystemClock())
    assert machine.disk(case).code == "disk.ok"
    for free, expected in ((400 * 2**20, "disk.low"), (3 * 2**20, "disk.full")):
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, free=free: shutil._ntuple_diskusage(1, 1, free))
        assert machine.disk(case).code == expected
    (tmp_path / machine.PROBE).mkdir()
    assert machine.disk(case).code == "disk.refuses"


def test_a_check_with_a_bug_says_so_and_the_others_are_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def bug(_case: Case) -> Finding:
        raise ZeroDivisionError("欧阳")

    monkeypatch.setattr(data, "database", bug)
    changed = tuple((name, bug if name == "database" else check) for name, check in CHECKS if name != "printer")
    monkeypatch.setattr("fieldapp.bootstrap.doctor.examination.CHECKS", changed)
    found = {finding.code: finding for finding in examine(Case(tmp_path, machine_settings(), SystemClock()))}
    assert found["database.bug"].values == {"kind": "ZeroDivisionError"}
    assert "crashes.none" in found
    assert worst(tuple(found.values())) is Outcome.FAIL


AREAS = sorted({code.partition(".")[0] for code in known_codes()})
CODES = re.compile(rf'"((?:{"|".join(AREAS)})\.[a-z-]+)"')


def test_every_code_has_words_in_both_languages() -> None:
    made = {code for path in DOCTOR.glob("*.py") for code in CODES.findall(path.read_text("utf-8"))}
    assert len(made) > 40
    assert made - known_codes() == set()
    i18n.set_language("en")
    try:
        words = {code: finding_words(Finding(code, Outcome.WARN, {"reason": "net.timeout"})).line for code in known_codes()}
    finally:
        i18n.set_language("zh")
    assert {code for code, text in words.items() if not text or re.search("[\u4e00-\u9fff]", text)} == set()


def test_the_command_line(
    well: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FIELDAPP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr("sys.stdin", None)
    out = tmp_path / "bundle.zip"
    assert main(["doctor", "--data", str(well), "--json", "--bundle", str(out)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {finding["code"] for finding in told["findings"]} >= set(WELL.values())
    with zipfile.ZipFile(out) as bundle:
        names = bundle.namelist()
        sync = json.loads(bundle.read("sync.json"))
        assert json.loads(bundle.read("versions.json"))["store_schema"]
    assert names[:5] == ["doctor.json", "versions.json", "settings.json", "sync.json", "program.log"]
    assert sync["orders"] >= 20
    broken = shutil.copytree(well, tmp_path / "device")
    harm_database(broken)
    assert main(["doctor", "--data", str(broken)]) == 1
    said = capsys.readouterr().out
    assert "✗ 数据库" in said
    assert "请不要继续填写" in said
    (broken / "settings.json").write_text("[")
    assert main(["doctor", "--data", str(broken)]) == 2
    assert "settings.json" in capsys.readouterr().err


def test_a_missing_library_is_no_finding_but_an_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_name: str) -> None:
        raise ImportError("libEGL.so.1: cannot open shared object file")

    monkeypatch.setattr(i18n, "set_language", broken)
    assert main(["doctor", "--data", str(tmp_path)]) == 2
    assert "libEGL.so.1" in capsys.readouterr().err


def test_crash_reports_are_counted_and_go_into_the_bundle(tmp_path: Path) -> None:
    try:
        raise KeyError("欧阳")
    except KeyError as error:
        Crashes(tmp_path).record(error, "job")
    assert data.crashes(Case(tmp_path, machine_settings(), SystemClock())).values == {"n": 1}


def test_an_address_with_a_password_is_refused() -> None:
    with pytest.raises(InputFault):
        checked_address("https://liming:geheim@itsm.example.cn")


@pytest.mark.skipif(os.name == "nt", reason="modes")
def test_a_bundle_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    from fieldapp.bootstrap.doctor.bundle import Part, save

    with pytest.raises(EnvironmentFault) as caught:
        save([Part("log", "a", b"")], tmp_path / "none" / "there" / ("x" * 300))
    assert caught.value.code == "bundle.unwritable"
    save([Part("log", "a", b"1")], tmp_path / "b.zip")
    assert stat.S_ISREG((tmp_path / "b.zip").stat().st_mode)
