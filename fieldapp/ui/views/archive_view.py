"""档案: the folder, what is in it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.archive.index import Standing
from fieldapp.ui import icons, theme
from fieldapp.ui.delegates.record_card import ROW_HEIGHT, RecordCardDelegate
from fieldapp.ui.i18n import counted, tr
from fieldapp.ui.services import DocumentTools
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.archive_page import ArchiveViewModel
from fieldapp.ui.viewmodels.archive_state import GROWTH, ArchiveState, Depth, Panel, Task, Work
from fieldapp.ui.viewmodels.archive_words import standing_look
from fieldapp.ui.views.archive_grow_panel import GrowPanel, growth_name
from fieldapp.ui.views.archive_panels import CheckPanel, EntryPanel, ImportPanel
from fieldapp.ui.views.documents_parts import DropZone, nothing_to_paste
from fieldapp.ui.where import place_words
from fieldapp.ui.widgets.button_row import ButtonRow
from fieldapp.ui.widgets.card_list import CardList, framed
from fieldapp.ui.widgets.common import (
    Button,
    Card,
    Chip,
    ElidedText,
    EmptyState,
    InlineNotice,
    PlaceText,
    PrimaryButton,
    SecondaryButton,
    Text,
    ToneDot,
)
from fieldapp.ui.widgets.common.quiet import QuietComboBox
from fieldapp.ui.widgets.incoming import paths_of
from fieldapp.ui.widgets.progress_strip import ProgressStrip
from fieldapp.ui.widgets.search_keys import SearchKeys

FOLDER_WIDTH = 124
"""Pixels; where the archive lies must stay readable beside the buttons."""


class ArchiveView(QWidget):
    """The other half of 归档与验证. `verify` opens files in the first half."""

    def __init__(self, view_model: ArchiveViewModel, tools: DocumentTools, verify: Callable[[Sequence[Path]], object]) -> None:
        super().__init__()
        self._vm, self._tools, self._verify = view_model, tools, verify
        self._said = 0
        self._years: tuple[int, ...] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_MARGIN, theme.GAP, theme.PAGE_MARGIN, theme.GAP)
        column.setSpacing(12)
        self.notice, self.offer_new = InlineNotice(), InlineNotice()
        column.addWidget(self.notice)
        column.addWidget(self.offer_new)
        self.progress = ProgressStrip(view_model.cancel)
        column.addWidget(self.progress)
        self.zone = DropZone(
            "archive",
            tr("还没有打开档案"),
            tr("档案是一个文件夹（本机或共享盘都可以）：按年月存放签章的 PDF，每份在登记簿中占一行，从不改写。"),
            ((tr("打开或新建档案…"), "archive", self.pick_archive),),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.zone)
        self._stack.addWidget(self._opened())
        column.addWidget(self._stack, 1)
        QShortcut(QKeySequence.StandardKey.Find, self, self._focus_search)
        view_model.changed.connect(self._show)
        self._show(view_model.state)

    def start(self) -> None:
        self._vm.start()

    def offer(self, paths: Sequence[Path]) -> None:
        """Files that were dropped or pasted anywhere on the page; without an archive a dropped folder is opened as one."""
        if self._vm.state.open:
            self._vm.take(paths)
        elif len(paths) == 1 and paths[0].is_dir():
            self._vm.open_folder(paths[0])
        else:
            self.notice.say(Tone.WARNING, tr("还没有打开档案"), tr("请先打开或新建档案，再放入文件。"))

    # --- parts -----------------------------------------------------------------------------------

    def _opened(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._head())
        column.addLayout(self._search_row())
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self._list(), 5)
        self.entry = EntryPanel(self._vm.path_of, lambda path: self._verify([path]))
        self.imported = ImportPanel(self._vm.results, self._close_panel)
        self.checked = CheckPanel(self._vm.findings, self._close_panel, lambda anchor: self._vm.check(Depth.QUICK, anchor))
        self.growing = GrowPanel(self._tools, self._vm.grow, self._close_panel)
        self._panels = QStackedWidget()
        for panel in (self.entry, self.imported, self.checked, self.growing):
            self._panels.addWidget(panel)
        row.addWidget(self._panels, 4)
        column.addLayout(row, 1)
        return page

    def _head(self) -> Card:
        card, bar = Card(), ButtonRow()
        row = bar.row
        words = QVBoxLayout()
        words.setSpacing(2)
        self.folder, self.sums = PlaceText("section"), ElidedText("", "muted")
        self.folder.setMinimumWidth(FOLDER_WIDTH)
        words.addWidget(self.folder)
        words.addWidget(self.sums)
        self.other = SecondaryButton(tr("更换档案…"), "archive", on_click=self.pick_archive)
        self.other.setToolTip(tr("打开或新建另一个档案"))
        self.export = SecondaryButton(tr("导出…"), "upload", on_click=self._export)
        self.export.setToolTip(tr("把列表中的文件连同登记摘录和网页目录交给审计人员"))
        self.check = SecondaryButton(tr("检查"), "shield")
        self._give_menu(self.check, self._depths())
        self.grow = SecondaryButton(tr("续存"), "clock")
        self.grow.setToolTip(tr("加盖或续期时间戳，后台会签"))
        self._give_menu(self.grow, [(f"{growth_name(work)}…", partial(self._vm.ask_growth, work)) for work in GROWTH])
        self.take = PrimaryButton(tr("导入"), "plus")
        self._give_menu(self.take, ((tr("选择 PDF…"), self.pick_files), (tr("选择文件夹…"), self.pick_folder)))
        row.addWidget(ToneDot("archive", Tone.ACCENT, 48))
        row.addSpacing(theme.GRID)
        row.addLayout(words, 1)
        for button in (self.other, self.export, self.check, self.grow, self.take):
            row.addWidget(button)
        bar.give_way(self.other, self.export, self.grow, self.check, self.take)
        card.body.addWidget(bar)
        return card

    def _depths(self) -> Sequence[tuple[str, Callable[[], object]]]:
        return (
            (tr("快速：文件在不在、大小对不对"), lambda: self._vm.check(Depth.QUICK)),
            (tr("完整：读每个文件，比较 SHA-256"), lambda: self._vm.check(Depth.FULL)),
            (tr("彻底：再核验每个签章（最慢）"), lambda: self._vm.check(Depth.SEALS)),
        )

    def _give_menu(self, button: Button, actions: Sequence[tuple[str, Callable[[], object]]]) -> None:
        menu = QMenu(button)
        for words, run in actions:
            menu.addAction(words).triggered.connect(lambda _checked=False, go=run: go())
        button.setProperty("menu", True)
        button.setMenu(menu)

    def _search_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("搜索单号、客户、日期、归档人、SHA-256…（Ctrl+F）"))
        self.search.setAccessibleName(tr("搜索档案"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("search", theme.color("ink_muted")), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._vm.search)
        SearchKeys(self.search, self._into_list)
        row.addWidget(self.search, 1)
        self.chips: dict[Standing, Chip] = {}
        for standing in Standing:
            chip = Chip(standing_look(standing).word, on_toggle=lambda _on: self._filter())
            chip.setProperty("tall", True)
            self.chips[standing] = chip
            row.addWidget(chip)
        self.year = QuietComboBox()
        self.year.setAccessibleName(tr("签章年份"))
        self.year.setToolTip(tr("签章年份"))
        self.year.currentIndexChanged.connect(lambda _: self._filter())
        row.addWidget(self.year)
        self.total = Text("", "muted")
        row.addWidget(self.total)
        return row

    def _list(self) -> QStackedWidget:
        self.list = CardList(tr("档案目录"), ROW_HEIGHT)
        self.list.setModel(self._vm.entries)
        self.list.setItemDelegate(RecordCardDelegate(self.list))
        self.list.selectionModel().currentRowChanged.connect(lambda now, _before: self._vm.choose(now.row()))
        self.list.clicked.connect(lambda _index: self._vm.show_panel(Panel.ENTRY))
        self.list.activated.connect(lambda _index: self._vm.show_panel(Panel.ENTRY))
        self.empty = EmptyState("inbox", "")
        stack = QStackedWidget()
        stack.addWidget(framed(self.list))
        stack.addWidget(framed(self.empty))
        self._lists = stack
        return stack

    # --- what the state says ---------------------------------------------------------------------

    @Slot(object)
    def _show(self, state: ArchiveState) -> None:
        self._stack.setCurrentIndex(1 if state.open else 0)
        self.folder.show_place(state.folder)
        counts = dict(state.standings)
        parts = [tr("共 {n:,} 份", n=state.entries)]
        parts += [counted(standing_look(one).word, counts[one]) for one in Standing if counts.get(one)]
        self.sums.setText(" · ".join(parts))
        self.total.setText(tr("共 {n:,} 份", n=state.found))
        self._show_years(state.years)
        self._show_task(state.task)
        self._show_empty(state)
        self.entry.show_entry(state.entry)
        self.imported.show_state(state)
        self.checked.show_state(state)
        self.growing.show_state(state, asked=state.panel is Panel.GROW)
        self._panels.setCurrentIndex(list(Panel).index(state.panel))
        self.take.set_kind("secondary" if state.panel is Panel.GROW else "primary")  # the form's own button stands out
        if state.offered:
            words = tr("{folder} 是空的，还不是档案。", folder=place_words(state.offered))
            self.offer_new.say(
                Tone.ACCENT, words, tr("若这里本该有档案，请先检查共享盘是否已连接。"),
                actions=((tr("在这里新建档案"), self._vm.start_new),),
            )  # fmt: skip
        else:
            self.offer_new.hide()
        if state.notice is not None and state.notice.serial != self._said:
            self._said = state.notice.serial
            self.notice.say_words(state.notice.tone, state.notice.words)

    def _show_task(self, task: Task | None) -> None:
        for button in (self.other, self.export, self.check, self.grow, self.take):
            button.setEnabled(task is None)
        if task is None:
            self.progress.hide()
            return
        words = {
            Work.OPEN: tr("正在读取登记簿…"),
            Work.IMPORT: tr("正在核验并归档"),
            Work.CHECK: tr("正在检查"),
            Work.EXPORT: tr("正在导出"),
            Work.STAMP: tr("正在加盖时间戳"),
            Work.RENEW: tr("正在续期时间戳"),
            Work.COUNTERSIGN: tr("正在会签"),
        }[task.work]
        count = f"{task.done:,} / {task.total:,}" if task.total else ""
        self.progress.say(
            " · ".join(part for part in (words, count, task.rest) if part), task.share, stoppable=task.work is not Work.OPEN
        )

    def _show_empty(self, state: ArchiveState) -> None:
        self._lists.setCurrentIndex(0 if state.found or state.task is not None else 1)
        if state.entries:
            self.empty.show_words("search", tr("没有符合条件的文件"), tr("换个关键词，或去掉筛选再看。"))
        else:
            self.empty.show_words("inbox", tr("档案还是空的"), tr("把签章的 PDF 或文件夹拖到这里，核验通过的会归档。"))

    def _show_years(self, years: tuple[int, ...]) -> None:
        if years == self._years:
            return
        self._years = years
        chosen = self.year.currentData()
        self.year.blockSignals(True)
        self.year.clear()
        self.year.addItem(tr("全部年份"), None)
        for year in years:
            self.year.addItem(str(year), year)
        self.year.setCurrentIndex(max(0, self.year.findData(chosen)))
        self.year.blockSignals(False)

    # --- what a person does ----------------------------------------------------------------------

    def pick_archive(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("选择档案文件夹"), self._vm.state.folder)
        if name:
            self._vm.open_folder(Path(name))

    def pick_files(self) -> None:
        names, _filter = QFileDialog.getOpenFileNames(self, tr("选择要归档的 PDF"), "", tr("PDF 文件 (*.pdf);;所有文件 (*)"))
        self._vm.take([Path(name) for name in names])

    def pick_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("选择文件夹"))
        if name:
            self._vm.take([Path(name)])

    def paste_paths(self) -> None:
        paths = paths_of(QGuiApplication.clipboard().mimeData())
        if paths:
            self.offer(paths)
        else:
            self.notice.say(Tone.WARNING, *nothing_to_paste())

    def _export(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("选择一个空文件夹存放导出内容"))
        if name:
            self._vm.export(Path(name))

    def _filter(self) -> None:
        standings = frozenset(standing for standing, chip in self.chips.items() if chip.isChecked())
        self._vm.filter(standings, self.year.currentData())

    def _close_panel(self) -> None:
        self._vm.show_panel(Panel.ENTRY)

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _into_list(self) -> None:
        if self.list.model().rowCount():
            self.list.setFocus()
            self.list.selectRow(0)
