"""The few objects of a PDF that a layer touches, taken as the bytes they are, through tables or streams of cross-references.

Nothing here interprets more than it must, so that a layer is built from the same bytes in ten years, whatever PDF libraries do
then. Objects inside object streams are not read: sealing writes those that a layer needs anew, as plain ones.
"""

from __future__ import annotations

import re
import zlib

_EOL = rb"(?:\r\n|\r|\n)"
_TAIL = re.compile(rb"startxref" + _EOL + rb"(\d{1,10})" + _EOL + rb"%%EOF" + _EOL + rb"?\Z")
_TABLE = re.compile(rb"xref" + _EOL)
_SECTION = re.compile(rb"(\d{1,10}) (\d{1,6}) ?" + _EOL)
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n)")
_OBJECT = re.compile(rb"\d{1,10} 0 obj")
_STREAM = re.compile(rb"[\0\t\n\f\r ]*stream(?:\r\n|\n)")
_TRAILER = re.compile(rb"trailer")
_SPACE = re.compile(rb"[\0\t\n\f\r ]*")
_ATOM = re.compile(
    rb"\d{1,10} \d{1,5} R(?![0-9A-Za-z])|/[^\0\t\n\f\r ()<>\[\]{}/%]+|[+-]?[0-9.]+|true|false|null|<[0-9A-Fa-f\0\t\n\f\r ]*>"
)
_REFERENCE = re.compile(rb"(\d{1,10}) 0 R")
_LITERAL = re.compile(rb"[^()\\]+|\\.|[()]", re.DOTALL)
_ENTRY_BYTES = 20
_MAX_DEPTH = 24
_MAX_TABLES = 400
_MAX_UNPACKED = 2_000_000
_OFFSET_TYPE = 1

Entries = dict[bytes, bytes]
"""A dictionary: names with their slash → values as they stand."""

Places = dict[int, int]
"""Object number → where it stands; -1 for one that is free or inside an object stream."""


class Unfit(ValueError):
    """The file is not one of the kind that is extended here."""


class PlainFile:
    """Objects of a file by their number. Raises Unfit at whatever it does not know. `has_streams`: the newest revision has a
    cross-reference stream, so the next one must have one, too (ISO 32000-1 §7.5.8)."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        tail = _TAIL.search(data, max(0, len(data) - 64))
        if tail is None:
            raise Unfit("no startxref at the end")
        self.table_at = int(tail[1])
        self._newest, self.trailer = self._table(self.table_at)
        self.has_streams = not data.startswith(b"xref", self.table_at)

    def begin(self) -> int:
        """Where the first object of the newest revision stands."""
        places = [place for place in self._newest.values() if place >= 0]
        if not places:
            raise Unfit("a table without objects")
        return min(places)

    def dictionary(self, number: int) -> Entries:
        """An object that is a dictionary and nothing else."""
        at = self._find(number)
        head = b"%d 0 obj" % number
        if not self._data.startswith(head, at):
            raise Unfit(f"object {number} is not where its table says")
        entries, end = _entries(self._data, _skip(self._data, at + len(head)))
        if not self._data.startswith(b"endobj", _skip(self._data, end)):
            raise Unfit(f"object {number} is not a plain dictionary")
        return entries

    def _find(self, number: int) -> int:
        """The newest table that has it decides."""
        places, trailer = self._newest, self.trailer
        for _ in range(_MAX_TABLES):
            if number in places:
                if places[number] < 0:
                    raise Unfit(f"object {number} is not a plain one")
                return places[number]
            if b"/Prev" not in trailer:
                break
            places, trailer = self._table(number_of(trailer[b"/Prev"]))
        raise Unfit(f"object {number} is missing")

    def _table(self, at: int) -> tuple[Places, Entries]:
        head = _TABLE.match(self._data, at)
        return self._stream(at) if head is None else self._plain_table(head.end())

    def _plain_table(self, at: int) -> tuple[Places, Entries]:
        places: Places = {}
        while section := _SECTION.match(self._data, at):
            at = section.end()
            for number in range(int(section[1]), int(section[1]) + int(section[2])):
                entry = _ENTRY.match(self._data, at)
                if entry is None:
                    raise Unfit("an entry of the table is none")
                places[number] = int(entry[1]) if entry[3] == b"n" and entry[2] == b"00000" else -1
                at += _ENTRY_BYTES
        trailer = _TRAILER.match(self._data, at)
        if trailer is None:
            raise Unfit("no trailer after the table")
        return places, _entries(self._data, _skip(self._data, trailer.end()))[0]

    def _stream(self, at: int) -> tuple[Places, Entries]:
        head = _OBJECT.match(self._data, at)
        if head is None:
            raise Unfit("no cross-reference table")
        trailer, end = _entries(self._data, _skip(self._data, head.end()))
        stream = _STREAM.match(self._data, end)
        if stream is None or trailer.get(b"/Type") != b"/XRef" or b"/DecodeParms" in trailer:
            raise Unfit("no cross-reference stream that is read here")
        content = self._data[stream.end() : stream.end() + number_of(needed(trailer, b"/Length"))]
        if b"/Filter" in trailer:
            content = _unpacked(content, trailer[b"/Filter"])
        return _places(content, trailer), trailer


def _places(content: bytes, trailer: Entries) -> Places:
    """Entries of a cross-reference stream (ISO 32000-1 §7.5.8.3)."""
    kind, offset, last = (number_of(value) for value in items(needed(trailer, b"/W")))
    index = [number_of(value) for value in items(trailer.get(b"/Index", b"[0 %s]" % needed(trailer, b"/Size")))]
    width = kind + offset + last
    numbers = [
        n for first, count in zip(index[::2], index[1::2], strict=True) for n in range(first, first + min(count, len(content)))
    ]
    if kind != 1 or not 0 < offset <= 8 or width * len(numbers) != len(content):
        raise Unfit("a cross-reference stream of an odd shape")
    places: Places = {}
    for at, number in enumerate(numbers):
        entry = content[at * width : (at + 1) * width]
        plain = entry[0] == _OFFSET_TYPE and not any(entry[1 + offset :])
        places[number] = int.from_bytes(entry[1 : 1 + offset], "big") if plain else -1
    return places


def _unpacked(content: bytes, how: bytes) -> bytes:
    if how != b"/FlateDecode":
        raise Unfit("packed in an unknown way")
    try:
        return zlib.decompressobj().decompress(content, _MAX_UNPACKED)
    except zlib.error as error:
        raise Unfit("a broken stream") from error


def needed(entries: Entries, key: bytes) -> bytes:
    """Raises Unfit when it is not there."""
    try:
        return entries[key]
    except KeyError:
        raise Unfit(f"{key.decode('ascii', 'replace')} is missing") from None


def number_of(value: bytes) -> int:
    if not value.isdigit() or len(value) > 10:
        raise Unfit("a number is expected")
    return int(value)


def target(value: bytes) -> int:
    """The number of the object that a reference names."""
    match = _REFERENCE.fullmatch(value)
    if match is None:
        raise Unfit("a reference is expected")
    return int(match[1])


def is_reference(value: bytes) -> bool:
    return _REFERENCE.fullmatch(value) is not None


def items(array: bytes) -> list[bytes]:
    """The values of an array, as they stand."""
    if not array.startswith(b"["):
        raise Unfit("an array is expected")
    found = []
    at = _skip(array, 1)
    while not array.startswith(b"]", at):
        end = _value_end(array, at, 0)
        found.append(array[at:end])
        at = _skip(array, end)
    return found


def dictionary(entries: Entries) -> bytes:
    """One entry a line, in the order given."""
    return b"<<\n" + b"".join(key + b" " + value + b"\n" for key, value in entries.items()) + b">>"


def array(values: list[bytes]) -> bytes:
    return b"[ " + b"".join(value + b" " for value in values) + b"]"


def _entries(data: bytes, at: int) -> tuple[Entries, int]:
    """The dictionary that begins at `at`, and where it ends. A key that is there twice is refused: readers differ in which
    counts."""
    if not data.startswith(b"<<", at):
        raise Unfit("a dictionary is expected")
    found: Entries = {}
    at = _skip(data, at + 2)
    while not data.startswith(b">>", at):
        end = _value_end(data, at, 0)
        key = data[at:end]
        at = _skip(data, end)
        end = _value_end(data, at, 0)
        if not key.startswith(b"/") or key in found:
            raise Unfit("a dictionary with odd keys")
        found[key] = data[at:end]
        at = _skip(data, end)
    return found, at + 2


def _skip(data: bytes, at: int) -> int:
    match = _SPACE.match(data, at)
    assert match is not None
    return match.end()


def _value_end(data: bytes, at: int, depth: int) -> int:
    if depth > _MAX_DEPTH:
        raise Unfit("nested too deep")
    for opening, closing in ((b"<<", b">>"), (b"[", b"]")):
        if data.startswith(opening, at):
            at = _skip(data, at + len(opening))
            while not data.startswith(closing, at):
                at = _skip(data, _value_end(data, at, depth + 1))
            return at + len(closing)
    if data.startswith(b"(", at):
        return _literal_end(data, at)
    atom = _ATOM.match(data, at)
    if atom is None:
        raise Unfit("a value that is none")
    return atom.end()


def _literal_end(data: bytes, at: int) -> int:
    depth = 0
    while match := _LITERAL.match(data, at):
        at = match.end()
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if depth == 0:
            return at
    raise Unfit("a text without an end")
