"""The order page's view model: opens an order, takes edits, runs the steps. One frozen `OrderState` goes out in `changed`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, QTimer, Signal

from fieldapp.clock import Clock
from fieldapp.domain.records import JSON, Document, Owner
from fieldapp.domain.workflow import Action
from fieldapp.errors import RefusedFault
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import language, listed, tr
from fieldapp.ui.messages import Words, explain
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.autosave import Autosave
from fieldapp.ui.viewmodels.order_around import OrderAround
from fieldapp.ui.viewmodels.order_files import Hands, OrderFiles, Reports, kept_words
from fieldapp.ui.viewmodels.order_handoffs import OrderHandoffs
from fieldapp.ui.viewmodels.order_history import Offer, OrderPast
from fieldapp.ui.viewmodels.order_notices import OrderNotices
from fieldapp.ui.viewmodels.order_state import Message, OrderState, Phase, derive_order
from fieldapp.ui.viewmodels.order_steps import OrderSteps
from fieldapp.ui.viewmodels.taken import gone_words
from fieldapp.ui.viewmodels.undo import Edit, UndoHistory, done_again, taken_back
from fieldapp.ui.widgets.fields.base import KnownDevice, Offered
from fieldapp.ui.widgets.photo.marks import Sketch

if TYPE_CHECKING:
    from fieldapp.services.attachments import Attachments, Replaced
    from fieldapp.services.detail import OrderDetail
    from fieldapp.services.filling import Filling
    from fieldapp.services.handoffs import HandOffs
    from fieldapp.services.orders import Orders

DERIVE_MS = 120
TICK_MS = 20_000


class OrderPageModel(QObject):
    """One order at a time. `jump(field id, row id, column id)` asks the view to go to a field; `open_customer_view(order id)` and
    `open_document(sha256)` ask for another page."""

    changed = Signal(object)
    jump = Signal(str, object, object)
    open_customer_view = Signal(str)
    open_document = Signal(str)
    open_record = Signal(str)
    """What was asked for is not an order: lists of unsent work name both."""
    restored = Signal(str, object)
    """A field's value after an undo or redo: shown even where somebody is typing."""

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
        super().__init__()
        self._orders, self._filling = orders, filling
        self._jobs, self._clock = jobs, clock
        self.files = OrderFiles(attachments, hand_out, jobs, Reports(self._start, self._finish, self._fail))
        self.undo_history = UndoHistory(time.monotonic)
        self._past = OrderPast(orders, jobs, self._tell_around)
        self.handoffs = OrderHandoffs(handoffs, jobs, self._run, self._tell_around)
        self._around = OrderAround(self._past, self.handoffs, self)
        self._detail: OrderDetail | None = None
        self._held_last: Document | None = None
        self._order_id = ""
        self._message: Message | None = None
        self._busy = ""
        self.autosave: Autosave | None = None
        self.state = OrderState(Phase.LOADING)
        self.steps = OrderSteps(orders, seal, self._run, self.open_document.emit)
        self.notices = OrderNotices(self._run, orders, lambda: self.state.coach)
        self._rereading = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(DERIVE_MS)
        self._soon.timeout.connect(self._derive)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.refresh)  # the clocks on the page, and what a sync has brought

    def now(self) -> datetime:
        """The program's time in the zone of the order's records, for fields that show and enter times."""
        return self._clock.now().astimezone(self._detail.read_at.tzinfo if self._detail else None)

    # opening and leaving

    def open(self, order_id: str) -> None:
        """Show an order; the one before is saved first."""
        if not self.leave():
            return
        self._order_id, self._detail, self._message, self._busy = order_id, None, None, ""
        self._held_last = None
        self._rereading = False
        self.undo_history = UndoHistory(time.monotonic)
        self._around.start_over()
        self.autosave = Autosave(
            lambda changes, seen: self._filling.save(order_id, changes, seen, self._held_last),
            self._jobs,
            self._clock,
            f"order:{order_id}",
            self,
        )
        self.autosave.changed.connect(lambda _state: self._derive())
        self.autosave.stored.connect(self._show)
        self.autosave.drafted.connect(self._on_drafted)
        self._set(OrderState(Phase.LOADING, order_id))
        self.refresh(first=True)
        self._tick.start()

    def refresh(self, *, first: bool = False) -> None:
        """Read the order again (after a sync, after a step)."""
        order_id = self._order_id
        if not order_id:
            return

        def done(detail: OrderDetail) -> None:
            if order_id == self._order_id:
                self._show(detail)
                if first and detail.drafts:
                    self._say_recovered(detail)

        # behind the saves under way, so that what was read before one is not shown after it
        lane = "" if first else f"order:{order_id}"
        read = self._orders.detail
        self._jobs.submit(lambda: read(order_id), done, lambda error: self._on_open_failed(order_id, error), lane=lane)

    def leave(self) -> bool:
        """Save everything on the spot; False when it could not be saved (the page says why and stays)."""
        if self.autosave is None:
            return True
        if not self.autosave.let_go():
            return False
        self._tick.stop()
        self._soon.stop()
        self.files.let_go(self._order_id)
        return True

    # editing

    def edit(self, field_id: str, value: JSON) -> None:
        """A person changed a field; it is safe within two seconds."""
        if self.autosave is not None:
            self.undo_history.record(field_id, self._said(field_id), value)
            self.autosave.edit(field_id, value, self._held(field_id))
            if not self._soon.isActive():
                self._soon.start()

    def _held(self, field_id: str) -> JSON:
        """The stored answer that is on the page."""
        return self._detail.doc["answers"].get(field_id) if self._detail is not None else None

    def _said(self, field_id: str) -> JSON:
        """What the field says on the page, saved or not."""
        unsaved = self.autosave.unsaved if self.autosave is not None else {}
        form = self.state.form
        return unsaved[field_id] if field_id in unsaved else form.values.get(field_id) if form is not None else None

    def commit(self) -> None:
        """A person left a field: save now."""
        self.undo_history.close()
        if self.autosave is not None:
            self.autosave.commit()

    def undo(self) -> None:
        """Take the last edit of this order back, in whatever section it was made."""
        self._restore(self.undo_history.undo, taken_back)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._restore(self.undo_history.redo, done_again)

    def _restore(self, step: Callable[[], Edit | None], value_of: Callable[[Edit, JSON], JSON]) -> None:
        if self.autosave is None or self.state.read_only:
            return
        edit = step()
        if edit is None:
            return
        value = value_of(edit, self._said(edit.field_id))
        with QSignalBlocker(self.autosave):  # the page is derived once, below
            self.autosave.edit(edit.field_id, value, self._held(edit.field_id))
            self.autosave.commit()
        self.restored.emit(edit.field_id, value)
        self._derive()

    def attach(self, field_id: str, files: tuple[Offered, ...]) -> None:
        """Store photos or files; the rows appear when their bytes are safe."""
        if self._detail is not None and self.autosave is not None:
            self.files.attach(self._order_id, self._detail.definition.field(field_id), files, self.autosave, self._held)

    def replace_photo(self, field_id: str, row: Mapping[str, JSON], sketch: Sketch) -> None:
        """Put what was drawn on a photo into it."""
        if self.autosave is None:
            return
        order_id = self._order_id

        def replaced(outcome: Replaced) -> None:
            if order_id == self._order_id:
                self.undo_history.forget(field_id)
                self._message = None if outcome.withdrawn or not sketch.covers else Message(Tone.WARNING, kept_words())

        self.files.replace(order_id, field_id, row, sketch, Hands(self.autosave, self._held, replaced))

    def hand_out(self, sha256: str, name: str, done: Callable[[Path], object]) -> None:
        """A file as a copy that another program may open."""
        self.files.hand_out(self._order_id, sha256, name, done)

    # steps

    def next_step(self) -> None:
        """The primary action: go on, or to the first thing that is missing for it."""
        primary = self.state.primary
        if primary is None or self._busy:
            return
        if primary.gaps:
            self._message = Message(
                Tone.WARNING, Words(tr("还差 {n} 项，补齐后即可“{step}”。", n=primary.gaps, step=primary.words))
            )
            self._derive()
            self.jump_to_gap(0)
            return
        if primary.action in {Action.RESOLVE, Action.CONFIRM} and self._jump_to_wrong():
            return
        if primary.action is Action.CONFIRM:
            if self.leave():
                self.open_customer_view.emit(self._order_id)
            return
        self.steps.do(primary.action, primary.words)

    def jump_to_gap(self, index: int) -> None:
        if self.state.form is not None and index < len(self.state.form.missing):
            gap = self.state.form.missing[index]
            self.jump.emit(gap.field_id, gap.row_id, gap.column)

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

    def dismiss(self) -> None:
        """The message above the form was read."""
        if self._message is not None:
            self._message = None
            self._derive()

    def _run(self, words: str, step: Callable[[str], object], *, then: Callable[[object], None] | None = None) -> None:
        """Save what was typed, then do one step; both in the order's lane, so the step sees what was typed."""
        if self.autosave is None or self._busy:
            return
        if not self.autosave.flush():
            return
        order_id = self._order_id
        self._message = None
        self._start(words)

        def done(result: object) -> None:
            self._finish(order_id)
            if then is not None and order_id == self._order_id:
                then(result)

        self._jobs.submit(lambda: step(order_id), done, lambda error: self._fail(order_id, error), lane=f"order:{order_id}")

    def _start(self, words: str) -> None:
        self._busy = words
        self._derive()

    def _finish(self, order_id: str) -> None:
        if order_id == self._order_id:
            self._busy = ""
            self.refresh()

    def _fail(self, order_id: str, error: Exception) -> None:
        if order_id != self._order_id:
            return
        self._busy = ""
        tone = Tone.WARNING if isinstance(error, RefusedFault) else Tone.DANGER
        self._message = Message(tone, explain(error))
        self.refresh()

    # showing

    def _show(self, detail: OrderDetail) -> None:
        if detail.id == self._order_id:
            self._detail, self._rereading, self._held_last = detail, False, detail.doc
            self._derive()
            self._around.follow(detail)

    def _tell_around(self) -> None:
        """What stands beside the order has come: it and its form are as they were derived."""
        if self._detail is None or self._rereading:
            return
        if self.state.detail is self._detail:
            self._set(self._around.put_beside(self.state, self._detail))
        else:
            self._derive()

    def _on_drafted(self, _fault: object) -> None:
        """What was typed is a draft now; until the order is read with it, the page stays as the person left it."""
        self._rereading = True
        self.refresh()

    def _say_recovered(self, detail: OrderDetail) -> None:
        lang = language()
        names = [detail.definition.field(name).label.get(lang) for name in detail.drafts if name in detail.definition]
        words = Words(
            tr("已恢复上次没填完的内容：{fields}。", fields=listed(names)), "", tr("请改成正确的格式，改好即自动保存。")
        )
        self._message = Message(Tone.WARNING, words)
        self._derive()

    def _on_open_failed(self, order_id: str, error: Exception) -> None:
        if order_id != self._order_id:
            return
        self._rereading = False
        if getattr(error, "code", "") == "order.is-record":
            self.open_record.emit(order_id)
            return
        if getattr(error, "code", "") == "order.unknown":
            self._detail = None  # purged by a sync: nothing of it may stay on the page
            if self.autosave is not None:
                self.autosave.commit()  # what was typed meanwhile brings it back, to be read and handed in late
        if self._detail is None:
            self._set(OrderState(Phase.FAILED, order_id, failure=gone_words(error, self._clock.now()) or explain(error)))

    def _derive(self) -> None:
        if self._detail is None or self.autosave is None or self._rereading:
            return
        self._soon.stop()
        detail = self._detail
        state = derive_order(
            detail,
            self.autosave.unsaved,
            self.autosave.state,
            self._clock.now(),
            language(),
            message=self._message,
            busy=self._busy,
            undoable=(self.undo_history.can_undo, self.undo_history.can_redo),
        )
        self._set(self._around.put_beside(state, detail))

    def _set(self, state: OrderState) -> None:
        self.state = state
        self.changed.emit(state)
