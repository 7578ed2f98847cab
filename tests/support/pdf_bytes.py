"""Byte syntax that PDF/A asks for (ISO 19005-3 §6.1) and that qpdf, and all that is built on it, repairs silently in reading."""

from __future__ import annotations

import re
import zlib

_EOL = rb"(?:\r\n|\n|\r)"


def byte_findings(data: bytes) -> list[str]:
    """What is wrong with the syntax of a file, each revision of it; empty when nothing is.

    Cross-references as tables or as streams, deflated, with or without PNG's Up. Objects inside object streams have no syntax
    of their own that PDF/A speaks of.
    """
    found = _header(data) + _end(data)
    starts = [int(match.group(1)) for match in re.finditer(rb"startxref" + _EOL + rb"(\d+)" + _EOL + rb"%%EOF", data)]
    if not starts:
        return [*found, "6.1.3 no startxref"]
    entries: dict[int, int] = {}
    identifiers = []
    for start in starts:
        section, problems, identifier = _revision(data, start)
        entries.update(section)
        found += problems
        identifiers.append(identifier)
    if len({identifier.split(b">")[0] for identifier in identifiers}) > 1:
        found.append("6.1.3 the first half of /ID differs between revisions")
    for number, offset in entries.items():
        found += _object(data, number, offset, entries)
    return found


def _header(data: bytes) -> list[str]:
    match = re.match(rb"%PDF-1\.[0-7]" + _EOL + rb"%([^\r\n]*)" + _EOL, data)
    if match is None:
        return ["6.1.2 header"]
    comment = match.group(1)
    return [] if len(comment) >= 4 and all(byte > 127 for byte in comment[:4]) else ["6.1.2 no binary comment"]


def _end(data: bytes) -> list[str]:
    return [] if re.search(rb"%%EOF" + _EOL + rb"?\Z", data) else ["6.1.3 data after %%EOF"]


def _revision(data: bytes, start: int) -> tuple[dict[int, int], list[str], bytes]:
    """Entries of one cross-reference section, what is wrong with it, and the /ID of its trailer."""
    if re.compile(rb"\d+ 0 obj").match(data, start):
        return _stream_revision(data, start)
    position = re.compile(rb"xref" + _EOL).match(data, start)
    if position is None:
        return {}, [f"6.1.4 no xref table at {start}"], b""
    at = position.end()
    entries: dict[int, int] = {}
    problems: list[str] = []
    subsection = re.compile(rb"(\d+) (\d+)" + _EOL)
    while match := subsection.match(data, at):
        at = match.end()
        for number in range(int(match.group(1)), int(match.group(1)) + int(match.group(2))):
            entry = data[at : at + 20]
            if not re.fullmatch(rb"\d{10} \d{5} [nf](?: \r| \n|\r\n)", entry):
                problems.append(f"6.1.4 entry {number}")
            elif entry[17:18] == b"n":
                entries[number] = int(entry[:10])
            at += 20
    trailer = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref", re.DOTALL).match(data, at)
    if trailer is None:
        return entries, [*problems, "6.1.4 no trailer after the table"], b""
    identifier, more = _trailer(trailer.group(1))
    return entries, problems + more, identifier


def _trailer(dictionary: bytes) -> tuple[bytes, list[str]]:
    problems = []
    identifier = re.search(rb"/ID\s*\[\s*(<[0-9A-Fa-f]+>\s*<[0-9A-Fa-f]+>)\s*\]", dictionary)
    if identifier is None:
        problems.append("6.1.3 no /ID")
    if b"/Encrypt" in dictionary:
        problems.append("6.1.3 encrypted")
    return identifier.group(1) if identifier else b"", problems


def _stream_revision(data: bytes, start: int) -> tuple[dict[int, int], list[str], bytes]:
    match = re.compile(rb"\d+ 0 obj" + _EOL + rb"<<(.*?)>>\s*stream\r?\n", re.DOTALL).match(data, start)
    if match is None:
        return {}, [f"6.1.4 no cross-reference stream at {start}"], b""
    dictionary = match.group(1)
    identifier, problems = _trailer(dictionary)
    length = re.search(rb"/Length (\d+)", dictionary)
    size = re.search(rb"/Size (\d+)", dictionary)
    if b"/XRef" not in dictionary or length is None or size is None:
        return {}, [*problems, f"6.1.4 no cross-reference stream at {start}"], identifier
    content = data[match.end() : match.end() + int(length.group(1))]
    content = zlib.decompress(content) if b"/FlateDecode" in dictionary else content
    widths = _numbers(rb"/W", dictionary) or []
    rows = _rows(content, sum(widths), up=b"/Predictor" in dictionary)
    index = _numbers(rb"/Index", dictionary) or [0, int(size.group(1))]
    numbers = [first + step for first, count in zip(index[::2], index[1::2], strict=True) for step in range(count)]
    entries = {}
    for number, row in zip(numbers, rows, strict=True):
        kind = int.from_bytes(row[: widths[0]], "big") if widths[0] else 1
        if kind == 1:
            entries[number] = int.from_bytes(row[widths[0] : widths[0] + widths[1]], "big")
    return entries, problems, identifier


def _numbers(key: bytes, dictionary: bytes) -> list[int] | None:
    match = re.search(key + rb"\s*\[([\d\s]*)\]", dictionary)
    return [int(number) for number in match.group(1).split()] if match else None


def _rows(content: bytes, width: int, *, up: bool) -> list[bytes]:
    if not up:
        return [content[at : at + width] for at in range(0, len(content), width)]
    rows, before = [], bytes(width)
    for at in range(0, len(content), width + 1):
        before = bytes((new + old) & 0xFF for new, old in zip(content[at + 1 : at + 1 + width], before, strict=True))
        rows.append(before)
    return rows


def _object(data: bytes, number: int, offset: int, entries: dict[int, int]) -> list[str]:
    head = re.compile(rb"%d 0 obj" % number + _EOL).match(data, offset)
    if head is None or data[offset - 1 : offset] not in {b"\n", b"\r"}:
        return [f"6.1.9 object {number} does not begin as it must"]
    end = data.index(b"endobj", offset)
    stream = re.compile(rb">>\s*stream").search(data, offset, end)
    if stream is None:
        return [] if data[end - 1 : end] in {b"\n", b"\r"} else [f"6.1.9 object {number} has no line end before endobj"]
    if not re.match(rb"\r\n|\n", data[stream.end() : stream.end() + 2]):
        return [f"6.1.7.1 object {number}: no line end after stream"]
    begin = stream.end() + (2 if data[stream.end() : stream.end() + 2] == b"\r\n" else 1)
    length = _length(data, data[offset : stream.end()], entries)
    if length is None or not re.match(_EOL + rb"endstream" + _EOL + rb"endobj", data[begin + length : begin + length + 24]):
        return [f"6.1.7.1 object {number}: length or line end before endstream"]
    return []


def _length(data: bytes, dictionary: bytes, entries: dict[int, int]) -> int | None:
    match = re.search(rb"/Length (\d+)(?: (\d+) R)?", dictionary)
    if match is None:
        return None
    if match.group(2) is None:
        return int(match.group(1))
    target = re.compile(rb"\d+ 0 obj\s+(\d+)").match(data, entries.get(int(match.group(1)), len(data)))
    return int(target.group(1)) if target else None
