"""The escalation coach beside the form: whom to tell, the words to send, one tap to record it with its result."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.coach import CoachState
from fieldapp.ui.viewmodels.today import stage_word
from fieldapp.ui.widgets.common import Icon, IconButton, Line, SecondaryButton, SectionTitle, Text


class CoachPanel(QWidget):
    """`recorded(outcome, result)`: sent | called; the result may be empty."""

    recorded = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(SectionTitle(tr("升级通报")))
        head = QHBoxLayout()
        head.setSpacing(theme.GRID)
        self._icon, self._when = Icon("bell"), Text("", "strong", wrap=True)
        head.addWidget(self._icon)
        head.addWidget(self._when, 1)
        self._now = QWidget()
        owed = QVBoxLayout(self._now)
        owed.setContentsMargins(0, 0, 0, 0)
        owed.setSpacing(6)
        owed.addLayout(head)
        self._who, self._more = Text("", "strong", wrap=True), Text("", "caption", wrap=True)
        self.draft = Text("", "body", wrap=True)
        self.draft.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.result = QLineEdit()
        self.result.setPlaceholderText(tr("结果，可不填"))
        self.result.setAccessibleName(tr("通报结果"))
        self.result.setMaxLength(500)
        self.called = SecondaryButton(tr("已打电话"), "phone", on_click=lambda: self._record("called"))
        self.sent = SecondaryButton(tr("短信已发"), "message", on_click=lambda: self._record("sent"))
        self.copy = IconButton("copy", tr("复制通报内容"), on_click=self._copy)
        words = QHBoxLayout()
        words.addWidget(self.draft, 1)
        words.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        for button in (self.called, self.sent):
            buttons.addWidget(button, 1)
        owed.addWidget(self._who)
        owed.addWidget(self._more)
        owed.addLayout(words)
        owed.addWidget(self.result)
        owed.addLayout(buttons)
        self._next = Text("", "caption", wrap=True)
        column.addWidget(self._now)
        column.addWidget(self._next)
        column.addWidget(Line())

    def show_state(self, coach: CoachState, *, busy: bool) -> None:
        self.setVisible(coach.now is not None or bool(coach.next))
        self._now.setVisible(coach.now is not None)
        self._next.setText(coach.next)
        self._next.setVisible(bool(coach.next))
        for button in (self.called, self.sent):
            button.setEnabled(not busy)
        line = coach.now
        if line is None:
            return
        self._icon.show_icon("warning" if line.call.late else "bell", line.tone)
        self._when.setText(tr("{stage}：{when}", stage=stage_word(line.call.stage), when=line.when))
        self._when.set_tone(line.tone)
        self._who.setText(line.who)
        self._more.setText(line.more)
        self._more.setVisible(bool(line.more))
        self.draft.setText(line.call.text)

    def _record(self, outcome: str) -> None:
        result = self.result.text().strip()
        self.result.clear()
        self.recorded.emit(outcome, result)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.draft.text())
