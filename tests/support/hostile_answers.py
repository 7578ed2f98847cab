"""Answers of an endpoint with one part exchanged for what nobody would say: every place of a real one, every kind of nonsense."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Place = tuple[str | int, ...]
_HERE = "\ue000 here \ue000"

NONSENSE: Mapping[str, bytes] = {
    "null": b"null",
    "true": b"true",
    "minus one": b"-1",
    "a half": b"0.5",
    "2^53+1": b"9007199254740993",
    "2^63": b"9223372036854775808",
    "thirty digits": b"1" * 30,
    "five thousand digits": b"7" * 5000,
    "1e999": b"1e999",
    "1e308": b"1e308",
    "NaN": b"NaN",
    "Infinity": b"-Infinity",
    "empty text": b'""',
    "another text": b'"x"',
    "long text": b'"' + b"y" * 150_000 + b'"',
    "a way up": b'"../../../../etc/passwd"',
    "a drive": rb'"C:\\Windows\\System32\\cmd.exe"',
    "a reserved name": b'"NUL.txt"',
    "NUL": rb'"a\u0000b.jpg"',
    "right to left": rb'"photo\u202egpj.exe"',
    "a header": rb'"x\r\nX-Evil: 1"',
    "half a surrogate pair": rb'"\ud800"',
    "surrogates in UTF-8": b'"\xed\xa0\x80"',
    "no UTF-8": b'"\xff"',
    "not ASCII": '"é中𪚥"'.encode(),
    "the first moment": b'"0001-01-01T00:00:00+14:00"',
    "the last moment": b'"9999-12-31T23:59:59-14:00"',
    "empty list": b"[]",
    "empty object": b"{}",
    "a list in a list": b"[[]]",
    "deep": b"[" * 600 + b"]" * 600,
    "very deep": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "a key twice": b'{"a":1,"a":[2]}',
    "not JSON": b"<html>",
}


@dataclass(frozen=True)
class Sample:
    """A real answer, unpacked."""

    status: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    def saying(self, body: bytes | None = None, status: str = "", **changed: str | None) -> bytes:
        """As it goes over the line, with another body, status or headers (None: without that one)."""
        body = self.body if body is None else body
        headers = {**self.headers, "content-length": str(len(body)), "connection": "close"}
        headers |= {name.replace("_", "-"): value for name, value in changed.items()}  # type: ignore[misc]
        lines = [f"HTTP/1.1 {status or self.status}", *(f"{name}: {text}" for name, text in headers.items() if text is not None)]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def heard(reply: bytes) -> Sample:
    head, _, body = reply.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if headers.pop("content-encoding", "") == "gzip":
        body = gzip.decompress(body)
    headers.pop("transfer-encoding", None)
    return Sample(first.partition(" ")[2], headers, body)


def places(value: Any, above: Place = (), closed: frozenset[str] = frozenset()) -> Iterator[Place]:
    """The value itself and every one in it; of long lists the beginning, nothing inside of keys that are `closed`."""
    yield above
    if closed & set(above):
        return
    inner = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for step, one in inner:
        yield from places(one, (*above, step), closed)


def exchanged(value: Any, place: Place, nonsense: bytes) -> bytes:
    """The JSON of `value` with something else at `place`."""
    return json.dumps(_put(value, place)).encode().replace(json.dumps(_HERE).encode(), nonsense)


def without(value: Any, place: Place) -> bytes:
    """The JSON of `value` without that key or entry."""
    return json.dumps(_put(value, place, drop=True)).encode()


def _put(value: Any, place: Place, *, drop: bool = False) -> Any:
    if not place:
        return _HERE
    step, *rest = place
    if not rest and drop:
        if isinstance(value, dict):
            return {key: one for key, one in value.items() if key != step}
        return [one for at, one in enumerate(value) if at != step]
    if isinstance(value, dict):
        return {key: _put(one, tuple(rest), drop=drop) if key == step else one for key, one in value.items()}
    return [_put(one, tuple(rest), drop=drop) if at == step else one for at, one in enumerate(value)]


def altered(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Every way to spoil a JSON answer, with its name; the inside of a document is a matter of its own."""
    value = json.loads(body)
    for place in places(value, closed=frozenset({"answers", "events"})):
        where = ".".join(map(str, place)) or "all of it"
        for name, nonsense in NONSENSE.items():
            yield f"{where}: {name}", exchanged(value, place, nonsense)
        if place:
            yield f"{where}: missing", without(value, place)


def page(lines: list[bytes], cursor: str, *, more: bool = False, **changed: Any) -> bytes:
    """A page of the change feed that holds what its trailer says."""
    body = b"".join(line + b"\n" for line in lines)
    trailer = {"next": cursor, "more": more, "count": len(lines), "sha256": hashlib.sha256(body).hexdigest(), **changed}
    return body + json.dumps(trailer).encode() + b"\n"
