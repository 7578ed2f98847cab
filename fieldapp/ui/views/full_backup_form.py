"""The form for a full backup, below the storage's own lines. Passphrases are handed over and cleared."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QVBoxLayout, QWidget

from fieldapp.ui.focus_in_view import bring_into_view
from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.full_backup import FullBackupState, FullBackupViewModel
from fieldapp.ui.widgets.common import GhostButton, InlineNotice, SecondaryButton, Text
from fieldapp.ui.widgets.flow_layout import FlowLayout
from fieldapp.ui.widgets.progress_strip import ProgressStrip


class FullBackupForm(QWidget):
    """A button; the form opens in place."""

    def __init__(self, view_model: FullBackupViewModel) -> None:
        super().__init__()
        self._vm = view_model
        self._said = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.notice = InlineNotice()
        self.progress = ProgressStrip(view_model.stop)
        self.open = GhostButton(tr("导出完整备份…"), "download", flush="left", on_click=self._open)
        self.form = QFrame()
        self.form.setObjectName("Inset")
        inner = QVBoxLayout(self.form)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        words = tr("把派工单、照片、PDF、证书和设置存成一个加密文件，可在另一台电脑上恢复（fieldapp restore）。登录不包含在内。")
        inner.addWidget(Text(words, "muted", wrap=True))
        self.passphrase = _secret(tr("备份口令（至少 8 个字符）"))
        self.again = _secret(tr("再输一次"))
        self.passphrase.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self._ask_where)
        inner.addWidget(self.passphrase)
        inner.addWidget(self.again)
        buttons = FlowLayout()
        self.go = SecondaryButton(tr("选择文件夹并导出…"), "save", on_click=self._ask_where)
        buttons.addWidget(self.go)
        buttons.addWidget(GhostButton(tr("取消"), on_click=self._close))
        inner.addLayout(buttons)
        for part in (self.notice, self.progress, self.form):
            column.addWidget(part)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.hide()
        view_model.changed.connect(self._show)
        self._show(view_model.state)

    def make(self, folder: Path) -> None:
        """Begin with what was typed."""
        if self._vm.make(folder, self.passphrase.text(), self.again.text()):
            self._close()

    def _open(self) -> None:
        self.form.show()
        self.open.hide()
        self.passphrase.setFocus()
        bring_into_view(self.go, self.passphrase)

    def _close(self) -> None:
        focused = self.window().focusWidget()
        here = focused is not None and self.isAncestorOf(focused)
        self.passphrase.clear()
        self.again.clear()
        self.open.show()
        if here:
            self.open.setFocus()
        self.form.hide()

    def _ask_where(self) -> None:
        if not self._vm.fits(self.passphrase.text(), self.again.text()):  # said before somebody looks for a folder
            (self.passphrase if self.passphrase.text() == self.again.text() else self.again).setFocus()
            return
        chosen = QFileDialog.getExistingDirectory(self, tr("完整备份存到哪里"), str(Path.home()))
        if chosen:
            self.make(Path(chosen))

    @Slot(object)
    def _show(self, state: FullBackupState) -> None:
        self.open.setEnabled(state.share is None)
        if state.share is None:
            self.progress.hide()
        else:
            self.progress.say(tr("正在导出 {n} %", n=round(state.share * 100)), state.share)
        if state.notice is not None and state.notice.serial != self._said:
            self._said = state.notice.serial
            self.notice.say_words(state.notice.tone, state.notice.words)


def _secret(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setPlaceholderText(name)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)
    return field
