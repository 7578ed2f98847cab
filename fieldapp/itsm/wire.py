"""Requests of sync/v1 as typed values. Decoding is strict: wrong types and broken JSON end here."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

import msgspec

from fieldapp.domain.records import JSON, Document
from fieldapp.domain.values import JsonFault, check_value
from fieldapp.itsm.problems import Code, Problem

UUID = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
ETag = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Sequence = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]

T = TypeVar("T")


class Op(msgspec.Struct, frozen=True):
    """One operation of a batch. `base_etag` is the version the patch was made on."""

    op_id: UUID
    device_seq: Sequence
    order: UUID
    base_etag: ETag
    patch: dict[str, Any]


class Batch(msgspec.Struct, frozen=True):
    """Operations are decoded one by one, so that a broken one does not take its neighbours with it. `cursor`: where the device
    stands in the feed."""

    ops: list[msgspec.Raw]
    cursor: str = ""


class PatchBody(msgspec.Struct, frozen=True):
    device_seq: Sequence
    patch: dict[str, Any]


class NewOrder(msgspec.Struct, frozen=True):
    op_id: UUID
    device_seq: Sequence
    doc: dict[str, Any]


class LateReport(msgspec.Struct, frozen=True):
    op_id: UUID
    device_seq: Sequence
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    patch: dict[str, Any]
    doc: dict[str, Any]


class Cancellation(msgspec.Struct, frozen=True):
    reason: Annotated[str, msgspec.Meta(max_length=1000)]


class Enrolment(msgspec.Struct, frozen=True):
    csr: Annotated[str, msgspec.Meta(min_length=1, max_length=16384)]


_DECODERS: dict[type, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind) for kind in (Op, Batch, PatchBody, NewOrder, LateReport, Cancellation, Enrolment)
}
_ENCODER = msgspec.json.Encoder()
_CANONICAL = msgspec.json.Encoder(order="sorted")


def decode(data: bytes | msgspec.Raw, kind: type[T]) -> T:
    """Parse JSON into `kind`; raises Problem `invalid` (400) naming the place."""
    try:
        value: T = _DECODERS[kind].decode(data)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise Problem(Code.INVALID, f"not a {kind.__name__}: {error}") from error
    for name in ("patch", "doc"):
        if hasattr(value, name):
            _check_portable(getattr(value, name), name)
    return value


def _check_portable(value: JSON, name: str) -> None:
    # before anything hashes or stores it: what follows relies on values that every reader of JSON understands
    try:
        check_value(value, name)
    except JsonFault as fault:
        raise Problem(Code.INVALID, f"{fault.path}: {fault.reason}", status=422) from fault


def encode(value: JSON) -> bytes:
    """Compact UTF-8 JSON."""
    return _ENCODER.encode(value)


def canonical(doc: Document | JSON) -> bytes:
    """The bytes an ETag is taken from: keys sorted, no spaces."""
    return _CANONICAL.encode(doc)


def parse_stored(data: str | bytes) -> Document:
    """A document as it was stored by this endpoint."""
    document: Document = msgspec.json.decode(data)
    return document
