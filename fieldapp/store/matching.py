"""What a person's words mean for a list: they stand in the text, or sound like the names in it; the former come first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, TextClause, case, literal_column, text

from fieldapp.store import search, sounds
from fieldapp.store.tables import SEARCH_TABLE, SOUNDS_TABLE

_WRITTEN = f"SELECT rowid FROM {SEARCH_TABLE} WHERE {SEARCH_TABLE} MATCH"  # noqa: S608 - a constant name
_HEARD = f"SELECT rowid FROM {SOUNDS_TABLE} WHERE {SOUNDS_TABLE} MATCH"  # noqa: S608 - a constant name


@dataclass(frozen=True, slots=True)
class Found:
    """Rows that the indexes of the search name, by any of its parts."""

    parts: tuple[str, ...]
    values: dict[str, str]

    def condition(self, *, seek: bool = True) -> ColumnElement[bool]:
        """It is one of them. `seek` False: SQLite only checks that, and does not look the orders up by it."""
        chosen = text(f"{'' if seek else '+'}orders.row IN ({' UNION '.join(self.parts)})")
        return chosen.bindparams(**self.values)  # type: ignore[return-value]  # it stands for one

    def at_most(self, number: int) -> TextClause:
        """So many of them at the most, some perhaps twice."""
        return text(f"{' UNION ALL '.join(self.parts)} LIMIT {number}").bindparams(**self.values)


def conditions(query: str) -> list[Found]:
    """All of them hold for an order that fits; none where nothing can be searched for."""
    plain = " AND ".join(search.phrase(word) for word in search.words(query) if sounds.match_expression(word) is None)
    found = [Found((f"{_WRITTEN} :plain",), {"plain": plain})] if plain else []
    for place, word in enumerate(search.words(query)):
        heard = sounds.match_expression(word)
        if heard is not None:
            values = {f"written{place}": search.phrase(word), f"heard{place}": heard}
            found.append(Found((f"{_WRITTEN} :written{place}", f"{_HEARD} :heard{place}"), values))
    return found


def order(query: str) -> ColumnElement[int] | None:
    """A column to sort by: 0 every word is written there, 1 the customer's name begins with the sounds, 2 the others; None where
    nothing can be heard."""
    written, begun, _all = (*tiers(query), None, None)[:3]
    if written is None or begun is None:
        return None
    return case((written.condition(), literal_column("0")), (begun.condition(), literal_column("1")), else_=literal_column("2"))


def tiers(query: str) -> tuple[Found | None, ...]:
    """What is shown first, then next, then last, each beside `conditions`; None is everything that fits. See `order`."""
    beginnings = [sounds.beginning(word) for word in search.words(query) if sounds.match_expression(word) is not None]
    if not beginnings:
        return (None,)
    written = Found((f"{_WRITTEN} :all",), {"all": search.match_expression(query) or ""})
    begun = Found((f"{_HEARD} :begun",), {"begun": " OR ".join(f"({asked})" for asked in beginnings)})
    return (written, begun, None)
