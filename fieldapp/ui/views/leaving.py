"""What the window shows when somebody quits while work goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout

from fieldapp.ui import theme
from fieldapp.ui.background.jobs import Task
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.widgets.common import Card, IconText, ScrollPage, SecondaryButton, SectionTitle, Text, ToneDot, clear_layout

WIDTH = 620


def task_words(task: Task) -> tuple[str, str, str]:
    """(icon, what is being done, what becomes of it when somebody leaves at once)."""
    match task:
        case Task.SEAL:
            return "shield", tr("正在生成并封存 PDF"), tr("签名已保存。现在退出，下次打开时补做封存。")
        case Task.SAVE:
            return "save", tr("正在保存"), tr("请等它写完，一般不到 1 秒。")
        case Task.FILES:
            return "image", tr("正在保存照片和文件"), tr("现在退出，没写完的那几个要再添加一次；原文件不动。")
        case Task.SYNC:
            return "sync", tr("正在停下同步"), tr("现在退出，没送完的下次打开时接着送，不会重复。")
        case Task.ARCHIVE:
            return "archive", tr("正在停下归档"), tr("已收进的都在。没收完的，下次把同一批文件再拖进来，不会重复。")
        case Task.BACKUP:
            return "database", tr("正在备份"), tr("现在退出，下次同步后重做；以前的备份都在。")


class LeavingView(ScrollPage):
    """In the place of the pages. The way back and the way out are both open."""

    def __init__(self, *, stay: Callable[[], object], leave_now: Callable[[], object]) -> None:
        super().__init__()
        self._shown: tuple[Task, ...] = ()
        outer = self.column
        card = Card()
        card.setMaximumWidth(WIDTH)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 100)  # not by an alignment: the height of lines that wrap would be forgotten
        across.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(ToneDot("clock", Tone.ACCENT, 48))
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title = SectionTitle(tr("做完这些就退出"))
        self.waited = Text("", "muted")
        words.addWidget(self.title)
        words.addWidget(self.waited)
        head.addLayout(words, 1)
        card.body.addLayout(head)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(self.title.text())
        card.body.addWidget(bar)
        self._work = QVBoxLayout()
        self._work.setSpacing(theme.GAP)
        card.body.addLayout(self._work)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        self.stay = SecondaryButton(tr("不退出了"), "arrow-left", on_click=stay)
        self.now = SecondaryButton(tr("现在就退出"), "stop", on_click=leave_now)
        buttons.addWidget(self.stay)
        buttons.addWidget(self.now)
        card.body.addLayout(buttons)

    def show_work(self, tasks: Sequence[Task], waited_s: float) -> None:
        """What is still under way, and for how many seconds it has been waited for."""
        self.waited.setText(tr("已等 {n} 秒", n=round(waited_s)))
        if tuple(tasks) == self._shown:
            return
        self._shown = tuple(tasks)
        clear_layout(self._work)
        for task in self._shown:
            icon, what, after = task_words(task)
            part = QVBoxLayout()
            part.setSpacing(2)
            part.addWidget(IconText(icon, what))
            part.addWidget(Text(after, "muted", wrap=True))
            self._work.addLayout(part)
