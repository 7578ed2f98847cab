"""The part of the profile that says how major incidents are handled here (§7, tailored by §6.1.5)."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from fieldapp.domain.records import Label
from fieldapp.domain.tables import Table

LIKELIHOOD: Final = ("high", "medium", "low")
EASE: Final = ("easy", "medium", "hard")
AUDIENCES: Final = ("senior", "staff", "customer", "partner", "handling", "press", "emergency")
"""§7.2.4, 4 to 10."""

GROUPS: Final = ("recovery", "management")
PLANS: Final = ("recovery", "communication")
"""The sections of the form that are plans."""
MECHANISMS: Final = ("phone", "sms", "mail", "im", "meeting", "press", "notice")
PLACEHOLDERS: Final = frozenset(
    ("number", "title", "customer", "impact", "since", "state", "situation", "workaround", "manager", "actions", "review", "next")
)
"""What the draft of an update may name."""

_A_WEEK: Final = 7 * 24 * 60
_MOST_POINTS: Final = 9


@dataclass(frozen=True, slots=True)
class Update:
    """One kind of update: how often, by which means, and its draft."""

    every: timedelta
    mechanism: str
    draft: Label


@dataclass(frozen=True, slots=True)
class MajorRules:
    """`levels`: the level of incident that may be declared; `points` of likelihood and ease are multiplied, `ranks` are the least
    products of priority 1, 2, …; what is below the last is the priority after it. Times: how soon the manager has to be told,
    how long before its time an update or review is offered, how often reviews are proposed."""

    level: str
    tell_manager: timedelta
    remind: timedelta
    likelihood: Mapping[str, int]
    ease: Mapping[str, int]
    ranks: tuple[int, ...]
    reviews: Mapping[str, timedelta]
    updates: Mapping[str, Update]
    states: Mapping[str, Label]

    def rank(self, likelihood: str, ease: str) -> int | None:
        """§7.2.3-4: the priority of investigating a cause, 1 first; None until it is weighed."""
        if likelihood not in self.likelihood or ease not in self.ease:
            return None
        product = self.likelihood[likelihood] * self.ease[ease]
        return next((rank for rank, least in enumerate(self.ranks, 1) if product >= least), len(self.ranks) + 1)


def read(table: Table) -> MajorRules:
    """Raises InputFault `profile.invalid` naming the key."""
    rules = MajorRules(
        level=table.text("level"),
        tell_manager=_minutes(table, "tell_manager_minutes"),
        remind=_minutes(table, "remind_minutes", 0),
        likelihood=_points(table.table("likelihood"), LIKELIHOOD),
        ease=_points(table.table("ease"), EASE),
        ranks=_ranks(table),
        reviews=_reviews(table.table("review_minutes")),
        updates=_updates(table.table("updates")),
        states=_states(table.table("states")),
    )
    table.done()
    return rules


def _minutes(table: Table, key: str, least: int = 1) -> timedelta:
    return timedelta(minutes=table.whole(key, least, _A_WEEK))


def _points(table: Table, codes: tuple[str, ...]) -> dict[str, int]:
    points = {code: table.whole(code, 1, _MOST_POINTS) for code in codes}
    table.done()
    return points


def _ranks(table: Table) -> tuple[int, ...]:
    """`ranks = { first = 6, second = 3 }`, falling."""
    part = table.table("ranks")
    least = (part.whole("first", 1, _MOST_POINTS**2), part.whole("second", 1, _MOST_POINTS**2))
    part.done()
    if least[0] <= least[1]:
        raise table.fault("ranks", "first must be more than second")
    return least


def _reviews(table: Table) -> dict[str, timedelta]:
    found = {group: _minutes(table, group) for group in GROUPS}
    table.done()
    return found


def _updates(table: Table) -> dict[str, Update]:
    found = {}
    for audience in AUDIENCES:
        part = table.table(audience)
        found[audience] = Update(_minutes(part, "every_minutes"), part.one_of("mechanism", MECHANISMS), _draft(part))
        part.done()
    table.done()
    return found


def _draft(table: Table) -> Label:
    label = table.label("draft")
    for lang in ("zh", "en"):
        try:
            parts = list(string.Formatter().parse(label.get(lang)))
        except ValueError as error:
            raise table.fault(f"draft.{lang}", str(error)) from error
        for _, name, form, conversion in parts:
            if name is not None and (name not in PLACEHOLDERS or form or conversion):
                raise table.fault(f"draft.{lang}", f"{{{name}}} is not one of {', '.join(sorted(PLACEHOLDERS))}")
    return label


def _states(table: Table) -> dict[str, Label]:
    """How a state is told to people outside, by its code."""
    found = {code: table.label(code) for code in table}
    table.done()
    return found
