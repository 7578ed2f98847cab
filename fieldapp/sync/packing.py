"""Bodies of requests: JSON, packed by gzip where that is worth it, made once however often they are sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import deflate

from fieldapp.sync import wire

JSON_TYPE = "application/json"
GZIP_FROM = 2048
LEVEL = 6


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes, and the headers that say what they are."""

    data: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Operations that go together. `cursor`: where the device stands in the feed when the endpoint works on them."""

    ops: tuple[Mapping[str, Any], ...]
    cursor: str | None
    body: Body

    @property
    def op_ids(self) -> tuple[str, ...]:
        return tuple(str(op["op_id"]) for op in self.ops)


def packed(value: Any) -> Body:
    data, headers = wire.encode(value), {"Content-Type": JSON_TYPE}
    if len(data) < GZIP_FROM:
        return Body(data, headers)
    return Body(bytes(deflate.gzip_compress(data, LEVEL)), headers | {"Content-Encoding": "gzip"})


def batch_of(ops: Sequence[Mapping[str, Any]], cursor: str | None = None) -> Batch:
    """`ops` in the form of the contract."""
    body = packed({"ops": list(ops), **({"cursor": cursor} if cursor else {})})
    return Batch(tuple(ops), cursor, body)
