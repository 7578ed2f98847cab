"""A timestamp over the line: from the endpoint, straight from an authority, and what may come instead."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldapp.errors import Fault, NetworkFault
from fieldapp.forms.signing import extend, tokens
from fieldapp.forms.signing.token_types import MAX_REPLY, REPLY_TYPE
from fieldapp.forms.signing.verdict import Level
from fieldapp.forms.signing.verify import verify
from fieldapp.sync.timestamps import authority_stamper, endpoint_stamper
from tests.support.signing_ca import authority
from tests.support.signing_pdf import company, parts
from tests.support.signing_time import OpenSslServer
from tests.support.sync_proxy import Fault as LineFault
from tests.support.sync_proxy import FaultProxy, answer


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSslServer]:
    with OpenSslServer(tmp_path_factory.mktemp("tsa"), authority("时间戳根")) as server:
        yield server


def test_the_endpoint_stamps_a_file(device: Callable[..., object]) -> None:
    one = device()
    pdf = extend.timestamp(parts().sealed(), endpoint_stamper(one.client))  # type: ignore[attr-defined]
    roots = [pem.encode() for pem in one.client.trust().roots]  # type: ignore[attr-defined]
    verdict = verify(pdf, [company().root_pem], timestamp_trust=roots)
    assert verdict.problems == ()
    assert verdict.level is Level.T


def test_an_authority_stamps_a_file(tsa: OpenSslServer, tmp_path: Path) -> None:
    pdf = extend.timestamp(parts().sealed(), authority_stamper(tsa.url))
    roots = [(tsa.folder / "chain.pem").read_bytes()]
    assert verify(pdf, [company().root_pem], timestamp_trust=roots).level is Level.T


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (LineFault("instead", reply=answer("200 OK", b"<html>", "text/html")), "net.no-timestamp"),
        (LineFault("instead", reply=answer("500 Oh", b"", REPLY_TYPE)), "net.no-timestamp"),
        (LineFault("instead", reply=answer("302 Found", b"", REPLY_TYPE, Location="http://127.0.0.1:1/")), "net.no-timestamp"),
        (LineFault("instead", reply=answer("200 OK", b"x", REPLY_TYPE)), "timestamp.invalid"),
        (LineFault("instead", reply=answer("200 OK", bytes(MAX_REPLY + 1), REPLY_TYPE)), "net.too-large"),
        (LineFault("cut", at=300), None),
        (LineFault("drop_reply"), None),
        (LineFault("refuse"), None),
    ],
)
def test_what_comes_instead(tsa: OpenSslServer, fault: LineFault, code: str | None) -> None:
    base, _, path = tsa.url.rpartition("/")
    with FaultProxy(base, lambda _request: fault) as proxy, pytest.raises(Fault) as caught:
        extend.timestamp(parts().sealed(), authority_stamper(f"{proxy.url}/{path}"))
    if code is None:
        assert isinstance(caught.value, NetworkFault)
    else:
        assert caught.value.code == code


def test_another_answer_is_not_taken_for_ours(tsa: OpenSslServer) -> None:
    """An old reply played again: right form, right authority, another nonce."""
    stamp = authority_stamper(tsa.url)
    asked = tokens.query(b"1" * 32)
    with pytest.raises(Fault) as caught:
        tokens.granted(_raw(tsa, tokens.query(b"1" * 32).der), asked)
    assert caught.value.code == "timestamp.invalid"
    assert stamp(b"1" * 32)


def _raw(tsa: OpenSslServer, query: bytes) -> bytes:
    from tests.support.signing_time import reply

    return reply(tsa.folder, query)


def test_a_silent_authority_ends_with_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        stamp = authority_stamper(f"http://127.0.0.1:{silent.getsockname()[1]}/", deadline_s=1.0)
        began = time.monotonic()
        with pytest.raises(NetworkFault) as caught:
            stamp(b"1" * 32)
        assert time.monotonic() - began < 30
    assert caught.value.code == "net.timeout"


def test_an_address_that_is_none() -> None:
    with pytest.raises(Fault) as caught:
        authority_stamper("file:///etc/passwd")
    assert caught.value.code == "timestamp.address"
