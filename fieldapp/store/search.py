"""Full-text search by pairs of characters.

Text is folded (width, case, no marks), cut into runs at spaces and punctuation, and each run into overlapping pairs of code
points: 交换机A → `交换 换机 机a a`. The single character at the end of a run keeps pairs of two runs from standing side by side,
and makes every character the start of some token, which is how a query of one character is answered (by prefix). Connectors in
numbers are dropped on both sides: WX-2026 finds wx2026. A word of the query is a phrase of its pairs; all words must be found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from fieldapp.domain.folding import fold
from fieldapp.store.tables import SEARCH_TABLE

MAX_QUERY = 200

_DELETE = text(f"DELETE FROM {SEARCH_TABLE} WHERE rowid = :row")  # noqa: S608 - a constant name
_INSERT = text(f"INSERT INTO {SEARCH_TABLE}(rowid, bigrams) VALUES (:row, :bigrams)")  # noqa: S608 - a constant name


def fold_serial(raw: str) -> str:
    """A serial number without case, width, spaces and connectors."""
    return fold(raw).replace(" ", "")


def bigrams(folded: str) -> str:
    """The tokens of a folded text, separated by spaces."""
    pairs = zip(folded, f"{folded[1:]} ", strict=bool(folded))
    return " ".join([first if second == " " else first + second for first, second in pairs if first != " "])


def match_expression(query: str) -> str | None:
    """What FTS5 is asked for a person's query; None when nothing in it can be searched for."""
    return " AND ".join(phrase(word) for word in words(query)) or None


def words(query: str) -> list[str]:
    """The folded words of a person's query."""
    return fold(query[:MAX_QUERY]).split()


def phrase(word: str) -> str:
    """One folded word as FTS5 is asked for it."""
    if len(word) == 1:
        return f'"{word}" *'
    return '"' + " ".join(word[at : at + 2] for at in range(len(word) - 1)) + '"'


def digest(folded: str, serials: Iterable[str]) -> str:
    """Tells whether an order's searchable text or its serial numbers have changed."""
    return hashlib.blake2b("\0".join((folded, *serials)).encode(), digest_size=12).hexdigest()


def joined(texts: Iterable[str]) -> str:
    """One folded text of many; their ends do not run into each other."""
    return fold("\n".join(texts))


def put(connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
    """Index orders anew: row number and tokens of each."""
    if texts:
        connection.execute(_DELETE, [{"row": row} for row, _ in texts])
        connection.execute(_INSERT, [{"row": row, "bigrams": tokens} for row, tokens in texts])


def remove(connection: Connection, row: int) -> None:
    """Forget one order; nothing happens when it is not there."""
    connection.execute(_DELETE, {"row": row})
