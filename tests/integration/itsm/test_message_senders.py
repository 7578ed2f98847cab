"""Texts leave through real servers: an HTTP gateway in a process of its own, a real SMTP server; each answer is told apart."""

from __future__ import annotations

import datetime
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fieldapp.errors import Fault, InputFault
from fieldapp.itsm.messages.sending import BusyFault, NotSentFault, Sender, Text, UncertainFault
from fieldapp.itsm.messages.settings import load_settings
from fieldapp.paths import resource
from tests.support.sms_gateway import Gateway, configuration

TEXT = Text(
    "7c9e6679-7425-40de-944b-e07fc1f90ae7", "WX-1", "王强", "13800138000", "wang@example.com", '【紧急】"㛃州" & <b>\n第二行'
)


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    with Gateway() as running:
        yield running


@pytest.fixture
def sender(gateway: Gateway, tmp_path: Path) -> Callable[..., Sender]:
    def make(text: str = "") -> Sender:
        path = tmp_path / "messages.toml"
        path.write_text(text or configuration(gateway.url), encoding="utf-8")
        found = load_settings(path).sender
        assert found is not None
        return found

    gateway.mode("ok")
    return make


def test_a_text_arrives_as_it_was_written(gateway: Gateway, sender: Callable[..., Sender]) -> None:
    before = len(gateway.received())
    assert "queued" in sender().send(TEXT)
    (taken,) = gateway.texts()[before:]
    assert taken == {"to": "13800138000", "text": TEXT.text, "id": TEXT.id}


@pytest.mark.parametrize(
    ("mode", "fault"),
    [
        ("refuse", NotSentFault),
        ("busy", BusyFault),
        ("error", UncertainFault),
        ("break", UncertainFault),
        ("page", NotSentFault),
        ("drip", UncertainFault),
    ],
)
def test_each_answer_is_told_apart(gateway: Gateway, sender: Callable[..., Sender], mode: str, fault: type[Fault]) -> None:
    gateway.mode(mode)
    with pytest.raises(fault):
        sender().send(TEXT)


def test_nobody_there_is_tried_again(sender: Callable[..., Sender]) -> None:
    with pytest.raises(BusyFault):
        sender(configuration("http://127.0.0.1:9")).send(TEXT)


def test_a_form_in_gb18030_and_a_secret_of_a_file(gateway: Gateway, sender: Callable[..., Sender], tmp_path: Path) -> None:
    """As many gateways of Chinese providers want it; the token is in a file that only the endpoint's account may read."""
    token = tmp_path / "token"
    token.write_text("geheim 42\n", encoding="utf-8")
    token.chmod(0o600)
    text = f"""
schema = 1
[secrets.token]
file = "token"
[sms]
sender = "http"
charset = "gb18030"
url = "{gateway.url}/send?key=${{secret.token.url}}&id=${{id.url}}"
headers = {{ "Content-Type" = "application/x-www-form-urlencoded", "X-Token" = "${{secret.token}}" }}
body = "mobile=${{phone.url}}&content=${{text.url}}"
success = {{ contains = "queued" }}
"""
    before = len(gateway.received())
    sender(text).send(TEXT)
    (taken,) = gateway.received()[before:]
    assert taken["path"] == f"/send?key=geheim%2042&id={TEXT.id}"
    assert taken["headers"]["X-Token"] == "geheim 42"
    body = bytes.fromhex(taken["body"]).decode("ascii")
    assert body.startswith("mobile=13800138000&content=")
    assert unquote(body.split("content=")[1], encoding="gb18030") == TEXT.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("${phone.json}", "${phone}"), "with its coding"),
        (("${phone.json}", "${telephone.json}"), "with its coding"),
        (("${phone.json}", "$"), "stands alone"),
        (("${phone.json}", "${secret.token.json}"), "no secret"),
        (('url = "http', 'url = "ftp'), "http(s) address"),
        (('json = "result.code", equals = "0"', 'json = "result.code"'), "accepted message"),
        (("timeout_s = 2", "timeout_s = 0"), "from 1 to 120"),
        (("timeout_s = 2", "timeouts = 2"), "unknown key"),
        (('sender = "http"', 'sender = "pigeon"'), "is not one of http, smtp"),
        (('phone = "13900000001"', 'phone = "139\\r\\nX: y"'), "telephone number"),
        (('id = "chen"', 'id = "wang"'), "the same id twice"),
        (('audience = "leaders"', 'audience = "boss"'), "is not one of pm"),
    ],
)
def test_a_slip_in_the_file_is_named(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    path = tmp_path / "messages.toml"
    path.write_text(configuration("http://127.0.0.1:9").replace(*change), encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        load_settings(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_secret_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("geheim", encoding="utf-8")
    (tmp_path / "token").chmod(0o640)
    path = tmp_path / "messages.toml"
    path.write_text(configuration("http://127.0.0.1:9") + '\n[secrets.token]\nfile = "token"\n', encoding="utf-8")
    with pytest.raises(InputFault, match="chmod 600"):
        load_settings(path)
    (tmp_path / "token").chmod(0o600)
    settings = load_settings(path)
    assert settings.without_secrets("key=geheim refused") == "key=… refused"


# SMTP


class Mailbox:
    """What a real SMTP server does with a message; `refuse` is its answer to RCPT or DATA."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.refuse: dict[str, str] = {}

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:
        if "RCPT" in self.refuse:
            return self.refuse["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.taken.append(envelope)
        if self.refuse.get("DATA") == "hang up":
            assert server.transport is not None
            server.transport.abort()
        return self.refuse.get("DATA", "250 taken")


def self_signed(folder: Path) -> tuple[Path, ssl.SSLContext]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(alternative, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "mail.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return pem, context


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[tuple[Mailbox, Controller, Path]]:
    pem, context = self_signed(tmp_path)
    box = Mailbox()

    def authenticator(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"desk", b"geheim")
        return AuthResult(success=good, handled=False)

    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=free_port(),  # the controller connects to itself: 0 will not do
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=authenticator,
    )
    controller.start()
    yield box, controller, pem
    controller.stop()


def mail_settings(controller: Controller, *, password: str = "geheim", ca: str = 'ca_file = "mail.pem"') -> str:
    return f"""
schema = 1
[secrets.mail]
env = "FIELDAPP_TEST_MAIL"
[sms]
sender = "smtp"
host = "127.0.0.1"
port = {controller.port}
security = "starttls"
user = "desk"
password = "mail"
from = "desk@example.com"
to = "${{phone.plain}}@sms.example.com"
subject = "派工单 ${{number.plain}}"
timeout_s = 5
{ca}
"""


@pytest.fixture
def mail(mailbox: tuple[Mailbox, Controller, Path], sender: Callable[..., Sender], monkeypatch: pytest.MonkeyPatch) -> Sender:
    monkeypatch.setenv("FIELDAPP_TEST_MAIL", "geheim")
    return sender(mail_settings(mailbox[1]))


def test_a_text_by_mail(mail: Sender, mailbox: tuple[Mailbox, Controller, Path]) -> None:
    assert "taken" in mail.send(TEXT)
    (envelope,) = mailbox[0].taken
    assert envelope.rcpt_tos == ["13800138000@sms.example.com"]
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert message["Subject"] == "派工单 WX-1"
    assert message["Message-ID"] == f"<{TEXT.id}@fieldapp>"
    assert message.get_content().replace("\r\n", "\n").rstrip("\n") == TEXT.text
    assert mail.needs == "phone"


@pytest.mark.parametrize(
    ("place", "answer", "fault"),
    [
        ("RCPT", "550 no such box", NotSentFault),
        ("RCPT", "451 greylisted", BusyFault),
        ("DATA", "554 spam", NotSentFault),
        ("DATA", "452 full", BusyFault),
        ("DATA", "hang up", UncertainFault),
    ],
)
def test_what_a_mail_server_says(
    mail: Sender, mailbox: tuple[Mailbox, Controller, Path], place: str, answer: str, fault: type[Fault]
) -> None:
    mailbox[0].refuse = {place: answer}
    with pytest.raises(fault):
        mail.send(TEXT)


def test_no_word_is_said_to_a_server_that_is_not_trusted_or_does_not_know_us(
    mailbox: tuple[Mailbox, Controller, Path], sender: Callable[..., Sender], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDAPP_TEST_MAIL", "geheim")
    with pytest.raises(BusyFault, match="certificate"):
        sender(mail_settings(mailbox[1], ca="")).send(TEXT)
    monkeypatch.setenv("FIELDAPP_TEST_MAIL", "falsch")
    with pytest.raises(NotSentFault, match="535"):
        sender(mail_settings(mailbox[1])).send(TEXT)
    assert mailbox[0].taken == []


def test_success_may_be_any_value_of_the_answer(gateway: Gateway, sender: Callable[..., Sender]) -> None:
    text = configuration(gateway.url).replace('json = "result.code", equals = "0"', 'json = "result.ok", equals = "true"')
    assert json.loads(sender(text).send(TEXT))["msg"] == "queued"


def test_the_template_that_is_shipped_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both senders of it."""
    monkeypatch.setenv("FIELDAPP_SMS_TOKEN", "geheim")
    source = resource("messages/messages.toml").read_text(encoding="utf-8")
    path = tmp_path / "messages.toml"
    path.write_text(source, encoding="utf-8")
    settings = load_settings(path)
    assert [one.name for one in settings.contacts.people] == ["王强", "周敏"]
    assert settings.sender is not None
    head, rest = source.split("[sms]\n", 1)
    lines = rest[rest.index("# [sms]") : rest.index("[[people]]")].splitlines()
    mail = "\n".join(line.removeprefix("# ") for line in lines)
    path.write_text(head + mail.replace('password = "mail"', 'password = "token"'), encoding="utf-8")
    assert load_settings(path).sender.needs == "mail"  # type: ignore[union-attr]
