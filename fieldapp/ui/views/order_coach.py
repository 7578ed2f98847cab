"""The escalation coach beside the form: whom to tell, the words to send, the numbers to call; each is recorded with one tap."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.i18n import labelled, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.calls import CallLine, CallMade, PhoneLine, stage_word
from fieldapp.ui.viewmodels.coach import CoachState
from fieldapp.ui.widgets.common import (
    Icon,
    IconButton,
    Line,
    SecondaryButton,
    SectionTitle,
    Text,
    clear_layout,
)


def dial(number: str) -> None:
    """Hand the number to whatever telephones on this computer (a softphone, a paired mobile)."""
    QDesktopServices.openUrl(QUrl(f"tel:{number.replace(' ', '').replace('-', '')}"))


class CoachPanel(QWidget):
    """`called(CallMade)`; `sent`: the person sent the text, `handed_over`: the endpoint shall."""

    called = Signal(object)
    sent = Signal()
    handed_over = Signal()

    def __init__(self, call: Callable[[str], None] = dial) -> None:
        super().__init__()
        self._dial = call
        self._shown: CallLine | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(SectionTitle(tr("升级通报")))
        self._now = QWidget()
        owed = QVBoxLayout(self._now)
        owed.setContentsMargins(0, 0, 0, 0)
        owed.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(theme.GRID)
        self._icon, self._when = Icon("bell"), Text("", "strong", wrap=True)
        head.addWidget(self._icon)
        head.addWidget(self._when, 1)
        owed.addLayout(head)
        self._who, self._more = Text("", "strong", wrap=True), Text("", "caption", wrap=True)
        owed.addWidget(self._who)
        owed.addWidget(self._more)
        owed.addWidget(self._text_part())
        owed.addWidget(self._phone_part())
        self._waiting = Text("", "caption", wrap=True)
        self._waiting.set_tone(Tone.ACCENT)
        self._next = Text("", "caption", wrap=True)
        column.addWidget(self._now)
        column.addWidget(self._waiting)
        column.addWidget(self._next)
        column.addWidget(Line())

    def _text_part(self) -> QWidget:
        self._texts = QWidget()
        column = QVBoxLayout(self._texts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.draft, self._to = Text("", "body", wrap=True), Text("", "caption", wrap=True)
        self.draft.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = IconButton("copy", tr("复制通报内容"), on_click=lambda: _copy(self.draft.text()))
        words = QHBoxLayout()
        words.addWidget(self.draft, 1)
        words.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        self.hand_over = SecondaryButton(tr("交服务端发送"), "message", on_click=self.handed_over.emit)
        self.hand_over.setToolTip(tr("没有网络时，同步后发出；结果记入派工单。"))
        self.by_hand = SecondaryButton(tr("短信已用手机发出"), "check", on_click=self.sent.emit)
        column.addLayout(words)
        for part in (self._to, self.hand_over, self.by_hand):
            column.addWidget(part)
        return self._texts

    def _phone_part(self) -> QWidget:
        self._phones = QWidget()
        column = QVBoxLayout(self._phones)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(10)
        self.result = QLineEdit()
        self.result.setPlaceholderText(tr("通话结果，可不填"))
        self.result.setAccessibleName(tr("通话结果"))
        self.result.setMaxLength(500)
        column.addWidget(self.result)
        column.addLayout(self.rows)
        return self._phones

    def show_state(self, coach: CoachState, *, busy: bool) -> None:
        self.setVisible(coach.now is not None or bool(coach.next) or bool(coach.waiting))
        self._now.setVisible(coach.now is not None)
        self._waiting.setText(coach.waiting)
        self._waiting.setVisible(bool(coach.waiting))
        self._next.setText(coach.next)
        self._next.setVisible(bool(coach.next))
        for button in (self.hand_over, self.by_hand):
            button.setEnabled(not busy)
        self._phones.setEnabled(not busy)
        line = coach.now
        if line is None:
            self._shown = None
            return
        self._icon.show_icon("warning" if line.tone is Tone.DANGER else "bell", line.tone)
        self._when.setText(tr("{stage}：{when}", stage=stage_word(line.call.stage), when=line.when))
        self._when.set_tone(line.tone)
        self._who.setText(line.who)
        self._more.setText(line.more)
        self._more.setVisible(bool(line.more))
        self.draft.setText(line.call.text)
        self._to.setText(tr("发给：{names}", names=line.to))
        self._to.setVisible(bool(line.to))
        self.hand_over.setVisible(coach.sends_texts and bool(line.sms_key) and not line.call.failed)
        self.by_hand.setVisible(bool(line.sms_key))
        self._phones.setVisible(bool(line.phones))
        if self._shown is None or self._shown.phones != line.phones:
            clear_layout(self.rows)
            for phone in line.phones:
                self.rows.addWidget(PhoneRow(phone, self._dial, self._called))
        self._shown = line

    def _called(self, phone: PhoneLine, reached: bool) -> None:
        result = self.result.text().strip()
        self.result.clear()
        self.called.emit(CallMade(phone.key, phone.name, phone.number, reached, result))


class PhoneRow(QWidget):
    """One person to call: name and role, the number to dial or copy, and what came of it."""

    def __init__(self, phone: PhoneLine, call: Callable[[str], None], record: Callable[[PhoneLine, bool], None]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Text(phone.who, "strong", wrap=True))
        if phone.tried:
            column.addWidget(Text(tr("已打 {n} 次，无人接听", n=phone.tried), "caption"))
        if phone.number:
            number = QHBoxLayout()
            number.setSpacing(theme.GRID)
            self.dial = SecondaryButton(phone.number, "phone", on_click=partial(call, phone.number))
            self.dial.setAccessibleName(tr("拨打 {name} {number}", name=phone.who, number=phone.number))
            number.addWidget(self.dial, 1)
            number.addWidget(IconButton("copy", tr("复制号码"), on_click=partial(_copy, phone.number)))
            column.addLayout(number)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        self.reached = SecondaryButton(tr("已接通"), "check", on_click=partial(record, phone, True))
        self.in_vain = SecondaryButton(tr("无人接听"), "close", on_click=partial(record, phone, False))
        for button in (self.reached, self.in_vain):
            button.setAccessibleName(labelled(button.text(), phone.who))
            buttons.addWidget(button, 1)
        column.addLayout(buttons)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
