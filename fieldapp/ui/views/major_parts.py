"""The head of a major incident, and the choice of two versions to compare."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.i18n import language, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels import major_tabs, major_words
from fieldapp.ui.viewmodels.major import MajorState
from fieldapp.ui.views.line_cards import LineRow
from fieldapp.ui.vocabulary import Look
from fieldapp.ui.widgets.common import (
    Badge,
    Card,
    ElidedText,
    IconButton,
    Text,
    clear_layout,
)
from fieldapp.ui.widgets.common.quiet import QuietComboBox
from fieldapp.ui.widgets.flow_layout import FlowLayout


class ComparePanel(Card):
    """What differs between any two versions of a plan; the newest and the one before it to begin with."""

    def __init__(self) -> None:
        super().__init__(tr("比较两个版本"))
        self._state: MajorState | None = None
        self._offered: tuple[object, ...] = ()
        self.plan, self.old, self.new = (self._box(words) for words in (tr("计划"), tr("较早的版本"), tr("较新的版本")))
        holder = QWidget()
        row = FlowLayout(holder)
        for box in (self.plan, self.old, self.new):
            row.addWidget(box)
        self.body.addWidget(holder)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.GRID)
        self.body.addLayout(self._lines)
        for code in ("recovery", "communication"):
            self.plan.addItem(major_words.plan_word(code), code)
        self.plan.currentIndexChanged.connect(lambda _index: self._offer())
        for box in (self.old, self.new):
            box.currentIndexChanged.connect(lambda _index: self._compare())

    def show_state(self, state: MajorState) -> None:
        self._state = state
        self._offer()

    def _box(self, words: str) -> QComboBox:
        box = QuietComboBox()
        box.setAccessibleName(words)
        box.setToolTip(words)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMinimumHeight(theme.TOUCH)
        return box

    def _offer(self) -> None:
        """The versions there are; what a person has chosen stays chosen while it is there."""
        detail = self._state.detail if self._state is not None else None
        if detail is None:
            return
        view = detail.plans[str(self.plan.currentData())]
        offered = tuple(major_tabs.choices(view, detail.at))
        if offered != self._offered:
            self._offered = offered
            for box, first in ((self.old, min(1, len(offered) - 1)), (self.new, 0)):
                box.blockSignals(True)
                box.clear()
                for code, words in offered:
                    box.addItem(words, code)
                box.setCurrentIndex(first)
                box.blockSignals(False)
        self._compare()

    def _compare(self) -> None:
        detail = self._state.detail if self._state is not None else None
        if detail is None or self.old.currentIndex() < 0 or self.new.currentIndex() < 0:
            return
        chosen = (str(self.plan.currentData()), str(self.old.currentData()), str(self.new.currentData()))
        lines = major_tabs.compared_lines(detail, *chosen, language())
        clear_layout(self._lines)
        for line in lines:
            self._lines.addWidget(LineRow(line, lambda _do: None, busy=False))
        if not lines:
            self._lines.addWidget(Text(tr("两个版本没有差别。"), "muted"))


class Head(QFrame):
    """Back to the board, what it is, where it stands."""

    def __init__(self, back: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("OrderHeader")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(12)
        row.addWidget(IconButton("arrow-left", tr("返回重大事件列表"), on_click=back))
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title, self._below = ElidedText("", "title"), Text("", "muted")
        words.addWidget(self._title)
        words.addWidget(self._below)
        row.addLayout(words, 1)
        self._badge = Badge(Look("", "flag", Tone.NEUTRAL))
        row.addWidget(self._badge)

    def show_state(self, state: MajorState) -> None:
        self._title.setText(state.title)
        self._below.setText(state.caption)
        if state.look is not None:
            self._badge.show_look(state.look)
