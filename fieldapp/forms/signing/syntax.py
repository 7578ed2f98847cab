"""The few objects of a PDF that a layer touches, taken as the bytes they are. Only plain files: cross-reference tables, no
streams.

Nothing here interprets more than it must, so that a layer is built from the same bytes in ten years, whatever PDF libraries do
then.
"""

from __future__ import annotations

import re

_EOL = rb"(?:\r\n|\r|\n)"
_TAIL = re.compile(rb"startxref" + _EOL + rb"(\d{1,10})" + _EOL + rb"%%EOF" + _EOL + rb"?\Z")
_TABLE = re.compile(rb"xref" + _EOL)
_SECTION = re.compile(rb"(\d{1,10}) (\d{1,7}) ?" + _EOL)
_IN_USE = re.compile(rb"(\d{10}) 00000 n(?: \r| \n|\r\n)")
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

Entries = dict[bytes, bytes]
"""A dictionary: names with their slash → values as they stand."""


class Unfit(ValueError):
    """The file is not one of the plain kind that is extended here."""


class PlainFile:
    """Objects of a file by their number, through its cross-reference tables. Raises Unfit at whatever it does not know."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        tail = _TAIL.search(data, max(0, len(data) - 64))
        if tail is None:
            raise Unfit("no startxref at the end")
        self.table_at = int(tail[1])
        self._newest, self.trailer = self._table(self.table_at)

    def begin(self) -> int:
        """Where the first object of the newest revision stands."""
        places = [self._place(at + index * _ENTRY_BYTES) for _, count, at in self._newest for index in range(min(count, 1000))]
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
        sections, trailer = self._newest, self.trailer
        for _ in range(_MAX_TABLES):
            for first, count, at in sections:
                if first <= number < first + count:
                    return self._place(at + (number - first) * _ENTRY_BYTES)
            if b"/Prev" not in trailer:
                break
            sections, trailer = self._table(number_of(trailer[b"/Prev"]))
        raise Unfit(f"object {number} is missing")

    def _place(self, at: int) -> int:
        entry = _IN_USE.match(self._data, at)
        if entry is None:
            raise Unfit("an entry of the table is none")
        return int(entry[1])

    def _table(self, at: int) -> tuple[list[tuple[int, int, int]], Entries]:
        """Sections (first number, how many, where their entries begin) and trailer of the table at `at`."""
        head = _TABLE.match(self._data, at)
        if head is None:
            raise Unfit("no cross-reference table")
        at = head.end()
        sections = []
        while section := _SECTION.match(self._data, at):
            sections.append((int(section[1]), int(section[2]), section.end()))
            at = section.end() + int(section[2]) * _ENTRY_BYTES
        trailer = _TRAILER.match(self._data, at)
        if trailer is None:
            raise Unfit("no trailer after the table")
        return sections, _entries(self._data, _skip(self._data, trailer.end()))[0]


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
