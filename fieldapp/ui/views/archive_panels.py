"""What stands beside the archive's list: one entry, what became of an import, what a check found."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from fieldapp.archive.intake import Outcome
from fieldapp.ui import theme
from fieldapp.ui.delegates.record_card import ROW_HEIGHT, RecordCardDelegate
from fieldapp.ui.i18n import counted, tr
from fieldapp.ui.viewmodels.archive_state import ArchiveState, Work
from fieldapp.ui.viewmodels.archive_words import CheckWords, EntryWords, outcome_look
from fieldapp.ui.views.sync_parts import pairs_grid
from fieldapp.ui.views.verdict_panel import SidePanel, headline, open_buttons
from fieldapp.ui.widgets.card_list import CardList
from fieldapp.ui.widgets.common import (
    Badge,
    EmptyState,
    IconButton,
    Line,
    ScrollPage,
    SecondaryButton,
    SectionTitle,
    Text,
    clear_layout,
)
from fieldapp.ui.widgets.facts import LongValues, Point
from fieldapp.ui.widgets.flow_layout import FlowLayout

_HASH = re.compile(r"[0-9a-fA-F]{64}")


class EntryPanel(SidePanel):
    """One entry of the register, or a hint what to do."""

    def __init__(self, path_of: Callable[[str], Path], verify: Callable[[Path], object]) -> None:
        super().__init__(tr("登记内容"))
        self._path_of, self._verify = path_of, verify
        self._shown: EntryWords | None = None
        self._fill(None)

    def show_entry(self, entry: EntryWords | None) -> None:
        if entry != self._shown:
            self._shown = entry
            self._fill(entry)

    def _fill(self, entry: EntryWords | None) -> None:
        self.clear()
        if entry is None:
            self.column.addWidget(
                EmptyState("archive", tr("选一份文件看登记内容"), tr("把新的 PDF 或文件夹拖到这一页，就会核验后归档。"))
            )
            self.column.addStretch(1)
            return
        self.column.addLayout(headline(entry.look.icon, entry.look.tone, entry.title, entry.look.word))
        for words in entry.said:
            self.column.addWidget(Point("info", words))
        self.column.addWidget(Line())
        self.column.addWidget(pairs_grid(entry.facts, name_width=72))
        self.column.addWidget(Line())
        self.column.addWidget(SectionTitle(tr("技术信息")))
        self.column.addWidget(LongValues(entry.technical))
        path = self._path_of(entry.file)
        row = open_buttons(path)
        row.insertWidget(0, SecondaryButton(tr("核验"), "shield", on_click=lambda: self._verify(path)))
        self.column.addLayout(row)
        self.column.addStretch(1)


class ListPanel(QFrame):
    """A card with a head and a list of records below it."""

    def __init__(self, name: str, model: QAbstractItemModel, close: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("Card")
        self.setAccessibleName(name)
        self.setMinimumWidth(320)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(1, 8, 1, 8)
        self.box.setSpacing(theme.GRID)
        head = QHBoxLayout()
        head.setContentsMargins(theme.GAP + 4, 0, 8, 0)
        self.title = SectionTitle(name)
        head.addWidget(self.title, 1)
        head.addWidget(IconButton("close", tr("收起"), on_click=close))
        self.box.addLayout(head)
        self.list = CardList(name, ROW_HEIGHT)
        self.list.setModel(model)
        self.list.setItemDelegate(RecordCardDelegate(self.list))
        self.box.addWidget(self.list, 1)


class ImportPanel(ListPanel):
    """What became of every file of the last import, or of the last step of growth."""

    def __init__(self, model: QAbstractItemModel, close: Callable[[], object]) -> None:
        super().__init__(tr("导入结果"), model, close)
        self._shown: tuple[tuple[Outcome, int], ...] | None = None
        self._sums = FlowLayout()
        room = QHBoxLayout()
        room.setContentsMargins(theme.GAP + 4, 0, theme.GAP, 4)
        room.addLayout(self._sums)
        self.box.insertLayout(1, room)

    def show_state(self, state: ArchiveState) -> None:
        self.title.setText(_results_name(state.results_of))
        if state.outcomes == self._shown:
            return
        self._shown = state.outcomes
        clear_layout(self._sums)
        for outcome, count in state.outcomes:
            look = outcome_look(outcome)
            badge = Badge(type(look)(counted(look.word, count), look.icon, look.tone))
            self._sums.addWidget(badge)
            badge.show()  # where it stands now: before, it would be a window of its own


def _results_name(work: Work) -> str:
    return tr("导入结果") if work is Work.IMPORT else tr("续存结果")


class CheckPanel(ListPanel):
    """The result of a check; the register's last hash, to be noted elsewhere, and one noted earlier to compare with."""

    def __init__(self, model: QAbstractItemModel, close: Callable[[], object], compare: Callable[[str], object]) -> None:
        super().__init__(tr("检查结果"), model, close)
        self._compare, self._shown = compare, CheckWords(outcome_look(Outcome.TAKEN), "", "", "")
        self._answer = QVBoxLayout()
        self._answer.setContentsMargins(theme.GAP + 4, 0, theme.GAP + 4, 0)
        page = ScrollPage(width=self.maximumWidth(), margin=0)  # on a low window all of it scrolls
        page.column.setSpacing(theme.GRID)
        page.column.addLayout(self._answer)
        page.column.addWidget(self.list, 1)
        page.column.addLayout(self._anchor())
        page.column.addStretch(0)
        self.box.addWidget(page, 1)
        self.list.setMinimumHeight(ROW_HEIGHT)

    def _anchor(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(theme.GAP + 4, 8, theme.GAP + 4, 8)
        column.setSpacing(6)
        column.addWidget(Line())
        hint = tr("登记簿本身看不出末尾有没有被整段删去：请把末行哈希抄到别处（邮件、打印件），下次检查时填在下面比对。")
        column.addWidget(Text(hint, "caption", wrap=True))
        self._values = QVBoxLayout()
        column.addLayout(self._values)
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        self.anchor = QLineEdit()
        self.anchor.setPlaceholderText(tr("以前抄下的末行哈希（64 位）"))
        self.anchor.setAccessibleName(self.anchor.placeholderText())
        self.compare = SecondaryButton(tr("比对"), "check", on_click=self._send)
        self.compare.setEnabled(False)
        self.anchor.textChanged.connect(lambda text: self.compare.setEnabled(bool(_HASH.fullmatch(text.strip()))))
        self.anchor.returnPressed.connect(self._send)
        row.addWidget(self.anchor, 1)
        row.addWidget(self.compare)
        column.addLayout(row)
        return column

    def show_state(self, state: ArchiveState) -> None:
        words = state.check
        if words is None or words == self._shown:
            return
        self._shown = words
        self.list.setVisible(self.list.model().rowCount() > 0)
        clear_layout(self._answer)
        self._answer.addLayout(headline(words.look.icon, words.look.tone, words.headline, words.sentence))
        clear_layout(self._values)
        self._values.addWidget(LongValues([(tr("末行哈希"), words.head)], name_width=64))

    def _send(self) -> None:
        if self.compare.isEnabled():
            self._compare(self.anchor.text().strip())
