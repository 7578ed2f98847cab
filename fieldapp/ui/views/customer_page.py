"""The customer's screen: the paper to check, the questions, the pad. No word of the order that is not in the snapshot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.ui.i18n import speaking, tr
from fieldapp.ui.navigation import Navigator
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.customer_state import CustomerState, Stage
from fieldapp.ui.viewmodels.customer_view import CustomerModel
from fieldapp.ui.views.customer_parts import CustomerHead, Questions, Thanks
from fieldapp.ui.views.customer_signing import SignCard
from fieldapp.ui.views.order_panels import Answers, Ask, AskPanel, choice_field, text_field
from fieldapp.ui.views.pin_panel import PinPanel
from fieldapp.ui.widgets.block_view import BlockView
from fieldapp.ui.widgets.common import (
    ElidedText,
    EmptyState,
    GhostButton,
    InlineNotice,
    PrimaryButton,
    ScrollPage,
    SecondaryButton,
)
from fieldapp.ui.widgets.fields import FieldContext
from fieldapp.ui.widgets.paste_guard import PasteGuard

SIDE_BY_SIDE_FROM, LOW_SIDE_BY_SIDE_FROM, LOW = 1000, 720, 640
"""Widths from which paper and pad stand beside each other, and the height of a window that has no room for both otherwise."""
MOST_CODED = 4
"""Answers with characters without a glyph that are named one by one."""


class CustomerPage(QWidget):
    """A Page of the shell without rail and top bar; built anew when the customer chooses another language."""

    def __init__(self, model: CustomerModel, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("CustomerPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model, self._navigator = model, navigator
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.face: CustomerScreen | None = None
        self._lang = ""
        model.changed.connect(self.apply)
        model.ink_void.connect(self._void_ink)
        model.left.connect(self._on_left)

    def enter(self, argument: str) -> None:
        self._lang = ""
        self.model.open(argument)

    def leave(self) -> bool:
        """Only the PIN opens the way back; asking for it is done here."""
        if not self.model.may_leave:
            self.model.ask_pin()
        return self.model.may_leave

    def apply(self, state: CustomerState) -> None:
        with speaking(state.lang):
            if self.face is None or self._lang != state.lang:
                self._lang = state.lang
                self._build(state.lang)
            assert self.face is not None
            self.face.apply(state)

    def _build(self, lang: str) -> None:
        before, self.face = self.face, CustomerScreen(self.model, lang)
        if before is not None:
            self.face.sign.carry_over(before.sign)
            before.hide()
            before.deleteLater()
        self._column.addWidget(self.face)

    def _void_ink(self) -> None:
        if self.face is not None:
            self.face.sign.void()

    def _on_left(self, order_id: str, sealed: str) -> None:
        self._navigator.back()
        if sealed:
            self._navigator.open_pdf(f"{order_id}/{sealed}", order_id)


class CustomerScreen(QWidget):
    """Everything on it, in one language."""

    def __init__(self, model: CustomerModel, lang: str) -> None:
        super().__init__()
        self.model = model
        self._context = FieldContext(lang=lang, now=model.now)
        self.head = CustomerHead()
        self.notice = InlineNotice()
        self.paper = BlockView(model.thumbnail)
        self.page = ScrollPage(width=1040)
        self.page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.page.setProperty("reads", True)
        self.page.setAccessibleName(tr("派工单内容"))
        self.page.column.addWidget(self.paper)
        self.page.column.addStretch(1)
        self.questions: Questions | None = None
        self._problems: tuple[str, ...] = ()
        self._coded: tuple[str, ...] = ()
        self.sign = SignCard()
        self.thanks = Thanks()
        self.failed = EmptyState("warning", "", tone=Tone.WARNING)
        self.stack = QStackedWidget()
        self.panel = AskPanel(self._context)
        self.pin = PinPanel()
        self.pasting = PasteGuard(self)
        self._lay_out()
        self._connect()

    def apply(self, state: CustomerState) -> None:
        self.head.show_state(state)
        self.paper.set_zoom(state.zoom)
        self.paper.show_blocks(state.blocks)
        self._show_stage(state)
        self.pin.show_state(state)
        if state.message is not None and state.stage is not Stage.FAILED:
            self.notice.say_words(Tone.WARNING, state.message)
            self._coded = ()
        else:
            self._show_coded(state.unprintable if state.stage in (Stage.REVIEW, Stage.SIGN) else ())

    def _show_coded(self, items: tuple[str, ...]) -> None:
        """What the PDF will give as codes, said before anybody signs; put away, it stays away until there is something new."""
        if not items:
            self.notice.hide()
        elif items != self._coded:
            more = tr("…等共 {n} 处", n=len(items)) if len(items) > MOST_CODED else ""
            words = "\n".join(filter(None, (*items[:MOST_CODED], more)))
            self.notice.say(Tone.WARNING, tr("这些字符没有字形，PDF 里只能印成编码。"), words)
        self._coded = items

    def _show_stage(self, state: CustomerState) -> None:
        review, sign = state.stage is Stage.REVIEW, state.stage is Stage.SIGN
        places = {Stage.DONE: 1, Stage.FAILED: 2}
        before = self.stack.currentIndex()
        self.stack.setCurrentIndex(places.get(state.stage, 0))
        if state.stage is Stage.FAILED and state.message is not None:
            self.failed.show_words("warning", state.message.what, state.message.todo, Tone.WARNING)
        if state.stage is Stage.DONE:
            self.thanks.show_state(state)
            if before != self.stack.currentIndex():
                self.thanks.go_on.setFocus(Qt.FocusReason.OtherFocusReason)  # else it goes to the choice of language
        if review and self.questions is None:
            self.questions = Questions(state.asked, self._context)
            self.questions.edited.connect(self.model.edit)
            self.questions.hide()
            self.page.column.insertWidget(1, self.questions)
            self.pasting.watch(self.questions)
        if self.questions is not None:
            self._show_questions(state)
            self.questions.show_state(state)
            self._go_to_problem(state)
        if sign and not self._desk.isVisibleTo(self):
            self.page.verticalScrollBar().setValue(0)
        self._desk.setVisible(sign)
        self.sign.show_state(state)
        self.bar.setVisible((review or sign) and not state.pin_asked)  # the PIN is asked in its place: nothing is squeezed
        self._hint.setText(
            state.busy or (tr("请核对以上内容并评价，然后签名。") if review else tr("请核对派工单的内容，在框内手写签名。"))
        )
        self.back.setVisible(sign)
        self.next.setVisible(review)
        self.finish.setVisible(sign)
        for button in (self.back, self.next, self.unsigned):
            button.setEnabled(not state.busy)
        self._let_sign(state)
        self._step_back()

    def _on_drawn(self) -> None:
        self._show_questions(self.model.state)
        self._let_sign(self.model.state)

    def _show_questions(self, state: CustomerState) -> None:
        """Below the paper, when that has its height: they would slide down under a finger."""
        if self.questions is not None and (state.stage is not Stage.REVIEW or self.paper.complete):
            self.questions.setVisible(state.stage is Stage.REVIEW)

    def _let_sign(self, state: CustomerState) -> None:
        """Not before all that is signed is on the screen."""
        self.finish.setEnabled(not state.busy and self.paper.complete)

    def _step_back(self) -> None:
        """While a panel asks something, its own button is the next step."""
        kind = "secondary" if self.model.state.pin_asked or not self.panel.isHidden() else "primary"
        for button in (self.next, self.finish, self.thanks.go_on):
            button.set_kind(kind)

    def _say_no_pasting(self) -> None:
        with speaking(self._context.lang):
            self.notice.say(Tone.NEUTRAL, tr("从别处复制的内容不能粘贴到这里。"), tr("请直接填写。"))

    def _go_to_problem(self, state: CustomerState) -> None:
        """The first question that still needs an answer comes into view, once."""
        problems = tuple(state.problems)
        if problems and problems != self._problems and self.questions is not None:
            frame = self.questions.frames[next(name for name in self.questions.frames if name in state.problems)]
            frame.focus()
            self.page.ensureWidgetVisible(frame, 0, 80)
        self._problems = problems

    def _lay_out(self) -> None:
        body = QWidget()
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom, body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addWidget(self.page, 3)
        self._desk = QWidget()
        self._desk_row = QHBoxLayout(self._desk)
        self._desk_row.addWidget(self.sign)
        self._desk.hide()
        self._body.addWidget(self._desk, 3)
        for part in (body, self.thanks, self.failed):
            self.stack.addWidget(part)
        self.bar = QFrame()
        self.bar.setObjectName("BottomBar")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(12)
        self._hint = ElidedText("", "muted")
        self.unsigned = GhostButton(tr("客户不签字…"), on_click=self._ask_unsigned)
        self.back = SecondaryButton(tr("上一步"), "arrow-left", on_click=self.model.to_review)
        self.next = PrimaryButton(tr("下一步：签名"), "signature", large=True, on_click=self.model.to_signing)
        self.finish = PrimaryButton(tr("签名并完成"), "check", large=True, on_click=self._sign)
        row.addWidget(self._hint, 1)
        for part in (self.unsigned, self.back, self.next, self.finish):
            row.addWidget(part)
        notice = QHBoxLayout()
        notice.setContentsMargins(24, 8, 24, 0)
        notice.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(notice)
        column.addWidget(self.stack, 1)
        for part in (self.panel, self.pin, self.bar):
            column.addWidget(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paper and pad side by side where there is room, and where one above the other there is none: both are seen while one
        signs."""
        super().resizeEvent(event)
        low = self.height() < LOW
        beside = self.width() >= (LOW_SIDE_BY_SIDE_FROM if low else SIDE_BY_SIDE_FROM) and self.width() > self.height()
        self._body.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        edge = 8 if low else 24
        self._desk_row.setContentsMargins(*((0, edge, edge, edge) if beside else (24, 0, 24, 12)))
        self._body.setStretchFactor(self._desk, 4 if low else 3)
        self.sign.show_tight(low)

    def _sign(self) -> None:
        self.model.sign(self.sign.pad.ink(), self.sign.engineer_ink())

    def _connect(self) -> None:
        self.head.language_chosen.connect(self.model.set_language)
        self.head.zoom_asked.connect(self.model.zoom)
        self.paper.drawn.connect(self._on_drawn)
        for part in (self.head, self.thanks):
            part.exit_asked.connect(self.model.ask_pin)
        self.panel.shown.connect(lambda _on: self._step_back())
        self.panel.shown.connect(lambda on: self.stack.setHidden(on and self.height() < LOW))
        self.pasting.refused.connect(self._say_no_pasting)
        self.pin.given.connect(self.model.give_pin)
        self.pin.cancelled.connect(self.model.cancel_pin)
        self.pin.forgotten.connect(self.model.forget_pin)
        self.pin.renewed.connect(self.model.reset_pin)

    def _ask_unsigned(self) -> None:
        with speaking(self._context.lang):
            outcomes = {"refused": tr("拒签"), "absent": tr("不在场"), "later": tr("稍后签")}
            fields = (
                choice_field("outcome", tr("情况"), outcomes),
                text_field("reason", tr("理由")),
                text_field("witness", tr("见证人")),
            )

            def done(values: Answers) -> None:
                self.model.not_signed(str(values["outcome"]), str(values["reason"]), str(values["witness"] or ""))

            explain = tr("照实记录；拒签须有见证人。之后仍可补签。")
            ask = Ask(tr("客户不签字"), explain, fields, tr("记录"), "check", done, {}, frozenset({"witness"}))
            self.panel.ask(ask)
            self.pasting.watch(self.panel)
