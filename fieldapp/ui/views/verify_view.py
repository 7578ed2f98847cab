"""核验文件: drop, choose or paste; a verdict a file, the chosen one spelt out beside the list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.delegates.record_card import ROW_HEIGHT, RecordCardDelegate
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.verifying import VerifyState, VerifyViewModel
from fieldapp.ui.views.documents_parts import DropZone, RootsCard, nothing_to_paste
from fieldapp.ui.views.verdict_panel import VerdictPanel
from fieldapp.ui.widgets.button_row import ButtonRow
from fieldapp.ui.widgets.card_list import CardList, framed
from fieldapp.ui.widgets.common import IconText, InlineNotice, PrimaryButton, SecondaryButton
from fieldapp.ui.widgets.incoming import paths_of
from fieldapp.ui.widgets.progress_strip import ProgressStrip
from fieldapp.ui.widgets.save_file import ask_where

BOTH_FROM = 520
"""Height of the page from which the list has room below the certificates."""


class VerifyView(QWidget):
    """One half of 归档与验证."""

    def __init__(self, view_model: VerifyViewModel) -> None:
        super().__init__()
        self._vm = view_model
        self._said = 0
        self._cleared = False
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_MARGIN, theme.GAP, theme.PAGE_MARGIN, theme.GAP)
        column.setSpacing(12)
        self.bar = self._buttons()
        column.addWidget(self.bar)
        self.notice = InlineNotice()
        column.addWidget(self.notice)
        self.roots = RootsCard(self._pick_roots, view_model.remove_root)
        column.addWidget(self.roots)
        self.progress = ProgressStrip(view_model.cancel)
        column.addWidget(self.progress)
        column.addWidget(self._lists(), 1)
        column.addStretch(0)
        self.roots.unfolded.connect(lambda _on: self._share_room())
        QShortcut(QKeySequence.StandardKey.Open, self, self.pick_files)
        QShortcut(QKeySequence.StandardKey.Save, self, self._save)
        view_model.changed.connect(self._show)
        view_model.model.rowsInserted.connect(self._first_row)
        view_model.model.modelReset.connect(self._first_row)
        self._show(view_model.state)

    def start(self) -> None:
        self._vm.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """On a low window the certificates stand alone until they are put away: half a line of each helps nobody."""
        self._stack.setVisible(self.roots.isHidden() or self.height() >= BOTH_FROM)

    def offer(self, paths: Sequence[Path]) -> None:
        """Files that were dropped or pasted anywhere on the page."""
        self._vm.add(paths)

    def _buttons(self) -> ButtonRow:
        bar = ButtonRow()
        row = bar.row
        self.files = PrimaryButton(tr("选择文件…"), "plus", on_click=self.pick_files)
        self.files.setToolTip(tr("选择要核验的 PDF（Ctrl+O）；也可以直接拖进来，或用 Ctrl+V 粘贴路径"))
        self.folder = SecondaryButton(tr("选择文件夹…"), "archive", on_click=self.pick_folder)
        self.paste = SecondaryButton(tr("粘贴"), "copy", on_click=self.paste_paths)
        self.paste.setToolTip(tr("粘贴文件或路径（Ctrl+V）"))
        self.trust = SecondaryButton("", "shield", on_click=self._toggle_roots)
        self.save = SecondaryButton(tr("保存结果…"), "save", on_click=self._save)
        self.save.setToolTip(tr("全部结论存为 JSON 文件（Ctrl+S）"))
        self.clear = SecondaryButton(tr("清空"), "trash", on_click=self._vm.clear)
        for button in (self.files, self.folder, self.paste):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.trust, self.save, self.clear):
            row.addWidget(button)
        bar.give_way(self.clear, self.paste, self.save, self.folder, self.trust)
        return bar

    def _lists(self) -> QStackedWidget:
        self.list = CardList(tr("核验结论列表"), ROW_HEIGHT)
        self.list.setModel(self._vm.model)
        self.list.setItemDelegate(RecordCardDelegate(self.list))
        self.list.selectionModel().currentRowChanged.connect(lambda now, _before: self._vm.choose(now.row()))
        self.valid = IconText("check-circle", "", role="strong", tone=Tone.SUCCESS)
        self.invalid = IconText("close-circle", "", role="strong", tone=Tone.DANGER)
        self.unknown = IconText("warning", "", role="strong", tone=Tone.WARNING)
        sums = QHBoxLayout()
        sums.setSpacing(theme.GAP)
        for part in (self.valid, self.invalid, self.unknown):
            sums.addWidget(part)
        sums.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(theme.GRID)
        left.addLayout(sums)
        left.addWidget(framed(self.list), 1)
        self.panel = VerdictPanel()
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addLayout(left, 5)
        row.addWidget(self.panel, 4)
        self.zone = DropZone(
            "shield",
            tr("把签章的 PDF 或文件夹拖到这里"),
            tr("逐份核验：是否被改动、由谁何时签章、哪些没有证明。全部在本机完成，不联网，不改动文件。"),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.zone)
        self._stack.addWidget(both)
        return self._stack

    @Slot(object)
    def _show(self, state: VerifyState) -> None:
        self._stack.setCurrentIndex(1 if state.listed or state.running else 0)
        self.valid.show_text("check-circle", tr("有效 {n}", n=state.valid), Tone.SUCCESS)
        self.invalid.show_text("close-circle", tr("无效 {n}", n=state.invalid), Tone.DANGER)
        self.unknown.show_text("warning", tr("未能核验 {n}", n=state.unknown), Tone.WARNING)
        for part, count in ((self.valid, state.valid), (self.invalid, state.invalid), (self.unknown, state.unknown)):
            part.setVisible(count > 0)
        for button in (self.save, self.clear):
            button.setEnabled(state.listed > 0)
        if state.running:
            words = tr("正在核验 {done} / {total}", done=state.done, total=state.total) if state.total else tr("正在查找文件…")
            share = state.done / state.total if state.total else None
            self.progress.say(" · ".join(part for part in (words, state.rest) if part), share)
        else:
            self.progress.hide()
        roots = state.roots or ()
        self.bar.say(self.trust, tr("受信任的证书 {n}", n=len(roots)))
        self.roots.show_roots(roots)
        if state.roots == ():
            self.roots.show()
        self.panel.show_words(state.chosen)
        if state.notice is not None and state.notice.serial != self._said:
            self._said = state.notice.serial
            back = ((tr("撤销"), self._vm.put_back),) if state.cleared else ()
            self.notice.say_words(state.notice.tone, state.notice.words, actions=back)
        elif self._cleared and not state.cleared:
            self.notice.hide()
        self._cleared = state.cleared

    def _first_row(self) -> None:
        if not self.list.currentIndex().isValid() and self._vm.model.records:
            self.list.selectRow(0)

    def pick_files(self) -> None:
        names, _filter = QFileDialog.getOpenFileNames(self, tr("选择要核验的 PDF"), "", tr("PDF 文件 (*.pdf);;所有文件 (*)"))
        self._vm.add([Path(name) for name in names])

    def pick_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("选择文件夹"))
        if name:
            self._vm.add([Path(name)])

    def paste_paths(self) -> None:
        paths = paths_of(QGuiApplication.clipboard().mimeData())
        if paths:
            self.offer(paths)
        else:
            self.notice.say(Tone.WARNING, *nothing_to_paste())

    def _toggle_roots(self) -> None:
        self.roots.setVisible(not self.roots.isVisible())

    def _pick_roots(self) -> None:
        names, _filter = QFileDialog.getOpenFileNames(self, tr("选择根证书"), "", tr("证书 (*.pem *.crt *.cer);;所有文件 (*)"))
        if names:
            self._vm.add_roots([Path(name) for name in names])

    def _save(self) -> None:
        if not self._vm.state.listed:
            return
        path = ask_where(self, tr("保存核验结果"), tr("核验结果.json"), "JSON (*.json)")
        if path is not None:
            self._vm.save(path)
