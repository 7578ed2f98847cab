"""Asks the engineer for the PIN below the customer's screen; for who forgot it, for the server's password and a new PIN."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.customer_state import CustomerState
from fieldapp.ui.widgets.common import GhostButton, PrimaryButton, SectionTitle, Text
from fieldapp.ui.widgets.fields.base import mark

WIDTH = 200
DIGITS = Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData
HIDDEN = Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData


class PinPanel(QFrame):
    """`given(PIN)`; `renewed(password, new PIN, the same again)`."""

    given = Signal(str)
    renewed = Signal(str, str, str)
    forgotten = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ActionPanel")
        self._renewing = False
        self._said = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 24, 10)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = SectionTitle()
        self._title.setWordWrap(True)
        self._problem = Text("", "muted", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._problem)
        row.addLayout(words, 1)
        self.edit = self._field(tr("工程师 PIN"), DIGITS)
        self.confirm = PrimaryButton(tr("返回工单"), "unlock", on_click=self._give)
        self.forgot = GhostButton(tr("忘记 PIN…"), on_click=self.forgotten.emit)
        for part in (self.edit, self.forgot, GhostButton(tr("取消"), on_click=self.cancelled.emit), self.confirm):
            row.addWidget(part)
        column.addLayout(row)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addStretch(1)
        self.password = self._field(tr("服务器密码"), HIDDEN)
        self.new_pin, self.again = self._field(tr("新 PIN"), DIGITS), self._field(tr("再输一次新 PIN"), DIGITS)
        self._anew = (self.password, self.new_pin, self.again)
        for field in self._anew:
            field.setPlaceholderText(field.accessibleName())
            below.addWidget(field)
        column.addLayout(below)

    def show_state(self, state: CustomerState) -> None:
        shown, renewing = not self.isHidden(), state.pin_forgotten
        changed = renewing != self._renewing or bool(state.pin_problem and state.pin_problem != self._said)
        self._renewing, self._said = renewing, state.pin_problem
        self.setVisible(state.pin_asked)
        self._title.setText(tr("重设 PIN") if renewing else tr("请工程师输入 PIN"))
        hint = tr("联网后用服务器密码验证身份。已填内容都会保留。") if renewing else tr("客户确认页只能由工程师关闭。")
        self._problem.setText(state.busy or state.pin_problem or hint)
        self._problem.set_tone(Tone.DANGER if state.pin_problem and not state.busy else None)
        for field in self._anew:
            field.setVisible(renewing)
        self.edit.setVisible(not renewing)
        self.forgot.setVisible(not renewing)
        mark(self.edit, "invalid", bool(state.pin_problem))
        self.confirm.set_words(tr("验证并返回工单") if renewing else tr("返回工单"))
        self.confirm.setEnabled(not state.busy)
        if state.pin_asked and (not shown or changed):
            first = self.password if renewing else self.edit
            for field in (self.edit, *self._anew):
                field.clear()
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)

    def _field(self, name: str, hints: Qt.InputMethodHint) -> QLineEdit:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setInputMethodHints(hints)
        if hints == DIGITS:
            field.setMaxLength(12)
        field.setFixedWidth(WIDTH)
        field.setAccessibleName(name)
        field.returnPressed.connect(self._give)
        return field

    def _give(self) -> None:
        if not self._renewing:
            self.given.emit(self.edit.text())
            self.edit.clear()
            return
        empty = next((field for field in self._anew if not field.text()), None)
        if empty is not None:
            empty.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.renewed.emit(*(field.text() for field in self._anew))
