"""The pieces of 今日: figures, tiles with countdown rings, dispatches to answer, calls to make, checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from unicodedata import east_asian_width

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from fieldapp.store.records import OrderRow
from fieldapp.ui import theme, timewords
from fieldapp.ui.i18n import labelled, listed, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.calls import CallLine
from fieldapp.ui.viewmodels.checks import CheckLine
from fieldapp.ui.viewmodels.today import DueCard
from fieldapp.ui.widgets.common import (
    Chip,
    CountdownRing,
    DangerButton,
    ElidedText,
    Icon,
    IconButton,
    Line,
    PrimaryButton,
    PriorityBadge,
    SecondaryButton,
    StateBadge,
    Text,
    ToneDot,
)
from fieldapp.ui.widgets.common.one_tap import OneTap
from fieldapp.ui.widgets.flow_layout import FlowLayout

TITLE_WIDTH = 72


class Tappable(OneTap, QPushButton):
    """A card that is a button: click, Enter or Space runs it; focus is visible. As large as what is laid out in it."""

    def __init__(self, run: Callable[[], object], name: str = "") -> None:
        super().__init__()
        self.setObjectName("Tile")
        self.clicked.connect(lambda: run())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return super().minimumSizeHint() if layout is None else layout.minimumSize()


class Figure(Tappable):
    """One number of the day."""

    def __init__(self, icon: str, caption: str, run: Callable[[], object]) -> None:
        super().__init__(run, caption)
        self._icon, self._caption = icon, caption
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(14)
        self._dot = ToneDot(icon, Tone.NEUTRAL, 44)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._number = Text("–", "display")
        words.addWidget(self._number)
        words.addWidget(Text(caption, "muted"))
        row.addWidget(self._dot)
        row.addLayout(words, 1)

    def show_count(self, count: int | None, tone: Tone) -> None:
        """None while it is not known yet."""
        self._number.setText("–" if count is None else str(count))
        self._dot.show_tone(self._icon if tone is not Tone.SUCCESS or self._icon == "orders" else "check", tone)
        self.setAccessibleName(f"{self._caption} {tr('还不知道') if count is None else count}")


class DueTile(Tappable):
    """One order with its countdown ring."""

    def __init__(self, card: DueCard, open_order: Callable[[str], object]) -> None:
        row = card.row
        super().__init__(lambda: open_order(row.id), listed((row.title, row.customer, f"{card.caption} {card.words}")))
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 12, 14, 12)
        line.setSpacing(14)
        ring = CountdownRing(size=92)
        ring.show_time(card.share, card.words, card.caption, card.tone)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addStretch(1)
        words.addWidget(_title(row.title))
        words.addWidget(ElidedText(row.customer, "muted"))
        words.addWidget(ElidedText(row.site, "caption"))
        badges = FlowLayout(gap=6)
        badges.addWidget(PriorityBadge(row.priority))
        badges.addWidget(StateBadge(row.state, accepted=row.accepted))
        words.addSpacing(2)
        words.addLayout(badges)
        words.addStretch(1)
        line.addWidget(ring, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(words, 1)


class WaitingCard(QFrame):
    """A dispatch with its answer: 接单, or 拒绝 with a reason that is asked for right here."""

    def __init__(
        self,
        row: OrderRow,
        accept: Callable[[OrderRow], object],
        decline: Callable[[OrderRow, str], object],
        open_order: Callable[[str], object],
        *,
        busy: bool,
    ) -> None:
        super().__init__()
        self.setObjectName("Inset")
        self._row, self._decline = row, decline
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(theme.GRID)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addLayout(self._words(row), 1)
        self.accept = PrimaryButton(tr("接单"), "check", on_click=lambda: accept(row))
        self.refuse = DangerButton(tr("拒绝"), "close", on_click=self._ask_reason)
        self.open = IconButton("chevron-right", tr("查看详情"), on_click=lambda: open_order(row.id))
        for button in (self.accept, self.refuse, self.open):
            button.setEnabled(not busy)
            line.addWidget(button)
        column.addLayout(line)
        self.reason_box = self._reason_box()
        column.addWidget(self.reason_box)
        self.reason_box.hide()

    def _words(self, row: OrderRow) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(PriorityBadge(row.priority), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(_title(row.title), 1)
        words.addLayout(head)
        place = " · ".join(part for part in (row.customer, row.site) if part)
        words.addWidget(ElidedText(place, "muted"))
        if row.due_at is not None:
            appointment = tr("预约 {at}", at=f"{timewords.local(row.appointment_at):%m-%d %H:%M}") if row.appointment_at else ""
            due = tr("恢复时限 {at}", at=f"{timewords.local(row.due_at):%m-%d %H:%M}")
            words.addWidget(ElidedText("   ".join(part for part in (row.number, due, appointment) if part), "caption"))
        return words

    def _reason_box(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(theme.GRID)
        self.reason = QLineEdit()
        choices = QWidget()
        chips = FlowLayout(choices, gap=theme.GRID)  # they wrap: what opens in a card must not push the columns about
        for words in (tr("行程冲突"), tr("专业不符"), tr("距离太远"), tr("缺少备件")):
            chip = Chip(words)
            chip.setCheckable(False)
            chip.clicked.connect(lambda _checked=False, chosen=words: self.reason.setText(chosen))
            chips.addWidget(chip)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        buttons.addStretch(1)
        self.reason.setAccessibleName(tr("拒绝原因"))
        self.reason.setPlaceholderText(tr("写明原因，服务台会看到"))
        self.send = DangerButton(tr("确认拒绝"), on_click=self._send)
        self.send.setEnabled(False)
        self.reason.textChanged.connect(lambda text: self.send.setEnabled(bool(text.strip())))
        self.reason.returnPressed.connect(self._send)
        buttons.addWidget(SecondaryButton(tr("不拒绝了"), on_click=box.hide))
        buttons.addWidget(self.send)
        for part in (Text(tr("拒绝原因"), "muted"), choices, self.reason):
            column.addWidget(part)
        column.addLayout(buttons)
        return box

    def _ask_reason(self) -> None:
        self.reason_box.show()
        self.reason.setFocus()

    def _send(self) -> None:
        if self.reason.text().strip():
            self._decline(self._row, self.reason.text().strip())


@dataclass(frozen=True, slots=True)
class CallHands:
    """What the buttons of a call row do."""

    sent: Callable[[CallLine], object]
    hand_over: Callable[[CallLine], object]
    open_order: Callable[[str], object]


class CallRow(QWidget):
    """What the escalation timetable asks for of one order: whom, by when, the drafted words, one tap for the text. Calls are made
    and recorded one by one beside the order, where the numbers are."""

    def __init__(self, line: CallLine, hands: CallHands, *, sends_texts: bool, busy: bool, last: bool) -> None:
        super().__init__()
        call = line.call
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(theme.GRID)
        head.addWidget(Icon("warning" if call.late else "bell", line.tone))
        when = Text(line.when, "strong")
        when.set_tone(line.tone)
        head.addWidget(when)
        head.addStretch(1)
        head.addWidget(Text(call.number, "caption"))
        column.addLayout(head)
        column.addWidget(Text(line.who, "strong", wrap=True))
        column.addWidget(_title(call.title, "muted"))
        words = Text(line.more or call.text, "caption", wrap=True)
        words.setToolTip(call.text)
        column.addWidget(words)
        buttons = FlowLayout(gap=theme.GRID)
        self.hand_over = SecondaryButton(tr("交服务端发送"), "message", on_click=lambda: hands.hand_over(line))
        self.sent = SecondaryButton(tr("短信已发"), "check", on_click=lambda: hands.sent(line))
        self.call = SecondaryButton(tr("打电话"), "phone", on_click=lambda: hands.open_order(call.order_id))
        self.call.setToolTip(tr("打开派工单，号码在右侧；接通后点一下记录。"))
        for button, wanted in (
            (self.hand_over, bool(line.sms_key) and sends_texts and not call.failed),
            (self.sent, bool(line.sms_key)),
            (self.call, bool(line.phones)),
        ):
            button.setEnabled(not busy)
            if wanted:
                buttons.addWidget(button)
        foot = QHBoxLayout()
        foot.addLayout(buttons, 1)
        foot.addWidget(IconButton("chevron-right", tr("查看派工单"), on_click=lambda: hands.open_order(call.order_id)))
        column.addLayout(foot)
        if not last:
            column.addWidget(Line())


class CheckRow(QWidget):
    """One line of 出发前检查."""

    def __init__(self, line: CheckLine) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Icon("check-circle" if line.ok else "warning", line.look.tone))
        self.name = Text(line.look.word)
        self.name.setMinimumWidth(84)
        row.addWidget(self.name)
        detail = Text(line.detail, "muted", wrap=True)
        if not line.ok:
            detail.set_tone(Tone.WARNING)
        row.addWidget(detail, 1)
        self.setAccessibleName(labelled(line.look.word, line.detail))


def _title(title: str, role: str = "strong") -> Text:
    """A symptom in about two lines; the whole of it is the tool tip."""
    shown = shortened(title, TITLE_WIDTH)
    label = Text(shown, role, wrap=True)
    label.setToolTip(title if shown != title else "")
    return label


def shortened(text: str, width: int) -> str:
    """As much as fits into `width` columns, a Chinese character taking two."""
    used = 0
    for place, character in enumerate(text):
        used += 2 if east_asian_width(character) in "WF" else 1
        if used > width:
            return f"{text[: place - 1].rstrip()}…"
    return text
