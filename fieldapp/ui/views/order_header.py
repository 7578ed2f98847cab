"""The top of the order page: who and what, state, level, time left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.domain.records import Priority, State
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.order_state import Header
from fieldapp.ui.views.page_columns import AsideButton
from fieldapp.ui.widgets.common import CountdownRing, ElidedText, PriorityBadge, StateBadge, Text

RING = 48


class OrderHeader(QFrame):
    """Shows a Header."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("OrderHeader")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(8)
        self._customer = ElidedText("", "title")
        self._state = StateBadge(State.PENDING)
        self._priority = PriorityBadge(Priority.NORMAL)
        top.addWidget(self._customer, 1)
        words.addLayout(top)
        below = QHBoxLayout()
        below.setSpacing(12)
        self._number = Text("", "muted")
        self._title = ElidedText("", "muted")
        self._title.setMinimumWidth(16)  # the number beside it stays whole
        below.addWidget(self._number)
        below.addWidget(self._title, 1)
        words.addLayout(below)
        row.addLayout(words, 1)
        row.addWidget(self._priority)
        row.addWidget(self._state)
        self._left = TimeLeftWords()
        row.addWidget(self._left)
        self._ring = CountdownRing(size=RING)
        row.addWidget(self._ring)
        self.aside = AsideButton()
        row.addWidget(self.aside)

    def show_header(self, header: Header | None) -> None:
        for part in (self._state, self._priority, self._left, self._ring):
            part.setVisible(header is not None)
        if header is None:
            self._customer.setText(tr("正在打开…"))
            for words in (self._number, self._title):  # of the order before
                words.setText("")
            return
        self._customer.setText(header.customer)
        self._number.setText(header.number)
        self._title.setText(header.title)
        self._state.show_state(header.state, accepted=header.accepted)
        self._priority.setVisible(header.priority is not None)
        if header.priority is not None:
            self._priority.show_priority(header.priority)
        for part in (self._left, self._ring):
            part.setVisible(header.time_left is not None)
        if header.time_left is not None:
            left = header.time_left
            self._left.show_words(left.words, left.caption, left.tone)
            self._ring.show_time(left.share, left.words, left.caption, left.tone)


class TimeLeftWords(QWidget):
    """Beside a ring too small for them."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 0, 0)
        column.setSpacing(0)
        self._words, self._caption = Text("", "strong"), Text("", "caption")
        column.addStretch(1)
        for part in (self._caption, self._words):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)

    def show_words(self, words: str, caption: str, tone: Tone) -> None:
        self._words.setText(words)
        self._words.set_tone(tone if tone is not Tone.NEUTRAL else None)
        self._caption.setText(caption)
