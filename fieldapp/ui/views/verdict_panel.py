"""What one file is worth, spelt out for a reader who has never heard of a certificate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.verdict_words import VerdictWords
from fieldapp.ui.views.sync_parts import pairs_grid
from fieldapp.ui.widgets.common import (
    EmptyState,
    Line,
    ScrollPage,
    SecondaryButton,
    SectionTitle,
    Text,
    ToneDot,
    clear_layout,
)
from fieldapp.ui.widgets.facts import LongValues, Point

SIDE_WIDTH = 440


class SidePanel(QFrame):
    """A card beside a list; its content scrolls."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("Card")
        self.setAccessibleName(name)
        self.setMinimumWidth(320)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        self._page = ScrollPage(margin=theme.GAP + 4)
        box.addWidget(self._page)
        self.column = self._page.column
        self.column.setSpacing(12)

    def clear(self) -> None:
        """Empty it, and begin at the top again."""
        clear_layout(self.column)
        self._page.verticalScrollBar().setValue(0)


class VerdictPanel(SidePanel):
    """Shows one VerdictWords, or what to do when none is chosen."""

    def __init__(self) -> None:
        super().__init__(tr("核验结论"))
        self._shown: VerdictWords | None = None
        self.show_words(None)

    def show_words(self, words: VerdictWords | None) -> None:
        if words is not None and words == self._shown:
            return
        self._shown = words
        self.clear()
        if words is None:
            self.column.addWidget(
                EmptyState("shield", tr("选一份文件"), tr("这里会用白话说明它是否有效、由谁何时签章、还有什么没有证明。"))
            )
            self.column.addStretch(1)
            return
        self.column.addLayout(headline(words.look.icon, words.look.tone, words.headline, words.sentence))
        for reason in words.reasons:
            self.column.addWidget(Point("close-circle", reason, Tone.DANGER))
        if words.facts:
            self._section(tr("文件证明的内容") if words.vouched else tr("文件自称的内容（未经证实）"))
            self.column.addWidget(pairs_grid(words.facts, name_width=72))
        if words.limits:
            self._section(tr("没有证明的"))
            for limit in words.limits:
                self.column.addWidget(Point("info", limit))
        self._section(tr("技术信息"))
        self.column.addWidget(LongValues(words.technical))
        self.column.addLayout(open_buttons(words.path))
        self.column.addStretch(1)

    def _section(self, title: str) -> None:
        self.column.addWidget(Line())
        self.column.addWidget(SectionTitle(title))


def headline(icon: str, tone: Tone, title: str, sentence: str) -> QHBoxLayout:
    """The answer first: a sign, a title, one sentence."""
    row = QHBoxLayout()
    row.setSpacing(14)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(Text(title, "title", wrap=True))
    words.addWidget(Text(sentence, "muted", wrap=True))
    row.addWidget(ToneDot(icon, tone, 48), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row


def open_buttons(path: Path, show: Callable[[Path], object] | None = None) -> QHBoxLayout:
    """The file in the desktop's own viewer, and its folder."""
    opened = show or reveal
    row = QHBoxLayout()
    row.setSpacing(theme.GRID)
    view = SecondaryButton(tr("打开 PDF"), "pdf", on_click=lambda: opened(path))
    view.setEnabled(path.suffix.lower() == ".pdf")
    row.addWidget(view)
    row.addWidget(SecondaryButton(tr("所在文件夹"), "archive", on_click=lambda: opened(path.parent)))
    row.addStretch(1)
    return row


def reveal(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
