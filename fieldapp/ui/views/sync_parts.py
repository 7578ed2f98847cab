"""The pieces of 同步: one waiting item, one conflict, pairs of name and value."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.badge_painting import BADGE_HEIGHT
from fieldapp.ui.i18n import labelled, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.conflict_lines import ConflictLine
from fieldapp.ui.viewmodels.sync_centre import QueueLine, ReceiptLine, SyncCentreViewModel
from fieldapp.ui.vocabulary import Look
from fieldapp.ui.widgets.common import Badge, ElidedText, GhostButton, Icon, IconButton, IconText, SecondaryButton, Text


class QueueRow(QFrame):
    """One order's waiting work: state, size, progress, why it waits, when it goes next."""

    def __init__(self, line: QueueLine, model: SyncCentreViewModel, open_order: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("Inset")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 8, 12)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(ElidedText(line.title, "strong"), 1)
        head.addWidget(Badge(line.look))
        head.addWidget(IconButton("chevron-right", tr("打开"), on_click=lambda: open_order(line.order_id)))
        column.addLayout(head)
        parts = (line.number, line.what, line.size, line.next_try)
        column.addWidget(ElidedText(" · ".join(part for part in parts if part), "muted"))
        if 0 < line.share < 1:
            bar = QProgressBar()
            bar.setTextVisible(False)
            bar.setRange(0, 1000)
            bar.setValue(round(line.share * 1000))
            bar.setAccessibleName(tr("已上传 {n} %", n=round(line.share * 100)))
            column.addSpacing(4)
            column.addWidget(bar)
            column.addSpacing(4)
        if line.reason:
            reason = Text(line.reason, "body", wrap=True)
            reason.set_tone(Tone.DANGER)
            column.addWidget(reason)
        self.anyway: SecondaryButton | None = None
        if line.kept:
            why = tr("照片和文件等到有不计费的网络再发送；文字照常同步。")
            column.addWidget(Text(why, "body", wrap=True))
            self.anyway = SecondaryButton(tr("仍要发送（{size}）", size=line.kept), "upload")
            self.anyway.clicked.connect(lambda: model.send_anyway(line.order_id))
            self.anyway.setAccessibleName(labelled(self.anyway.text(), line.title))
            column.addSpacing(8)
            column.addWidget(self.anyway, 0, Qt.AlignmentFlag.AlignLeft)
        if line.can_retry:
            buttons = QHBoxLayout()
            self.retry = SecondaryButton(tr("重试"), "sync", on_click=lambda: model.retry(line.order_id))
            self.fix = GhostButton(tr("打开改正"), "pen", on_click=lambda: open_order(line.order_id))
            buttons.addWidget(self.retry)
            buttons.addWidget(self.fix)
            buttons.addStretch(1)
            column.addSpacing(4)
            column.addLayout(buttons)


class ReceiptRow(QFrame):
    """What the server has confirmed of one order."""

    def __init__(self, line: ReceiptLine, open_order: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("Inset")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 4, 6)
        row.setSpacing(10)
        row.addWidget(Icon("check-circle" if line.whole else "upload", Tone.SUCCESS if line.whole else Tone.ACCENT, 20))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedText(line.order, "strong"))
        words.addWidget(ElidedText(f"{line.words} · {line.when}", "muted"))
        if line.archived:  # a long name: beside the rest it was cut, and the time with it
            words.addWidget(ElidedText(line.archived, "caption"))
        row.addLayout(words, 1)
        row.addWidget(IconButton("chevron-right", tr("打开"), on_click=lambda: open_order(line.order_id)))


class ConflictRow(QFrame):
    """Two values side by side; the one that stands now is marked, either can be chosen."""

    def __init__(self, line: ConflictLine, settle: Callable[[str, str], object], open_order: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("Inset")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 14)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Text(line.field, "strong"))
        head.addWidget(ElidedText(f"{line.order} · {line.when}", "muted"), 1)
        head.addWidget(IconButton("chevron-right", tr("打开"), on_click=lambda: open_order(line.order_id)))
        column.addLayout(head)
        sides = QHBoxLayout()
        sides.setSpacing(theme.GAP)
        mine, self.take_mine = self._side(tr("我的"), "user", line.mine, kept=line.kept == "mine")
        theirs, self.take_theirs = self._side(tr("服务台"), "server", line.theirs, kept=line.kept == "theirs", by=line.who)
        self.take_mine.clicked.connect(lambda _checked=False: settle(line.id, "mine"))
        self.take_theirs.clicked.connect(lambda _checked=False: settle(line.id, "theirs"))
        sides.addWidget(mine, 1)
        sides.addWidget(theirs, 1)
        column.addLayout(sides)
        if line.joinable:
            self.take_both = SecondaryButton(tr("两个都留（服务台的在前）"), "merge", on_click=lambda: settle(line.id, "both"))
            column.addWidget(self.take_both, 0, Qt.AlignmentFlag.AlignLeft)

    def _side(self, who: str, icon: str, value: str, *, kept: bool, by: str = "") -> tuple[QFrame, SecondaryButton]:
        frame = QFrame()
        frame.setObjectName("Card")
        frame.setProperty("tone", "accent" if kept else "")
        column = QVBoxLayout(frame)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(IconText(icon, who))
        head.addStretch(1)
        head.addStrut(BADGE_HEIGHT)  # both values on one line
        if kept:
            head.addWidget(Badge(Look(tr("现在采用"), "check", Tone.ACCENT)))
        column.addLayout(head)
        column.addWidget(Text(value, "body", wrap=True))
        if by:
            column.addWidget(Text(by, "caption", wrap=True))
        column.addStretch(1)
        button = SecondaryButton(tr("保留这个值") if kept else tr("改用这个值"), "check")
        button.setAccessibleName(labelled(button.text(), f"{who} {value}"))
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return frame, button


def pairs_grid(pairs: Sequence[tuple[str, str]], *, name_width: int = 96) -> QWidget:
    """Names on the left, values that can be selected and copied on the right."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(10)
    for row, (name, value) in enumerate(pairs):
        label = Text(name, "muted")
        label.setMinimumWidth(name_width)
        words = Text(value, "body", wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setAccessibleName(labelled(name, value))
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, row, 1)
    grid.setColumnStretch(1, 1)
    return holder
