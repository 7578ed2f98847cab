"""What a person's words mean for a list: they stand in the text, or sound like the names in it; the former come first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import BindParameter, ColumnElement, TextClause, bindparam, case, literal_column, text

from fieldapp.store import search, sounds
from fieldapp.store.tables import SEARCH_TABLE, SOUNDS_TABLE

_WRITTEN = f"SELECT rowid AS hit FROM {SEARCH_TABLE} WHERE {SEARCH_TABLE} MATCH :{{asked}}"  # noqa: S608 - constant names
_HEARD = f"SELECT rowid AS hit FROM {SOUNDS_TABLE} WHERE {SOUNDS_TABLE} MATCH :{{asked}}"  # noqa: S608 - constant names
_OLD = " AND NOT EXISTS (SELECT 1 FROM unindexed WHERE order_row = {table}.rowid AND {what})"
"""What an index says of a noted order is passed over. Looked up for each hit: put together beforehand, all notes were read."""
_NEW_NAMES = "SELECT order_row AS hit FROM unindexed JOIN orders ON row = order_row WHERE named AND text IS NOT NULL AND "
IS_HEARD, BEGINS_SO = "is_heard", "begins_so"
"""Functions of every connection (`store/engine`): those of `sounds`."""


class Noted(Enum):
    """What becomes of orders that are not in the indexes yet (`store/indexing`)."""

    NONE = "none"
    """There are none."""
    LOOKED_THROUGH = "looked through"
    LEFT_OUT = "left out"
    """There are many: the caller asks once more."""


@dataclass(frozen=True, slots=True)
class Found:
    """Rows that the search names, by any of its parts."""

    parts: tuple[str, ...]
    values: dict[str, str]

    def condition(self, *, seek: bool = True) -> ColumnElement[bool]:
        """It is one of them. `seek` False: SQLite only checks that, and does not look the orders up by it."""
        chosen = text(f"{'' if seek else '+'}orders.row IN ({' UNION ALL '.join(self.parts)})")
        return chosen.bindparams(**self.values)  # type: ignore[return-value]  # it stands for one

    def at_most(self, number: int) -> TextClause:
        """So many of them at the most, some perhaps twice."""
        return text(f"{' UNION ALL '.join(self.parts)} LIMIT {number}").bindparams(**self.values)

    def of(self, rows: Sequence[int]) -> TextClause:
        """Those of these rows, which are sorted: of the hits from the first to the last each is looked at once, and none is
        kept. FTS5 begins at the first and ends behind the last; asked for each row by itself it would begin as often."""
        asked = text(" UNION ALL ".join(f"{part} AND hit BETWEEN :first AND :last AND +hit IN :among" for part in self.parts))
        among: BindParameter[int] = bindparam("among", list(rows), expanding=True)
        return asked.bindparams(among, first=rows[0], last=rows[-1], **self.values)


@dataclass(frozen=True, slots=True)
class Words:
    """What a person looks for, as the indexes are asked for it."""

    query: str
    noted: Noted

    @property
    def is_short(self) -> bool:
        """Some word is a single character: it stands in many orders, and FTS5 puts together the lists of all pairs that begin
        with it whenever it is asked."""
        return any(len(word) == 1 for word in search.words(self.query))

    def conditions(self) -> list[Found]:
        """All of them hold for an order that fits; none where nothing can be searched for."""
        words = search.words(self.query)
        plain = [word for word in words if sounds.match_expression(word) is None]
        found = [self._written(plain)] if plain else []
        for word in words:
            if word not in plain:
                found.append(_either(self._written([word], f"{len(found)}_"), self._heard([word], f"{len(found)}_")))
        return found

    def order(self) -> ColumnElement[int] | None:
        """A column to sort by: 0 every word is written there, 1 the customer's name begins with the sounds, 2 the others; None
        where nothing can be heard."""
        written, begun, _all = (*self.tiers(), None, None)[:3]
        if written is None or begun is None:
            return None
        return case(
            (written.condition(), literal_column("0")), (begun.condition(), literal_column("1")), else_=literal_column("2")
        )

    def tiers(self) -> tuple[Found | None, ...]:
        """What is shown first, then next, then last, each beside `conditions`; None is everything that fits. See `order`."""
        heard = [word for word in search.words(self.query) if sounds.match_expression(word) is not None]
        if not heard:
            return (None,)
        return (self._written(search.words(self.query), "all_"), self._heard(heard, "begun_", begun=True), None)

    def _written(self, words: Sequence[str], name: str = "") -> Found:
        """Rows in whose text all the words stand: in the index, or in what is not indexed yet."""
        values = {f"{name}written": " AND ".join(search.phrase(word) for word in words)}
        indexed = _WRITTEN.format(asked=f"{name}written")
        if self.noted is Noted.NONE:
            return Found((indexed,), values)
        indexed += _OLD.format(table=SEARCH_TABLE, what="text IS NOT NULL")
        if self.noted is Noted.LEFT_OUT:
            return Found((indexed,), values)
        holds = " AND ".join(f"instr(text, :{name}word{place})" for place in range(len(words)))
        new = f"SELECT order_row AS hit FROM unindexed WHERE {holds}"  # noqa: S608 - names of parameters
        return Found((indexed, new), values | {f"{name}word{place}": word for place, word in enumerate(words)})

    def _heard(self, words: Sequence[str], name: str, *, begun: bool = False) -> Found:
        """Rows whose names sound like one of the words, or (`begun`) whose customer's name begins so."""
        asked = " OR ".join(f"({sounds.beginning(word) if begun else sounds.match_expression(word)})" for word in words)
        indexed, values = _HEARD.format(asked=f"{name}heard"), {f"{name}heard": asked}
        if self.noted is Noted.NONE:
            return Found((indexed,), values)
        indexed += _OLD.format(table=SOUNDS_TABLE, what="named")
        if self.noted is Noted.LEFT_OUT:
            return Found((indexed,), values)
        call = f"{BEGINS_SO}(:{{}}, customer)" if begun else f"{IS_HEARD}(:{{}}, customer, title, site, contact)"
        sounding = {f"{name}sound{place}": word for place, word in enumerate(words)}
        new = f"{_NEW_NAMES}({' OR '.join(call.format(parameter) for parameter in sounding)})"
        return Found((indexed, new), values | sounding)


def _either(one: Found, other: Found) -> Found:
    return Found((*one.parts, *other.parts), {**one.values, **other.values})
