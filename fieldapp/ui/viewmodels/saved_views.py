"""Views of the list: some that everybody needs, and those a person has saved. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from fieldapp.domain.records import Priority, State
from fieldapp.store.records import Sort
from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.orders_list import OrdersState, Period

MOST = 20
URGENT = frozenset({Priority.CRITICAL, Priority.SEVERE})
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class SavedView:
    """What a list shows, under a name. `own`: saved by the person, and so his to delete."""

    name: str
    chosen: OrdersState
    own: bool = False

    def fits(self, state: OrdersState) -> bool:
        """Whether the list shows just this."""
        return choice_of(state) == self.chosen


def choice_of(state: OrdersState) -> OrdersState:
    """What was chosen, without what came of it."""
    return replace(state, total=None, counts=None, notice=None)


def unfinished() -> OrdersState:
    """What is still to be done, least time left first."""
    return OrdersState(states=frozenset({State.DISPATCHED, State.IN_PROGRESS, State.ON_HOLD}))


def overdue() -> OrdersState:
    """What of it is past its target."""
    return replace(unfinished(), overdue_only=True)


def built_in() -> tuple[SavedView, ...]:
    """The views of an engineer's day."""
    under_way = frozenset({State.IN_PROGRESS, State.ON_HOLD})
    return (
        SavedView(tr("全部派工单"), OrdersState()),
        SavedView(tr("未完成"), unfinished()),
        SavedView(tr("正在处理"), OrdersState(states=under_way)),
        SavedView(tr("紧急与严重，未完成"), replace(unfinished(), priorities=URGENT)),
        SavedView(tr("本周发现"), OrdersState(period=Period.WEEK, sort=Sort.DISCOVERED)),
    )


def to_settings(view: SavedView) -> dict[str, Any]:
    """As JSON for `Settings.saved_views`."""
    chosen = view.chosen
    return {
        "name": view.name,
        "text": chosen.text,
        "states": sorted(chosen.states),
        "priorities": sorted(chosen.priorities),
        "category": chosen.category,
        "period": chosen.period.value,
        "unsent": chosen.unsent_only,
        "overdue": chosen.overdue_only,
        "sort": chosen.sort.value,
    }


def from_settings(held: object) -> SavedView | None:
    """A view as it was saved; codes of another version are passed over, what is no view at all is None."""
    if not isinstance(held, Mapping) or not isinstance(name := held.get("name"), str) or not name.strip():
        return None
    chosen = OrdersState(
        text=str(held.get("text") or ""),
        states=frozenset(_known(State, held.get("states"))),
        priorities=frozenset(_known(Priority, held.get("priorities"))),
        category=str(held.get("category") or ""),
        period=next(iter(_known(Period, [held.get("period")])), Period.ANY),
        unsent_only=held.get("unsent") is True,
        overdue_only=held.get("overdue") is True,
        sort=next(iter(_known(Sort, [held.get("sort")])), Sort.DUE),
    )
    return SavedView(name.strip(), chosen, own=True)


def _known(kind: type[E], codes: object) -> list[E]:
    known = {member.value: member for member in kind}
    return [known[code] for code in codes if isinstance(code, str) and code in known] if isinstance(codes, list) else []
