"""Parts of 归档与验证: the place to drop files on, the trusted roots."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.verifying import RootLine
from fieldapp.ui.vocabulary import Look
from fieldapp.ui.widgets.common import (
    Badge,
    Card,
    ElidedText,
    GivingWay,
    IconButton,
    PrimaryButton,
    SecondaryButton,
    SectionTitle,
    Text,
    ToneDot,
    clear_layout,
)

Action = tuple[str, str, Callable[[], object]]


def nothing_to_paste() -> tuple[str, str]:
    """What is said where the clipboard has no file."""
    return tr("剪贴板里没有文件，也没有路径。"), tr("请先复制文件，或每行复制一个完整路径。")


class DropZone(QFrame):
    """What the page shows while it has nothing: where to drop, and what to do instead."""

    def __init__(self, icon: str, title: str, text: str, actions: Sequence[Action] = ()) -> None:
        super().__init__()
        self.setObjectName("DropArea")
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(theme.GRID)
        column.addStretch(1)
        column.addWidget(ToneDot(icon, Tone.ACCENT, 72), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.GRID)
        self.title, self.text = SectionTitle(title), Text(text, "muted", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.text)
        column.addSpacing(theme.GRID)
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addStretch(1)
        for words, name, run in actions:
            row.addWidget(PrimaryButton(words, name, on_click=run))
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)


class RootsCard(Card):
    """Which certificates are trusted, where they came from, how to add one. Without any nothing can be judged.
    `unfolded(whether)`: it is shown now, or not any more."""

    unfolded = Signal(bool)

    def __init__(self, add: Callable[[], object], remove: Callable[[str], object]) -> None:
        super().__init__(tr("受信任的根证书"))
        self._remove = remove
        self._shown: tuple[RootLine, ...] | None = None
        self.add = SecondaryButton(tr("添加证书…"), "plus", on_click=add)
        self.head.addWidget(self.add)
        self.close_button = IconButton("close", tr("收起"), on_click=self.hide)
        self.head.addWidget(self.close_button)
        self.lines = GivingWay()
        self.lines.column.setSpacing(12)
        self.body.addWidget(self.lines)
        self.hide()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.unfolded.emit(event.type() is QEvent.Type.ShowToParent)
        return super().event(event)

    def show_roots(self, roots: tuple[RootLine, ...]) -> None:
        if roots == self._shown:
            return
        self._shown = roots
        clear_layout(self.lines.column)
        hint = tr("只信任直接从出具单位取得的证书，不要用随文件一起收到的。")
        if not roots:
            hint = tr("还没有受信任的证书，因此什么也不能判断。请添加出具单位的根证书（PEM）。") + hint
        self.lines.column.addWidget(Text(hint, "muted", wrap=True))
        for root in roots:
            self.lines.column.addWidget(self._line(root))

    def _line(self, root: RootLine) -> QFrame:
        frame = QFrame()
        frame.setObjectName("Inset")
        row = QHBoxLayout(frame)
        row.setContentsMargins(16, 6, 6, 6)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedText(root.name, "strong"))
        words.addWidget(ElidedText(root.about, "caption"))
        row.addLayout(words, 1)
        if root.expired:
            row.addWidget(Badge(Look(tr("已过期"), "warning", Tone.WARNING)))
        if root.removable:
            words_of = tr("不再信任：{name}", name=root.name)
            row.addWidget(IconButton("trash", words_of, on_click=lambda: self._remove(root.fingerprint)))
        else:
            frame.setMinimumHeight(theme.TOUCH + 12)
        return frame
