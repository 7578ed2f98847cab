"""同步: what is waiting and why, conflicts to settle, the last report."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.navigation import Navigator
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.sync_centre import SyncCentreState, SyncCentreViewModel
from fieldapp.ui.views.sync_parts import ConflictRow, QueueRow, ReceiptRow, pairs_grid
from fieldapp.ui.views.taken_card import ON_SYNC, TakenCard
from fieldapp.ui.widgets.common import (
    Card,
    EmptyState,
    InlineNotice,
    PrimaryButton,
    ScrollPage,
    SecondaryButton,
    SectionTitle,
    Text,
    ToneDot,
    clear_layout,
)


class SyncView(ScrollPage):
    """The page."""

    def __init__(self, view_model: SyncCentreViewModel, navigator: Navigator, *, user_name: str = "") -> None:
        super().__init__()
        self._vm, self._navigator = view_model, navigator
        self._shown: SyncCentreState | None = None
        self._said = 0
        self.notice = InlineNotice()
        self.column.addWidget(self.notice)
        self.column.addWidget(self._head())
        self.login_card = self._login(user_name)
        self.column.addWidget(self.login_card)
        self.removals_card = self._removals()
        self.column.addWidget(self.removals_card)
        self.taken = TakenCard(navigator.open_order, view_model.acknowledge, ON_SYNC)
        self.column.addWidget(self.taken)
        self.conflicts = Card(tr("内容冲突"))
        self.column.addWidget(self.conflicts)
        columns = QHBoxLayout()
        columns.setSpacing(theme.GAP)
        self.queue = Card(tr("待同步"))
        self.report = Card(tr("上次同步"))
        self.receipts = Card(tr("送达回执"))
        columns.addWidget(self.queue, 5, Qt.AlignmentFlag.AlignTop)
        side = QVBoxLayout()
        side.setSpacing(theme.GAP)
        side.addWidget(self.report)
        side.addWidget(self.receipts)
        side.addStretch(1)
        columns.addLayout(side, 3)
        self.column.addLayout(columns)
        self.column.addStretch(1)
        view_model.changed.connect(self._show)
        self._show(view_model.state)

    def enter(self, argument: str) -> None:
        self._vm.refresh()

    def leave(self) -> bool:
        return True

    def _head(self) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(16)
        self._dot = ToneDot("sync", Tone.NEUTRAL, 48)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.head, self.detail = SectionTitle(), Text("", "muted", wrap=True)
        words.addWidget(self.head)
        words.addWidget(self.detail)
        self.pause = SecondaryButton(tr("暂停"), "pause", on_click=self._toggle_pause)
        self.cancel = SecondaryButton(tr("取消"), "stop", on_click=self._vm.cancel)
        self.sync_now = PrimaryButton(tr("立即同步"), "sync", on_click=self._vm.sync_now)
        self.sync_now.setShortcut(QKeySequence("F5"))
        self.sync_now.setToolTip(tr("立即同步（F5）"))
        row.addWidget(self._dot)
        row.addLayout(words, 1)
        for button in (self.cancel, self.pause, self.sync_now):
            row.addWidget(button)
        card.body.addLayout(row)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("同步进度"))
        card.body.addWidget(self.progress)
        return card

    def _login(self, user_name: str) -> Card:
        card = Card(tr("重新登录"))
        row = QHBoxLayout()
        row.setSpacing(12)
        self.user, self.password = QLineEdit(user_name), QLineEdit()
        self.user.setPlaceholderText(tr("用户名"))
        self.password.setPlaceholderText(tr("密码"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        for field in (self.user, self.password):
            field.setAccessibleName(field.placeholderText())
            field.setMaximumWidth(280)
            row.addWidget(field, 1)
        self.password.returnPressed.connect(self._send_login)
        row.addWidget(PrimaryButton(tr("登录"), "key", on_click=self._send_login))
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _removals(self) -> Card:
        card = Card(tr("服务器要收回工单"))
        self.removals = Text("", "muted", wrap=True)
        self.allow = SecondaryButton(tr("已核实，同意收回"), "check", on_click=self._vm.allow_removals)
        row = QHBoxLayout()
        row.addWidget(self.removals, 1)
        row.addWidget(self.allow)
        card.body.addLayout(row)
        return card

    def _send_login(self) -> None:
        self._vm.login(self.user.text().strip(), self.password.text())
        self.password.clear()

    def _toggle_pause(self) -> None:
        if self._vm.state.paused:
            self._vm.resume()
        else:
            self._vm.pause()

    @Slot(object)
    def _show(self, state: SyncCentreState) -> None:
        before, self._shown = self._shown, state
        self._dot.show_tone(state.head.icon, state.head.tone)
        self.head.setText(state.head.word)
        self.detail.setText(state.detail)
        self.detail.setVisible(bool(state.detail))
        self.pause.set_words(tr("继续同步") if state.paused else tr("暂停"))
        self.pause.set_icon("play" if state.paused else "pause")
        self.pause.set_kind("primary" if state.paused else "secondary")
        self.sync_now.set_kind("secondary" if state.paused or state.needs_login else "primary")
        self.cancel.setVisible(state.running)
        self.sync_now.setEnabled(not state.running and not state.paused)
        self.login_card.setVisible(state.needs_login)
        self.removals_card.setVisible(state.removals > 0)
        self.removals.setText(tr("服务器一次要收回 {n} 张工单。请先向服务台核实；没有送达的内容不会删除。", n=state.removals))
        self.taken.show_lines(state.taken)
        self.progress.setVisible(state.running)
        self.progress.setRange(0, 1000 if state.share is not None else 0)
        self.progress.setValue(round((state.share or 0) * 1000))
        if before is None or (before.queue, before.loaded) != (state.queue, state.loaded):
            self._show_queue(state)
        if before is None or before.conflicts != state.conflicts:
            self._show_conflicts(state)
        if before is None or before.report != state.report:
            clear_layout(self.report.body)
            empty = Text(tr("还没有同步过。"), "muted")
            self.report.body.addWidget(pairs_grid(state.report) if state.report else empty)
        if before is None or before.receipts != state.receipts:
            self._show_receipts(state)
        if state.notice is not None and state.notice.serial != self._said:
            self._said = state.notice.serial
            self.notice.say_words(state.notice.tone, state.notice.words)

    def _show_queue(self, state: SyncCentreState) -> None:
        clear_layout(self.queue.body)
        self.queue.title.setText(tr("待同步 · {n}", n=len(state.queue)) if state.queue else tr("待同步"))
        if not state.queue:
            words = (tr("全部已送达"), tr("服务器已确认收到本机所有内容。")) if state.loaded else (tr("正在读取…"), "")
            self.queue.body.addWidget(EmptyState("cloud-done", *words, tone=Tone.SUCCESS if state.loaded else Tone.NEUTRAL))
            return
        rows: list[QWidget] = [QueueRow(line, self._vm, self._navigator.open_order) for line in state.queue]
        for row in rows:
            self.queue.body.addWidget(row)

    def _show_receipts(self, state: SyncCentreState) -> None:
        clear_layout(self.receipts.body)
        self.receipts.setVisible(bool(state.receipts))
        for line in state.receipts:
            self.receipts.body.addWidget(ReceiptRow(line, self._navigator.open_order))

    def _show_conflicts(self, state: SyncCentreState) -> None:
        clear_layout(self.conflicts.body)
        self.conflicts.setVisible(bool(state.conflicts))
        self.conflicts.title.setText(tr("内容冲突 · {n}", n=len(state.conflicts)))
        hint = tr("你和服务台改了同一项内容，两边都保留着。请逐项选定。")
        self.conflicts.body.addWidget(Text(hint, "muted", wrap=True))
        for line in state.conflicts:
            self.conflicts.body.addWidget(ConflictRow(line, self._vm.settle, self._navigator.open_order))
