"""A sealed file as its layers: the seal, and what was appended since. Every layer ends where a whole, valid file ended once.

A layer counts as one only when the writer (`increments`) makes the same bytes from its payload. Anything else stays part of the
first layer, whose seal then no longer covers it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from cryptography.x509 import load_der_x509_crl

from fieldapp.forms.signing import increments
from fieldapp.forms.signing.increments import Approval, Prepared
from fieldapp.forms.signing.syntax import PlainFile, Unfit

MAX_LAYERS = 40
"""A renewal is two, every few years."""

_CONTAINER = re.compile(rb"/Contents (<[0-9A-F]*>)\n/ByteRange ")
_APPROVAL = re.compile(rb"/M \(D:(\d{14})Z\)\n/Name <FEFF([0-9A-F]*)>\n/Reason <FEFF([0-9A-F]*)>\n(/Reference )?", re.DOTALL)
_STREAM = re.compile(rb"\d+ 0 obj\n<<\n/Length (\d{1,9})\n>>\nstream\n")


class LayerKind(StrEnum):
    """What a layer adds."""

    SEAL = "seal"
    TIMESTAMP = "timestamp"
    VALIDATION = "validation"
    COUNTERSIGNATURE = "countersignature"


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer, `pdf[start:end]`. `hole`: where its container stands; `certificates` and `crls` are DER."""

    kind: LayerKind
    start: int
    end: int
    hole: tuple[int, int] | None = None
    certificates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    approval: Approval | None = None


def read(pdf: bytes) -> tuple[Layer, ...]:
    """The layers of any bytes, the seal's first. More than MAX_LAYERS are not taken apart: the rest stays in the first one."""
    found: list[Layer] = []
    end = len(pdf)
    while len(found) < MAX_LAYERS:
        layer = _last(pdf[:end])
        if layer is None:
            break
        found.append(layer)
        end = layer.start
    return (Layer(LayerKind.SEAL, 0, end), *reversed(found))


def _last(pdf: bytes) -> Layer | None:
    """The layer at the end of the file, None when the writer would not have written it."""
    try:
        start = PlainFile(pdf).begin()
        if not 0 < start < len(pdf):
            return None
        previous, added = pdf[:start], pdf[start:]
        if b"/SubFilter /ETSI.RFC3161\n" in added:
            return _timestamp(previous, added)
        if b"/SubFilter /ETSI.CAdES.detached\n" in added:
            return _countersignature(previous, added)
        return _validation(previous, added)
    except (Unfit, ValueError):
        return None


def _timestamp(previous: bytes, added: bytes) -> Layer | None:
    return _with_container(LayerKind.TIMESTAMP, added, increments.timestamp(previous, _room(added)))


def _countersignature(previous: bytes, added: bytes) -> Layer | None:
    match = _APPROVAL.search(added)
    if match is None:
        return None
    signed_at = datetime.strptime(match[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    name, reason = (bytes.fromhex(part.decode()).decode("utf-16-be") for part in (match[2], match[3]))
    approval = Approval(name, reason, signed_at, match[4] is not None)
    prepared = increments.countersignature(previous, approval, _room(added))
    return _with_container(LayerKind.COUNTERSIGNATURE, added, prepared, approval)


def _validation(previous: bytes, added: bytes) -> Layer | None:
    certificates: list[bytes] = []
    crls: list[bytes] = []
    at = 0
    while match := _STREAM.search(added, at):
        at = match.end() + int(match[1])
        content = added[match.end() : at]
        (crls if is_crl(content) else certificates).append(content)
    if not (certificates or crls) or increments.validation_data(previous, certificates, crls) != added:
        return None
    end = len(previous) + len(added)
    return Layer(LayerKind.VALIDATION, len(previous), end, None, tuple(certificates), tuple(crls))


def is_crl(der: bytes) -> bool:
    """By its form alone: whether it is a good one is for the verification to say."""
    try:
        load_der_x509_crl(der)
    except ValueError:
        return False
    return True


def _room(added: bytes) -> int:
    match = _CONTAINER.search(added)
    if match is None or len(match[1]) % 2:
        raise Unfit("no container")
    return len(match[1]) // 2 - 1


def _with_container(kind: LayerKind, added: bytes, prepared: Prepared, approval: Approval | None = None) -> Layer | None:
    begin, end = (place - prepared.at for place in prepared.hole)
    if added[:begin] != prepared.before or added[end:] != prepared.after:
        return None
    return Layer(kind, prepared.at, prepared.at + len(added), prepared.hole, approval=approval)
