"""设置 › 体检: the checks with their findings, the logs' folder, and the diagnostics bundle."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from fieldapp.ui.focus_in_view import bring_into_view
from fieldapp.ui.i18n import labelled, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.diagnosis import EXPECTED, DiagnosisState, DiagnosisViewModel, FindingLine, PartLine
from fieldapp.ui.vocabulary import Look
from fieldapp.ui.widgets.common import (
    Badge,
    Card,
    ElidedText,
    GhostButton,
    Icon,
    IconButton,
    InlineNotice,
    PrimaryButton,
    SecondaryButton,
    Text,
    clear_layout,
)
from fieldapp.ui.widgets.progress_strip import ProgressStrip
from fieldapp.ui.widgets.save_file import ask_where

SIGNS = {Tone.SUCCESS: "check-circle", Tone.WARNING: "warning", Tone.DANGER: "critical"}
TEXT_HEIGHT = 180


class FindingRow(QWidget):
    """Sign, name, and what was found; below it what to do, where there is something."""

    def __init__(self, line: FindingLine) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(10)
        row.addWidget(Icon(SIGNS.get(line.look.tone, "info"), line.look.tone), 0, Qt.AlignmentFlag.AlignTop)
        name = Text(line.look.word, "strong", wrap=True)
        name.setFixedWidth(104)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(line.what, "body", wrap=True))
        if line.more:
            words.addWidget(Text(line.more, "muted", wrap=True))
        words.addStretch(1)
        row.addLayout(words, 1)


class DiagnosisCard(Card):
    """Nothing is checked before it is asked for: it reads the whole database and speaks to the endpoint."""

    def __init__(self, view_model: DiagnosisViewModel) -> None:
        super().__init__(tr("体检"))
        self._vm = view_model
        self._shown: DiagnosisState | None = None
        self._said = 0
        self._had_focus = False
        self.badge = Badge(Look("", "check-circle", Tone.SUCCESS))
        self.head.addWidget(self.badge)
        self.start = SecondaryButton(tr("开始检查"), "check", on_click=view_model.examine)
        self.head.addWidget(self.start)
        self.notice = InlineNotice()
        self.progress = ProgressStrip(view_model.stop)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.hint = Text(
            tr("检查字体、密钥、磁盘、数据、备份、证书、网络、输入法和打印机，约需几秒；不会改动任何数据。"), "muted", wrap=True
        )
        self.bundle = BundleForm(view_model)
        tools = QHBoxLayout()
        self.gather = GhostButton(tr("准备诊断包…"), "archive", flush="left", on_click=view_model.gather)
        tools.addWidget(self.gather)
        tools.addWidget(GhostButton(tr("打开日志文件夹"), "file", on_click=self._open_logs))
        tools.addStretch(1)
        for part in (self.notice, self.progress, self.hint):
            self.body.addWidget(part)
        self.body.addLayout(self._lines)
        self.body.addLayout(tools)
        self.body.addWidget(self.bundle)
        view_model.changed.connect(self._show)
        self._show(view_model.state)

    @Slot(object)
    def _show(self, state: DiagnosisState) -> None:
        before, self._shown = self._shown, state
        self._show_start(state.examining)
        self.start.set_words(tr("重新检查") if state.lines else tr("开始检查"))
        self.gather.setEnabled(not state.examining and not state.gathering)
        self.gather.set_words(tr("正在准备…") if state.gathering else tr("准备诊断包…"))
        self.badge.setVisible(state.verdict is not None)
        if state.verdict is not None:
            self.badge.show_look(state.verdict)
        self.hint.setVisible(not state.lines and not state.examining)
        if state.examining:
            done = len(state.lines)
            self.progress.say(tr("正在检查 {done}/{all}", done=done, all=EXPECTED), done / EXPECTED)
        else:
            self.progress.hide()
        if before is None or before.lines != state.lines:
            self._show_lines(() if before is None else before.lines, state.lines)
        if before is None or before.parts != state.parts:
            self.bundle.show_parts(state.parts)
        if state.notice is not None and state.notice.serial != self._said:
            self._said = state.notice.serial
            self.notice.say_words(state.notice.tone, state.notice.words)

    def _show_start(self, examining: bool) -> None:
        """Switched off it gives the focus away; who asked with it gets it back, unless he has gone somewhere else."""
        focused = self.window().focusWidget()
        if examining and focused is self.start:
            self._had_focus = True
        self.start.setEnabled(not examining)
        if not examining and self._had_focus:
            self._had_focus = False
            if focused is None or self.isAncestorOf(focused):
                self.start.setFocus()

    def _show_lines(self, before: tuple[FindingLine, ...], lines: tuple[FindingLine, ...]) -> None:
        if lines[: len(before)] != before:
            clear_layout(self._lines)
            before = ()
        for line in lines[len(before) :]:
            self._lines.addWidget(FindingRow(line))

    def _open_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._vm.logs_folder())))


class BundleForm(QFrame):
    """What the bundle holds, each part to be read; saved only then. `asking(True)` while it is there."""

    asking = Signal(bool)

    def __init__(self, view_model: DiagnosisViewModel) -> None:
        super().__init__()
        self.setObjectName("Inset")
        self._vm = view_model
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self.title = Text(tr("诊断包里有这些内容"), "strong")
        column.addWidget(self.title)
        column.addWidget(Text(tr("不含客户、人员和填写的内容。点开可以逐项查看；保存后由您决定交给谁。"), "muted", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column.addLayout(self._rows)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("内容"))
        self.text.setFixedHeight(TEXT_HEIGHT)
        column.addWidget(self.text)
        buttons = QHBoxLayout()
        self.save = PrimaryButton(tr("保存…"), "save", on_click=self._ask_where)
        buttons.addWidget(self.save)
        buttons.addWidget(GhostButton(tr("取消"), on_click=view_model.put_away))
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.hide()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.asking.emit(event.type() is QEvent.Type.ShowToParent)
        return super().event(event)

    def show_parts(self, parts: tuple[PartLine, ...] | None) -> None:
        """None: no bundle was asked for."""
        clear_layout(self._rows)
        self.text.hide()
        self.setVisible(parts is not None)
        for part in parts or ():
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(ElidedText(labelled(part.name, part.about)), 1)
            row.addWidget(Text(part.size, "muted"))
            row.addWidget(IconButton("eye", tr("查看：{name}", name=part.name), on_click=partial(self._read, part)))
            self._rows.addWidget(holder)
        if parts is not None:
            bring_into_view(self.save, self.title)

    def _read(self, part: PartLine) -> None:
        self.text.setPlainText(part.text)
        self.text.setAccessibleName(labelled(tr("内容"), part.name))
        self.text.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)  # the keys scroll in it
        bring_into_view(self.text)

    def _ask_where(self) -> None:
        name = f"fieldapp-{datetime.now().astimezone():%Y%m%d-%H%M}.zip"
        chosen = ask_where(self, tr("保存诊断包"), name, "*.zip")
        if chosen is not None:
            self._vm.save(chosen)
