"""续存: what has to be known before files of the archive are stamped, renewed or countersigned."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldapp.downloads import Reach
from fieldapp.ui.i18n import tr
from fieldapp.ui.services import DocumentTools
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.archive_growing import DUE_WITHIN_DAYS, Plan
from fieldapp.ui.viewmodels.archive_state import ArchiveState, Work
from fieldapp.ui.viewmodels.preferences import signer_words
from fieldapp.ui.views.verdict_panel import SidePanel, headline
from fieldapp.ui.widgets.common import PrimaryButton, SecondaryButton, Text
from fieldapp.ui.widgets.common.quiet import QuietComboBox, QuietSpinBox
from fieldapp.ui.widgets.facts import Point

Shown = tuple[Work, int, bool]


def growth_name(work: Work) -> str:
    """What the step is called in menus and headings."""
    return {
        Work.STAMP: tr("加盖时间戳"),
        Work.RENEW: tr("续期时间戳"),
        Work.COUNTERSIGN: tr("后台会签"),
    }[work]


class GrowPanel(SidePanel):
    """One form for each step. The secret is handed over and cleared; the panel never keeps it."""

    def __init__(self, tools: DocumentTools, start: Callable[[Plan], object], close: Callable[[], object]) -> None:
        super().__init__(tr("续存"))
        self._tools, self._start, self._close = tools, start, close
        self._shown: Shown | None = None

    def show_state(self, state: ArchiveState, *, asked: bool) -> None:
        """`asked`: the panel is the one in view; its form begins anew each time it comes."""
        if not asked:
            self._shown = None
            return
        shown = (state.growing, state.found, state.task is not None)
        if self._shown is None or shown[0] != self._shown[0]:
            self._fill(state.growing)
        self._shown = shown
        self.which.setText(tr("对列表中的 {n:,} 份，只处理需要的；每份写成一个新文件，原件照旧保存。", n=state.found))
        self.go.setEnabled(state.task is None and state.found > 0)

    def _fill(self, work: Work) -> None:
        self.clear()
        self.which = Text("", "muted", wrap=True)
        self.column.addLayout(headline("shield", Tone.ACCENT, growth_name(work), _why(work)))
        self.column.addWidget(self.which)
        if work is Work.COUNTERSIGN:
            self._countersign_form()
        else:
            self._time_form(work)
        row = QHBoxLayout()
        self.go = PrimaryButton(tr("开始"), "check", on_click=lambda: self._send(work))
        row.addWidget(self.go)
        row.addWidget(SecondaryButton(tr("取消"), on_click=self._close))
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def _time_form(self, work: Work) -> None:
        settings = self._tools.settings.load()
        self.url = QLineEdit(settings.archive_tsa)
        self.url.setPlaceholderText("http://tsa.example.com/tsr")
        self.url.returnPressed.connect(lambda: self._send(work))
        self._row(tr("时间戳机构的地址"), self.url)
        self.reach = QuietComboBox()
        for reach, words in (
            (Reach.NOBODY, tr("不获取")),
            (Reach.PUBLIC, tr("从互联网获取")),
            (Reach.ANYWHERE, tr("也从内网获取")),
        ):
            self.reach.addItem(words, reach)
        self.reach.setCurrentIndex(max(0, self.reach.findData(settings.archive_lists)))
        self._row(tr("吊销列表"), self.reach)
        self.column.addWidget(Point("info", tr("只向受信任证书中写明的地址获取；有了吊销列表，签发机构不在了也能核验。")))
        self.days = QuietSpinBox()
        self.days.setRange(1, 3650)
        self.days.setValue(DUE_WITHIN_DAYS)
        self.days.setSuffix(tr(" 天内到期的"))
        if work is Work.RENEW:
            self._row(tr("哪些要续期"), self.days)

    def _countersign_form(self) -> None:
        self.reason = QLineEdit(tr("归档复核"))
        self._row(tr("会签事由"), self.reason)
        self._row(tr("会签所用的证书"), Text(signer_words(self._tools.settings.load().signer), "strong", wrap=True))
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)
        self.secret.returnPressed.connect(lambda: self._send(Work.COUNTERSIGN))
        if self._tools.office.locked():
            self._row(tr("口令或 PIN"), self.secret)
        self.column.addWidget(Point("info", tr("会签之后不能再加签名，只能再加时间戳。换证书请到“设置 › 签章证书”。")))

    def _row(self, name: str, control: QWidget) -> None:
        holder = QVBoxLayout()
        holder.setSpacing(4)
        label = Text(name)
        label.setBuddy(control)
        control.setAccessibleName(name)
        holder.addWidget(label)
        holder.addWidget(control)
        self.column.addLayout(holder)

    def _send(self, work: Work) -> None:
        if not self.go.isEnabled():
            return
        if work is Work.COUNTERSIGN:
            secret = self.secret.text()
            self.secret.clear()
            self._start(Plan(work, secret=secret, reason=self.reason.text()))
            return
        self._start(Plan(work, self.url.text(), Reach(self.reach.currentData()), self.days.value()))


def _why(work: Work) -> str:
    return {
        Work.STAMP: tr("由时间戳机构证明文件在此刻之前就已存在。"),
        Work.RENEW: tr("上一个时间戳的证书到期之前再盖一个，证明力不中断。"),
        Work.COUNTERSIGN: tr("后台核对之后再签一次名。"),
    }[work]
