"""Said once after a crash or a power cut: what was kept, order by order, with the way to each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from fieldapp.ui.i18n import tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.today import RecoveredLine
from fieldapp.ui.widgets.common import Card, ElidedText, GhostButton, Icon, IconButton, Text, clear_layout

MOST = 4


class RecoveredCard(Card):
    """Hidden unless the last session ended without closing."""

    def __init__(self, open_order: Callable[[str], object], dismiss: Callable[[], object]) -> None:
        super().__init__(tr("上次没有正常关闭，已填内容都在"))
        self.set_tone(Tone.ACCENT)
        self._open = open_order
        self._shown: tuple[RecoveredLine, ...] | None = None
        self.head.insertWidget(0, Icon("redo", Tone.ACCENT, 22))
        self.close_button = IconButton("close", tr("关闭提示"), on_click=dismiss)
        self.head.addWidget(self.close_button)
        self.body.setSpacing(2)
        self.hide()

    def show_lines(self, lines: tuple[RecoveredLine, ...] | None) -> None:
        """None hides the card."""
        self.setVisible(lines is not None)
        if lines is None or lines == self._shown:
            return
        self._shown = lines
        clear_layout(self.body)
        for line in lines[:MOST]:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(Text(line.number, "strong"))
            row.addWidget(ElidedText(line.words, "muted"), 1)
            button = GhostButton(tr("打开"), "arrow-right", on_click=partial(self._open, line.order_id))
            button.setAccessibleName(tr("打开 {number}", number=line.number))
            row.addWidget(button)
            self.body.addLayout(row)
        rest = len(lines) - MOST
        words = tr("另有 {n} 张派工单也已恢复，可在列表中打开。", n=rest) if rest > 0 else ""
        if not lines:
            words = tr("当时没有未送出的填写，数据已检查完好。")
        if words:
            self.body.addWidget(Text(words, "muted", wrap=True))
