"""The bar at the bottom: what is saved, the secondary actions, the one next step."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from fieldapp.domain.workflow import Action
from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.order_state import SECONDARY, OrderState, action_words
from fieldapp.ui.widgets.common import Button, DangerButton, GhostButton, IconText, PrimaryButton, SecondaryButton
from fieldapp.ui.widgets.common.containers import WIDEST
from fieldapp.ui.widgets.common.one_tap import step_keys
from fieldapp.ui.widgets.undo_buttons import UndoButtons

PRIMARY_WIDTH, ICON_WIDTH = 148, 48
"""Pixels: of the next step at least, of an action that keeps only its icon."""


class OrderBottom(QFrame):
    """`asked(what)`: next | undo | redo | retry | preview | note | time | an action's value."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("BottomBar")
        self._had_focus = False
        """The next step had the focus when it was taken."""
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 20, 10)
        row.setSpacing(8)
        self._saved = IconText("check-circle", "", elide=True)
        self._retry = GhostButton(tr("重试"), "sync", on_click=lambda: self.asked.emit("retry"))
        row.addWidget(self._saved)
        row.addWidget(self._retry)
        self.ways = UndoButtons(row, lambda: self.asked.emit("undo"), lambda: self.asked.emit("redo"))
        row.addStretch(1)
        self.steps: dict[Action, Button] = {}
        for action in SECONDARY:
            words, icon = action_words(action)
            kind = DangerButton if action is Action.DECLINE else SecondaryButton
            self.steps[action] = kind(words, icon, on_click=partial(self.asked.emit, action.value))
            row.addWidget(self.steps[action])
        self.time = SecondaryButton(tr("更正时间"), "clock", on_click=lambda: self.asked.emit("time"))
        self.note = SecondaryButton(tr("备注"), "message", on_click=lambda: self.asked.emit("note"))
        self.preview = SecondaryButton(tr("预览 PDF"), "pdf", on_click=lambda: self.asked.emit("preview"))
        for button in (self.time, self.note, self.preview):
            row.addWidget(button)
        self._beside = {button: button.text() for button in (*self.steps.values(), self.time, self.note, self.preview)}
        self.primary = PrimaryButton("", "check", on_click=lambda: self.asked.emit("next"))
        step_keys(self, lambda: self.primary)
        row.addWidget(self.primary)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where the room is short the secondary actions keep their icons, their names and their tool tips."""
        for button, words in self._beside.items():
            button.setText(words)
            button.setToolTip("")
            button.setMaximumWidth(WIDEST)
        self.primary.setMinimumWidth(max(PRIMARY_WIDTH, self.primary.minimumSizeHint().width()))  # its words are never cut
        layout = self.layout()
        assert layout is not None
        layout.invalidate()
        said = self._saved.sizeHint().width() - self._saved.minimumSizeHint().width()  # they are cut last
        if layout.minimumSize().width() + said <= self.width():
            return
        for button, words in self._beside.items():
            button.setText("")
            button.setToolTip(words)
            button.setMaximumWidth(ICON_WIDTH)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def show_state(self, state: OrderState) -> None:
        saved = state.saved
        self._saved.show_text(saved.icon, saved.words, saved.tone)
        self._saved.setAccessibleName(saved.words)
        self._retry.setVisible(saved.retry)
        self.ways.show_state(state)
        busy = bool(state.busy)
        for action, button in self.steps.items():
            button.setVisible(action in state.secondary)
            button.setEnabled(not busy)
        self.time.setVisible(bool(state.correctable))
        self.note.setVisible(not state.read_only)
        self._show_primary(state)
        self._fit()

    def step_back(self, on: bool) -> None:
        """While a panel asks something, its own button is the next step."""
        self.primary.set_kind("secondary" if on else "primary")

    def _show_primary(self, state: OrderState) -> None:
        busy = bool(state.busy)
        primary, page = state.primary, self.parentWidget() or self
        self.primary.setVisible(primary is not None or busy)
        if busy and self.primary.hasFocus():
            self._had_focus = True
            page.setFocus(Qt.FocusReason.OtherFocusReason)  # else Qt gives it to what comes next, sync
        self.primary.setEnabled(not busy and primary is not None and not (primary.why_not and not primary.gaps))
        if self._had_focus and not busy:
            self._had_focus = False
            if page.hasFocus():
                self.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        if busy:
            self.primary.set_words(state.busy)
            return
        if primary is None:
            return
        self.primary.set_icon(primary.icon)
        words = tr("{step}（差 {n} 项）", step=primary.words, n=primary.gaps) if primary.gaps else primary.words
        if self.primary.text() != words:
            self.primary.set_words(words)
        self.primary.setToolTip(primary.why_not or tr("{step}（Ctrl+Enter）", step=primary.words))
