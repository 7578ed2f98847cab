"""Search by sound: names and titles by the initials and by the syllables of their pinyin, beside the index of what is written.

Two columns of tokens each for the customer and for the rest (title, site, contact): 北京银行 → pairs of initials `·b bj jy yh h`,
the dot where the customer's name begins, and syllables `bei jing yin hang 0`, the nought where a run ends. A character with
a second reading gives the run once more with it. What was typed as letters is looked for in both; see `match_expression`.

What is not indexed yet (`store/indexing`) is judged by `is_heard` and `begins_so`, on the same tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from sqlalchemy import Connection, text

from fieldapp.domain import pinyin
from fieldapp.domain.folding import fold
from fieldapp.store.search import bigrams
from fieldapp.store.tables import SOUNDS_TABLE

_START = "·"
_LONGEST_TWICE = 12
"""Characters of a run whose second readings are indexed, too."""

_COLUMNS = ("customer_initials", "customer_syllables", "initials", "syllables")
_DELETE = text(f"DELETE FROM {SOUNDS_TABLE} WHERE rowid = :row")  # noqa: S608 - a constant name
_INSERT = text(
    f"INSERT INTO {SOUNDS_TABLE}(rowid, {', '.join(_COLUMNS)}) VALUES (:row, {', '.join(f':{name}' for name in _COLUMNS)})"  # noqa: S608
)

Tokens = tuple[str, str, str, str]
"""What is indexed of an order, by column; see `_COLUMNS`."""


def put(connection: Connection, heard: Sequence[tuple[int, Tokens]]) -> None:
    """Index orders anew: row number and tokens of each. An order in whose names nothing is read is not in this index."""
    if heard:
        connection.execute(_DELETE, [{"row": row} for row, _ in heard])
    found = [{"row": row, **dict(zip(_COLUMNS, values, strict=True))} for row, values in heard if any(map(str.strip, values))]
    if found:
        connection.execute(_INSERT, found)


def remove(connection: Connection, row: int) -> None:
    """Forget one order; nothing happens when it is not there."""
    connection.execute(_DELETE, {"row": row})


def tokens(customer: str, *rest: str) -> Tokens:
    """What the names of an order sound like: the customer's, and the others' (title, site, contact)."""
    whose, others = _tokens(customer, _START), [_tokens(name) for name in rest]
    return (*whose, " ".join(initials for initials, _ in others), " ".join(syllables for _, syllables in others))


def match_expression(word: str) -> str | None:
    """What FTS5 is asked for a folded word of letters; None when it cannot be pinyin."""
    if not pinyin.can_be_pinyin(word):
        return None
    return _expression(_asked(word), "{customer_initials initials}", "{customer_syllables syllables}")


def beginning(word: str) -> str:
    """The same for customers whose name begins with it."""
    return _expression(_asked(word, _START), "customer_initials", "customer_syllables")


def is_heard(word: str, customer: str, title: str, site: str, contact: str) -> bool:
    """Whether `match_expression` of the word finds an order of these names."""
    by_customer, syllables, initials, others = tokens(customer, title, site, contact)
    asked = _asked(word)
    return _holds(asked, by_customer, syllables) or _holds(asked, initials, others)


def begins_so(word: str, customer: str) -> bool:
    """Whether `beginning` of the word finds an order of this customer."""
    return _holds(_asked(word, _START), *_tokens(customer, _START))


_Asked = tuple[tuple[str, ...], tuple[str, ...]]
"""Phrases of pairs of initials, and of syllables whose last may be the beginning of one; any of them will do."""


@lru_cache(maxsize=64)
def _asked(word: str, start: str = "") -> _Asked:
    ways = pinyin.splits(word)
    letters = (start + letters for letters in pinyin.initials(word))
    pairs = tuple(" ".join(some[at : at + 2] for at in range(len(some) - 1)) for some in letters)
    return pairs, tuple(" ".join((start, *way) if start else way) for way in ways)


def _expression(asked: _Asked, initials: str, syllables: str) -> str:
    pairs, ways = asked
    written = " OR ".join(f'"{phrase}"' for phrase in pairs)
    if not ways:
        return f"{initials}: ({written})"
    spoken = " OR ".join(f'"{way}" *' for way in ways)
    return f"{initials}: ({written}) OR {syllables}: ({spoken})"


def _holds(asked: _Asked, initials: str, syllables: str) -> bool:
    pairs, ways = asked
    return any(f" {phrase} " in f" {initials} " for phrase in pairs) or any(f" {way}" in f" {syllables}" for way in ways)


@lru_cache(maxsize=4096)
def _tokens(name: str, start: str = "") -> tuple[str, str]:
    """Pairs of initials (the same initials once), and syllables."""
    runs = list(_runs(name, start))
    letters = dict.fromkeys("".join(syllable[0] for syllable in run) for run in runs)
    return bigrams(" ".join(letters)), " ".join(" ".join((*run, "0")) for run in runs)


def _runs(name: str, start: str = "") -> Iterator[tuple[str, ...]]:
    """How each run with Chinese in it is read; again for every second reading in it."""
    for at, run in enumerate(fold(name).split()):
        if not any(pinyin.is_read(character) for character in run):
            continue
        options = pinyin.readings(run)
        first = tuple(choice[0] for choice in options)
        head = (start,) if start and at == 0 else ()
        yield (*head, *first)
        if len(run) <= _LONGEST_TWICE:
            for place, choice in enumerate(options):
                if len(choice) > 1:
                    yield (*head, *first[:place], choice[1], *first[place + 1 :])
