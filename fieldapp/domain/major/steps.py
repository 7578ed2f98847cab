"""What stands in the way of a major incident's next step (§7.2.4 计划得到同意, §7.2.5 终结)."""

from __future__ import annotations

from collections.abc import Sequence

from fieldapp.domain.major.people import shifts
from fieldapp.domain.major.rows import answer, rows, text
from fieldapp.domain.major.rules import PLANS
from fieldapp.domain.records import Document, Event, State
from fieldapp.domain.versions import history

RECOVERING = "RECOVERING"
CLOSED = "CLOSED"
_ANSWERED = frozenset({State.RESOLVED.value, State.CLOSED.value})
_OVER = frozenset({"done", "dropped"})


def in_the_way(doc: Document, log: Sequence[Event], to: str, orders: Sequence[str]) -> tuple[str, ...]:
    """Codes: `manager` nobody is in charge, `plan.<plan>` never issued, `order` one of its orders is not solved yet, `action` an
    action is neither done nor dropped, `continuity` a continuity plan is running or undecided. `orders`: their states, as far as
    they are held here."""
    if to == RECOVERING and doc["state"] == "DECLARED":
        nobody = () if shifts(doc) else ("manager",)
        return (*nobody, *(f"plan.{plan}" for plan in PLANS if not history(log, plan)))
    if to == CLOSED:
        open_order = any(state not in _ANSWERED for state in orders)
        open_action = any(text(row, "progress") not in _OVER for row in rows(doc, "recovery_actions"))
        running = answer(doc, "continuity") in ("considered", "invoked")
        found = {"order": open_order, "action": open_action, "continuity": running}
        return tuple(code for code, holds in found.items() if holds)
    return ()
