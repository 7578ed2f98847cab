"""Real certificates in front of the real endpoint: what is wrong is said in words, and nothing leaves before it is right."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from support.device import open_device
from support.itsm_server import EndpointProcess
from support.small_server import line, through
from support.sync_device import Desk, Device, agree
from support.sync_proxy import FaultProxy
from support.tls_kit import Held, Kit, issued

from fieldapp.sync.tls_faults import tls_code
from fieldapp.ui.messages import explain_code, known_codes

MakeDevice = Callable[..., Device]
ELSEWHERE = (x509.DNSName("itsm.example.com"),)


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    return Kit(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def proxy(endpoint: EndpointProcess, kit: Kit) -> Iterator[FaultProxy]:
    with FaultProxy(endpoint.url, tls=kit.context(kit.good)) as running:
        yield running


def secured(device: MakeDevice, url: str, kit: Kit, *pins: str) -> Device:
    """A device that trusts the company's CA."""
    one = device()
    one.transport.ca_file, one.transport.pins = str(kit.ca_file), pins
    one.through(url)
    return one


def older(kit: Kit) -> ssl.SSLContext:
    context = kit.context(kit.good)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def alone(kit: Kit) -> ssl.SSLContext:
    return issued("localhost", None, names=kit_names()).context(kit.folder)


def kit_names() -> tuple[x509.GeneralName, ...]:
    return (x509.DNSName("localhost"),)


def foreign(kit: Kit) -> ssl.SSLContext:
    other = issued("somebody", None, authority=True)
    return issued("localhost", other, names=kit_names()).context(kit.folder, other)


WRONG: dict[str, tuple[Callable[[Kit], ssl.SSLContext], str]] = {
    "expired": (lambda kit: kit.context(kit.server(days=(-30, -1))), "net.tls-expired"),
    "not yet valid": (lambda kit: kit.context(kit.server(days=(1, 30))), "net.tls-not-yet"),
    "another name": (lambda kit: kit.context(kit.server(names=ELSEWHERE)), "net.tls-name"),
    "name in the CN only": (lambda kit: kit.context(kit.server("localhost", ())), "net.tls-name"),
    "self-signed": (alone, "net.tls-self-signed"),
    "unknown authority": (foreign, "net.tls-unknown-ca"),
    "no intermediate": (lambda kit: kit.good.context(kit.folder), "net.tls-no-issuer"),
    "TLS 1.1": (older, "net.tls-old"),
}


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_certificate_is_said_and_nothing_leaves(
    device: MakeDevice, desk: Desk, proxy: FaultProxy, kit: Kit, name: str
) -> None:
    make, code = WRONG[name]
    order_id = desk.dispatch()
    one = secured(device, proxy.url, kit)
    one.done()
    one.edit(order_id, cause=name)
    before = len(proxy.seen)
    proxy.tls = make(kit)
    one.transport.close()
    report = one.sync()
    assert (report.outcome, report.problem) == ("offline", code)
    assert len(proxy.seen) == before
    words = explain_code(code)
    assert words.what
    assert words.todo
    proxy.tls = kit.context(kit.good)
    one.done()
    agree(one, desk, order_id)


def reset(connection: socket.socket) -> None:
    connection.recv(65536)


def plain(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    reset(connection)


@pytest.mark.parametrize(("serve", "code"), [(reset, "net.tls-cut"), (plain, "net.tls-plain")], ids=["cut", "plain"])
def test_no_tls_at_all(device: MakeDevice, kit: Kit, serve: Callable[[socket.socket], None], code: str) -> None:
    heard: list[bytes] = []

    def listening(connection: socket.socket) -> None:
        heard.append(connection.recv(65536, socket.MSG_PEEK))
        serve(connection)

    with line(listening) as url:
        one = secured(device, url.replace("http://127.0.0.1", "https://localhost"), kit)
        report = one.sync()
        assert (report.outcome, report.problem) == ("offline", code)
    assert len(heard) == 1
    assert b"Bearer" not in heard[0]
    assert b"/sync/v1" not in heard[0]


def test_a_pinned_key_and_its_backup(device: MakeDevice, desk: Desk, proxy: FaultProxy, kit: Kit) -> None:
    """Current key, planned change to the backup key, a certificate with the same key; nothing else, however trusted it is."""
    backup, stranger = kit.server(), kit.server()
    order_id = desk.dispatch()
    one = secured(device, proxy.url, kit, kit.good.pin, backup.pin)
    one.done()
    for served, allowed in ((backup, True), (stranger, False), (kit.good, True)):
        one.edit(order_id, cause=served.pin)
        proxy.tls = kit.context(served)
        one.transport.close()
        before = len(proxy.seen)
        report = one.sync()
        if allowed:
            assert report.outcome == "done"
        else:
            assert (report.outcome, report.problem) == ("offline", "net.tls-pin")
            assert stranger.pin in report.text
            assert len(proxy.seen) == before
    agree(one, desk, order_id)


def test_a_pin_does_not_replace_trust(device: MakeDevice, proxy: FaultProxy, kit: Kit) -> None:
    unknown: Held = issued("localhost", None, names=kit_names())
    one = secured(device, proxy.url, kit, unknown.pin)
    proxy.tls = unknown.context(kit.folder)
    assert one.sync().problem == "net.tls-self-signed"


@pytest.mark.parametrize("pin", ["", "sha256//", "sha256//AAAA", "sha1//" + "A" * 43 + "=", "🔑"])
def test_a_pin_that_is_none_closes_the_line(device: MakeDevice, proxy: FaultProxy, kit: Kit, pin: str) -> None:
    """And changes nothing here: a corrected file is enough to go on."""
    one = secured(device, proxy.url, kit, kit.good.pin, pin)
    report = one.sync()
    assert (report.outcome, report.problem) == ("attention", "net.pin-format")
    assert not proxy.seen
    one.transport.pins = (kit.good.pin,)
    one.done()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (0x800B0101, "net.tls-expired"),
        (0x800B0109, "net.tls-unknown-ca"),
        (0x800B010F - 2**32, "net.tls-name"),
        (-67602, "net.tls-name"),
        (-67818, "net.tls-expired"),
        (-67843, "net.tls-unknown-ca"),
        (12345, "net.tls"),
    ],
)
def test_numbers_of_windows_and_macos(number: int, code: str) -> None:
    """As truststore hands them on."""
    error = ssl.SSLCertVerificationError("not trusted")
    error.verify_code = number
    assert tls_code(error) == code
    assert code in known_codes()


def test_what_openssl_computes_is_what_is_pinned(kit: Kit, tmp_path: Path) -> None:
    """The command of docs/deployment.md, by a program that is not ours."""
    (tmp_path / "server.pem").write_bytes(kit.good.pem)
    command = (
        f"openssl x509 -in {tmp_path}/server.pem -pubkey -noout | openssl pkey -pubin -outform der"
        " | openssl dgst -sha256 -binary | openssl base64"
    )
    said = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout.strip()
    assert kit.good.pin == f"sha256//{said}"


@pytest.mark.slow
def test_corrected_pins_work_at_once(endpoint: EndpointProcess, proxy: FaultProxy, kit: Kit, tmp_path: Path) -> None:
    """The whole program: a settings file with a wrong pin, then with none, then with the right one, without a restart."""
    program = open_device(tmp_path / "device", endpoint.url)
    stranger = kit.server().pin
    try:
        secure = program.settings.load().changed(server_url=proxy.url, ca_file=str(kit.ca_file))
        for pins, problem in (([stranger], "net.tls-pin"), ([], None), ([stranger], "net.tls-pin"), ([kit.good.pin], None)):
            program.settings.save(secure.changed(server_pins=pins))
            assert program.sync.run_once().problem == problem
    finally:
        program.close()


def test_pins_hold_behind_a_proxy_of_the_web(
    device: MakeDevice, proxy: FaultProxy, kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []
    with line(through(proxy.url, asked)) as url:
        monkeypatch.setenv("https_proxy", url)
        monkeypatch.delenv("no_proxy", raising=False)
        one = secured(device, proxy.url, kit, kit.server().pin)
        assert one.sync().problem == "net.tls-pin"
        assert not proxy.seen
        one.transport.close()
        one.transport.pins = (kit.good.pin,)
        one.done()
        one.close()
    assert all(head.startswith(b"CONNECT localhost:") and b"Bearer" not in head for head in asked)
    assert len(asked) >= 2
