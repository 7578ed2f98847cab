"""One entry of the register: one line of JSON whose last member is the SHA-256 of everything before it.

To check a line by hand: cut `,"hash":"…"` off before the closing brace, take the SHA-256 of what is left. `previous` is the hash
of the line before, so a line that is changed, taken out or put in breaks the chain.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

import msgspec

from fieldapp.clock import from_wire

SCHEMA = 1
GENESIS = "0" * 64
"""What the first line names as its previous one."""

MAX_LINE = 64_000
_HASH_MEMBER = re.compile(rb',"hash":"([0-9a-f]{64})"\}')
_HASH_LENGTH = len(b',"hash":""}') + 64
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE = re.compile(r"\d{4}/\d{2}/[A-Za-z0-9_.-]{1,80}_v\d{1,9}_[0-9a-f]{8,64}\.pdf")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One sealed file in the archive. `file` is its path below the archive with forward slashes, `size` in bytes, `signatures`
    the number of digital signatures it must have, `supersedes` the SHA-256 of the revision before it (None for a first one),
    `signed_at` what the seal states, `imported_at` this archive's clock, `who` did the import. `extends` are the SHA-256 of the
    files that this one begins with, the latest first: before a timestamp, validation data or a countersignature was added.
    Members stay in this order; new ones come last and have a default, so that older lines are read as ever."""

    schema: int = SCHEMA
    seq: int
    previous: str
    file: str
    number: str
    revision: int
    order_id: str
    customer: str
    size: int
    sha256: str
    signatures: int
    supersedes: str | None
    signed_at: str
    imported_at: str
    who: str
    extends: tuple[str, ...] = ()

    @property
    def signed(self) -> datetime:
        return from_wire(self.signed_at)


class Line(msgspec.Struct, frozen=True):
    """An entry as it stands in the register: `data` with its newline, `hash` its own."""

    entry: Entry
    hash: str
    data: bytes


def write_line(entry: Entry) -> Line:
    """The entry with its own hash."""
    body = msgspec.json.encode(entry)
    own = hashlib.sha256(body).hexdigest()
    return Line(entry, own, b'%s,"hash":"%s"}\n' % (body[:-1], own.encode()))


def read_line(data: bytes) -> Line:
    """Take in one line with its newline. Raises ValueError with the reason; the chain is for the register to judge."""
    raw = data.removesuffix(b"\n")
    found = _HASH_MEMBER.fullmatch(raw, max(0, len(raw) - _HASH_LENGTH))
    if found is None or len(raw) > MAX_LINE or len(raw) == len(data):
        raise ValueError("it is not a line of a register")
    own = found[1].decode()
    body = raw[:-_HASH_LENGTH] + b"}"
    if hashlib.sha256(body).hexdigest() != own:
        raise ValueError("it was changed: its hash does not fit")
    try:
        entry = msgspec.json.decode(body, type=Entry)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(f"it cannot be read: {str(error).splitlines()[0]}") from error
    _require_sound(entry)
    return Line(entry, own, data)


def _require_sound(entry: Entry) -> None:
    """A register from elsewhere must not lead out of the archive or into nonsense."""
    if entry.schema > SCHEMA:
        raise ValueError(f"it has schema {entry.schema}, known is {SCHEMA}")
    if not _FILE.fullmatch(entry.file):
        raise ValueError("its file is not a place in the archive")
    hashes = (entry.sha256, entry.previous, *((entry.supersedes,) if entry.supersedes else ()), *entry.extends)
    if not all(_SHA256.fullmatch(value) for value in hashes) or min(entry.seq, entry.size) < 1 or entry.revision < 0:
        raise ValueError("a hash or a number in it is not one")
    for moment in (entry.signed_at, entry.imported_at):
        from_wire(moment)
