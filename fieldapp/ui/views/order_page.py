"""The order page: index, form, what is missing and what happened, and the one next step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fieldapp.domain.records import JSON
from fieldapp.forms.schema import FormDefinition
from fieldapp.ui.i18n import language, tr
from fieldapp.ui.navigation import KNOWLEDGE, Navigator
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.form_state import FormState, read_only_reason
from fieldapp.ui.viewmodels.order_page import OrderPageModel
from fieldapp.ui.viewmodels.order_state import OrderState, Phase
from fieldapp.ui.views.camera_panel import CameraPanel, camera_likely
from fieldapp.ui.views.order_asks import ask_for
from fieldapp.ui.views.order_bottom import OrderBottom
from fieldapp.ui.views.order_header import OrderHeader
from fieldapp.ui.views.order_index import IndexArea, OrderIndex
from fieldapp.ui.views.order_offer import OfferNotice
from fieldapp.ui.views.order_panels import AskPanel
from fieldapp.ui.views.order_side import OrderSide
from fieldapp.ui.views.order_standing import OrderStanding
from fieldapp.ui.views.page_columns import PageColumns
from fieldapp.ui.views.photo_editor import PhotoEditor
from fieldapp.ui.views.scan_panel import ScanPanel
from fieldapp.ui.widgets.common import EmptyState, InlineNotice, SecondaryButton
from fieldapp.ui.widgets.fields import FieldContext
from fieldapp.ui.widgets.form_view import FormView
from fieldapp.ui.widgets.skeleton import waiting_page
from fieldapp.ui.widgets.undo_buttons import undo_keys

SIDE_FROM = 1060
"""Page width from which the right column has room."""
LOW = 560
"""Height of a page on which a panel that asks takes the form's place."""


FORM, FAILED, WAITING, INSTEAD = range(4)
"""Places of the stack; from the last one on something stands instead of the form: a photo, the camera."""


class OrderPage(QWidget):
    """A Page of the shell (ui/navigation.py). Built at once, or by `step` while nobody waits; `complete` builds the rest."""

    def __init__(
        self,
        model: OrderPageModel,
        navigator: Navigator,
        parent: QWidget | None = None,
        *,
        in_steps: bool = False,
        ahead: Callable[[OrderPage], Iterator[int]] = lambda _page: iter(()),
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(tr("派工单"))
        self.model, self._navigator = model, navigator
        self._context = FieldContext(
            lang=language(),
            now=model.now,
            thumbnail=model.files.thumbnail,
            attach=model.attach,
            open_file=self._open_file,
            edit_photo=self._edit_photo,
            known_device=model.known_device,
            take_photo=self._take_photo if camera_likely() else None,
            scan=self._scan if camera_likely() else None,
        )
        self._order_id = ""
        self._definition: tuple[str, bool] | None = None
        self._filled: tuple[str, FormState, bool, tuple[str, ...]] | None = None
        self._built = self._sized = self._left = False
        self._steps = self._build()
        self._ahead = ahead(self)
        if not in_steps:
            self.complete()

    def step(self) -> int:
        """Build a bit more, then get ready for the first order; 0 when there is no more to do."""
        return next(self._steps, 0) or next(self._ahead, 0)

    def complete(self) -> None:
        """Build what is left, now."""
        for _ in self._steps:
            pass

    def _build(self) -> Iterator[bool]:
        model = self.model
        self.header, self.form = OrderHeader(), FormView()
        self.index = OrderIndex(self.form.enter_section)
        yield True
        self.side = OrderSide()
        yield True
        self.bottom = OrderBottom()
        yield True
        self.standing, self.notice = OrderStanding(self._navigator), InlineNotice()
        self.offer = OfferNotice()
        self.panel = AskPanel(self._context)
        self._failed = EmptyState(
            "warning",
            "",
            action=SecondaryButton(tr("重试"), "sync", on_click=lambda: model.refresh(first=True)),
            tone=Tone.WARNING,
        )
        self._stack = QStackedWidget()
        yield True
        yield from self._lay_out()
        self._connect()
        self._built = True
        if self._sized:
            self.columns.fit(self.width())
        self.apply(model.state)

    @cached_property
    def photo(self) -> PhotoEditor:
        """Made for the first photo that is looked at."""
        made = PhotoEditor(self.model.files.thumbnail)
        made.saved.connect(self.model.replace_photo)
        made.closed.connect(self._back_to_form)
        self._stack.addWidget(made)
        return made

    @cached_property
    def camera(self) -> CameraPanel:
        """Made for the first photo that is taken."""
        made = CameraPanel(self.model.now)
        made.taken.connect(lambda field_id, offered: self.model.attach(field_id, (offered,)))
        made.closed.connect(self._back_to_form)
        self._stack.addWidget(made)
        return made

    @cached_property
    def scanner(self) -> ScanPanel:
        """Made for the first code that is read."""
        made = ScanPanel(self.model.now, self.model.files.scanner)
        made.closed.connect(self._back_to_form)
        self._stack.addWidget(made)
        return made

    @property
    def _on_photo(self) -> bool:
        return self._stack.currentIndex() >= INSTEAD and self._stack.currentWidget() is self.photo

    def enter(self, argument: str) -> None:
        """Show the order `argument`."""
        self._left = False
        self.panel.hide()
        self.columns.to_form()
        self._back_to_form()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.model.open(argument)

    def leave(self) -> bool:
        """Everything typed is stored before another page is shown."""
        if self._on_photo and not self.photo.may_close():
            return False
        for name in ("camera", "scanner"):
            if name in self.__dict__:
                getattr(self, name).stop()
        self._give_up_focus()
        self._left = self.model.leave()
        return self._left

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        QTimer.singleShot(0, self, self._make_way)

    def _make_way(self) -> None:
        """For the next order, while nobody looks: hundreds of fields would be shown, and hidden again at once."""
        if self._left and not self.isVisible() and self._stack.currentIndex() == FORM:
            self._stack.setCurrentIndex(WAITING)

    def apply(self, state: OrderState) -> None:
        """Show a state. What is new is filled in before it comes into view: what is hidden is not laid out at each change."""
        if state.failure is not None:
            self._failed.show_words("warning", state.failure.what, state.failure.todo, Tone.WARNING)
        self._show_header(state)
        for show in self.parts if state.form is not None else ():
            show(state)
        ready = state.phase is Phase.READY
        if not ready or (self._stack.currentIndex() < INSTEAD and not (self._left and not self.isVisible())):
            self._stack.setCurrentIndex({Phase.FAILED: FAILED, Phase.LOADING: WAITING}.get(state.phase, FORM))
        with_form = ready and self._stack.currentIndex() == FORM
        self.bottom.setVisible(with_form)
        self.header.aside.setEnabled(with_form)

    def in_use(self) -> bool:
        """An order is open, or was."""
        return bool(self.model.state.order_id)

    @property
    def parts(self) -> tuple[Callable[[OrderState], object], ...]:
        """What shows an order, one after the other."""
        return (self._show_header, self._fill_in, self.side.show_state, self.bottom.show_state, self._show_notices)

    def start_over(self) -> None:
        """Nothing of any order is on the page."""
        self._filled = None
        for part in (self.form, self.index, self.side):
            part.start_over()
        self.apply(self.model.state)

    def _show_header(self, state: OrderState) -> None:
        self.header.show_header(state.header)
        if state.form is not None:
            self.header.aside.show_count(len(state.form.missing) + (state.coach.now is not None))

    def _fill_in(self, state: OrderState) -> None:
        """Values and marks; nothing where the form was not derived anew: what is read beside it came."""
        detail, form = state.detail, state.form
        if detail is None or form is None:
            return
        self.show_form_of(state.order_id, detail.definition, created_here=detail.created_here)
        filled = (state.order_id, form, state.read_only, state.correctable)
        if self._filled is not None and self._filled[1] is form and self._filled == filled:
            return
        self._filled = filled
        self.index.show_marks(form.marks)
        self.form.apply(form, form.marks, read_only=state.read_only, correctable=frozenset(state.correctable))

    def show_form_of(self, order_id: str, definition: FormDefinition, *, created_here: bool) -> None:
        """Fields are built once for a form; the next order of the same form only brings other values."""
        form = (definition.sha256, created_here)
        if self._definition != form:
            self._filled = None
            self.form.show_definition(definition, self._context, partial(read_only_reason, created_here=created_here))
        elif self._order_id != order_id:
            self._filled = None
            self.form.start_over()
        if self._order_id != order_id:
            self.index.start_over()
            self.side.start_over()
        self._order_id, self._definition = order_id, form

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sized = True
        if self._built:
            self.columns.fit(self.width())

    def _lay_out(self) -> Iterator[bool]:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._stack, 1)
        column.addWidget(self.bottom)
        yield True
        self.columns = PageColumns(self.side, self.header.aside, SIDE_FROM, IndexArea(self.index))
        middle = self.columns.form_column
        notices = QVBoxLayout()
        notices.setContentsMargins(16, 12, 16, 0)
        notices.addWidget(self.standing)
        notices.addWidget(self.notice)
        notices.addWidget(self.offer)
        middle.addLayout(notices)
        middle.addWidget(self.form, 1)
        middle.addWidget(self.panel)
        self._stack.addWidget(self.columns)
        yield True
        for part in (self._failed, waiting_page()):
            self._stack.addWidget(part)

    def _connect(self) -> None:
        model = self.model
        model.changed.connect(self.apply)
        model.jump.connect(lambda *_place: self.columns.to_form())
        model.jump.connect(self.form.reveal)
        model.restored.connect(self.form.put_back)
        model.open_customer_view.connect(self._navigator.open_customer_view)
        model.open_document.connect(self._open_document)
        model.open_record.connect(self._navigator.open_record)
        self.index.fitted.connect(lambda: self.columns.fit(self.width()))
        self.index.chosen.connect(lambda _section: self.columns.to_form())
        self.index.chosen.connect(self.form.go_to_section)
        self.form.section_reached.connect(self.index.set_current)
        self.form.edited.connect(model.edit)
        self.form.committed.connect(lambda _field: model.commit())
        self.form.correction_asked.connect(lambda field_id: self._ask("time", field_id))
        self.side.gap_chosen.connect(model.jump_to_gap)
        self.side.unprintable_chosen.connect(model.jump_to_unprintable)
        self.side.document_chosen.connect(self._open_document)
        self.side.knowledge_wanted.connect(lambda: self._navigator.open_page(KNOWLEDGE, model.state.order_id))
        self.side.visits.chosen.connect(self._navigator.open_order)
        self.side.handoffs.chosen.connect(self._navigator.open_record)
        self.side.handoffs.wanted.connect(model.handoffs.hand_over)
        self.side.coach.sent.connect(model.notices.record_sent)
        self.side.coach.handed_over.connect(model.notices.hand_over)
        self.side.coach.called.connect(model.notices.record_call)
        self.offer.taken.connect(model.take_offer)
        self.offer.put_away.connect(model.put_away)
        self.bottom.asked.connect(self._on_ask)
        self.panel.shown.connect(self.bottom.step_back)
        self.panel.shown.connect(lambda on: self.form.setHidden(on and self.height() < LOW))
        undo_keys(self, partial(self._undo, back=True), partial(self._undo, back=False))
        QShortcut(QKeySequence("Ctrl+S"), self, model.commit)

    def _undo(self, *, back: bool) -> None:
        """Of the order; on a photo, of what is drawn; in a panel's field, of what is typed there."""
        if self._on_photo:
            self.photo.canvas.undo()
            return
        if not self.panel.undo_typed(back=back):
            (self.model.undo if back else self.model.redo)()

    def _on_ask(self, what: str) -> None:
        match what:
            case "undo":
                self.model.undo()
            case "redo":
                self.model.redo()
            case "next":
                self._give_up_focus()
                self.model.next_step()
            case "retry":
                self.model.commit()
            case "preview":
                if self.model.leave():
                    self._navigator.open_pdf(f"draft:{self.model.state.order_id}", self.model.state.order_id)
            case "leave":
                self.model.steps.leave_site()
            case _:
                self._ask(what)

    def _ask(self, what: str, field_id: str = "") -> None:
        ask = ask_for(what, self.model, field_id)
        if ask is not None:
            self.columns.to_form()
            self.panel.ask(ask)

    def _show_notices(self, state: OrderState) -> None:
        self.standing.show_state(state)
        if state.message is None:
            self.notice.hide()
        else:
            if self.notice.isHidden():
                self.columns.to_form()  # where it is said
            self.notice.say_words(state.message.tone, state.message.words)
        self.offer.show_offers(state.history.offers)

    def _open_document(self, sha256: str) -> None:
        if sha256:
            self._navigator.open_pdf(f"{self.model.state.order_id}/{sha256}", self.model.state.order_id)

    def _open_file(self, sha256: str, name: str) -> None:
        """Hand a file to the desktop's own viewer."""
        self.model.hand_out(sha256, name, lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))

    def _edit_photo(self, field_id: str, row: Mapping[str, JSON]) -> None:
        self._give_up_focus()
        self._instead_of_form(self.photo)
        self.photo.open(field_id, row)

    def _take_photo(self, field_id: str) -> None:
        self._give_up_focus()
        self._instead_of_form(self.camera)
        self.camera.start(field_id)

    def _scan(self, told: Callable[[str], object]) -> None:
        self._give_up_focus()
        self._instead_of_form(self.scanner)
        self.scanner.start_for(told)

    def _instead_of_form(self, part: QWidget) -> None:
        self.panel.hide()
        self._stack.setCurrentWidget(part)
        self.bottom.hide()
        self.header.aside.setEnabled(False)

    def show_form(self) -> None:
        """Bring the form's place to the front, whatever is in it."""
        self._stack.setCurrentIndex(FORM)

    def _back_to_form(self) -> None:
        if self._stack.currentIndex() >= INSTEAD:
            self.show_form()
            self.apply(self.model.state)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_up_focus(self) -> None:
        """What a field reports when the focus leaves it must be reported before the page goes on."""
        focused = self.focusWidget()
        if focused is not None and self.form.isAncestorOf(focused):
            focused.clearFocus()
