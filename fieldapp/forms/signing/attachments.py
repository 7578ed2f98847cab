"""Embedded files of a PDF, read so that no file can be there under two names, or one name for two files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from fieldapp.forms.signing.verdict import Finding

MAX_FILES = 200
_MAX_DEPTH = 8


def collect(reader: PdfFileReader) -> tuple[dict[str, bytes], list[Finding]]:
    """Files by name and what is wrong with them; a doubtful file is left out. PdfError on a broken name tree."""
    problems: list[Finding] = []
    files: dict[str, bytes] = {}
    tree = _tree(reader)
    entries = list(_entries(tree, 0)) if tree is not None else []
    times = Counter(name for name, _ in entries)
    listed = {_identity(spec) for _, spec in entries}
    for other in _raw_items(_entry(reader.root, "/AF")):
        if _identity(other) not in listed:
            problems.append(Finding("attachment.unlisted", _file_name(other)))
    for name in times:
        if times[name] > 1:
            problems.append(Finding("attachment.duplicate", _shown(name)))
    for name, spec in entries:
        if times[name] == 1:
            data, finding = _read(name, spec)
            if data is None:
                problems.append(finding)
            else:
                files[name] = data
    return files, problems


def _tree(reader: PdfFileReader) -> DictionaryObject | None:
    names = _entry(reader.root, "/Names")
    files = None if names is None else _entry(_dictionary(names), "/EmbeddedFiles")
    return None if files is None else _dictionary(files)


def _entries(node: DictionaryObject, depth: int) -> Iterator[tuple[str, object]]:
    """Name and file specification (as it stands, perhaps a reference) of every leaf of the name tree."""
    if depth > _MAX_DEPTH:
        raise PdfError("name tree too deep")
    leaves = _raw_items(_entry(node, "/Names"))
    kids = _raw_items(_entry(node, "/Kids"))
    if len(leaves) % 2 or len(leaves) > 2 * MAX_FILES or len(kids) > MAX_FILES:
        raise PdfError("name tree out of shape")
    for key, spec in zip(leaves[::2], leaves[1::2], strict=True):
        yield str(_resolved(key)), spec
    for kid in kids:
        yield from _entries(_dictionary(_resolved(kid)), depth + 1)


def _read(name: str, spec: object) -> tuple[bytes | None, Finding]:
    """Key of the tree, /F and /UF have to agree, and so have the streams under /F and /UF."""
    unreadable = Finding("attachment.unreadable", _shown(name))
    dictionary = _resolved(spec)
    if not isinstance(dictionary, DictionaryObject):
        return None, unreadable
    if {str(_entry(dictionary, key)) for key in ("/F", "/UF") if key in dictionary} != {name}:
        return None, Finding("attachment.names", _shown(name))
    streams = _entry(dictionary, "/EF")
    if not isinstance(streams, DictionaryObject):
        return None, unreadable
    raw = [streams.raw_get(key) for key in streams]
    if len({_identity(item) for item in raw}) != 1:
        return None, Finding("attachment.names", _shown(name))
    stream = _resolved(raw[0])
    if not isinstance(stream, StreamObject):
        return None, unreadable
    try:
        return bytes(stream.data), unreadable
    except (PdfError, ValueError, NotImplementedError):
        return None, unreadable


def _identity(item: object) -> object:
    return (item.idnum, item.generation) if isinstance(item, IndirectObject) else id(item)


def _resolved(item: object) -> object:
    return item.get_object() if isinstance(item, IndirectObject) else item  # type: ignore[no-untyped-call]


def _dictionary(item: object) -> DictionaryObject:
    if not isinstance(item, DictionaryObject):
        raise PdfError("dictionary expected")
    return item


def _entry(dictionary: DictionaryObject, key: str) -> object:
    """The value, references followed (`DictionaryObject.get` does not follow them); None when the key is not there."""
    try:
        return dictionary[key]
    except KeyError:
        return None


def _raw_items(array: object) -> list[object]:
    if array is None:
        return []
    if not isinstance(array, ArrayObject):
        raise PdfError("array expected")
    return [array.raw_get(index) for index in range(len(array))]


def _file_name(spec: object) -> str:
    dictionary = _resolved(spec)
    return _shown(str(_entry(dictionary, "/UF"))) if isinstance(dictionary, DictionaryObject) else "?"


def _shown(name: str) -> str:
    """A name out of a foreign file, fit for one line of a report."""
    return "".join(character if character.isprintable() else "?" for character in name[:60])
