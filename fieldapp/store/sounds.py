"""Search by sound: names and titles by the initials and by the syllables of their pinyin, beside the index of what is written.

Two columns of tokens each for the customer and for the rest (title, site, contact): 北京银行 → pairs of initials `·b bj jy yh h`,
the dot where the customer's name begins, and syllables `bei jing yin hang 0`, the nought where a run ends. A character with
a second reading gives the run once more with it. What was typed as letters is looked for in both; see `match_expression`.

An older store is indexed piece by piece after its upgrade (`fill`), newest orders first: nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection, bindparam, select, text

from fieldapp.domain import pinyin
from fieldapp.domain.folding import fold
from fieldapp.domain.records import OrderSummary
from fieldapp.store.repositories.meta import Meta
from fieldapp.store.search import bigrams
from fieldapp.store.tables import SOUNDS_TABLE, orders

LEFT: Final = "sounds-left"
"""In `meta`: every row up to this one is still to be indexed; nothing when all are."""
CHUNK = 100
_START = "·"
_LONGEST_TWICE = 12
"""Characters of a run whose second readings are indexed, too."""

_COLUMNS = ("customer_initials", "customer_syllables", "initials", "syllables")
_DELETE = text(f"DELETE FROM {SOUNDS_TABLE} WHERE rowid = :row")  # noqa: S608 - a constant name
_INSERT = text(
    f"INSERT INTO {SOUNDS_TABLE}(rowid, {', '.join(_COLUMNS)}) VALUES (:row, {', '.join(f':{name}' for name in _COLUMNS)})"  # noqa: S608
)
_NEXT = (
    select(orders.c.row, orders.c.title, orders.c.customer, orders.c.site, orders.c.contact)
    .where(orders.c.row <= bindparam("left"))
    .order_by(orders.c.row.desc())
    .limit(CHUNK)
)


def put(connection: Connection, orders: Iterable[tuple[int, OrderSummary]]) -> None:
    """Index orders that are not in this index: row number and summary of each."""
    _put(connection, ((row, s.customer, (s.title, s.site, s.contact)) for row, s in orders))


def remove(connection: Connection, row: int) -> None:
    """Forget one order; nothing happens when it is not there."""
    connection.execute(_DELETE, {"row": row})


def fill(connection: Connection) -> bool:
    """Index the next orders that an upgrade left over; True while there are more. Each call is a whole step: what is done stays
    done when the power goes."""
    meta = Meta(connection)
    left = meta.get(LEFT)
    if left is None:
        return False
    rows = connection.execute(_NEXT, {"left": left}).all()
    for found in rows:
        remove(connection, found.row)  # it may have been changed, and so indexed, meanwhile
    _put(connection, ((found.row, found.customer, (found.title, found.site, found.contact)) for found in rows))
    more = len(rows) == CHUNK
    meta.set(LEFT, rows[-1].row - 1 if more else None)
    return more


def match_expression(word: str) -> str | None:
    """What FTS5 is asked for a folded word of letters; None when it cannot be pinyin."""
    if not pinyin.can_be_pinyin(word):
        return None
    asked = [f"{{customer_initials initials}}: ({_either(_pairs(letters) for letters in pinyin.initials(word))})"]
    if ways := pinyin.splits(word):
        asked.append(f"{{customer_syllables syllables}}: ({_either(_sequence(way) for way in ways)})")
    return " OR ".join(asked)


def beginning(word: str) -> str:
    """The same for customers whose name begins with it."""
    asked = [f"customer_initials: ({_either(_pairs(_START + letters) for letters in pinyin.initials(word))})"]
    if ways := pinyin.splits(word):
        asked.append(f"customer_syllables: ({_either(_sequence((_START, *way)) for way in ways)})")
    return " OR ".join(asked)


def _either(phrases: Iterable[str]) -> str:
    return " OR ".join(phrases)


def _pairs(letters: str) -> str:
    return '"' + " ".join(letters[at : at + 2] for at in range(len(letters) - 1)) + '"'


def _sequence(syllables: Iterable[str]) -> str:
    return '"' + " ".join(syllables) + '" *'


def _put(connection: Connection, named: Iterable[tuple[int, str, Iterable[str]]]) -> None:
    found = []
    for row, customer, rest in named:
        whose, others = _tokens(customer, _START), [_tokens(name) for name in rest]
        values = (*whose, " ".join(initials for initials, _ in others), " ".join(syllables for _, syllables in others))
        if any(value.strip() for value in values):
            found.append({"row": row, **dict(zip(_COLUMNS, values, strict=True))})
    if found:
        connection.execute(_INSERT, found)


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
