"""The endpoint gives time: by its own authority below its own root, or by a foreign one that it relays to."""

from __future__ import annotations

import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from fieldapp.cli import main
from fieldapp.errors import EnvironmentFault
from fieldapp.forms.signing import tokens
from fieldapp.forms.signing.token_types import QUERY_TYPE, REPLY_TYPE
from fieldapp.itsm.authority import Authority
from fieldapp.itsm.time_keys import AT_LEAST, FILE, open_time_authority
from tests.support.itsm_server import Api, EndpointProcess
from tests.support.signing_ca import authority
from tests.support.signing_time import OpenSslServer, SetClock

DIGEST = bytes(range(32))
HEADERS = {"Content-Type": QUERY_TYPE}


def test_openssl_accepts_the_endpoints_timestamp(api: Api, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"sealed")
    subprocess.run(["openssl", "ts", "-query", "-data", "data", "-cert", "-out", "q"], cwd=tmp_path, check=True)
    response = api.send("POST", "/timestamps", data=(tmp_path / "q").read_bytes(), headers=HEADERS)
    assert response.headers["Content-Type"] == REPLY_TYPE
    (tmp_path / "r").write_bytes(response.content)
    (tmp_path / "ca.pem").write_text("".join(api.send("GET", "/trust").json()["roots"]))
    for what in (["-queryfile", "q"], ["-data", "data"]):
        command = ["openssl", "ts", "-verify", *what, "-in", "r", "-CAfile", "ca.pem"]
        said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert "Verification: OK" in said.stdout, said.stderr


def test_its_certificate_is_for_time_only_and_its_key_for_the_owner(api: Api, server: EndpointProcess) -> None:
    asked = tokens.query(DIGEST)
    token = tokens.granted(api.send("POST", "/timestamps", data=asked.der, headers=HEADERS).content, asked)
    certificate = x509.load_der_x509_certificate(tokens.read(token).certificate)
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert usage.critical
    assert list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
    path = server.data_dir / "authority" / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert abs(tokens.read(token).moment - datetime.now(UTC)) < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"x" * 3000, HEADERS, 413),
        (b"{}", {"Content-Type": "application/json"}, 415),
        (tokens.query(DIGEST).der, {"Content-Type": QUERY_TYPE, "Authorization": ""}, 401),
    ],
    ids=["too large", "other type", "no login"],
)
def test_what_is_no_query(api: Api, body: bytes, headers: dict[str, str], status: int) -> None:
    assert api.send("POST", "/timestamps", data=body, headers=headers).status_code == status


def test_a_query_that_the_authority_refuses_is_answered_by_it(api: Api) -> None:
    response = api.send("POST", "/timestamps", data=b"not der", headers=HEADERS)
    assert response.status_code == 200
    assert tokens.Reply.load(response.content)["status"]["status"].native == "rejection"


def test_the_key_is_kept_and_renewed_long_before_its_end(tmp_path: Path) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    folder = tmp_path / "authority"
    root = Authority(folder, SetClock(now))
    first = open_time_authority(folder, root, SetClock(now))
    again = open_time_authority(folder, root, SetClock(now + timedelta(days=365)))
    assert again.certificate == first.certificate
    late = SetClock(first.certificate.not_valid_after_utc - AT_LEAST + timedelta(days=1))
    renewed = open_time_authority(folder, Authority(folder, late), late)
    assert renewed.certificate != first.certificate
    assert renewed.key.public_key() != first.key.public_key()
    end = SetClock(now + timedelta(days=9 * 365 + 300))
    last = open_time_authority(folder, Authority(folder, end), end)
    issuing = x509.load_pem_x509_certificate(root.issuing_pem.encode())
    assert last.certificate.not_valid_after_utc <= issuing.not_valid_after_utc
    assert open_time_authority(folder, Authority(folder, end), end).certificate == last.certificate


def test_a_broken_key_is_said(tmp_path: Path) -> None:
    folder, clock = tmp_path / "authority", SetClock(datetime(2026, 11, 23, tzinfo=UTC))
    root = Authority(folder, clock)
    (folder / FILE).write_bytes(b"nothing")
    with pytest.raises(EnvironmentFault) as caught:
        open_time_authority(folder, root, clock)
    assert caught.value.code == "endpoint.authority"


def test_a_foreign_authority_is_relayed_to_and_its_silence_said(tmp_path: Path) -> None:
    other = authority("时间戳根")
    (tmp_path / "tsa.pem").write_bytes(other.root_pem)
    with OpenSslServer(tmp_path / "tsa", other) as tsa:
        more = ["--tsa", tsa.url, "--tsa-trust", str(tmp_path / "tsa.pem")]
        with EndpointProcess(tmp_path / "endpoint", more=more) as server, server.login() as api:
            asked = tokens.query(DIGEST)
            reply = api.send("POST", "/timestamps", data=asked.der, headers=HEADERS)
            assert tokens.read(tokens.granted(reply.content, asked)).imprint == DIGEST
            assert api.send("GET", "/trust").json()["timestamp_roots"] == [other.root_pem.decode()]
            tsa.__exit__()
            silent = api.send("POST", "/timestamps", data=asked.der, headers=HEADERS)
            assert silent.status_code == 503
            assert silent.headers["Retry-After"]
            tsa.__enter__()


@pytest.mark.parametrize(
    "more",
    [
        ["--tsa", "ftp://x", "--tsa-trust", "ca.pem"],
        ["--tsa", "http://127.0.0.1:1"],
        ["--tsa-trust", "ca.pem"],
        ["--tsa", "http://127.0.0.1:1", "--tsa-trust", "missing.pem"],
        ["--tsa", "http://127.0.0.1:1", "--tsa-trust", "empty.pem"],
    ],
)
def test_settings_that_cannot_work(
    more: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ca.pem").write_bytes(authority().root_pem)
    (tmp_path / "empty.pem").write_bytes(b"")
    assert main(["itsm", "serve", "--data", "endpoint", *more]) == 2
    assert "Traceback" not in capfd.readouterr().err
    assert not (tmp_path / "endpoint").exists()
