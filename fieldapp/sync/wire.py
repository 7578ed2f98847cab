"""Answers of sync/v1 as typed values. Decoding is strict: whatever does not fit was not said by our endpoint."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec

from fieldapp.clock import from_wire
from fieldapp.domain.records import Document
from fieldapp.errors import NetworkFault
from fieldapp.sync.bounds import (
    LONGEST_LINE,
    Count,
    Cursor,
    Etag,
    Id,
    Instance,
    Line,
    Pem,
    Said,
    Sha256,
    Token,
    Whole,
    Word,
    is_too_rich,
    require_plain,
)

T = TypeVar("T")
NAMELESS = "line-"
"""What a line of the feed is called that names no record: this and the beginning of its hash. No record's id begins so."""

_BEGINNING = re.compile(rb'\{"id":"([A-Za-z0-9-]{1,100})"')
MOST_ASKED = 100
"""Files that one hello may ask for."""


class SchemaRange(msgspec.Struct, frozen=True):
    """Versions of the order document that the endpoint speaks."""

    min: Whole
    max: Whole


class Hello(msgspec.Struct, frozen=True):
    """Who the endpoint is. `device_seq`: the highest of this device's sequence numbers it has seen; `news` False: nothing has
    changed since the cursor that was named (an older endpoint does not say); `missing`: files that it has lost and asks for."""

    instance: Instance
    epoch: Whole | Line
    device_seq: Count
    schema: SchemaRange
    min_client: Word
    server_time: Word
    name: Line = ""
    news: bool = True
    missing: Annotated[tuple[Sha256, ...], msgspec.Meta(max_length=MOST_ASKED)] = ()


class User(msgspec.Struct, frozen=True):
    id: Line
    name: Line
    role: Word


class TokenReply(msgspec.Struct, frozen=True):
    """OAuth 2 token answer (RFC 6749 §5.1) with the user it is for. Tokens go into headers: they are visible ASCII."""

    access_token: Token
    token_type: Word
    expires_in: Whole
    refresh_token: Token
    user: User

    def __repr__(self) -> str:
        return "TokenReply(…)"


class Contacts(msgspec.Struct, frozen=True):
    """Whom the notices of the escalation timetable reach."""

    people: list[dict[str, Any]]
    sends: bool = False

    def __post_init__(self) -> None:
        require_plain(self.people, "people")


class Tailoring(msgspec.Struct, frozen=True):
    """The approved files of §6.1.5 (`tailoring.published`), not believed before they are checked."""

    files: list[Any]


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """An order is no longer ours (`removed`: reassigned | cancelled | purged). As far as the endpoint says it: by whom, given to
    whom, when, and the reason in words."""

    removed: Word | None = None
    by: Line = ""
    to: Line = ""
    at: Word = ""
    reason: Said = ""

    def moment(self) -> datetime | None:
        """`at`, where it is a time."""
        try:
            return from_wire(self.at)
        except ValueError:
            return None


class Item(Removal, frozen=True):
    """One line of the change feed: a document, or the news that an order is no longer ours. Documents are read one by one when
    their turn comes: a page of them would be cold again before it is looked at."""

    id: Id
    etag: Etag = ""
    schema: Whole = 1
    written: bytes = b""
    """The document's JSON as it came; empty where the line has none."""

    def document(self) -> Document | None:
        """None also for what is no JSON, or no object."""
        try:
            return _DOCUMENT.decode(self.written) if self.written else None
        except (msgspec.DecodeError, ValueError, RecursionError):
            return None


_NO_DOCUMENT = msgspec.Raw(b"null")
_DOCUMENT = msgspec.json.Decoder(Document)


class _Line(Removal, frozen=True):
    """The same, the document not read yet."""

    id: Id
    etag: Etag = ""
    schema: Whole = 1
    doc: msgspec.Raw = _NO_DOCUMENT


class Named(msgspec.Struct, frozen=True):
    """The least that every line of the feed says."""

    id: Id


class Trailer(msgspec.Struct, frozen=True):
    """The last line of a page; without it the body was cut off."""

    next: Cursor
    more: bool
    count: Count
    sha256: Sha256


class Release(msgspec.Struct, frozen=True):
    """A signed manifest (`fieldapp/release.py`), not believed before it is verified."""

    manifest: str
    signature: str


class OpResult(Removal, frozen=True):
    """What became of one operation of a batch."""

    op_id: Id
    status: Word
    etag: Etag | None = None
    doc: Document | None = None
    problem: dict[str, Any] | None = None


class BatchReply(msgspec.Struct, frozen=True):
    """`cursor`: the feed as far as it told only of these results; None where it stays, or the endpoint is older than this."""

    results: list[OpResult]
    cursor: Cursor | None = None


class Patched(msgspec.Struct, frozen=True):
    """Answer to a single operation."""

    op_id: Id
    etag: Etag


class CreatedReply(msgspec.Struct, frozen=True):
    id: Id
    number: Line
    etag: Etag
    doc: Document


class LateReply(msgspec.Struct, frozen=True):
    id: Id


class HeldFile(msgspec.Struct, frozen=True):
    """One attachment as the endpoint holds it; `complete`: all its bytes are there."""

    sha256: Sha256
    name: Line
    kind: Word
    size: Count
    complete: bool


class HeldFiles(msgspec.Struct, frozen=True):
    attachments: list[HeldFile]


class Certificate(msgspec.Struct, frozen=True):
    certificate: Pem
    chain: list[Pem]


class Trust(msgspec.Struct, frozen=True):
    """`crls` is base64 of DER; an endpoint of an earlier version has none. `timestamp_roots` is empty where timestamps lead to
    the same roots."""

    roots: list[Pem]
    crls: list[str] = []
    timestamp_roots: list[Pem] = []


@dataclass(frozen=True, slots=True)
class Page:
    """One verified page of the change feed."""

    items: tuple[Item, ...]
    next: str
    more: bool


def removal_in(errors: Iterable[Mapping[str, Any]]) -> Removal | None:
    """What a problem document says of an order that was taken away."""
    for error in errors:
        if error.get("code") == "gone" and error.get("removed") is not None:
            try:
                return msgspec.convert(error, Removal)
            except msgspec.ValidationError:
                return Removal(removed=str(error["removed"])[:60])
    return None


def decode(data: bytes, kind: type[T]) -> T:
    """Raises NetworkFault `net.not-the-endpoint` when the bytes are not a `kind`. A key given twice: the last one counts, and
    both have to fit."""
    if is_too_rich(data):
        raise NetworkFault("net.not-the-endpoint", f"the answer holds more values than a {kind.__name__} does")
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise NetworkFault("net.not-the-endpoint", f"the answer is not a {kind.__name__}: {str(error)[:200]}") from error


def decode_page(body: bytes) -> Page:
    """Check count and hash of a page before anything of it is believed; a cut body raises NetworkFault `net.truncated`."""
    cut = body.rfind(b"\n", 0, len(body) - body.endswith(b"\n")) + 1
    try:
        trailer = msgspec.json.decode(body[cut:], type=Trailer)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise NetworkFault("net.truncated", "the page of changes has no trailer: it was cut off") from error
    if hashlib.sha256(memoryview(body)[:cut]).hexdigest() != trailer.sha256:
        raise NetworkFault("net.truncated", "the page of changes does not match its hash")
    items = tuple(decode_item(line) for line in lines_of(body, cut))
    if len(items) != trailer.count:
        raise NetworkFault("net.truncated", f"the page holds {len(items)} changes, {trailer.count} were announced")
    return Page(items, trailer.next, trailer.more)


def lines_of(body: bytes, cut: int) -> Iterator[bytes]:
    """One at a time: a page is large enough once."""
    start = 0
    while start < cut:
        end = body.index(b"\n", start)
        if end > start:
            yield body[start:end]
        start = end + 1


def decode_item(line: bytes) -> Item:
    """One line of a page that arrived whole. What cannot be read still says which record it is about: unreadable, not lost."""
    if len(line) <= LONGEST_LINE and not is_too_rich(line):
        try:
            return with_document(msgspec.json.decode(line, type=_Line))
        except (msgspec.DecodeError, ValueError, RecursionError):
            pass
    return Item(named(line))


def with_document(line: _Line) -> Item:
    if line.doc != _NO_DOCUMENT:
        return Item(line.id, line.etag, line.schema, bytes(line.doc))
    return Item(line.id, line.etag, line.schema, removed=line.removed, by=line.by, to=line.to, at=line.at, reason=line.reason)


def named(line: bytes) -> str:
    """The id alone; nothing is made of the rest. Of a line that is no JSON, what it begins with, else a name for the line."""
    try:
        return msgspec.json.decode(line, type=Named).id
    except (msgspec.DecodeError, ValueError, RecursionError):
        found = _BEGINNING.match(line)
    return found[1].decode() if found else NAMELESS + hashlib.sha256(line).hexdigest()[:16]


def encode(value: Any) -> bytes:
    return msgspec.json.encode(value)
