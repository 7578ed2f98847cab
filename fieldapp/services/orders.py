"""The engineer's steps on an order (§6.1.1, §6.1.2, §6.2): one method a step, each one event or more in the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fieldapp.clock import to_wire
from fieldapp.domain import workflow
from fieldapp.domain.records import Event, EventKind, Role, State
from fieldapp.domain.states import check
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.forms.expressions import Scope
from fieldapp.forms.schema import FormDefinition
from fieldapp.services import intake, notices
from fieldapp.services.changes import Loaded, Patch, change, events_patch, require
from fieldapp.services.context import Context
from fieldapp.services.detail import OrderDetail, read_detail, require_answered
from fieldapp.services.history import Device, History, read_device, read_history
from fieldapp.services.overview import TodayView, Watch
from fieldapp.services.shipped import FORM
from fieldapp.services.today import read_today

TIME_FIELDS = ("accepted_at", "departed_at", "arrived_at", "started_at", "left_at")


class Orders:
    """Steps and reading of single orders."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def detail(self, order_id: str) -> OrderDetail:
        """Everything the order page shows, as one frozen value. Raises RefusedFault `order.unknown`."""
        return read_detail(self.context, order_id)

    def form(self) -> FormDefinition:
        """What new orders are filled in on."""
        return self.context.catalog.latest(FORM)

    def today(self) -> TodayView:
        """The day's overview."""
        return read_today(self.context)

    def history(self, order_id: str) -> History:
        """What earlier orders tell of this order's customer and devices. Raises RefusedFault `order.unknown`."""
        return read_history(self.context, order_id)

    def known_device(self, serial: str, but_for: str = "") -> Device | None:
        """What the latest order (other than `but_for`) with this serial number says of the device."""
        return read_device(self.context, serial, but_for)

    def accept(self, order_id: str) -> None:
        """接受 a dispatch (§6.1.1-2): a fact with its time, not a state."""
        self._stamp(order_id, EventKind.ACCEPTED, "accepted_at", workflow.Action.ACCEPT, accept_answer="accepted")

    def decline(self, order_id: str, reason: str) -> None:
        """拒绝 with a reason: the order goes back to 待处理 and to the desk."""
        text = require_text(reason, "reason")

        def build(loaded: Loaded) -> Patch:
            transition = self._transition(loaded, State.PENDING, reason=text)
            declined = self.context.event(EventKind.DECLINED, reason=text)
            answers = {"accept_answer": "declined", "decline_reason": text}
            return events_patch(declined, transition, answers=dict(answers))

        change(self.context, order_id, build)

    def depart(self, order_id: str) -> None:
        self._stamp(order_id, EventKind.DEPARTED, "departed_at", workflow.Action.DEPART)

    def arrive(self, order_id: str) -> None:
        self._stamp(order_id, EventKind.ARRIVED, "arrived_at", workflow.Action.ARRIVE)

    def leave(self, order_id: str) -> None:
        self._stamp(order_id, EventKind.LEFT, "left_at", workflow.Action.LEAVE)

    def start(self, order_id: str) -> None:
        """开始处理: DISPATCHED → IN_PROGRESS."""

        def build(loaded: Loaded) -> Patch:
            require(self.context, loaded, workflow.Action.START)
            return events_patch(self._transition(loaded, State.IN_PROGRESS), answers={"started_at": to_wire(self.context.now())})

        change(self.context, order_id, build)

    def hold(self, order_id: str, supplier: str, reason: str, expected_at: datetime) -> None:
        """挂起: waits for a third-line supplier or an external repair."""
        hold = {
            "supplier": require_text(supplier, "supplier"),
            "reason": require_text(reason, "reason"),
            "expected_at": to_wire(expected_at),
        }
        self._move(order_id, State.ON_HOLD, reason=hold["reason"], hold=hold)

    def resume(self, order_id: str) -> None:
        self._move(order_id, State.IN_PROGRESS)

    def resolve(self, order_id: str) -> None:
        """完成处理. Raises RefusedFault `order.incomplete|order.wrong-answers` naming what is missing or wrong (§6.2.5)."""
        context = self.context
        own = self.detail(order_id).created_here

        def build(loaded: Loaded) -> Patch:
            require(context, loaded, workflow.Action.RESOLVE)
            status = loaded.status
            scope = Scope(loaded.doc.get("answers", {}), status.state, status.priority, context.now())
            require_answered(loaded.definition, scope, workflow.Action.RESOLVE, desk_too=own)
            return events_patch(self._transition(loaded, State.RESOLVED))

        change(context, order_id, build)

    def note(self, order_id: str, text: str) -> None:
        """A progress note; new progress is a reason for notices (§6.1.4)."""
        words = require_text(text, "text")
        change(self.context, order_id, lambda _: events_patch(self.context.event(EventKind.NOTE, text=words)))

    def correct_time(self, order_id: str, field: str, value: datetime, reason: str) -> None:
        """Correct a one-tap time; the original stays in the log."""
        if field not in TIME_FIELDS:
            raise InputFault("answer.unknown-field", f"{field} is not a one-tap time", field=field)
        why = require_text(reason, "reason")

        def build(loaded: Loaded) -> Patch:
            old = loaded.doc["answers"].get(field)
            new = to_wire(value)
            if old is None:
                raise RefusedFault("time.not-recorded", f"{field} has not been recorded yet", field=field)
            entry = self.context.event(EventKind.TIME_CORRECTED, field=field, old=old, new=new, reason=why)
            return events_patch(entry, answers={field: new})

        change(self.context, order_id, build)

    def record_notice(
        self, order_id: str, notice_key: str, outcome: str, result: str, person: str = "", number: str = ""
    ) -> None:
        """Mark one notice of the escalation timetable as sent or called, or called in vain; see `notices.record`."""
        notices.record(self.context, order_id, notice_key, outcome, result, person, number)

    def hand_over(self, order_id: str, notice_keys: Iterable[str]) -> int:
        """Hand the texts of these notices to the endpoint; how many were handed over."""
        return notices.hand_over(self.context, order_id, notice_keys)

    def watch(self) -> Watch:
        """One look at the timetable of all orders: writes what ran out."""
        return notices.look(self.context)

    def create_on_site(self, answers: dict[str, object]) -> str:
        """Record an incident on site, offline (§6.2.1, channel 现场); returns the new order's id. The endpoint gives the
        number."""
        return intake.create(self.context, answers)

    def _stamp(self, order_id: str, kind: EventKind, field: str, action: workflow.Action, **answers: object) -> None:
        def build(loaded: Loaded) -> Patch:
            require(self.context, loaded, action)
            return events_patch(self.context.event(kind), answers={field: to_wire(self.context.now())} | answers)

        change(self.context, order_id, build)

    def _move(self, order_id: str, to: State, **data: object) -> None:
        change(self.context, order_id, lambda loaded: events_patch(self._transition(loaded, to, **data)))

    def _transition(self, loaded: Loaded, to: State, **data: object) -> Event:
        check(loaded.status.state, to, Role.ENGINEER, data)
        return self.context.event(EventKind.TRANSITION, **{"from": loaded.status.state.value, "to": to.value}, **data)


def require_text(text: str, field: str) -> str:
    """The text without surrounding blanks; a reason that is empty is no reason."""
    words = text.strip()
    if not words:
        raise InputFault("answer.empty", f"{field} must not be empty", field=field)
    return words
