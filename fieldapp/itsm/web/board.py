"""The board: open orders by state, the most urgent first, with their clocks (§6.1.2, §6.1.3); and the search over all orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from fieldapp.domain.records import Priority, State
from fieldapp.domain.status import Risk
from fieldapp.itsm.accounts import engineers
from fieldapp.itsm.listing import Line, Wanted
from fieldapp.itsm.web.guard import Visitor, Worker
from fieldapp.itsm.web.pages import page

router = APIRouter()

OPEN: Final = (State.PENDING, State.DISPATCHED, State.IN_PROGRESS, State.ON_HOLD, State.RESOLVED)
SHOWN: Final = 30
"""Cards of one column until somebody asks for all of them."""
FOUND: Final = 200
TONES: Final = {Priority.CRITICAL: "danger", Priority.SEVERE: "warning", Priority.NORMAL: "neutral"}
RISKS: Final = {Risk.NONE: "neutral", Risk.AT_RISK: "warning", Risk.BREACHED: "danger"}


@dataclass(frozen=True, slots=True)
class Card:
    """One order as the board shows it. `left_s`: seconds to the target while it is open, for the script that lets it tick."""

    id: str
    number: str
    customer: str
    title: str
    level: str
    tone: str
    state: str
    assignee: str
    category: str
    clock: str
    clock_tone: str
    left_s: int | None
    note: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One state; `total` may be more than the cards."""

    state: str
    title: str
    total: int
    late: int
    cards: tuple[Card, ...]
    all_of_it: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the person asked for."""

    q: str = ""
    level: str = ""
    category: str = ""
    engineer: str = ""
    risk: str = ""
    state: str = ""
    closed: bool = False

    def without(self, **changes: object) -> str:
        """The same as a query string, with some values changed; empty ones are left out."""
        values = {name: getattr(self, name) for name in self.__slots__} | changes
        return urlencode({name: "1" if value is True else value for name, value in values.items() if value})

    @property
    def any(self) -> bool:
        return bool(self.without())


@router.get("/")
def board(
    visitor: Worker,
    q: Annotated[str, Query(max_length=200)] = "",
    level: Annotated[str, Query(max_length=40)] = "",
    category: Annotated[str, Query(max_length=40)] = "",
    engineer: Annotated[str, Query(max_length=64)] = "",
    risk: Annotated[str, Query(max_length=10)] = "",
    state: Annotated[str, Query(max_length=20)] = "",
    closed: Annotated[str, Query(max_length=4)] = "",
) -> Response:
    filters = Filters(q.strip(), level, category, engineer, risk, state if state in set(State) else "", bool(closed))
    lines = _wanted(visitor, filters)
    with visitor.endpoint.database.reading() as connection:
        people = [(user.id, user.full_name) for user in engineers(connection)]
    values: dict[str, Any] = {
        "filters": filters,
        "levels": [(code.value, terms.label.get(visitor.lang)) for code, terms in visitor.endpoint.profile.levels.items()],
        "categories": [(code, terms.label.get(visitor.lang)) for code, terms in visitor.endpoint.profile.categories.items()],
        "people": people,
        "late": sum(line.status.risk is Risk.BREACHED and line.status.resolved_at is None for line in lines),
        "most": FOUND,
    }
    if filters.closed:
        return page(visitor, "found.html", cards=[_card(visitor, line) for line in lines[:FOUND]], total=len(lines), **values)
    return page(visitor, "board.html", columns=_columns(visitor, lines, filters), total=len(lines), **values)


def _wanted(visitor: Visitor, filters: Filters) -> list[Line]:
    """With `closed` every order whatever its state, else the open ones; the most urgent first."""
    states: Sequence[State] = () if filters.closed else OPEN
    if filters.state:
        states = (State(filters.state),)
    limit = FOUND + 1 if filters.closed and not (filters.level or filters.category or filters.risk) else None
    asked = Wanted(states, filters.q, filters.engineer or None, cancelled=filters.closed, limit=limit)
    lines = [line for line in visitor.listing.lines(asked, visitor.now) if _fits(line, filters)]
    return lines if filters.closed else sorted(lines, key=lambda line: (line.status.time_left_s, line.number))


def _fits(line: Line, filters: Filters) -> bool:
    return (
        (not filters.level or line.status.priority.value == filters.level)
        and (not filters.category or line.category == filters.category)
        and (not filters.risk or (line.status.resolved_at is None and line.status.risk is not Risk.NONE))
    )


def _columns(visitor: Visitor, lines: Sequence[Line], filters: Filters) -> list[Column]:
    columns = []
    for state in (State(filters.state),) if filters.state else OPEN:
        here = [line for line in lines if line.status.state is state]
        shown = here if filters.state else here[:SHOWN]
        columns.append(
            Column(
                state=state.value,
                title=visitor.endpoint.profile.label("state", state.value).get(visitor.lang),
                total=len(here),
                late=sum(line.status.risk is Risk.BREACHED and line.status.resolved_at is None for line in here),
                cards=tuple(_card(visitor, line) for line in shown),
                all_of_it=filters.without(state=state.value) if len(shown) < len(here) else "",
            )
        )
    return columns


def _card(visitor: Visitor, line: Line) -> Card:
    profile, lang, words, status = visitor.endpoint.profile, visitor.lang, visitor.words, line.status
    running = status.resolved_at is None and not line.cancelled
    if running:
        clock, tone = words.left(status.time_left_s), RISKS[status.risk]
    else:
        clock, tone = words("board.met" if status.target_met else "board.missed"), "success" if status.target_met else "neutral"
    waits = status.state is State.DISPATCHED and status.accepted_at is None
    note = words("board.declined", reason=line.declined) if line.declined else words("board.not_accepted") if waits else ""
    return Card(
        id=line.id,
        number=line.number,
        customer=line.customer or "—",
        title=line.title or "—",
        level=profile.label("level", status.priority.value).get(lang),
        tone=TONES[status.priority],
        state=profile.label("state", status.state.value).get(lang),
        assignee=line.assignee,
        category=profile.label("category", line.category).get(lang) if line.category else "",
        clock=clock,
        clock_tone=tone,
        left_s=status.time_left_s if running else None,
        note=words("board.cancelled") if line.cancelled else note,
        cancelled=line.cancelled,
    )
