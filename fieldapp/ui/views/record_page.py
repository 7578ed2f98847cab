"""The page of a record of any kind: its form, its steps, what it belongs to and what happened."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.forms.schema import FormDefinition
from fieldapp.ui.i18n import language, tr
from fieldapp.ui.navigation import Navigator
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.form_state import read_only_reason
from fieldapp.ui.viewmodels.order_state import Phase
from fieldapp.ui.viewmodels.record_page import RecordPageModel
from fieldapp.ui.viewmodels.record_state import MoveButton, RecordHeader, RecordState
from fieldapp.ui.views.order_panels import Answers, Ask, AskPanel, text_field
from fieldapp.ui.views.page_columns import AsideButton, PageColumns
from fieldapp.ui.views.record_side import RecordSide
from fieldapp.ui.vocabulary import Look
from fieldapp.ui.widgets.common import (
    Badge,
    Button,
    ElidedText,
    EmptyState,
    GhostButton,
    IconText,
    InlineNotice,
    PrimaryButton,
    SecondaryButton,
    Text,
    clear_layout,
)
from fieldapp.ui.widgets.common.one_tap import step_keys
from fieldapp.ui.widgets.fields import FieldContext
from fieldapp.ui.widgets.form_view import FormView
from fieldapp.ui.widgets.skeleton import waiting_page
from fieldapp.ui.widgets.undo_buttons import UndoButtons, undo_keys

SIDE_FROM = 900
"""Page width from which the right column has room."""


class RecordPage(QWidget):
    """A Page of the shell; its argument is the record's id."""

    def __init__(self, model: RecordPageModel, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(tr("记录"))
        self.model, self._navigator = model, navigator
        self._context = FieldContext(
            lang=language(), now=model.now, thumbnail=model.files.thumbnail, attach=model.attach, open_file=self._open_file
        )
        self._record_id = ""
        self._definition: tuple[str, bool] | None = None
        self.header, self.form, self.side, self.bottom = _Header(), FormView(), RecordSide(), _Bottom()
        self.locked, self.notice = InlineNotice(closable=False), InlineNotice()
        self.panel = AskPanel(self._context)
        retry = SecondaryButton(tr("重试"), "sync", on_click=lambda: model.refresh(first=True))
        self._failed = EmptyState("warning", "", action=retry, tone=Tone.WARNING)
        self._stack = QStackedWidget()
        self._lay_out()
        model.changed.connect(self.apply)
        model.jump.connect(lambda *_place: self.columns.to_form())
        model.jump.connect(self.form.reveal)
        self.form.edited.connect(model.edit)
        self.form.committed.connect(lambda _field: model.commit())
        self.side.gap_chosen.connect(model.jump_to_gap)
        self.side.link_chosen.connect(self._open_link)
        self.bottom.moved.connect(self._on_move)
        self.bottom.noted.connect(self._on_note)
        self.bottom.retried.connect(model.commit)
        self.panel.shown.connect(self.bottom.step_back)
        model.restored.connect(self.form.put_back)
        self.bottom.undone.connect(model.undo)
        self.bottom.redone.connect(model.redo)
        undo_keys(self, partial(self._undo, back=True), partial(self._undo, back=False))
        QShortcut(QKeySequence("Ctrl+S"), self, model.commit)
        self.apply(model.state)

    def enter(self, argument: str) -> None:
        """Show the record `argument`."""
        self.panel.hide()
        self.columns.to_form()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.model.open(argument)

    def leave(self) -> bool:
        """Everything typed is stored before another page is shown."""
        self._give_up_focus()
        return self.model.leave()

    def apply(self, state: RecordState) -> None:
        """Show a state."""
        self._stack.setCurrentIndex({Phase.FAILED: 1, Phase.LOADING: 2}.get(state.phase, 0))
        if state.failure is not None:
            self._failed.show_words("warning", state.failure.what, state.failure.todo, Tone.WARNING)
        self.header.show_header(state.header)
        self.bottom.setVisible(state.phase is Phase.READY)
        if state.detail is None or state.form is None:
            return
        self._show_form_of(state.record_id, state.detail.definition, desk_too=state.detail.desk_too)
        self.form.apply(state.form, state.form.marks, read_only=state.read_only)
        self.side.show_state(state)
        self.header.aside.show_count(len(state.form.missing))
        self.bottom.show_state(state)
        for notice, tone, words in (
            (self.locked, Tone.NEUTRAL, state.locked),
            (self.notice, state.message.tone if state.message else Tone.NEUTRAL, state.message.words if state.message else None),
        ):
            if words is None:
                notice.hide()
            else:
                if notice is self.notice and notice.isHidden():
                    self.columns.to_form()  # where it is said
                notice.say_words(tone, words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit(self.width())

    def _show_form_of(self, record_id: str, definition: FormDefinition, *, desk_too: bool) -> None:
        """Fields are built once for a form; the next record of the same form only brings other values."""
        if self._record_id != record_id:
            self.side.start_over()
        form = (definition.sha256, desk_too)
        if self._definition != form:
            self.form.show_definition(definition, self._context, partial(read_only_reason, created_here=desk_too))
        elif self._record_id != record_id:
            self.form.start_over()
        self._record_id, self._definition = record_id, form

    def _lay_out(self) -> None:
        notices = QVBoxLayout()
        notices.setContentsMargins(16, 12, 16, 0)
        notices.addWidget(self.locked)
        notices.addWidget(self.notice)
        self.columns = PageColumns(self.side, self.header.aside, SIDE_FROM)
        middle = self.columns.form_column
        middle.addLayout(notices)
        middle.addWidget(self.form, 1)
        middle.addWidget(self.panel)
        for part in (self.columns, self._failed, waiting_page()):
            self._stack.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        for part in (self.header, self._stack, self.bottom):
            outer.addWidget(part, 1 if part is self._stack else 0)

    def _undo(self, *, back: bool) -> None:
        """Of the record; in a panel's field, of what is typed there."""
        if not self.panel.undo_typed(back=back):
            (self.model.undo if back else self.model.redo)()

    def _on_move(self, button: MoveButton) -> None:
        self._give_up_focus()
        if button.gaps or not button.needs:
            self.model.move(button.to)
            return
        fields = tuple(text_field(name, question, long=len(button.needs) == 1) for name, question in button.needs.items())

        def done(values: Answers) -> None:
            self.model.move(button.to, {name: str(value) for name, value in values.items()})

        self._ask(Ask(button.words, tr("写进这条记录的经过，不能再改。"), fields, button.words, "check", done, {}))

    def _on_note(self) -> None:
        def done(values: Answers) -> None:
            self.model.note(str(values["text"]))

        fields = (text_field("text", tr("备注内容"), long=True),)
        self._ask(Ask(tr("备注"), tr("写进这条记录的经过，不能再改。"), fields, tr("写入备注"), "message", done, {}))

    def _ask(self, ask: Ask) -> None:
        self.columns.to_form()
        self.panel.ask(ask)

    def _open_link(self, target: str, is_order: bool) -> None:
        (self._navigator.open_order if is_order else self._navigator.open_record)(target)

    def _open_file(self, sha256: str, name: str) -> None:
        self.model.hand_out(sha256, name, lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))

    def _give_up_focus(self) -> None:
        """What a field reports when the focus leaves it must be reported before the page goes on."""
        focused = self.focusWidget()
        if focused is not None and self.form.isAncestorOf(focused):
            focused.clearFocus()


class _Header(QFrame):
    """Title, kind and number, state."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("OrderHeader")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title, self._below = ElidedText("", "title"), Text("", "muted")
        self._state = Badge(Look("", "flag", Tone.NEUTRAL))
        words.addWidget(self._title)
        words.addWidget(self._below)
        row.addLayout(words, 1)
        row.addWidget(self._state)
        self.aside = AsideButton()
        row.addWidget(self.aside)

    def show_header(self, header: RecordHeader | None) -> None:
        self._state.setVisible(header is not None)
        self._title.setText(header.title if header is not None else tr("正在打开…"))
        self._below.setText(f"{header.kind} · {header.number}" if header is not None else "")
        if header is not None:
            self._state.show_look(header.state)


class _Bottom(QFrame):
    """What is saved, a note, the moves: the first of them is the primary one."""

    moved = Signal(object)
    noted = Signal()
    retried = Signal()
    undone = Signal()
    redone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("BottomBar")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 20, 10)
        row.setSpacing(8)
        self._saved = IconText("check-circle", "")
        self._retry = GhostButton(tr("重试"), "sync", on_click=self.retried.emit)
        row.addWidget(self._saved)
        row.addWidget(self._retry)
        self.ways = UndoButtons(row, self.undone.emit, self.redone.emit)
        row.addStretch(1)
        self.note = SecondaryButton(tr("备注"), "message", on_click=self.noted.emit)
        row.addWidget(self.note)
        self._moves = QHBoxLayout()
        self._moves.setSpacing(8)
        row.addLayout(self._moves)
        self.buttons: dict[str, Button] = {}
        self._shown: tuple[object, ...] | None = None
        self._primary_kind = "primary"
        step_keys(self, lambda: next((one for one in self.buttons.values() if isinstance(one, PrimaryButton)), None))

    def step_back(self, on: bool) -> None:
        """While a panel asks something, its own button is the next step."""
        self._primary_kind = "secondary" if on else "primary"
        for button in self.buttons.values():
            if isinstance(button, PrimaryButton):
                button.set_kind(self._primary_kind)

    def show_state(self, state: RecordState) -> None:
        self._saved.show_text(state.saved.icon, state.saved.words, state.saved.tone)
        self._saved.setAccessibleName(state.saved.words)
        self._retry.setVisible(state.saved.retry)
        self.ways.show_state(state)
        key = (state.record_id, state.moves, state.busy)
        if key == self._shown:
            return
        self._shown = key
        clear_layout(self._moves)
        self.buttons = {}
        for move in reversed(state.moves):
            primary = move is state.moves[0]
            button = (PrimaryButton if primary else SecondaryButton)(
                _button_words(move), "check" if primary else None, on_click=partial(self.moved.emit, move)
            )
            if primary:
                button.set_kind(self._primary_kind)
            button.setEnabled(not state.busy)
            self.buttons[move.to] = button
            self._moves.addWidget(button)


def _button_words(move: MoveButton) -> str:
    return tr("{step}（差 {n} 项）", step=move.words, n=move.gaps) if move.gaps else move.words
