"""The writer of layers: what is appended to a sealed file, made from its payload alone, always the same bytes.

Verification builds every layer once more with these functions and compares; a byte that is not theirs is somebody else's. So a
change to what they write turns files that are there into refused ones: it needs a second way beside the first, never another
first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fieldapp.forms.signing import syntax
from fieldapp.forms.signing.syntax import Entries, PlainFile, array, dictionary, needed, number_of, target

_RANGE = 48
"""Characters for the three numbers of /ByteRange."""

_OFFSET_BYTES = 4


@dataclass(frozen=True, slots=True)
class Prepared:
    """A layer with a hole for a container of up to `room` bytes; `at` is where the layer begins in the file."""

    at: int
    before: bytes
    after: bytes
    room: int

    @property
    def hole(self) -> tuple[int, int]:
        """Where the container stands in the file, from `<` to behind `>`."""
        begin = self.at + len(self.before)
        return begin, begin + hole_size(self.room)

    def digest(self, previous: bytes) -> bytes:
        """SHA-256 of everything but the hole: what is timestamped or signed."""
        hasher = hashlib.sha256(previous)
        hasher.update(self.before + self.after)
        return hasher.digest()

    def filled(self, container: bytes) -> bytes:
        """The layer with its container (DER), zeros behind it. ValueError when there is not enough room."""
        if len(container) > self.room:
            raise ValueError("the container is larger than its room")
        return self.before + b"<" + container.hex().upper().encode() + b"00" * (self.room - len(container)) + b">" + self.after


@dataclass(frozen=True, slots=True)
class Approval:
    """What a countersignature says in so many words. `locks`: no further signature may follow, only timestamps and their like.
    `signed_at` is aware, whole seconds count."""

    signer_name: str
    reason: str
    signed_at: datetime
    locks: bool


def hole_size(room: int) -> int:
    return 2 * room + 2


def timestamp(previous: bytes, room: int) -> Prepared:
    """A document timestamp (ISO 32000-2 §12.8.5, ETSI EN 319 142-1 §5.4.3) in an invisible field. Raises Unfit."""
    update = _Update(previous)
    head = b"<<\n/Type /DocTimeStamp\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.RFC3161\n/Contents "
    value = update.add_field(b"Timestamp")
    return update.finish_with_hole(value, head, b"\n/ByteRange %RANGE%\n>>", room)


def countersignature(previous: bytes, approval: Approval, room: int) -> Prepared:
    """An approval signature (PAdES B-B); the lock is a FieldMDP over all fields, with no changes allowed after. Raises Unfit."""
    update = _Update(previous)
    lock = update.new() if approval.locks else None
    value = update.add_field(b"BackOffice", lock)
    if lock is not None:
        update.put(lock, b"<<\n/Type /SigFieldLock\n/Action /All\n/P 1\n>>")
    moment = approval.signed_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ").encode()
    head = b"<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n/M (%s)\n/Name %s\n/Reason %s\n" % (
        moment,
        _text(approval.signer_name),
        _text(approval.reason),
    )
    if lock is not None:
        head += (
            b"/Reference [ <<\n/Type /SigRef\n/TransformMethod /FieldMDP\n/Data %d 0 R\n/TransformParams "
            b"<<\n/Type /TransformParams\n/V /1.2\n/Action /All\n>>\n>> ]\n" % update.root
        )
    return update.finish_with_hole(value, head + b"/Contents ", b"\n/ByteRange %RANGE%\n>>", room)


def validation_data(previous: bytes, certificates: Sequence[bytes], crls: Sequence[bytes]) -> bytes:
    """More for the document's security store (ISO 32000-2 §12.8.4.3): what is there stays, this is added, as given (DER).
    Raises Unfit."""
    update = _Update(previous)
    catalog = update.file.dictionary(update.root)
    held: Entries = {b"/Type": b"/DSS"}
    if b"/DSS" in catalog:
        store = target(catalog[b"/DSS"])
        held = update.file.dictionary(store)
    else:
        store = update.new()
        update.put(update.root, dictionary(catalog | {b"/DSS": b"%d 0 R" % store}))
    for key, contents in ((b"/Certs", certificates), (b"/CRLs", crls)):
        numbers = [update.new() for _ in contents]
        if contents:
            held[key] = array(syntax.items(held.get(key, b"[]")) + [b"%d 0 R" % number for number in numbers])
        for number, content in zip(numbers, contents, strict=True):
            update.put(number, b"<<\n/Length %d\n>>\nstream\n%s\nendstream" % (len(content), content))
    update.put(store, dictionary(held))
    return update.finish()


class _Update:
    """One revision in the making: objects replaced and added, then table and trailer."""

    def __init__(self, previous: bytes) -> None:
        self._at = len(previous)
        self._mark = hashlib.sha256(previous).digest()[:16]
        self.file = PlainFile(previous)
        self._next = number_of(needed(self.file.trailer, b"/Size"))
        self.root = target(needed(self.file.trailer, b"/Root"))
        self._objects: dict[int, bytes] = {}

    def new(self) -> int:
        self._next += 1
        return self._next - 1

    def put(self, number: int, content: bytes) -> None:
        self._objects[number] = content

    def add_field(self, kind: bytes, lock: int | None = None) -> int:
        """An invisible signature field on the page that holds the seal's; returns the number its value will have."""
        form_at = target(needed(self.file.dictionary(self.root), b"/AcroForm"))
        form = self.file.dictionary(form_at)
        fields = syntax.items(needed(form, b"/Fields"))
        if not fields:
            raise syntax.Unfit("no seal to extend")
        page_at = target(needed(self.file.dictionary(target(fields[0])), b"/P"))
        field, value = self.new(), self.new()
        reference = b"%d 0 R" % field
        self.put(form_at, dictionary(form | {b"/Fields": array([*fields, reference])}))
        self._annotate(page_at, reference)
        entries: Entries = {
            b"/FT": b"/Sig",
            b"/T": b"(%s%d)" % (kind, len(fields)),
            b"/Type": b"/Annot",
            b"/Subtype": b"/Widget",
            b"/F": b"132",
            b"/Rect": b"[ 0 0 0 0 ]",
            b"/P": b"%d 0 R" % page_at,
            b"/V": b"%d 0 R" % value,
        }
        if lock is not None:
            entries[b"/Lock"] = b"%d 0 R" % lock
        self.put(field, dictionary(entries))
        return value

    def _annotate(self, page_at: int, reference: bytes) -> None:
        page = self.file.dictionary(page_at)
        self.put(page_at, dictionary(page | {b"/Annots": array([*syntax.items(needed(page, b"/Annots")), reference])}))

    def finish_with_hole(self, number: int, head: bytes, tail: bytes, room: int) -> Prepared:
        """The last object, `head` + hole + `tail`; `%RANGE%` in the tail becomes the bytes that the container vouches for."""
        size = hole_size(room)
        before, _, after = tail.partition(b"%RANGE%")
        self.put(number, head + bytes(size) + before + b" " * _RANGE + after)
        whole = self.finish()
        begin = self._offsets()[number] - self._at + len(b"%d 0 obj\n" % number) + len(head)
        end = begin + size
        numbers = b"[0 %d %d %d]" % (self._at + begin, self._at + end, len(whole) - end)
        at = end + len(before)
        return Prepared(self._at, whole[:begin], whole[end:at] + numbers.ljust(_RANGE) + whole[at + _RANGE :], room)

    def finish(self) -> bytes:
        body = b"".join(self._written(number) for number in self._objects)
        tail = self._stream if self.file.has_streams else self._table
        table_at = self._at + len(body)
        return body + tail(self._offsets(), table_at) + b"startxref\n%d\n%%%%EOF\n" % table_at

    def _table(self, offsets: dict[int, int], _at: int) -> bytes:
        entries = b"".join(b"%d 1\n%010d 00000 n \n" % (number, offsets[number]) for number in sorted(offsets))
        return b"xref\n" + entries + b"trailer\n" + dictionary(self._trailer(self._next)) + b"\n"

    def _stream(self, offsets: dict[int, int], at: int) -> bytes:
        """Not packed: what zlib makes differs between its versions."""
        own = self._next
        found = offsets | {own: at}
        content = b"".join(b"\1" + found[number].to_bytes(_OFFSET_BYTES, "big") + b"\0" for number in sorted(found))
        entries: Entries = {
            b"/Type": b"/XRef",
            b"/W": b"[ 1 %d 1 ]" % _OFFSET_BYTES,
            b"/Index": array([b"%d 1" % number for number in sorted(found)]),
            **self._trailer(own + 1),
            b"/Length": b"%d" % len(content),
        }
        return b"%d 0 obj\n" % own + dictionary(entries) + b"\nstream\n" + content + b"\nendstream\nendobj\n"

    def _trailer(self, size: int) -> Entries:
        old = self.file.trailer
        trailer: Entries = {b"/Size": b"%d" % size, b"/Root": needed(old, b"/Root")}
        if b"/Info" in old:
            trailer[b"/Info"] = old[b"/Info"]
        first = syntax.items(needed(old, b"/ID"))[0]
        trailer[b"/ID"] = array([first, b"<%s>" % self._mark.hex().encode()])
        trailer[b"/Prev"] = b"%d" % self.file.table_at
        return trailer

    def _offsets(self) -> dict[int, int]:
        offsets, at = {}, self._at
        for number in self._objects:
            offsets[number] = at
            at += len(self._written(number))
        return offsets

    def _written(self, number: int) -> bytes:
        return b"%d 0 obj\n" % number + self._objects[number] + b"\nendobj\n"


def _text(text: str) -> bytes:
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().upper().encode()
