"""The order page's view model: opens an order, takes edits, runs the steps. One frozen `OrderState` goes out in `changed`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from fieldapp.clock import Clock
from fieldapp.domain.records import JSON, Owner
from fieldapp.domain.workflow import Action
from fieldapp.errors import RefusedFault
from fieldapp.forms.schema import FieldType
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import language, listed, tr
from fieldapp.ui.messages import Words, explain
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.autosave import Autosave
from fieldapp.ui.viewmodels.order_state import Message, OrderState, Phase, derive_order
from fieldapp.ui.widgets.fields.base import Offered

if TYPE_CHECKING:
    from fieldapp.services.attachments import Attachments
    from fieldapp.services.detail import OrderDetail
    from fieldapp.services.filling import Filling
    from fieldapp.services.orders import Orders

DERIVE_MS = 120
TICK_MS = 20_000
PICTURES = "pictures"
"""The lane in which pictures are decoded: one at a time, so that thirty photos do not take every worker."""

# PySide makes its enums at their first use, and two threads at once crash in that: these are made here, on the GUI thread.
_KEEP = Qt.AspectRatioMode.KeepAspectRatio
_READ_ONLY = QBuffer.OpenModeFlag.ReadOnly
_QUARTER_TURN = QImageIOHandler.Transformation.TransformationRotate90


class OrderPageModel(QObject):
    """One order at a time. `jump(field id, row id, column id)` asks the view to go to a field; `open_customer_view(order id)` and
    `open_document(sha256)` ask for another page."""

    changed = Signal(object)
    jump = Signal(str, object, object)
    open_customer_view = Signal(str)
    open_document = Signal(str)

    def __init__(
        self,
        orders: Orders,
        filling: Filling,
        attachments: Attachments,
        seal: Callable[[str], object],
        hand_out: Callable[[str, str], Path],
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._hand_out = hand_out
        self._orders, self._filling, self._attachments, self._seal = orders, filling, attachments, seal
        self._jobs, self._clock = jobs, clock
        self._detail: OrderDetail | None = None
        self._order_id = ""
        self._message: Message | None = None
        self._busy = ""
        self.autosave: Autosave | None = None
        self.state = OrderState(Phase.LOADING)
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
        self._rereading = False
        self.autosave = Autosave(
            lambda changes, seen: self._filling.save(order_id, changes, seen),
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
        if not self.autosave.flush() and not self._gone():
            return False
        self._tick.stop()
        self._soon.stop()
        return True

    def _gone(self) -> bool:
        """The order is no longer on this device: nothing can be saved in it, and nobody may be kept on its page."""
        error = self.autosave.state.error if self.autosave is not None else None
        return isinstance(error, RefusedFault) and error.code == "order.unknown"

    # editing

    def edit(self, field_id: str, value: JSON) -> None:
        """A person changed a field; it is safe within two seconds."""
        if self.autosave is not None:
            self.autosave.edit(field_id, value, self._held(field_id))
            if not self._soon.isActive():
                self._soon.start()

    def _held(self, field_id: str) -> JSON:
        """The stored answer that is on the page."""
        return self._detail.doc["answers"].get(field_id) if self._detail is not None else None

    def commit(self) -> None:
        """A person left a field: save now."""
        if self.autosave is not None:
            self.autosave.commit()

    def attach(self, field_id: str, files: tuple[Offered, ...]) -> None:
        """Store photos or files; the rows appear when their bytes are safe."""
        detail, autosave = self._detail, self.autosave
        if detail is None or autosave is None:
            return
        order_id = self._order_id
        field = detail.definition.field(field_id)
        tag = field.options[0].code if field.options else ""
        autosave.commit()
        autosave.hold(field_id)

        def store() -> list[JSON]:
            rows: list[JSON] = []
            for offered in files:
                data = offered.data if offered.data is not None else offered.path.read_bytes() if offered.path else b""
                if field.type is FieldType.PHOTOS:
                    rows.append(self._attachments.add_photo(order_id, field_id, data, offered.name, tag))
                else:
                    rows.append(self._attachments.add_file(order_id, field_id, data, offered.name))
            return rows

        def done(rows: list[JSON]) -> None:
            held = autosave.unsaved.get(field_id)
            if isinstance(held, list):
                autosave.edit(field_id, held + rows, self._held(field_id))
            self._finish(order_id)
            autosave.release(field_id)

        def failed(error: Exception) -> None:
            autosave.release(field_id)
            self._fail(order_id, error)

        self._start(tr("正在保存 {n} 个文件…", n=len(files)))
        self._jobs.submit(store, done, failed, lane=f"order:{order_id}")

    def thumbnail(self, sha256: str, size: QSize, done: Callable[[QImage], None]) -> None:
        """A stored picture, scaled down in a job and turned the way it was taken."""
        self._jobs.submit(
            lambda: scaled_picture(self._attachments.data(sha256), size), done, lambda _: done(QImage()), lane=PICTURES
        )

    def hand_out(self, sha256: str, name: str, done: Callable[[Path], object]) -> None:
        """A file as a copy that another program may open."""
        order_id = self._order_id
        self._jobs.submit(lambda: self._hand_out(sha256, name), done, lambda error: self._fail(order_id, error))

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
        if primary.action is Action.SEAL:
            self._run(
                tr("正在生成并封存 PDF…"), self._seal, then=lambda sealed: self.open_document.emit(getattr(sealed, "sha256", ""))
            )
            return
        steps: Mapping[Action, Callable[[str], object]] = {
            Action.ACCEPT: self._orders.accept,
            Action.DEPART: self._orders.depart,
            Action.ARRIVE: self._orders.arrive,
            Action.START: self._orders.start,
            Action.RESUME: self._orders.resume,
            Action.RESOLVE: self._orders.resolve,
            Action.LEAVE: self._orders.leave,
        }
        self._run(primary.words, steps[primary.action])

    def jump_to_gap(self, index: int) -> None:
        if self.state.form is not None and index < len(self.state.form.missing):
            gap = self.state.form.missing[index]
            self.jump.emit(gap.field_id, gap.row_id, gap.column)

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

    def decline(self, reason: str) -> None:
        self._run(tr("拒绝"), lambda order_id: self._orders.decline(order_id, reason))

    def hold(self, supplier: str, reason: str, expected_at: datetime) -> None:
        self._run(tr("挂起"), lambda order_id: self._orders.hold(order_id, supplier, reason, expected_at))

    def leave_site(self) -> None:
        self._run(tr("离场"), self._orders.leave)

    def note(self, text: str) -> None:
        self._run(tr("备注"), lambda order_id: self._orders.note(order_id, text))

    def correct_time(self, field_id: str, value: datetime, reason: str) -> None:
        self._run(tr("更正时间"), lambda order_id: self._orders.correct_time(order_id, field_id, value, reason))

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
            self._detail, self._rereading = detail, False
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
        if getattr(error, "code", "") == "order.unknown":
            self._detail = None  # purged by a sync: nothing of it may stay on the page
        if self._detail is None:
            self._set(OrderState(Phase.FAILED, order_id, failure=explain(error)))

    def _derive(self) -> None:
        if self._detail is None or self.autosave is None or self._rereading:
            return
        self._soon.stop()
        self._set(
            derive_order(
                self._detail,
                self.autosave.unsaved,
                self.autosave.state,
                self._clock.now(),
                language(),
                message=self._message,
                busy=self._busy,
            )
        )

    def _set(self, state: OrderState) -> None:
        self.state = state
        self.changed.emit(state)


def scaled_picture(data: bytes, size: QSize) -> QImage:
    """A picture within `size`, decoded at that size where the format can; null when it cannot be read."""
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(_READ_ONLY)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    full = reader.size()
    if full.isValid():
        turned = bool(reader.transformation() & _QUARTER_TURN)
        reader.setScaledSize(full.scaled(size.transposed() if turned else size, _KEEP))
    return reader.read()
