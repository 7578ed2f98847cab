"""报表 (§6.2.11): a quarter's figures, charts, trend with forecast, breakdowns; saved as PDF, spreadsheet or JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.report.output import Format
from fieldapp.report.words import words
from fieldapp.ui import theme
from fieldapp.ui.i18n import language, tr
from fieldapp.ui.viewmodels.report_page import ReportState, ReportViewModel
from fieldapp.ui.views.report_parts import ReportBody
from fieldapp.ui.widgets.common import InlineNotice, PrimaryButton, ScrollPage, SecondaryButton, Text
from fieldapp.ui.widgets.common.quiet import QuietComboBox
from fieldapp.ui.widgets.progress_strip import ProgressStrip
from fieldapp.ui.widgets.save_file import ask_where

AskPath = Callable[[QWidget, str, str, str], Path | None]


class ReportPage(QWidget):
    """A Page of the shell."""

    def __init__(self, model: ReportViewModel, ask: AskPath = ask_where) -> None:
        super().__init__()
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model, self._ask = model, ask
        model.setParent(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.page = ScrollPage()
        self.notice = InlineNotice()
        self.strip = ProgressStrip(model.stop)
        self.body = ReportBody(words(language()))
        self.page.column.addLayout(self._bar())
        self.page.column.addWidget(self.notice)
        self.page.column.addWidget(self.strip)
        self.page.column.addWidget(self.body)
        self.page.column.addStretch(1)
        column.addWidget(self.page)
        self._shown: ReportState | None = None
        model.changed.connect(self.show_state)
        self.show_state(model.state)

    def enter(self, argument: str) -> None:
        self.model.start()

    def leave(self) -> bool:
        self.model.abandon()
        return True

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(Text(tr("季度"), "strong"))
        self.quarter = QuietComboBox()
        self.quarter.setAccessibleName(tr("季度"))
        self.quarter.setMinimumWidth(160)
        self.quarter.activated.connect(lambda index: self.model.choose(self.quarter.itemData(index)))
        row.addWidget(self.quarter)
        row.addStretch(1)
        self.json = SecondaryButton("JSON", "save", on_click=lambda: self._save(Format.JSON, tr("报表数据 (*.json)")))
        self.sheet = SecondaryButton(tr("电子表格"), "list", on_click=lambda: self._save(Format.XLSX, tr("电子表格 (*.xlsx)")))
        self.pdf = PrimaryButton(tr("保存 PDF"), "pdf", on_click=lambda: self._save(Format.PDF, "PDF (*.pdf)"))
        for button in (self.json, self.sheet, self.pdf):
            row.addWidget(button)
        return row

    def _save(self, kind: Format, pattern: str) -> None:
        chosen = self._ask(self, tr("保存报表"), self.model.suggested_name(kind), pattern)
        if chosen is not None:
            self.model.save(kind, chosen)

    def show_state(self, state: ReportState) -> None:
        before, self._shown = self._shown, state
        if before is None or before.quarters != state.quarters or before.quarter != state.quarter:
            self._show_quarters(state)
        for button in (self.json, self.sheet, self.pdf):
            button.setEnabled(state.report is not None and not state.saving)
        if state.read is None:
            self.strip.hide()
        else:
            self.strip.say(tr("正在统计：已读取 {n} 张派工单", n=state.read), None)
        if before is None or before.notice != state.notice:
            if state.notice is None:
                self.notice.hide()
            else:
                self.notice.say_words(state.notice.tone, state.notice.words)
        if before is None or before.report is not state.report:
            self.body.setVisible(state.report is not None)
            if state.report is not None:
                self.body.show_report(state.report)

    def _show_quarters(self, state: ReportState) -> None:
        self.quarter.clear()
        for quarter in state.quarters:
            running = quarter == state.quarters[0]
            self.quarter.addItem(tr("{quarter}（未结束）", quarter=str(quarter)) if running else str(quarter), quarter)
        if state.quarter in state.quarters:
            self.quarter.setCurrentIndex(state.quarters.index(state.quarter))
