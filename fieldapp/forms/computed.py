"""Computed fields: the functions a form definition may name. Values come from the order's status, never from the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fieldapp.clock import to_wire
from fieldapp.domain.records import JSON, Document
from fieldapp.forms.schema import FieldType

if TYPE_CHECKING:
    from fieldapp.domain.status import Status


@dataclass(frozen=True, slots=True)
class Computation:
    """`value` gives what an answer of `type` would hold (durations in whole minutes, rounded down), None when unknown."""

    type: FieldType
    value: Callable[[Document, Status], JSON]


def _minutes(seconds: int | None) -> int | None:
    return None if seconds is None else int(seconds // 60)


def _where_it_happened(moment: datetime, status: Status) -> datetime:
    """In the offset of the discovery: a target reads on the same clock as the time it counts from."""
    return moment.astimezone(status.clock_from.tzinfo)


COMPUTATIONS: Mapping[str, Computation] = {
    "number": Computation(FieldType.TEXT, lambda doc, status: doc.get("number")),
    "priority": Computation(FieldType.CHOICE, lambda doc, status: status.priority.value),
    "due_at": Computation(FieldType.DATETIME, lambda doc, status: to_wire(_where_it_happened(status.due_at, status))),
    "response_time": Computation(FieldType.DURATION, lambda doc, status: _minutes(status.response_s)),
    "arrival_time": Computation(FieldType.DURATION, lambda doc, status: _minutes(status.arrival_s)),
    "handling_time": Computation(FieldType.DURATION, lambda doc, status: _minutes(status.handling_s)),
    "hold_time": Computation(FieldType.DURATION, lambda doc, status: _minutes(status.hold_s)),
    "target_met": Computation(FieldType.YES_NO, lambda doc, status: status.target_met),
}
"""§6.1.3 and §4.6: what the process measures of one order."""
