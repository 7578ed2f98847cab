"""重大事件 (§7): the board, and one incident by tabs. What a step needs is asked for in place, below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from fieldapp.clock import to_wire
from fieldapp.forms.schema import Field, FieldType, Label
from fieldapp.ui import theme
from fieldapp.ui.i18n import language, tr
from fieldapp.ui.navigation import Navigator
from fieldapp.ui.viewmodels import major_words
from fieldapp.ui.viewmodels.major import TABS, MajorState, MajorViewModel
from fieldapp.ui.viewmodels.major_lines import Block, Do
from fieldapp.ui.views.line_cards import BlockCard
from fieldapp.ui.views.log_rows import LogRows
from fieldapp.ui.views.major_parts import ComparePanel, Head
from fieldapp.ui.views.order_panels import Answers, Ask, AskPanel, moment_field, text_field
from fieldapp.ui.widgets.common import Card, InlineNotice, ScrollPage, clear_layout
from fieldapp.ui.widgets.fields import FieldContext


class MajorPage(QWidget):
    """A Page of the shell."""

    def __init__(self, model: MajorViewModel, navigator: Navigator, context: FieldContext) -> None:
        super().__init__()
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model, self._navigator = model, navigator
        self._shown: dict[str, tuple[object, ...]] = {}
        self._said = 0
        self.notice, self.panel = InlineNotice(), AskPanel(context)
        self.head = Head(lambda: model.open(""))
        self.tabs = QTabBar()
        self.board = ScrollPage()
        self.pages = {name: ScrollPage() for name in TABS}
        self.compare = ComparePanel()
        self.log = LogRows(tr("经过"))
        self._stack = QStackedWidget()
        self._lay_out()
        model.changed.connect(self.apply)
        self.apply(model.state)

    def _on_tab(self, _tab: int) -> None:
        """What was said belongs to what was looked at."""
        self.notice.hide()
        self.apply(self.model.state)

    def enter(self, argument: str) -> None:
        self.notice.hide()
        self.model.start()

    def leave(self) -> bool:
        self.model.stop()
        return True

    @Slot(object)
    def apply(self, state: MajorState) -> None:
        """Show a state; a card is made anew only where it says something else."""
        inside = state.detail is not None
        for part in (self.head, self.tabs):
            part.setVisible(inside)
        if inside:
            self.head.show_state(state)
            for name in TABS:
                self._show_tab(name, state)
            self._stack.setCurrentWidget(self.pages[TABS[max(0, self.tabs.currentIndex())]])
        else:
            self.log.start_over()
            self._fill("board", self.board, state.board, busy=state.busy)
            self._stack.setCurrentWidget(self.board)
        if state.notice is not None and state.notice.serial != self._said:
            self._said = state.notice.serial
            self.notice.say_words(state.notice.tone, state.notice.words)

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName(tr("重大事件"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        words = (tr("概况"), tr("恢复计划"), tr("沟通计划"), tr("复查会议"), tr("版本"), tr("经过"))
        for number, word in enumerate(words):
            self.tabs.addTab(word)
            keys = f"Alt+{number + 1}"
            self.tabs.setTabToolTip(number, keys)
            QShortcut(QKeySequence(keys), self, lambda tab=number: self.tabs.setCurrentIndex(tab))
        QShortcut(QKeySequence("Alt+Left"), self, lambda: self.model.open(""))
        self.tabs.currentChanged.connect(self._on_tab)
        for page in (self.board, *self.pages.values()):
            self._stack.addWidget(page)
        card = Card(tr("经过"))
        card.body.addWidget(self.log)
        self.pages["log"].column.addWidget(card)
        self.pages["log"].column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        notices, tabs = QVBoxLayout(), QVBoxLayout()
        notices.setContentsMargins(theme.PAGE_MARGIN, theme.GRID, theme.PAGE_MARGIN, 0)
        notices.addWidget(self.notice)
        tabs.setContentsMargins(theme.PAGE_MARGIN, 0, theme.PAGE_MARGIN, 0)
        tabs.addWidget(self.tabs)
        column.addWidget(self.head)
        column.addLayout(tabs)
        column.addLayout(notices)
        column.addWidget(self._stack, 1)
        column.addWidget(self.panel)

    def _show_tab(self, name: str, state: MajorState) -> None:
        if name == "log":
            self.log.show_entries(state.log)
            return
        self._fill(name, self.pages[name], state.tabs[name], busy=state.busy, below=self.compare if name == "versions" else None)
        if name == "versions":
            self.compare.show_state(state)

    def _fill(self, name: str, page: ScrollPage, blocks: tuple[Block, ...], *, busy: bool, below: QWidget | None = None) -> None:
        key = (blocks, busy)
        if self._shown.get(name) == key:
            return
        self._shown[name] = key
        if below is not None:
            page.column.removeWidget(below)
            below.setParent(None)
        clear_layout(page.column)
        for block in blocks:
            page.column.addWidget(BlockCard(block, self.do, busy=busy))
        if below is not None:
            page.column.addWidget(below)
        page.column.addStretch(1)

    def do(self, button: Do) -> None:
        """One button."""
        record_id = self.model.state.detail.record.id if self.model.state.detail is not None else ""
        match button.what:
            case "open":
                self.tabs.setCurrentIndex(0)
                self.model.open(button.key)
            case "edit":
                self._navigator.open_record(record_id)
            case "order":
                self._navigator.open_order(button.key)
            case "record":
                self._navigator.open_record(button.key)
            case _:
                self._ask(button)

    def _ask(self, button: Do) -> None:
        ask = {
            "declare": self._ask_declare,
            "tell": self._ask_tell,
            "issue": self._ask_issue,
            "approve": self._ask_approve,
            "send": self._ask_send,
            "review": self._ask_review,
            "move": self._ask_move,
        }[button.what](button)
        if ask is not None:
            self.panel.ask(ask)

    def _ask_declare(self, button: Do) -> Ask:
        fields = (
            text_field("name", tr("重大事件经理")),
            text_field("user", tr("经理账号")),
            text_field("phone", tr("经理电话")),
            text_field("reason", tr("为何启动"), long=True),
        )

        def done(values: Answers) -> None:
            manager = {name: said(values, name) for name in ("name", "user", "phone")}
            self.model.declare(button.key, said(values, "reason"), manager)

        explain = tr("离线也能启动；派工单里已知的内容会带过来。经理有账号时填上，他就能在自己的电脑上看到。")
        optional = frozenset({"user", "phone"})
        return Ask(tr("启动重大事件"), explain, fields, tr("启动"), "critical", done, {}, optional)

    def _ask_tell(self, _button: Do) -> Ask:
        detail = self.model.state.detail
        charge = detail.look.command.now if detail is not None else None

        def done(values: Answers) -> None:
            self.model.tell_manager(said(values, "name"), said(values, "result"))

        fields = (text_field("name", tr("告知了谁")), text_field("result", tr("结果")))
        start = {"name": charge.name} if charge is not None else {}
        return Ask(
            tr("已告知重大事件经理"), tr("写进经过，不能再改。"), fields, tr("记录"), "phone", done, start, frozenset({"result"})
        )

    def _ask_issue(self, button: Do) -> Ask:
        plan = major_words.plan_word(button.key)
        explain = tr("发布后这一版永远保留，不能再改。")

        def done(values: Answers) -> None:
            self.model.issue(button.key, said(values, "note"))

        return Ask(
            tr("发布{plan}", plan=plan), explain, (text_field("note", tr("改了什么"), long=True),), tr("发布"), "save", done, {}
        )

    def _ask_approve(self, button: Do) -> Ask:
        detail = self.model.state.detail
        update = next((one for one in detail.look.owed if one.key == button.key), None) if detail is not None else None
        held = update.approval.text if update is not None and update.approval is not None else ""
        text = held or (detail.drafts.get(button.key, "") if detail is not None else "")

        def done(values: Answers) -> None:
            self.model.approve(button.key, said(values, "text"), said(values, "approver"))

        fields = (text_field("approver", tr("同意的人（您代为记录时填写）")), text_field("text", tr("通报内容"), long=True))
        explain = tr("同意后才能发出；内容按同意的文字写进经过。")
        return Ask(tr("审阅通报"), explain, fields, tr("同意"), "check", done, {"text": text}, frozenset({"approver"}))

    def _ask_send(self, button: Do) -> Ask:
        def done(values: Answers) -> None:
            self.model.send(button.key, said(values, "result"))

        fields = (text_field("result", tr("结果（发给了谁、对方怎么说）")),)
        return Ask(tr("通报已发出"), tr("写进经过，不能再改。"), fields, tr("记录"), "check", done, {}, frozenset({"result"}))

    def _ask_review(self, button: Do) -> Ask:
        now = to_wire(self.model.state.detail.at) if self.model.state.detail is not None else None
        fields = (
            moment_field("held_at", tr("时间")),
            Field("next_in", FieldType.NUMBER, Label(tr("下一次，几分钟后"), tr("下一次，几分钟后"))),
            text_field("minutes", tr("纪要"), long=True),
            text_field("decisions", tr("决定"), long=True),
            text_field("statement", tr("进展声明（写进以后的通报）"), long=True),
        )

        def done(values: Answers) -> None:
            given = {name: value for name, value in values.items() if name != "next_in" and value}
            self.model.hold_review({**given, "group": button.key}, values.get("next_in"))

        optional = frozenset({"next_in", "decisions", "statement"})
        words = major_words.group_word(button.key)
        return Ask(words, "", fields, tr("记录会议"), "check", done, {"held_at": now}, optional)

    def _ask_move(self, button: Do) -> Ask | None:
        detail = self.model.state.detail
        move = next((one for one in detail.record.moves if one.to == button.key), None) if detail is not None else None
        if move is None or not move.needs:
            self.model.move(button.key, {})
            return None
        lang = language()
        fields = tuple(text_field(name, label.get(lang), long=len(move.needs) == 1) for name, label in move.needs.items())

        def done(values: Answers) -> None:
            self.model.move(button.key, {name: str(value) for name, value in values.items()})

        words = move.label.get(lang)
        return Ask(words, tr("写进经过，不能再改。"), fields, words, "check", done, {})


def said(values: Answers, name: str) -> str:
    return str(values.get(name) or "")
