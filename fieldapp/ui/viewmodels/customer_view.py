"""The customer's minute: check and rate, then sign exactly what was shown. One frozen `CustomerState` goes out in `changed`.

Nothing of the order but the snapshot is ever in the state. Going back to the answers takes the ink away: a new snapshot follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from fieldapp.clock import Clock, from_wire
from fieldapp.domain.records import JSON, Document
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.forms import answers
from fieldapp.forms.schema import FormDefinition
from fieldapp.forms.signing.ink import Ink, judge
from fieldapp.ui.background.jobs import Jobs, Task
from fieldapp.ui.i18n import language, speaking, tr
from fieldapp.ui.messages import Words, explain
from fieldapp.ui.viewmodels.autosave import Autosave
from fieldapp.ui.viewmodels.customer_paper import asked_of_customer, required_of, without_asked, without_signatures
from fieldapp.ui.viewmodels.customer_state import ZOOMS, CustomerState, Sealing, Stage, engineer_ink_words
from fieldapp.ui.viewmodels.form_state import unprintable_words
from fieldapp.ui.viewmodels.gate_words import different_pins, no_new_pin
from fieldapp.ui.viewmodels.pictures import PICTURES, scaled_picture

if TYPE_CHECKING:
    from fieldapp.services.attachments import Attachments
    from fieldapp.services.filling import Filling
    from fieldapp.services.signing import CustomerView, Signing

ENGINEER_FIELD = "engineer_signature"


class CustomerModel(QObject):
    """`left(order id, sha256 of the sealed PDF or empty)`: the engineer gave the PIN; `ink_void()`: take the ink off the pad."""

    changed = Signal(object)
    left = Signal(str, str)
    ink_void = Signal()

    def __init__(
        self,
        signing: Signing,
        filling: Filling,
        attachments: Attachments,
        check_pin: Callable[[str], bool],
        jobs: Jobs,
        clock: Clock,
        reset_pin: Callable[[str, str], None],
    ) -> None:
        super().__init__()
        self._signing, self._filling, self._attachments, self._check_pin = signing, filling, attachments, check_pin
        self._jobs, self._clock, self._reset_pin = jobs, clock, reset_pin
        self._order_id = ""
        self._view: CustomerView | None = None
        self._held_last: Document | None = None
        self._autosave: Autosave | None = None
        self.may_leave = True
        self.state = CustomerState()

    # opening

    def open(self, order_id: str) -> None:
        """Freeze the order and put it before the customer."""
        self._order_id, self._view, self.may_leave = order_id, None, False
        self._held_last = None
        self._autosave = Autosave(
            lambda changes, seen: self._filling.save(order_id, changes, seen, self._held_last),
            self._jobs,
            self._clock,
            f"order:{order_id}",
            self,
        )
        self._autosave.stored.connect(lambda detail: self._hold(detail.doc))
        self.state = CustomerState(lang=language())
        self._set()
        self._freeze(Stage.REVIEW)

    def now(self) -> datetime:
        """The program's time in the zone of the snapshot."""
        now = self._clock.now()
        if self._view is None:
            return now.astimezone()
        return now.astimezone(from_wire(self._view.snapshot.content["frozen_at"]).tzinfo)

    def _freeze(self, stage: Stage) -> None:
        """Take a snapshot of the order as it is now, log that it is shown, and show it."""
        order_id, lang = self._order_id, self.state.lang

        def work() -> tuple[CustomerView, Document]:
            view = self._signing.prepare(order_id)
            return view, self._signing.shown(order_id, view.snapshot.sha256, lang)

        def done(shown: tuple[CustomerView, Document]) -> None:
            if order_id != self._order_id:
                return
            self._view, doc = shown
            self._hold(doc)
            self.ink_void.emit()
            self._show(stage)

        self._tell(lambda: {"busy": tr("正在准备…")})
        self._jobs.submit(work, done, self._on_freeze_failed, lane=f"order:{order_id}")

    def _hold(self, doc: Document) -> None:
        """The order as it stands: should the desk take it away while the customer answers, his answers are kept with this."""
        if doc["id"] == self._order_id:
            self._held_last = doc

    def _on_freeze_failed(self, error: Exception) -> None:
        stage = Stage.FAILED if self._view is None else self.state.stage
        # nothing of the order is on the screen yet, so there is nothing to guard with the PIN
        self.may_leave = self._view is None
        self._tell(lambda: {"stage": stage, "busy": "", "message": explain(error)})

    def _show(self, stage: Stage) -> None:
        view, lang = self._view, self.state.lang
        assert view is not None
        asked = asked_of_customer(view.definition)
        shown = view.blocks(lang)
        given = view.snapshot.content["answers"]
        values = {item.id: given.get(item.id) for item in asked}
        if self._autosave is not None:
            values |= {name: value for name, value in self._autosave.unsaved.items() if name in values}
        self._set(
            stage=stage,
            number=view.number,
            revision=view.revision,
            snapshot_sha256=view.snapshot.sha256,
            title=view.definition.title.get(lang),
            blocks=without_asked(shown, asked) if stage is Stage.REVIEW else without_signatures(shown),
            asked=asked,
            engineer_signs=ENGINEER_FIELD in view.definition,
            unprintable=tuple(unprintable_words(view.definition, item, lang) for item in view.unprintable),
            values=values,
            required=required_of(view, asked, values, self.now()),
            problems={},
            busy="",
            message=None,
        )

    # step 1: check and rate

    def edit(self, field_id: str, value: JSON) -> None:
        """The customer answers; after the freeze that takes the signing step back."""
        if self._autosave is None or self._view is None:
            return
        self._autosave.edit(field_id, value)
        values = {**self.state.values, field_id: value}
        problems = {name: words for name, words in self.state.problems.items() if name != field_id}
        required = required_of(self._view, self.state.asked, values, self.now())
        self._set(values=values, problems=problems, required=required)

    def to_signing(self) -> None:
        """Store the answers and freeze anew with them; or say which answers are missing."""
        view = self._view
        if view is None or self.state.busy or self._autosave is None:
            return
        with speaking(self.state.lang):
            gaps = {name: tr("请回答") for name in self.state.required if self.state.values.get(name) in (None, "")}
            wrong = self._wrong_answers(view.definition) | gaps
        if wrong:
            self._tell(lambda: {"problems": wrong, "message": Words(tr("还有 {n} 处请您补充。", n=len(wrong)))})
            return
        if self._autosave.flush():
            self._freeze(Stage.SIGN)
        else:
            error = self._autosave.state.error
            self._tell(lambda: {"message": explain(error) if error else None})

    def to_review(self) -> None:
        """Back to the answers; the ink goes, because what is signed may change."""
        if self._view is not None and not self.state.busy:
            self.ink_void.emit()
            self._show(Stage.REVIEW)

    def _wrong_answers(self, definition: FormDefinition) -> dict[str, str]:
        wrong = {}
        for name, value in self.state.values.items():
            try:
                answers.normalise(definition.field(name), value)
            except InputFault as fault:
                wrong[name] = explain(fault).what
        return wrong

    # step 2: sign, or say why not

    def sign(self, ink: Ink, engineer_ink: Ink | None = None) -> None:
        """Record the ink under the snapshot on the screen, then seal in the background. The engineer's own is optional."""
        view, order_id = self._view, self._order_id
        if view is None or self.state.stage is not Stage.SIGN or self.state.busy:
            return
        if engineer_ink is not None:
            try:
                judge(engineer_ink)
            except RefusedFault as error:
                fault = error
                self._tell(lambda: {"message": engineer_ink_words(fault)})
                return
        self._tell(lambda: {"busy": tr("正在保存签名…"), "message": None})
        self._jobs.submit(
            lambda: self._signing.sign(order_id, view, ink, engineer_ink),
            lambda _none: self._concluded("signed"),
            self._on_sign_failed,
            lane=f"order:{order_id}",
        )

    def not_signed(self, outcome: str, reason: str, witness: str) -> None:
        """refused | absent | later, with the reason and, for a refusal, a witness."""
        order_id = self._order_id
        if self._view is None or self.state.busy or (self._autosave is not None and not self._autosave.flush()):
            return

        def work() -> None:
            view = self._signing.prepare(order_id)
            self._signing.not_signed(order_id, view, outcome, reason, witness)

        self._tell(lambda: {"busy": tr("正在保存…"), "message": None})
        self._jobs.submit(work, lambda _none: self._concluded(outcome), self._on_sign_failed, lane=f"order:{order_id}")

    def _on_sign_failed(self, error: Exception) -> None:
        self._tell(lambda: {"busy": "", "message": explain(error)})
        if isinstance(error, RefusedFault) and error.code == "snapshot.stale":
            self._freeze(Stage.REVIEW)

    def _concluded(self, outcome: str) -> None:
        self._set(stage=Stage.DONE, outcome=outcome, busy="", message=None, seal=None)
        if outcome != "later":
            self._seal()

    def _seal(self) -> None:
        order_id = self._order_id
        self._set(seal=Sealing.UNDER_WAY)

        def done(sealed: object) -> None:
            if order_id == self._order_id:
                self._set(seal=Sealing.DONE, sealed_sha256=str(getattr(sealed, "sha256", "")))

        def failed(error: Exception) -> None:
            if order_id == self._order_id:
                self._set(seal=error)

        self._jobs.submit(lambda: self._signing.seal(order_id), done, failed, lane=f"order:{order_id}", task=Task.SEAL)

    # how it is shown

    def set_language(self, lang: str) -> None:
        """zh | en; another language is another showing, and is logged as one. Not while something is being frozen or saved:
        what is logged as shown would be in another language than the screen."""
        if lang == self.state.lang:
            return
        if self.state.busy:
            self._set()  # the switch goes back to the language that is shown
            return
        self.state = replace(self.state, lang=lang)
        if self._view is None:
            self._set()
            return
        view, order_id = self._view, self._order_id
        self._jobs.submit(
            lambda: self._signing.shown(order_id, view.snapshot.sha256, lang),
            self._hold,
            self._on_sign_failed,
            lane=f"order:{order_id}",
        )
        if self.state.stage in (Stage.REVIEW, Stage.SIGN):
            self._show(self.state.stage)
        else:
            self._set()

    def zoom(self, step: int) -> None:
        """Larger (1) or smaller (-1) letters."""
        place = max(0, min(len(ZOOMS) - 1, ZOOMS.index(self.state.zoom) + step))
        self._set(zoom=ZOOMS[place])

    def thumbnail(self, sha256: str, size: QSize, done: Callable[[QImage], None]) -> None:
        self._jobs.submit(
            lambda: scaled_picture(self._attachments.data(sha256), size), done, lambda _: done(QImage()), lane=PICTURES
        )

    # leaving

    def ask_pin(self) -> None:
        self._set(pin_asked=True, pin_problem="", pin_forgotten=False)

    def cancel_pin(self) -> None:
        self._set(pin_asked=False, pin_problem="", pin_forgotten=False)

    def forget_pin(self) -> None:
        """Ask for the server's password instead."""
        self._set(pin_forgotten=True, pin_problem="")

    def reset_pin(self, password: str, pin: str, again: str) -> None:
        """The engineer takes the device back with the server's password, and sets a new PIN."""
        if self.state.busy:
            return
        if pin != again:
            self._tell(lambda: {"pin_problem": different_pins().line})
            return
        self._tell(lambda: {"busy": tr("正在核对密码…"), "pin_problem": ""})
        self._jobs.submit(
            lambda: self._reset_pin(password, pin),
            lambda _none: self._on_pin(True),
            lambda error: self._tell(lambda: {"busy": "", "pin_problem": no_new_pin(error).line}),
        )

    def give_pin(self, pin: str) -> None:
        """The engineer takes the device back."""
        if self.state.busy:
            return
        self._tell(lambda: {"busy": tr("正在核对 PIN…"), "pin_problem": ""})
        self._jobs.submit(lambda: self._check_pin(pin), self._on_pin, self._on_pin_failed)

    def _on_pin(self, right: bool) -> None:
        self._set(busy="")
        if not right:
            self._tell(lambda: {"pin_problem": tr("PIN 不对，请再输一次。")})
            return
        if self._autosave is not None and not self._autosave.let_go():
            error = self._autosave.state.error
            self._tell(lambda: {"pin_problem": explain(error).line if error else ""})
            return
        self.may_leave = True
        self._set(pin_asked=False, pin_forgotten=False)
        order_id, sealed = self._order_id, self.state.sealed_sha256
        if self.state.stage is Stage.DONE:
            self.left.emit(order_id, sealed)
            return
        self._jobs.submit(
            lambda: self._signing.left(order_id),
            lambda _none: self.left.emit(order_id, ""),
            lambda _error: self.left.emit(order_id, ""),
            lane=f"order:{order_id}",
        )

    def _on_pin_failed(self, error: Exception) -> None:
        self._tell(lambda: {"busy": "", "pin_problem": explain(error).line})

    def _tell(self, words: Callable[[], dict[str, object]]) -> None:
        """A state whose words are in the language on the screen, not in the program's."""
        with speaking(self.state.lang):
            values = words()
        self._set(**values)

    def _set(self, **values: object) -> None:
        self.state = replace(self.state, **values)  # type: ignore[arg-type]  # names and types are CustomerState's own
        self.changed.emit(self.state)
