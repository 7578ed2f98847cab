"""Where customer and engineer sign, one after the other, each on a pad of his own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from fieldapp.forms.signing.ink import Ink
from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.customer_state import CustomerState
from fieldapp.ui.widgets.button_row import ButtonRow
from fieldapp.ui.widgets.common import Card, SecondaryButton, SectionTitle, Text
from fieldapp.ui.widgets.fields.choice import Segments
from fieldapp.ui.widgets.signature_pad import SignaturePad

CUSTOMER, ENGINEER = "customer", "engineer"


PAD_LEAST = 120
"""Pixels of height that a name can be written in."""
ROOMY, TIGHT = (20, 16, 20, 20), (12, 8, 12, 10)


class SignCard(Card):
    """The customer's pad; the engineer's behind a switch, where the form has a place for his signature. Both start blank."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("签名"))
        self.pad, self.engineer_pad = SignaturePad(), SignaturePad()
        self.engineer_pad.setAccessibleName(tr("工程师签名区"))
        self.turns = Segments(((CUSTOMER, tr("客户签名")), (ENGINEER, tr("工程师签名（可不签）"))), tr("谁签名"))
        self.turns.group.idClicked.connect(lambda index: self.turn_to(ENGINEER if index else CUSTOMER))
        self._statement = Text("", "muted", wrap=True)
        self._statement.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words = {CUSTOMER: "", ENGINEER: tr("工程师本人的签名，与客户签名印在同一版派工单上；可以不签。")}
        self._pads = QStackedWidget()
        for pad in (self.pad, self.engineer_pad):
            pad.setMinimumHeight(PAD_LEAST)
            pad.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            pad.changed.connect(self._on_ink)
            self._pads.addWidget(pad)
        self.undo = SecondaryButton(tr("撤销一笔"), "undo", on_click=lambda: self._here().undo())
        self.clear = SecondaryButton(tr("清除重签"), "trash", on_click=lambda: self._here().clear())
        self._alone = SectionTitle(tr("签名"))
        self._bar = bar = ButtonRow()
        bar.wished = self.turns.wished
        bar.row.addWidget(self._alone, 1)
        bar.row.addWidget(self.turns, 1)
        bar.row.addWidget(self.undo)
        bar.row.addWidget(self.clear)
        bar.give_way(self.undo, self.clear)
        for part in (bar, self._statement):
            self.body.addWidget(part)
        self.body.addWidget(self._pads, 1)
        self.show_tight(False)
        self.turn_to(CUSTOMER)

    def show_tight(self, on: bool) -> None:
        """On a low window all room is the pad's."""
        outer = self.layout()
        assert outer is not None
        outer.setContentsMargins(*(TIGHT if on else ROOMY))
        self.body.setSpacing(6 if on else 12)

    def turn_to(self, who: str) -> None:
        """`customer` or `engineer`: whose pad lies in front."""
        self.turns.choose(who)
        self._pads.setCurrentWidget(self.engineer_pad if who == ENGINEER else self.pad)
        self._statement.setText(self._words[who])
        self._on_ink()

    def show_state(self, state: CustomerState) -> None:
        name = str(state.values.get("signer_name") or "")
        who = tr("{name}，", name=name) if name else ""
        self._words[CUSTOMER] = tr(
            "{who}您的签名表示确认派工单上的内容（第 {n} 版，校验码 {hash}）。",
            who=who,
            n=state.revision,
            hash=state.snapshot_sha256[:8],
        )
        self.turns.setVisible(state.engineer_signs)
        self._alone.setVisible(not state.engineer_signs)
        self._bar.fit()
        self._statement.setText(self._words[str(self.turns.chosen())])
        for pad in (self.pad, self.engineer_pad):
            pad.set_read_only(bool(state.busy))

    def engineer_ink(self) -> Ink | None:
        """None when the engineer has not signed."""
        return None if self.engineer_pad.is_blank() else self.engineer_pad.ink()

    def void(self) -> None:
        """Take all ink away and begin with the customer."""
        self.pad.clear()
        self.engineer_pad.clear()
        self.turn_to(CUSTOMER)

    def carry_over(self, other: SignCard) -> None:
        """The same ink, on a card in another language."""
        for mine, theirs in ((self.pad, other.pad), (self.engineer_pad, other.engineer_pad)):
            if not theirs.is_blank():
                mine.set_ink(theirs.ink())
        self.turn_to(str(other.turns.chosen()))

    def _here(self) -> SignaturePad:
        return self.engineer_pad if self._pads.currentWidget() is self.engineer_pad else self.pad

    def _on_ink(self) -> None:
        for button in (self.undo, self.clear):
            button.setEnabled(not self._here().is_blank())
        for turn, pad in zip(self.turns.buttons, (self.pad, self.engineer_pad), strict=True):
            plain = turn.text().removesuffix(" ✓")
            turn.setText(plain if pad.is_blank() else f"{plain} ✓")
        self._bar.fit()
