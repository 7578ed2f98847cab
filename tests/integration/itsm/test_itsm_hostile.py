"""Whatever is sent, the answer is problem+json below 500 and the endpoint lives on."""

from __future__ import annotations

import gzip
import json
import socket
import zlib
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.itsm.conftest import Dispatch
from tests.support.itsm_server import Api, op_id

JSON_PATHS = ("/batch", "/orders", "/orders/{order}/late-reports", "/enrol")
UUID = "a2b0c1d2-0000-7000-8000-000000000001"


def refused(answer: Any, *statuses: int) -> str:
    assert answer.status_code in statuses, answer.text[:500]
    assert answer.headers["Content-Type"] == "application/problem+json"
    return str(answer.json()["type"]).removeprefix("urn:fieldapp:problem:")


@pytest.mark.parametrize("path", JSON_PATHS)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"7",
        b'"x"',
        b"\xff\xfe\x00",
        b'{"ops": NaN}',
        b'{"ops": {"a": 1}, "doc": 1, "csr": 1}',
        b"[" * 200_000,
        b'{"ops":' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"csr": "' + b"x" * 20_000 + b'"}',
        b'{"csr": "-----BEGIN CERTIFICATE REQUEST-----\\nAAAA\\n-----END CERTIFICATE REQUEST-----"}',
    ],
    ids=lambda body: str(body[:24]),
)
def test_bodies_that_are_no_request(api: Api, path: str, body: bytes) -> None:
    answer = api.send("POST", path.format(order=UUID), data=body, headers={"Content-Type": "application/json"})
    assert refused(answer, 400, 413, 422) in ("invalid", "too-large")


@pytest.mark.parametrize(
    "patch",
    [
        {"answers": {"cause": "a\x00b"}},
        {"answers": {"cause": 2**70}},
        {"answers": {"x": json.loads("[" * 40 + "]" * 40)}},
        {"answers": {"k" * 5000: 1}},
        {"answers": []},
        {"answers": {"cause": "x" * 200_000}},
        {"rows": {"devices": {"put": [{"_id": ["a"]}]}}},
        {"rows": {"devices": {"order": [{}]}}},
        {"events": {"a": 1}},
        {"attachments": [{"sha256": "../../../etc/passwd"}]},
        {"attachments": [None]},
    ],
    ids=lambda patch: str(patch)[:40],
)
def test_patches_that_are_no_patches(api: Api, dispatch: Dispatch, patch: dict[str, Any]) -> None:
    order = dispatch()
    (result,) = api.batch(api.op(order.id, order.etag, patch))
    assert result["status"] == "refused"
    assert result["problem"]["status"] in (400, 422)
    headers = {"If-Match": order.etag, "Idempotency-Key": op_id()}
    refused(api.send("PATCH", f"/orders/{order.id}", json={"device_seq": 1, "patch": patch}, headers=headers), 400, 422)
    late = {"op_id": op_id(), "device_seq": 1, "reason": "reassigned", "patch": patch, "doc": order.doc}
    refused(api.send("POST", f"/orders/{order.id}/late-reports", json=late), 400, 422)


@pytest.mark.parametrize(
    "change",
    [
        {"op_id": "7"},
        {"op_id": UUID.upper()},
        {"op_id": None},
        {"device_seq": -1},
        {"device_seq": 1e300},
        {"device_seq": 2**60},
        {"order": "../orders"},
        {"order": "'; DROP TABLE orders; --"},
        {"base_etag": ""},
        {"base_etag": 5},
        {"patch": "x"},
    ],
    ids=str,
)
def test_operations_that_are_no_operations(api: Api, dispatch: Dispatch, change: dict[str, Any]) -> None:
    order = dispatch()
    good = api.op(order.id, order.etag, {"answers": {"cause": "好"}})
    bad, fine = api.batch({**good, **change}, good)
    assert bad["status"] == "refused"
    assert fine["status"] == "applied"


def test_limits_of_a_batch(api: Api, dispatch: Dispatch) -> None:
    order = dispatch()
    op = api.op(order.id, order.etag, {})
    assert refused(api.send("POST", "/batch", json={"ops": [op] * 101}), 413) == "too-large"
    assert refused(api.send("POST", "/batch", data=b" " * (1024 * 1024 + 1)), 413) == "too-large"
    assert refused(api.send("POST", "/orders", data=b" " * (4 * 1024 * 1024 + 1)), 413) == "too-large"
    assert len(api.batch(*[op] * 100)) == 100


def test_gzip_that_is_none_or_too_much(api: Api) -> None:
    packed = {"Content-Encoding": "gzip"}
    bomb = gzip.compress(b" " * (50 * 1024 * 1024))
    assert refused(api.send("POST", "/batch", data=bomb, headers=packed), 413) == "too-large"
    refused(api.send("POST", "/batch", data=b"not gzip", headers=packed), 400)
    refused(api.send("POST", "/batch", data=gzip.compress(b'{"ops": []}')[:-5], headers=packed), 400)
    refused(api.send("POST", "/batch", data=zlib.compress(b'{"ops": []}'), headers={"Content-Encoding": "deflate"}), 415)
    assert api.send("POST", "/batch", data=gzip.compress(b'{"ops": []}'), headers=packed).json() == {"results": []}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/nowhere", "/hello/", "/orders/x/y/z", "/batch", "/../hello", "/hello%00", "/%2e%2e/hello"])
def test_paths_and_methods_that_are_not_there(api: Api, method: str, path: str) -> None:
    if (method, path) not in (("POST", "/batch"), ("GET", "/../hello"), ("GET", "/%2e%2e/hello")):
        refused(api.send(method, path), 404, 405)


@pytest.mark.parametrize("order", ["..", "x", "%00", "%2e%2e%2f", quote("'; DROP TABLE orders; --"), UUID, "9" * 5000])
def test_orders_that_are_not_there(api: Api, order: str) -> None:
    refused(api.send("GET", f"/orders/{order}"), 404, 405)
    headers = {"If-Match": '"x"', "Idempotency-Key": op_id()}
    refused(api.send("PATCH", f"/orders/{order}", json={"device_seq": 1, "patch": {}}, headers=headers), 404, 405)


@pytest.mark.parametrize(
    "form",
    [b"\xff\xfe", b"a=%ff", b"&" * 15_000, b"x=1&" * 100, b"grant_type=password&device_id=" + b"x" * 10_000, b"y" * 20_000],
    ids=lambda form: str(form[:12]),
)
def test_forms_that_are_no_login(api: Api, form: bytes) -> None:
    refused(api.send("POST", "/token", data=form), 400, 413)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([UUID, "devices", "cause", "x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
PATCHES = st.dictionaries(st.sampled_from(["answers", "rows", "events", "attachments", "state"]), ANYTHING, max_size=4)
OPS = st.fixed_dictionaries(
    {"op_id": ANYTHING, "device_seq": ANYTHING, "order": ANYTHING, "base_etag": ANYTHING, "patch": PATCHES}
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(op=OPS, patch=PATCHES)
def test_anything_at_all_is_answered(api: Api, dispatch: Dispatch, op: dict[str, Any], patch: dict[str, Any]) -> None:
    order = dispatch()
    shaped = {**api.op(order.id, order.etag, {}), "patch": patch}
    answer = api.send(
        "POST", "/batch", data=json.dumps({"ops": [op, shaped]}).encode(), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (200, 400)


def test_garbage_on_the_line_does_not_stop_the_endpoint(api: Api) -> None:
    where = urlsplit(api.base)
    for garbage in (
        b"\x16\x03\x01\x00\xa5",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /sync/v1/batch HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
    ):
        with socket.create_connection((where.hostname, where.port), timeout=10) as line:
            line.sendall(garbage)
            line.shutdown(socket.SHUT_WR)
            assert b" 200 " not in line.recv(4096)
    assert api.send("GET", "/hello").status_code == 200
