"""Orders that the service desk has taken away: said until the person says that he has read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from fieldapp.ui.i18n import dotted, labelled, listed, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.taken import TakenLine
from fieldapp.ui.widgets.common import Card, ElidedText, Icon, IconButton, SecondaryButton, Text, clear_layout

ON_TODAY, ON_SYNC = 4, 20
"""Shown at once; what is acknowledged is what was shown."""


class TakenCard(Card):
    """Hidden while there is nothing to say."""

    def __init__(
        self, open_order: Callable[[str], object], acknowledge: Callable[[Sequence[str]], object], most: int = ON_TODAY
    ) -> None:
        super().__init__(tr("服务台收回"))
        self._most = most
        self.set_tone(Tone.ACCENT)
        self._open, self._acknowledge = open_order, acknowledge
        self._shown: tuple[TakenLine, ...] = ()
        self.head.insertWidget(0, Icon("undo", Tone.WARNING, 22))
        self.read = SecondaryButton(tr("知道了"), "check", on_click=self._read)
        self.head.addWidget(self.read)
        self.body.setSpacing(10)
        self.hide()

    def show_lines(self, lines: tuple[TakenLine, ...]) -> None:
        self.setVisible(bool(lines))
        if lines == self._shown:
            return
        self._shown = lines
        self.title.setText(tr("服务台收回 · {n}", n=len(lines)))
        shown = lines[: self._most]
        self.read.setAccessibleName(labelled(self.read.text(), listed(line.number for line in shown)))
        clear_layout(self.body)
        for line in shown:
            self.body.addLayout(self._row(line))
        if rest := len(lines) - len(shown):
            self.body.addWidget(Text(tr("另有 {n} 张，点“知道了”后显示。", n=rest), "muted", wrap=True))

    def _row(self, line: TakenLine) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Text(line.number, "strong"))
        head.addWidget(ElidedText(line.about, "body"), 1)
        words.addLayout(head)
        words.addWidget(Text(dotted((line.what, line.reason)), "muted", wrap=True))
        if line.note:
            words.addWidget(Text(line.note, "muted", wrap=True))
        row.addLayout(words, 1)
        if line.held:
            button = IconButton("chevron-right", tr("查看派工单"), on_click=lambda: self._open(line.order_id))
            button.setAccessibleName(tr("打开 {number}", number=line.number))
            row.addWidget(button)
        return row

    def _read(self) -> None:
        self._acknowledge([line.order_id for line in self._shown[: self._most]])
