"""The order page's view model: opens an order, takes edits, runs the steps. One frozen `OrderState` goes out in `changed`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldapp.clock import Clock
from fieldapp.domain.records import JSON, Document, Owner
from fieldapp.domain.workflow import Action
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import language, tr
from fieldapp.ui.messages import Words, explain
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.autosave import Autosave
from fieldapp.ui.viewmodels.edited_page import EditedPage
from fieldapp.ui.viewmodels.order_around import OrderAround
from fieldapp.ui.viewmodels.order_files import Hands, kept_words
from fieldapp.ui.viewmodels.order_handoffs import OrderHandoffs
from fieldapp.ui.viewmodels.order_history import Offer, OrderPast
from fieldapp.ui.viewmodels.order_notices import OrderNotices
from fieldapp.ui.viewmodels.order_state import Message, OrderState, Phase, derive_order
from fieldapp.ui.viewmodels.order_steps import OrderSteps
from fieldapp.ui.viewmodels.taken import gone_words
from fieldapp.ui.widgets.fields.base import KnownDevice
from fieldapp.ui.widgets.photo.marks import Sketch

if TYPE_CHECKING:
    from fieldapp.services.attachments import Attachments, Replaced
    from fieldapp.services.detail import OrderDetail
    from fieldapp.services.filling import Filling
    from fieldapp.services.handoffs import HandOffs
    from fieldapp.services.orders import Orders


class OrderPageModel(EditedPage["OrderDetail", OrderState]):
    """One order at a time. `open_customer_view(order id)` and `open_document(sha256)` ask for another page."""

    open_customer_view = Signal(str)
    open_document = Signal(str)
    open_record = Signal(str)
    """What was asked for is not an order: lists of unsent work name both."""

    def __init__(
        self,
        orders: Orders,
        filling: Filling,
        attachments: Attachments,
        seal: Callable[[str], object],
        hand_out: Callable[[str, str], Path],
        jobs: Jobs,
        clock: Clock,
        handoffs: HandOffs | None = None,
    ) -> None:
        super().__init__(OrderState(Phase.LOADING), attachments, hand_out, jobs, clock)
        self._orders, self._filling = orders, filling
        self._past = OrderPast(orders, jobs, self._tell_around)
        self.handoffs = OrderHandoffs(handoffs, jobs, self._run, self._tell_around)
        self._around = OrderAround(self._past, self.handoffs, self)
        self.steps = OrderSteps(orders, seal, self._run, self.open_document.emit)
        self.notices = OrderNotices(self._run, orders, lambda: self.state.coach)

    def replace_photo(self, field_id: str, row: Mapping[str, JSON], sketch: Sketch) -> None:
        """Put what was drawn on a photo into it."""
        if self.autosave is None:
            return
        order_id = self._id

        def replaced(outcome: Replaced) -> None:
            if order_id == self._id:
                self.undo_history.forget(field_id)
                self._message = None if outcome.withdrawn or not sketch.covers else Message(Tone.WARNING, kept_words())

        self.files.replace(order_id, field_id, row, sketch, Hands(self.autosave, self._held, replaced))

    # steps

    def next_step(self) -> None:
        """The primary action: go on, or to the first thing that is missing for it."""
        primary = self.state.primary
        if primary is None or self._busy:
            return
        if primary.gaps:
            self._say_gaps(primary.gaps, primary.words)
            return
        if primary.action in {Action.RESOLVE, Action.CONFIRM} and self._jump_to_wrong():
            return
        if primary.action is Action.CONFIRM:
            if self.leave():
                self.open_customer_view.emit(self._id)
            return
        self.steps.do(primary.action, primary.words)

    def jump_to_unprintable(self, index: int) -> None:
        if self.state.form is not None and index < len(self.state.form.unprintable):
            item = self.state.form.unprintable[index]
            self.jump.emit(item.field_id, item.row_id, item.column)

    def _jump_to_wrong(self) -> bool:
        """Go to the first of the engineer's answers that breaks a rule; False when there is none."""
        detail = self._detail
        if detail is None:
            return False
        own = (
            item for item in detail.problems if detail.created_here or detail.definition.owner_of(item.field) is not Owner.DESK
        )
        wrong = next(own, None)
        if wrong is None:
            return False
        self._message = Message(Tone.WARNING, Words(tr("有的填写不合要求。"), todo=tr("请按红色提示逐处更正。")))
        self._derive()
        self.jump.emit(wrong.field, wrong.row_id, wrong.column)
        return True

    def take_offer(self, offer: Offer) -> None:
        """Fill in what an earlier order said; each field can be undone."""
        for field_id, value in offer.values.items():
            self.undo_history.close()
            self.edit(field_id, value)
            self.restored.emit(field_id, value)
        self.commit()
        self._derive()

    def put_away(self, offer: Offer) -> None:
        """Not wanted for this order."""
        self._past.put_away(offer)
        self._derive()

    def known_device(self, serial: str, done: Callable[[KnownDevice | None], None]) -> None:
        """What earlier orders say of a serial number."""
        if self._detail is not None:
            self._past.device(serial, self._detail, done)

    # what an order does in its way

    def _read(self, document_id: str) -> OrderDetail:
        return self._orders.detail(document_id)

    def _save(
        self, document_id: str, changes: Mapping[str, JSON], seen: Mapping[str, JSON], last: Document | None
    ) -> OrderDetail:
        return self._filling.save(document_id, changes, seen, last)

    def _loading(self, document_id: str) -> OrderState:
        return OrderState(Phase.LOADING, document_id)

    def _failed(self, document_id: str, error: Exception) -> OrderState:
        return OrderState(Phase.FAILED, document_id, failure=gone_words(error, self._clock.now()) or explain(error))

    def _derived(self, detail: OrderDetail, autosave: Autosave) -> OrderState:
        state = derive_order(
            detail,
            autosave.unsaved,
            autosave.state,
            self._clock.now(),
            language(),
            message=self._message,
            busy=self._busy,
            undoable=self.undo_history.ways,
        )
        return self._around.put_beside(state, detail)

    def _start_over(self) -> None:
        self._around.start_over()

    def _goes_elsewhere(self, document_id: str, error: Exception) -> bool:
        if getattr(error, "code", "") != "order.is-record":
            return False
        self.open_record.emit(document_id)
        return True

    def _show(self, detail: OrderDetail) -> None:
        super()._show(detail)
        if detail.id == self._id:
            self._around.follow(detail)

    def _tell_around(self) -> None:
        """What stands beside the order has come: it and its form are as they were derived."""
        if self._detail is None or self._rereading:
            return
        if self.state.detail is self._detail:
            self._set(self._around.put_beside(self.state, self._detail))
        else:
            self._derive()
