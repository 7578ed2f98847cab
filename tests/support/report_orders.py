"""Thousands of orders over many quarters, made by the real patch machinery, each with what truly happened to it as flat rows.

The rows come from the simulation, not from the documents: whoever counts with them shares nothing with the program.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from support.domain_documents import uid

from fieldapp.clock import to_wire
from fieldapp.domain import patches
from fieldapp.domain.records import Actor, Document, EventKind, Role, State

DESK = Actor("desk-001", "李旻", Role.DESK)
ENGINEERS = tuple(Actor(f"eng-{n:03}", name, Role.ENGINEER) for n, name in enumerate(("黎明", "欧阳𠅤", "王强", "赵敏"), 1))
CUSTOMERS = ("天河区公安分局", "白云机场股份", "地铁三号线", "荔湾区城管局", "越秀区教育局", "")
CATEGORIES = ("service_request", "platform", "server", "hardware")
CHANNELS = ("phone", "email", "itsm", "im", "onsite", None)
SATISFACTION = ("very_satisfied", "satisfied", "neutral", "dissatisfied", None)
ANSWERS = {
    "CRITICAL": ("outage", "all", "critical"),
    "SEVERE": ("risk", "part", "urgent"),
    "NORMAL": ("single", "individual", "normal"),
}
TARGETS = {"CRITICAL": 120, "SEVERE": 300, "NORMAL": 480}
STRICT, HOURS = "HT-严格", "HT-工时"
CONTRACTS = f"""
[contracts."{STRICT}"]
sla = {{ calendar = "always", hold_stops_clock = true }}
levels.NORMAL.target_minutes = 240
[contracts."{HOURS}"]
sla = {{ calendar = "working_hours", hold_stops_clock = false }}
calendars.working_hours.holidays = []
calendars.working_hours.workdays = ["2001-01-06"]
"""


@dataclass
class Truth:
    """Flat rows: orders, and what happened to them (milliseconds since 1970)."""

    orders: list[dict[str, Any]] = field(default_factory=list)
    happened: list[tuple[str, int, str, str]] = field(default_factory=list)
    """(order, when, what, who); what: dispatched, declined, accepted, arrived, or a state that was reached."""
    devices: list[tuple[str, str]] = field(default_factory=list)


class Maker:
    """Makes orders one after another; the same seed makes the same."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.truth = Truth()
        self._ids = 0

    def order(self, discovered: datetime) -> tuple[Document, bool]:
        """One order and whether it was cancelled."""
        chance, self._at = self.chance, discovered
        level = chance.choices(("CRITICAL", "SEVERE", "NORMAL"), (1, 3, 12))[0]
        contract = chance.choices(("", STRICT, HOURS, "HT-普通"), (50, 20, 2, 20))[0]
        impact, scope, urgency = ANSWERS[level]
        nature = chance.choices(("fault", "request", "security"), (7, 2, 1))[0]
        self._order = uid(self._next())
        serials = [f"SN-{chance.randrange(400):04}" for _ in range(chance.choice((0, 1, 1, 2)))]
        answers: dict[str, Any] = {
            "discovered_at": to_wire(discovered.astimezone(UTC) if chance.random() < 0.5 else discovered),
            "customer_unit": chance.choice(CUSTOMERS) or None,
            "contract": contract or None,
            "channel": chance.choice(CHANNELS),
            "nature": nature,
            "category": chance.choice(CATEGORIES),
            "impact": impact,
            "scope": scope,
            "urgency": urgency,
            "symptom": "=1+1 画面黑屏",
            "devices": [{"_id": uid(self._next()), "name": "球机", "serial": serial} for serial in serials] or None,
        }
        self._doc: Document = {
            "id": self._order,
            "number": f"WX-{self._next():012}",
            "schema": 1,
            "form": {"id": "maintenance-work-order", "version": 1},
            "assignee": None,
            "state": "PENDING",
            "created_at": to_wire(discovered + timedelta(minutes=2)),
            "answers": {},
            "events": [],
            "attachments": [],
        }
        self._skew = timedelta(minutes=chance.choice((0, 0, 0, 300)))
        self._patch({name: value for name, value in answers.items() if value is not None})
        self._live()
        cancelled = chance.random() < 0.15
        kept = self._doc["answers"]
        if nature != "request":
            self.truth.devices += [(self._order, serial) for serial in dict.fromkeys(serials)]
        self.truth.orders.append(
            {
                "id": self._order,
                "number": self._doc["number"],
                "discovered": _ms(discovered),
                "level": level,
                "target": 240 if (level, contract) == ("NORMAL", STRICT) else TARGETS[level],
                "contract": contract,
                "cancelled": cancelled,
                **{
                    name: kept.get(name, "")
                    for name in ("customer_unit", "category", "final_category", "channel", "satisfaction")
                },
            }
        )
        return self._doc, cancelled

    def _live(self) -> None:
        """From the dispatch to wherever it gets."""
        chance = self.chance
        if chance.random() < 0.02:
            return
        engineer = chance.choice(ENGINEERS)
        self._dispatch(engineer)
        while chance.random() < 0.05:
            self._later(5, 40)
            self._happen(EventKind.DECLINED, engineer, "declined", reason="休假")
            self._move(State.PENDING, engineer, reason="休假")
            engineer = chance.choice(ENGINEERS)
            self._dispatch(engineer)
        if chance.random() < 0.04:
            self._accept(engineer)
            engineer = chance.choice(ENGINEERS)
            self._later(10, 60)
            self._assign(engineer)
        if chance.random() < 0.03:
            return
        self._accept(engineer)
        if chance.random() < 0.7:
            self._later(10, 90)
            self._happen(EventKind.ARRIVED, engineer, "arrived")
        if chance.random() < 0.02:
            return
        self._work(engineer)

    def _work(self, engineer: Actor) -> None:
        chance = self.chance
        self._move(State.IN_PROGRESS, engineer)
        if chance.random() < 0.12:
            self._later(10, 60)
            hold = {"supplier": "海康", "reason": "送修", "expected_at": "2030-01-01"}
            self._move(State.ON_HOLD, engineer, hold=hold)
            self._later(600, 6000)
            if chance.random() < 0.05:
                return
            self._move(State.IN_PROGRESS, engineer)
        self._later(10, 400)
        if chance.random() < 0.03:
            return
        self._resolve(engineer)
        while chance.random() < 0.05:
            self._later(60, 600)
            self._move(State.IN_PROGRESS, DESK)
            self._later(30, 300)
            self._resolve(engineer)
        self._later(30, 4000)
        if chance.random() < 0.93:
            self._move(State.CLOSED, DESK)

    def _resolve(self, engineer: Actor) -> None:
        chance, category = self.chance, self._doc["answers"]["category"]
        answers = {"final_category": category if chance.random() < 0.85 else chance.choice(CATEGORIES)}
        if satisfaction := chance.choice(SATISFACTION):
            answers["satisfaction"] = satisfaction
        self._patch(answers)
        self._move(State.RESOLVED, engineer)

    def _dispatch(self, engineer: Actor) -> None:
        self._later(2, 30)
        self._assign(engineer)
        self._move(State.DISPATCHED, DESK)

    def _assign(self, engineer: Actor) -> None:
        self._happen(EventKind.ASSIGNED, DESK, "dispatched", who=engineer.id, assignee=engineer.id, name=engineer.name)

    def _accept(self, engineer: Actor) -> None:
        self._later(1, 50)
        self._happen(EventKind.ACCEPTED, engineer, "accepted")

    def _move(self, to: State, actor: Actor, **data: Any) -> None:
        self._later(0, 5)
        self._happen(EventKind.TRANSITION, actor, to.value, **{"from": self._doc["state"], "to": to.value}, **data)

    def _happen(self, kind: EventKind, actor: Actor, what: str, who: str = "", **data: Any) -> None:
        """The engineers' devices may be wrong by hours, and know it."""
        told = self._at + (self._skew if actor.role is Role.ENGINEER else timedelta())
        event = {
            "id": uid(self._next()),
            "kind": kind.value,
            "at": to_wire(told),
            "server_at": to_wire(self._at),
            "actor": actor.to_wire(),
            "data": data,
        }
        self._patch({}, [event])
        self.truth.happened.append((self._order, _ms(self._at), what, who or actor.id))

    def _patch(self, answers: dict[str, Any], events: list[dict[str, Any]] | None = None) -> None:
        self._doc = patches.apply(self._doc, {"answers": answers, "events": events or []})

    def _later(self, least: int, most: int) -> None:
        self._at += timedelta(minutes=self.chance.randint(least, most), seconds=1)

    def _next(self) -> int:
        self._ids += 1
        return self._ids


def _ms(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
