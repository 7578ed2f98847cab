"""The mark that tells a store closed by the program from one that a crash or a power cut left behind."""

from __future__ import annotations

from datetime import datetime

from fieldapp.clock import from_wire, to_wire
from fieldapp.domain import patches
from fieldapp.store.records import Op, OpKind, RecoveredOrder, Recovery
from fieldapp.store.unit_of_work import Work

_MARK = "session"


def begin(work: Work, now: datetime) -> Recovery | None:
    """Set the mark; returns what the last session had saved when it did not end by `end`."""
    last = work.meta.get(_MARK)
    work.meta.set(_MARK, {"opened_at": to_wire(now), "closed": False})
    if last is None or last["closed"]:
        return None
    return _left_behind(work, from_wire(last["opened_at"]))


def end(work: Work) -> None:
    """The program closed the store by itself."""
    work.meta.set(_MARK, {**work.meta.get(_MARK, {}), "closed": True})


def _left_behind(work: Work, since: datetime) -> Recovery:
    fields: dict[str, set[str]] = {}
    drafts: dict[str, list[str]] = {}
    for op in work.outbox.changed_since(since):
        fields.setdefault(op.order_id, set()).update(_fields(op))
    for draft in work.drafts.since(since):
        drafts.setdefault(draft.order_id, []).append(draft.field)
    numbers = work.orders.numbers(fields.keys() | drafts.keys())
    return Recovery(
        started_at=since,
        orders=tuple(
            RecoveredOrder(
                order_id=order_id,
                number=number,
                fields=tuple(sorted(fields.get(order_id, ()))),
                drafts=tuple(drafts.get(order_id, ())),
            )
            for order_id, number in sorted(numbers.items(), key=lambda item: item[1])
        ),
    )


def _fields(op: Op) -> frozenset[str]:
    match op.kind:
        case OpKind.PATCH:
            return patches.touched_fields(op.payload)
        case OpKind.CREATE:
            return frozenset(op.payload.get("answers", {}))
        case OpKind.LATE_REPORT:
            return patches.touched_fields(op.payload["patch"])
