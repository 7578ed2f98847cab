"""Two values of one field, in words. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fieldapp.domain.records import JSON, Owner
from fieldapp.store.records import Conflict
from fieldapp.ui import timewords
from fieldapp.ui.i18n import listed, tr


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """Two values of one field. `kept`: mine | theirs, which of them stands now; `joinable`: both may stand."""

    id: str
    order_id: str
    order: str
    field: str
    mine: str
    theirs: str
    kept: str
    when: str
    joinable: bool = False
    who: str = ""
    """Who at the desk wrote `theirs`, and when; empty where nobody knows."""


def conflict_line(
    conflict: Conflict, order: str, label: str, now: datetime, words_of: Callable[[JSON], str | None] = lambda _value: None
) -> ConflictLine:
    """One conflict in words; the desk's value stands where the desk owns the field or it is shared. `words_of` gives a value as
    the form says it, None where it does not know."""
    kept = "mine" if conflict.winner is Owner.ENGINEER else "theirs"
    when = timewords.moment(conflict.created_at, now)
    return ConflictLine(
        conflict.id,
        conflict.order_id,
        order,
        label,
        words_of(conflict.mine) or value_words(conflict.mine),
        words_of(conflict.theirs) or value_words(conflict.theirs),
        kept,
        when,
        who=_writer(conflict, now),
    )


def _writer(conflict: Conflict, now: datetime) -> str:
    if not conflict.written_by or conflict.written_at is None:
        return ""
    return tr("{name} {at} 填写", name=conflict.written_by, at=timewords.moment(conflict.written_at, now))


def value_words(value: JSON) -> str:
    """A raw answer, short enough to compare."""
    if value is None or value == "":
        return tr("（空）")
    if isinstance(value, bool):
        return tr("是") if value else tr("否")
    if isinstance(value, list):
        return listed(value_words(part) for part in value)
    if isinstance(value, dict):
        return listed(value_words(part) for key, part in value.items() if not key.startswith("_"))
    return str(value)
