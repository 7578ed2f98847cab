"""Beside the PDF: what the customer takes along to check later that a file is this one. Scanned with a phone, or copied."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout

from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.pdf_preview import CheckCode
from fieldapp.ui.views.page_columns import SideColumn
from fieldapp.ui.widgets.common import IconButton, SecondaryButton, SectionTitle, Text
from fieldapp.ui.widgets.qr_code import QrCode

CODE = 236


class CheckPanel(SideColumn):
    """`closed()` when the person puts it away. On a low window it scrolls: the code is never covered by words."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        column = self.column
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(10)
        head = QHBoxLayout()
        title = SectionTitle(tr("给客户的校验码"))
        title.setWordWrap(True)
        head.addWidget(title, 1)
        head.addWidget(IconButton("close", tr("收起"), on_click=self.closed.emit))
        column.addLayout(head)
        self.code = QrCode(CODE, tr("校验码二维码"))
        column.addWidget(self.code)
        column.addWidget(Text(tr("客户用手机扫一扫并保存，日后可核对文件是不是这一份。"), "muted", wrap=True))
        self._about, self._hash = Text("", "strong", wrap=True), Text("", "body", wrap=True)
        self._hash.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self._about)
        column.addWidget(self._hash)
        self.copy = SecondaryButton(tr("复制"), "copy", on_click=lambda: QGuiApplication.clipboard().setText(self._words))
        column.addWidget(self.copy)
        column.addStretch(1)
        self.hide()

    def show_code(self, code: CheckCode) -> None:
        self._words = code.text
        self.code.show_modules(code.modules)
        self._about.setText(tr("{number} · 第 {n} 版", number=code.number, n=code.revision))
        self._hash.setText("SHA-256\n" + " ".join(code.sha256[start : start + 8] for start in range(0, 64, 8)))
