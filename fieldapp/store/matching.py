"""What a person's words mean for a list: they stand in the text, or sound like the names in it; the former come first."""

from __future__ import annotations

from sqlalchemy import ColumnElement, case, literal_column, text

from fieldapp.store import search, sounds
from fieldapp.store.tables import SEARCH_TABLE, SOUNDS_TABLE

_WRITTEN = f"SELECT rowid FROM {SEARCH_TABLE} WHERE {SEARCH_TABLE} MATCH"  # noqa: S608 - a constant name
_HEARD = f"SELECT rowid FROM {SOUNDS_TABLE} WHERE {SOUNDS_TABLE} MATCH"  # noqa: S608 - a constant name


def conditions(query: str) -> list[ColumnElement[bool]]:
    """All of them hold for an order that fits; none where nothing can be searched for."""
    plain = " AND ".join(search.phrase(word) for word in search.words(query) if sounds.match_expression(word) is None)
    found = [_rows(f"{_WRITTEN} :plain", plain=plain)] if plain else []
    for place, word in enumerate(search.words(query)):
        heard = sounds.match_expression(word)
        if heard is not None:
            both = f"{_WRITTEN} :written{place} UNION {_HEARD} :heard{place}"
            found.append(_rows(both, **{f"written{place}": search.phrase(word), f"heard{place}": heard}))
    return found


def order(query: str) -> ColumnElement[int] | None:
    """A column to sort by: 0 every word is written there, 1 the customer's name begins with the sounds, 2 the others; None where
    nothing can be heard."""
    beginnings = [sounds.beginning(word) for word in search.words(query) if sounds.match_expression(word) is not None]
    if not beginnings:
        return None
    written = _rows(f"{_WRITTEN} :all", all=search.match_expression(query))
    begun = _rows(f"{_HEARD} :begun", begun=" OR ".join(f"({asked})" for asked in beginnings))
    return case((written, literal_column("0")), (begun, literal_column("1")), else_=literal_column("2"))


def _rows(chosen: str, **values: str | None) -> ColumnElement[bool]:
    return text(f"orders.row IN ({chosen})").bindparams(**values)  # type: ignore[return-value]  # it stands for one
