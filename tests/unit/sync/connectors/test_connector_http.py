"""What an answer means, and what never reaches a disk or a product."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from support.sync_proxy import Fault, FaultProxy, answer

from fieldapp.errors import InputFault, NetworkFault, RefusedFault
from fieldapp.sync.connectors.http import Http, bare_name, expected_shape, whole
from fieldapp.sync.connectors.interface import ConflictFault, GoneFault, RetryFault
from fieldapp.sync.faults import AuthFault, BusyFault
from fieldapp.sync.transport import Transport


@pytest.fixture
def line() -> Iterator[tuple[Http, FaultProxy]]:
    with FaultProxy("http://127.0.0.1:9") as proxy:
        transport = Transport(proxy.url, deadline_s=5.0)
        yield Http(transport, {"Authorization": "token x"}), proxy
        transport.close()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("401 Unauthorized", AuthFault),
        ("403 Forbidden", RefusedFault),
        ("404 Not Found", GoneFault),
        ("409 Conflict", ConflictFault),
        ("412 Precondition Failed", ConflictFault),
        ("422 Unprocessable", RefusedFault),
        ("429 Too Many Requests", BusyFault),
        ("302 Found", RetryFault),
        ("500 Internal Server Error", RetryFault),
    ],
)
def test_a_status_becomes_its_fault(line: tuple[Http, FaultProxy], status: str, kind: type[Exception]) -> None:
    http, proxy = line
    proxy.plan = lambda _request: Fault("instead", reply=answer(status, b'{"errors": ["too long"]}', "application/json"))
    with pytest.raises(kind) as caught:
        http.write("PUT", "/x", {})
    assert type(caught.value) is kind
    if kind is RefusedFault:
        assert "too long" in str(caught.value)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 100_000, b'{"a": 1', b"\xff\xfe"])
def test_what_is_no_json_is_no_answer(line: tuple[Http, FaultProxy], body: bytes) -> None:
    http, proxy = line
    proxy.plan = lambda _request: Fault("instead", reply=answer("200 OK", body, "application/json"))
    with pytest.raises(NetworkFault):
        http.get("/x")


def test_a_write_without_an_answer_may_have_happened(line: tuple[Http, FaultProxy]) -> None:
    http, proxy = line
    proxy.plan = lambda _request: Fault("drop_request")
    with pytest.raises(RetryFault):
        http.write("POST", "/x", {})
    with pytest.raises(NetworkFault) as caught:
        http.get("/x")
    assert not isinstance(caught.value, RetryFault)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("派工单 一.pdf", "派工单 一.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\x.exe", "x.exe"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        ("..", "file"),
        ("", "file"),
        (None, "None"),
    ],
)
def test_a_name_is_only_a_name(said: object, kept: str) -> None:
    assert bare_name(said) == kept


def test_bytes_are_hashed_before_they_are_sent() -> None:
    with pytest.raises(InputFault):
        whole(io.BytesIO(b"x"), "0" * 64)


@pytest.mark.parametrize("value", [{}, [], None, {"id": []}, {"id": "x"}])
def test_an_answer_of_another_shape_was_not_said_by_the_product(value: object) -> None:
    with pytest.raises(NetworkFault), expected_shape():
        int(value["id"])  # type: ignore[index]
