"""设置 › 更新: the card. The program is never changed from here: the installer is fetched, checked and shown in its folder."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.updating import UpdateState, UpdateViewModel
from fieldapp.ui.views.sync_parts import pairs_grid
from fieldapp.ui.vocabulary import Look
from fieldapp.ui.widgets.common import Badge, Card, InlineNotice, PrimaryButton, SecondaryButton, Text, clear_layout
from fieldapp.ui.widgets.progress_strip import ProgressStrip


class UpdateCard(Card):
    """Reads what is known whenever it comes into view."""

    def __init__(self, view_model: UpdateViewModel) -> None:
        super().__init__(tr("更新"))
        self._vm = view_model
        self._said = 0
        self.badge = Badge(Look("", "info", Tone.NEUTRAL))
        self.head.addWidget(self.badge)
        self.ask = SecondaryButton(tr("检查更新"), "sync", on_click=view_model.ask)
        self.head.addWidget(self.ask)
        self.notice = InlineNotice()
        self._lines = QVBoxLayout()
        self.notes = Text("", "body", wrap=True)
        self.words = Text("", "muted", wrap=True)
        self.progress = ProgressStrip(view_model.stop)
        self.fetch = PrimaryButton(tr("下载安装包"), "download", on_click=view_model.fetch)
        self.folder = SecondaryButton(tr("打开所在文件夹"), "file", on_click=self._open_folder)
        self.body.addWidget(self.notice)
        self.body.addLayout(self._lines)
        for part in (self.notes, self.words, self.progress):
            self.body.addWidget(part)
        buttons = QHBoxLayout()
        buttons.addWidget(self.fetch)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        view_model.changed.connect(self._show)
        self._show(view_model.state)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.notice.hide()  # of the last time; it may no longer be so
        self._vm.refresh()

    @Slot(object)
    def _show(self, state: UpdateState) -> None:
        clear_layout(self._lines)
        if state.pairs:
            self._lines.addWidget(pairs_grid(state.pairs, name_width=104))
        self.notes.setText(state.notes)
        self.notes.setVisible(bool(state.notes))
        self.words.setText(state.words)
        self.words.setVisible(bool(state.words))
        self.ask.setVisible(state.can_ask)
        self.ask.setEnabled(not state.asking and state.share is None)
        self.ask.set_words(tr("正在检查…") if state.asking else tr("检查更新"))
        badge = {
            Tone.SUCCESS: Look(tr("已是最新"), "check-circle", Tone.SUCCESS),
            Tone.ACCENT: Look(tr("有新版本"), "download", Tone.ACCENT),
            Tone.WARNING: Look(tr("请留意"), "warning", Tone.WARNING),
        }.get(state.tone)
        self.badge.setVisible(badge is not None)
        if badge is not None:
            self.badge.show_look(badge)
        self.fetch.setVisible(state.can_fetch and state.share is None)
        self.folder.setVisible(state.installer is not None)
        if state.share is None:
            self.progress.hide()
        else:
            self.progress.say(tr("正在下载 {n} %", n=round(state.share * 100)), state.share)
        if state.notice is not None and state.notice.serial != self._said:
            self._said = state.notice.serial
            self.notice.say_words(state.notice.tone, state.notice.words)

    def step_back(self, on: bool) -> None:
        """While something else on the page asks, its button is the only one that stands out."""
        self.fetch.set_kind("secondary" if on else "primary")

    def _open_folder(self) -> None:
        installer = self._vm.state.installer
        if installer is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(installer.parent)))
