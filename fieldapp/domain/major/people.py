"""§7.2.1, §7.2.2: the managers in their shifts, who is in charge at a moment, and who else takes part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from fieldapp.domain.major.rows import rows, text, when
from fieldapp.domain.records import Document

MANAGERS = "managers"
TEAM = "recovery_team"
GROUP = "management_group"


@dataclass(frozen=True, slots=True)
class Shift:
    """One manager's shift. `ends` None: until the next one begins. `user` is empty for somebody without an account."""

    row_id: str
    name: str
    user: str
    phone: str
    begins: datetime
    ends: datetime | None
    handover: str = ""

    def covers(self, at: datetime) -> bool:
        return self.begins <= at and (self.ends is None or at < self.ends)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a team. `part`: his part or post, a code of the form."""

    name: str
    user: str
    phone: str
    mail: str
    unit: str
    part: str


@dataclass(frozen=True, slots=True)
class Command:
    """Who is in charge at a moment. `next_at`: when that changes, None: never by what is known."""

    now: Shift | None
    following: Shift | None
    next_at: datetime | None


def shifts(doc: Document) -> tuple[Shift, ...]:
    """In the order of time; a shift without a name or a beginning counts for nobody."""
    return tuple(sorted(_shifts(doc), key=lambda shift: (shift.begins, shift.row_id)))


def _shifts(doc: Document) -> Iterator[Shift]:
    for row in rows(doc, MANAGERS):
        begins, name = when(row, "begins"), text(row, "name")
        if begins is not None and name:
            yield Shift(row["_id"], name, text(row, "user"), text(row, "phone"), begins, when(row, "ends"), text(row, "handover"))


def command(doc: Document, now: datetime) -> Command:
    """Where shifts overlap, the one that began last has taken over."""
    known = shifts(doc)
    current = next((shift for shift in reversed(known) if shift.covers(now)), None)
    ahead = [shift for shift in known if shift.begins > now]
    moments = [shift.begins for shift in ahead[:1]]
    if current is not None and current.ends is not None:
        moments.append(current.ends)
    return Command(current, ahead[0] if ahead else None, min(moments, default=None))


def team(doc: Document, field: str) -> tuple[Person, ...]:
    """The people of a team, `TEAM` or `GROUP`."""
    return tuple(
        Person(
            text(row, "name"), text(row, "user"), text(row, "phone"), text(row, "mail"), text(row, "unit") or text(row, "skills"),
            text(row, "part") or text(row, "post"),
        )
        for row in rows(doc, field)
        if text(row, "name")
    )  # fmt: skip
