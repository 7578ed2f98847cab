"""First run and unlock: one card in the middle, one question at a time, errors said in the card."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.stages import Stage
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.unlock import UnlockState, UnlockViewModel
from fieldapp.ui.views.unlock_steps import ForgottenPinStep, LoginStep, NewPinStep, PassphraseStep, PinStep, ServerStep, Step
from fieldapp.ui.widgets.common import Card, GhostButton, IconText, InlineNotice, Line, Text
from fieldapp.ui.widgets.first_look import COLUMN, MARK, paint_mark

S = TypeVar("S", bound=Step)


class UnlockView(QWidget):
    """The whole window before the store is open. A step is made when it is first asked for; the first paint shows none."""

    def __init__(self, view_model: UnlockViewModel, put: Callable[[UnlockView], object]) -> None:
        """`put` brings it into the window while it is empty: what moves into a window is dressed anew."""
        super().__init__()
        self._vm = view_model
        self.setProperty("surface", "window")
        self._made: list[Step] = []
        put(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area, holder = QScrollArea(), QWidget()  # a low window scrolls: no button is squeezed
        outer.addWidget(area)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(holder)
        row = QHBoxLayout(holder)
        row.addStretch(1)
        row.addLayout(self._column())
        row.addStretch(1)
        view_model.changed.connect(self._show)
        self._show(view_model.state)

    def offer_documents(self, run: Callable[[], object]) -> None:
        """Checking PDFs and the archive need nobody to be logged in."""
        self.documents.clicked.connect(lambda _checked=False: run())
        self.documents.show()

    @property
    def state(self) -> UnlockState:
        """What is asked for now."""
        return self._vm.state

    @cached_property
    def server(self) -> ServerStep:
        return self._add(ServerStep(self._vm))

    @cached_property
    def login(self) -> LoginStep:
        return self._add(LoginStep(self._vm))

    @cached_property
    def passphrase(self) -> PassphraseStep:
        return self._add(PassphraseStep(self._vm))

    @cached_property
    def pin(self) -> PinStep:
        return self._add(PinStep(self._vm))

    @cached_property
    def forgotten(self) -> ForgottenPinStep:
        return self._add(ForgottenPinStep(self._vm))

    @cached_property
    def new_pin(self) -> NewPinStep:
        return self._add(NewPinStep(self._vm))

    def _add(self, step: S) -> S:
        step.hide()
        self.card.body.insertWidget(len(self._made), step)
        self._made.append(step)
        return step

    def _column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addStretch(2)
        brand = QHBoxLayout()
        brand.setSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(tr("现场工单"), "display"))
        words.addWidget(Text(tr("离线可用的现场服务派工单"), "muted"))
        brand.addWidget(Mark())
        brand.addLayout(words)
        brand.addStretch(1)
        column.addLayout(brand)
        column.addSpacing(theme.GAP)
        self.card = card = Card()
        card.setFixedWidth(COLUMN)
        card.body.setSpacing(12)
        self.error = InlineNotice(closable=False)
        card.body.addWidget(self.error)
        self.busy_line = Text("", "muted")
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("请稍候"))
        card.body.addWidget(self.busy_line)
        card.body.addWidget(self.progress)
        self.stop = GhostButton(tr("取消"), "close", flush="left", on_click=self._vm.stop)
        card.body.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        self.demo_line = Line()
        card.body.addWidget(self.demo_line)
        self.demo = GhostButton(tr("不连服务器，先看演示"), "sparkle", on_click=self._vm.demo)
        card.body.addWidget(self.demo)
        column.addWidget(card)
        column.addSpacing(theme.GRID)
        self.documents = GhostButton(tr("只核验 PDF、查档案（不用登录）"), "shield", flush="left")
        self.documents.hide()
        column.addWidget(self.documents, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(theme.GRID)
        column.addWidget(IconText("lock", tr("本机数据全部加密保存，密码不写入磁盘。"), role="caption"))
        column.addStretch(3)
        return column

    @Slot(object)
    def _show(self, state: UnlockState) -> None:
        busy = bool(state.busy)
        step = self._step(state)
        for page in self._made:
            page.setVisible(page is step)
            page.setEnabled(not busy)
        if step is not None:
            step.show_state(state)
            if not busy:
                step.focus_first(wrong=state.error is not None)
        self.busy_line.setText(state.busy)
        self.busy_line.setVisible(busy)
        self.progress.setVisible(busy)
        self.stop.setVisible(state.may_stop)
        if state.may_stop:
            self.stop.setFocus()
        first_run = state.stage is Stage.FIRST_RUN
        self.demo.setVisible(first_run)
        self.demo_line.setVisible(first_run)
        self.demo.setEnabled(not busy)
        if state.error is not None:
            self.error.say_words(Tone.DANGER, state.error)
        else:
            self.error.hide()

    def _step(self, state: UnlockState) -> Step | None:
        match state.stage:
            case Stage.FIRST_RUN:
                return self.login if state.server_name else self.server
            case Stage.PASSPHRASE:
                return self.passphrase
            case Stage.PIN:
                return self.forgotten if state.forgotten else self.pin
            case Stage.NEW_PIN:
                return self.new_pin
            case _:
                return None


class Mark(QWidget):
    """The program's mark."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(MARK, MARK)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_mark(QPainter(self), self.rect().toRectF())
