"""The wire: whole pages or nothing, strict values, and documents that come back as they went."""

from __future__ import annotations

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
    assert [item.doc for item in page.items] == docs
    assert [wire.decode(wire.encode(item.doc), dict[str, Any]) for item in page.items] == docs


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
    assert (item.id, item.doc, item.removed) == ("1", None, None)


@pytest.mark.parametrize("data", [b"", b"<html>", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"id": 5}'])
def test_nonsense_is_not_the_endpoint(data: bytes) -> None:
    with pytest.raises(NetworkFault) as caught:
        wire.decode(data, wire.LateReply)
    assert caught.value.code == "net.not-the-endpoint"
