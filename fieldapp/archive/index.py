"""The register as a list to look things up in: which revision counts, which was superseded, which is there twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fieldapp.archive.entry import GENESIS, Entry, Line
from fieldapp.archive.words import Remark


class Standing(StrEnum):
    """`doubled`: the newest revision of its order, but several files claim to be it. `extended`: another file begins with
    this one and adds a timestamp, validation data or a countersignature."""

    CURRENT = "current"
    EXTENDED = "extended"
    SUPERSEDED = "superseded"
    DOUBLED = "doubled"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry and where it stands; `by` is the revision that superseded it, `grown` the file that begins with it and adds to
    it, `twins` are other files of its revision, none of which begins with another."""

    line: Line
    standing: Standing
    by: int | None = None
    twins: tuple[str, ...] = ()
    grown: str | None = None

    @property
    def entry(self) -> Entry:
        return self.line.entry


def items(lines: Sequence[Line]) -> list[Item]:
    """Every entry in the order of the register. Orders are told apart by their id: a number may be given twice by mistake."""
    revisions: defaultdict[str, defaultdict[int, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        revisions[line.entry.order_id][line.entry.revision].append(line.entry)
    return [_item(line, revisions[line.entry.order_id]) for line in lines]


def _item(line: Line, revisions: dict[int, list[Entry]]) -> Item:
    entry, newest = line.entry, max(revisions)
    same = revisions[entry.revision]
    grown = _grown(entry, same)
    twins = () if grown else tuple(other.file for other in heads(same) if other.file != entry.file)
    if newest > entry.revision:
        return Item(line, Standing.SUPERSEDED, newest, twins, grown)
    if grown:
        return Item(line, Standing.EXTENDED, None, twins, grown)
    return Item(line, Standing.DOUBLED if twins else Standing.CURRENT, None, twins)


def heads(same: Sequence[Entry]) -> list[Entry]:
    """Of the files of one revision those with which no other begins."""
    earlier = {sha256 for entry in same for sha256 in entry.extends}
    return [entry for entry in same if entry.sha256 not in earlier]


def _grown(entry: Entry, same: Sequence[Entry]) -> str | None:
    """The largest file that begins with this one."""
    later = [other for other in same if entry.sha256 in other.extends]
    return max(later, key=lambda other: (other.size, other.seq)).file if later else None


def shared_numbers(lines: Iterable[Line]) -> dict[str, list[str]]:
    """Numbers that more than one order has, with the files."""
    orders: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for line in lines:
        orders[line.entry.number].setdefault(line.entry.order_id, line.entry.file)
    return {number: list(files.values()) for number, files in orders.items() if len(files) > 1}


def search(found: Iterable[Item], *, text: str = "", numbers: Sequence[str] = (), since: datetime | None = None) -> list[Item]:
    """Items that fit all that is given. `text`: every word is in number, customer, file, hash, id, who or time."""
    words = text.casefold().split()
    wanted = frozenset(numbers)
    return [
        item
        for item in found
        if (not wanted or item.entry.number in wanted)
        and (since is None or item.entry.signed >= since)
        and all(word in _haystack(item.entry) for word in words)
    ]


class Catalogue:
    """The register held ready to look things up again and again: what `items` and `search` give, the words of every entry
    prepared once, the latest seal first. For a screen."""

    def __init__(self, lines: Sequence[Line]) -> None:
        dated = sorted(((item.entry.signed, item) for item in items(lines)), key=lambda pair: pair[0], reverse=True)
        self.items = tuple(item for _moment, item in dated)
        self.head = lines[-1].hash if lines else GENESIS
        self._years = [moment.year for moment, _item in dated]
        self._words = [_haystack(item.entry) for item in self.items]
        self._by_sha256 = {item.entry.sha256: item for item in self.items}
        self._by_revision = {
            (item.entry.order_id, item.entry.revision): item for item in reversed(self.items) if item.grown is None
        }
        self.years = tuple(dict.fromkeys(self._years))

    def search(self, text: str = "", *, standings: frozenset[Standing] = frozenset(), year: int | None = None) -> list[Item]:
        """Items that fit all that is given."""
        words = text.casefold().split()
        return [
            item
            for item, said, signed_in in zip(self.items, self._words, self._years, strict=True)
            if (not standings or item.standing in standings)
            and (year is None or signed_in == year)
            and all(word in said for word in words)
        ]

    def of_file(self, sha256: str) -> Item | None:
        """The entry of exactly this file."""
        return self._by_sha256.get(sha256)

    def of_revision(self, order_id: str, revision: int) -> Item | None:
        """The newest entry of a revision, whichever file it is."""
        return self._by_revision.get((order_id, revision))


def notices(found: Sequence[Item]) -> list[tuple[str, Remark]]:
    """What is in order, but worth knowing: file (or number) and remark."""
    said = []
    for item in found:
        if item.by is not None:
            said.append((item.entry.file, Remark("superseded", str(item.by))))
        if item.grown is not None:
            said.append((item.entry.file, Remark("extended", item.grown)))
        if item.twins:
            said.append((item.entry.file, Remark("twice", ", ".join(item.twins))))
    for number, files in shared_numbers(item.line for item in found).items():
        said.append((number, Remark("number.shared", ", ".join(files))))
    return said


def _haystack(entry: Entry) -> str:
    parts = (entry.number, entry.customer, entry.file, entry.sha256, entry.order_id, entry.who, entry.signed_at)
    return "\n".join(parts).casefold()
