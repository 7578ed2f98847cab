"""The wire: whole pages or nothing, strict values, and documents that come back as they went."""

from __future__ import annotations

import contextlib
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.errors import NetworkFault
from fieldapp.sync import wire

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
DOCS = st.dictionaries(st.text(max_size=8), JSON_VALUES, max_size=6)


def a_page(lines: list[dict[str, Any]], **trailer: Any) -> bytes:
    body = b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)
    last = {"next": "c2", "more": False, "count": len(lines), "sha256": hashlib.sha256(body).hexdigest(), **trailer}
    return body + json.dumps(last).encode() + b"\n"


@settings(max_examples=60, deadline=None)
@given(st.lists(DOCS, max_size=4))
def test_documents_survive_the_round_trip(docs: list[dict[str, Any]]) -> None:
    page = wire.decode_page(a_page([{"id": str(n), "etag": "e", "schema": 1, "doc": doc} for n, doc in enumerate(docs)]))
    assert [item.document() for item in page.items] == docs
    assert [wire.decode(wire.encode(item.document()), dict[str, Any]) for item in page.items] == docs


def test_every_cut_of_a_page_is_seen() -> None:
    body = a_page([{"id": "1", "etag": "e", "schema": 1, "doc": {"a": "第\u2028一"}}, {"id": "2", "removed": "cancelled"}])
    assert len(wire.decode_page(body).items) == 2
    for at in range(len(body) - 1):
        with pytest.raises(NetworkFault) as caught:
            wire.decode_page(body[:at])
        assert caught.value.code == "net.truncated"


@pytest.mark.parametrize("trailer", [{"count": 2}, {"sha256": "0" * 64}, {"next": 5}, {"more": "no"}])
def test_a_trailer_that_does_not_fit(trailer: dict[str, Any]) -> None:
    with pytest.raises(NetworkFault) as caught:
        wire.decode_page(a_page([{"id": "1", "removed": "purged"}], **trailer))
    assert caught.value.code == "net.truncated"


def test_a_line_of_another_shape_still_names_its_order() -> None:
    (item,) = wire.decode_page(a_page([{"id": "1", "etag": 5, "doc": "new"}])).items
    assert (item.id, item.document(), item.removed) == ("1", None, None)


def test_a_line_that_is_no_json_is_put_aside_under_what_it_begins_with() -> None:
    lines = [b'{"id":"one","etag":"e","doc":{"a":NaN}}', b"<html>", b'{"etag":"e","id":"two","doc":NaN}']
    body = b"".join(line + b"\n" for line in lines)
    trailer = {"next": "c", "more": False, "count": 3, "sha256": hashlib.sha256(body).hexdigest()}
    items = wire.decode_page(body + wire.encode(trailer) + b"\n").items
    assert [item.document() for item in items] == [None] * 3
    assert items[0].id == "one"
    assert items[1].id.startswith(wire.NAMELESS)
    assert len({item.id for item in items}) == 3


def spoil(data: st.DataObject, body: bytes) -> bytes:
    """A few bytes of it cut out, put in, doubled or turned over."""
    for _ in range(data.draw(st.integers(1, 3))):
        at, length = data.draw(st.integers(0, len(body))), data.draw(st.integers(0, 12))
        put_in = data.draw(st.binary(max_size=8) | st.sampled_from(TOKENS))
        body = body[:at] + put_in + body[at + length :]
    return body


TOKENS = [
    b"null",
    b"[" * 400,
    b"1e999",
    b"-",
    b"\\ud800",
    b"\xed\xa0\x80",
    b"9" * 400,
    b'"',
    b"{",
    b"}",
    b",",
    b":",
    b"\n",
    b"\x00",
]
KINDS: dict[type, dict[str, Any]] = {
    wire.Hello: {
        "instance": "i",
        "epoch": "e",
        "device_seq": 1,
        "schema": {"min": 1, "max": 1},
        "min_client": "1",
        "server_time": "t",
    },
    wire.TokenReply: {
        "access_token": "a",
        "token_type": "t",
        "expires_in": 1,
        "refresh_token": "r",
        "user": {"id": "u", "name": "n", "role": "r"},
    },
    wire.BatchReply: {"results": [{"op_id": "1", "status": "refused", "problem": {"type": "x", "errors": [{"code": 1}]}}]},
    wire.CreatedReply: {"id": "1", "number": "n", "etag": "e", "doc": {"id": "1"}},
    wire.HeldFiles: {"attachments": [{"sha256": "0" * 64, "name": "n", "kind": "photo", "size": 1, "complete": True}]},
    wire.Trust: {"roots": ["r"], "crls": ["c"], "timestamp_roots": ["t"]},
    wire.Contacts: {"people": [{"id": "p", "groups": ["g"]}], "sends": True},
    wire.Tailoring: {"files": [{"name": "n"}]},
    wire.Certificate: {"certificate": "c", "chain": ["d"]},
    wire.Release: {"manifest": "m", "signature": "s"},
}


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_only_the_named_faults_come_out_of_an_answer(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(KINDS)))
    body = spoil(data, json.dumps(KINDS[kind]).encode())
    with contextlib.suppress(NetworkFault):
        value = wire.decode(body, kind)
        assert wire.encode(value)


@settings(max_examples=300, deadline=None)
@given(st.data(), st.booleans())
def test_only_the_named_faults_come_out_of_a_page(data: st.DataObject, sealed: bool) -> None:
    """With the hash of the sound page, and with the right one for the spoilt one."""
    whole = a_page([{"id": "1", "etag": "e", "schema": 1, "doc": {"a": [1, {"b": "第"}]}}, {"id": "2", "removed": "cancelled"}])
    body = spoil(data, whole)
    if sealed:
        lines = body.splitlines(keepends=True)[:2]
        trailer = {"next": "c", "more": False, "count": len(lines), "sha256": hashlib.sha256(b"".join(lines)).hexdigest()}
        body = b"".join(lines) + json.dumps(trailer).encode()
    with contextlib.suppress(NetworkFault):
        page = wire.decode_page(body)
        assert all(wire.encode(item.document()) for item in page.items)


@pytest.mark.parametrize("text", ["a b", "a\r\nX: y", "é", "a\x00", "a" * 5000, "a\n"])
def test_a_token_that_no_header_can_take(text: str) -> None:
    """It would stop every later request, with the token in the words of the fault."""
    sound = KINDS[wire.TokenReply]
    for name in ("access_token", "refresh_token"):
        with pytest.raises(NetworkFault) as caught:
            wire.decode(json.dumps({**sound, name: f"geheim {text}"}).encode(), wire.TokenReply)
        assert "geheim" not in caught.value.text
    assert "secret" not in repr(wire.decode(json.dumps({**sound, "access_token": "secret"}).encode(), wire.TokenReply))


@pytest.mark.parametrize("data", [b"", b"<html>", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"id": 5}'])
def test_nonsense_is_not_the_endpoint(data: bytes) -> None:
    with pytest.raises(NetworkFault) as caught:
        wire.decode(data, wire.LateReply)
    assert caught.value.code == "net.not-the-endpoint"
