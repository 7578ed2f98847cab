"""Parts of 报表: figures large, charts with their words, tables."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QHeaderView, QTabBar, QTableView, QVBoxLayout, QWidget

from fieldapp.report import cells, series
from fieldapp.report.cells import Cell, Table
from fieldapp.report.content import Dimension, Past, Report
from fieldapp.report.notes import definitions, direction, scope
from fieldapp.report.tables import Tables
from fieldapp.report.words import Words
from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.models.report_table import ReportTableModel
from fieldapp.ui.widgets.common import Card, Text
from fieldapp.ui.widgets.report_charts import BarChartView, LineChartView, StackChartView

_TILES = 3
"""Figures side by side."""
_ROW = 40
_TALLEST = 15
"""Rows of a table that show at once; one with more (hundreds of customers) scrolls by itself."""


class ReportBody(QWidget):
    """Everything below the bar; `show_report` fills it."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._report: Report | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        self.scope = Text("", "muted", wrap=True)
        column.addWidget(self.scope)
        self.tiles = [Tile() for _ in range(6)]
        grid = QGridLayout()
        grid.setSpacing(theme.GAP)
        for number, tile in enumerate(self.tiles):
            grid.addWidget(tile, number // _TILES, number % _TILES)
        column.addLayout(grid)
        column.addWidget(self._trend_card())
        column.addWidget(self._levels_card())
        column.addWidget(self._breakdown_card())
        self.quality, self.satisfaction, self.repeats = TableCard(), TableCard(), TableCard()
        pair = QHBoxLayout()
        pair.setSpacing(theme.GAP)
        pair.addWidget(self.quality, 1, Qt.AlignmentFlag.AlignTop)
        pair.addWidget(self.satisfaction, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(pair)
        column.addWidget(self.repeats)
        notes = Card(words("section.notes"))
        for text in definitions(words):
            notes.body.addWidget(Text(text, "muted", wrap=True))
        column.addWidget(notes)

    def _trend_card(self) -> Card:
        card = Card(self._words("section.trend"))
        self.incidents, self.mean, self.rate = BarChartView(), BarChartView(), LineChartView()
        self.titles = [Text("", "strong", wrap=True) for _ in range(3)]
        card.body.addWidget(self.titles[0])
        card.body.addWidget(self.incidents)
        pair = QGridLayout()
        pair.setHorizontalSpacing(2 * theme.GAP)
        for number, chart in enumerate((self.mean, self.rate)):
            pair.addWidget(self.titles[number + 1], 0, number)
            pair.addWidget(chart, 1, number)
            pair.setColumnStretch(number, 1)
        card.body.addLayout(pair)
        self.directions = Text("", "body", wrap=True)
        self.star = Text(self._words("trend.star"), "caption", wrap=True)
        self.outlook, self.trend = TableWidget(), TableWidget()
        for part in (self.star, self.directions, self.outlook, self.trend):
            card.body.addWidget(part)
        return card

    def _levels_card(self) -> Card:
        card = Card(self._words("section.levels"))
        self.level_title, self.levels = Text("", "strong"), StackChartView()
        card.body.addWidget(self.level_title)
        card.body.addWidget(self.levels)
        return card

    def _breakdown_card(self) -> Card:
        card = Card(self._words("section.breakdown"))
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self._words("section.breakdown"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for dimension in Dimension:
            self.tabs.addTab(self._words(f"tab.{dimension.value}"))
        self.tabs.currentChanged.connect(lambda _index: self._show_breakdown())
        self.breakdown = TableWidget()
        card.body.addWidget(self.tabs)
        card.body.addWidget(self.breakdown)
        return card

    def show_report(self, report: Report) -> None:
        self._report = report
        words, tables = self._words, Tables(report, self._words)
        self.scope.setText("\n".join(scope(report, words)))
        for tile, (key, cell, past) in zip(self.tiles, _headline(report), strict=True):
            tile.show_figure(words(f"figure.{key}"), cell.text, past)
        charts = (series.incidents_chart(report, words), series.mean_chart(report, words))
        for view, title, chart in zip((self.incidents, self.mean), self.titles, charts, strict=False):
            title.setText(chart.title)
            view.show_chart(chart)
        rate, levels = series.rate_chart(report, words), series.level_chart(report, words)
        self.titles[2].setText(rate.title)
        self.rate.show_chart(rate)
        self.level_title.setText(levels.title)
        self.levels.show_chart(levels)
        self._show_outlook(report, tables)
        self.trend.show_table(tables.trend())
        self._show_breakdown()
        self.quality.show_table(tables.quality())
        self.satisfaction.show_table(tables.satisfaction())
        self.repeats.show_table(tables.repeats())
        self.repeats.setVisible(bool(report.repeats))

    def _show_outlook(self, report: Report, tables: Tables) -> None:
        """Where there is no forecast, one sentence says why."""
        known = [one for one in report.outlooks if one.forecast is not None]
        self.outlook.setVisible(bool(known))
        self.star.setVisible(bool(known))
        if not known:
            self.directions.setText(direction(report.outlooks[0], self._words))
            return
        colon = self._words("colon")
        lines = [f"{self._words(f'figure.{one.figure.value}')}{colon}{direction(one, self._words)}" for one in report.outlooks]
        self.directions.setText("\n".join(lines))
        self.outlook.show_table(tables.outlook())

    def _show_breakdown(self) -> None:
        if self._report is not None:
            dimension = tuple(Dimension)[self.tabs.currentIndex()]
            self.breakdown.show_table(Tables(self._report, self._words).breakdown(dimension).on_page())


def _headline(report: Report) -> list[tuple[str, Cell, str]]:
    """Key, value, and what it was before."""

    def row(key: str, past: list[Cell | None]) -> tuple[str, Cell, str]:
        now, before, year = past
        assert now is not None
        said = [tr("上季度 {value}", value=before.text)] if before is not None else []
        said += [tr("去年同期 {value}", value=year.text)] if year is not None else []
        return key, now, " · ".join(said)

    reads: dict[str, Callable[[Past], Cell]] = {
        "incidents": lambda past: cells.count(past.figures.incidents),
        "responses": lambda past: cells.count(past.responses),
        "solved": lambda past: cells.count(past.figures.solved),
        "solve_rate": lambda past: cells.rate(past.figures.solve_rate),
        "mean_resolution": lambda past: cells.duration(past.figures.mean_resolution_s),
        "target_rate": lambda past: cells.rate(past.figures.target_rate),
    }
    pasts: list[Past | None] = [report.past[-1], report.previous, report.year_before]
    rows = [row(key, [read(one) if one is not None else None for one in pasts]) for key, read in reads.items()]
    return [(key, cell, _beside(report, past) if key == "mean_resolution" else past) for key, cell, past in rows]


def _beside(report: Report, past: str) -> str:
    """The mean over all never stands alone: it is short while many are open."""
    solved = cells.duration(report.figures.resolution.mean_s).text
    return " · ".join(part for part in (tr("已解决的 {value}", value=solved), past) if part)


class Tile(QFrame):
    """One figure."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GAP + 4, 12, theme.GAP + 4, 12)
        column.setSpacing(2)
        self.name, self.value, self.past = Text("", "muted"), Text("", "display"), Text("", "caption", wrap=True)
        for part in (self.name, self.value, self.past):
            column.addWidget(part)
        column.addStretch(1)

    def show_figure(self, name: str, value: str, past: str) -> None:
        self.name.setText(name)
        self.value.setText(value)
        self.past.setText(past)
        self.past.setVisible(bool(past))
        self.setAccessibleName(f"{name} {value} {past}".strip())


class TableWidget(QTableView):
    """As high as its rows, so that the page scrolls and not the table, unless they are many; wide ones scroll sideways."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Figures")
        self._model = ReportTableModel(self)
        self.setModel(self._model)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.horizontalHeader().setResizeContentsPrecision(_TALLEST)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setHighlightSections(False)

    def show_table(self, table: Table) -> None:
        self._model.show(table)
        self.setAccessibleName(table.title)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        many = len(table.rows) > _TALLEST
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(needed if many else off)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        sideways = self.horizontalScrollBar()
        bar = sideways.sizeHint().height() if sideways.maximum() > 0 else 0
        rows = min(self._model.rowCount(), _TALLEST)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + _ROW * rows + bar + 2)


class TableCard(Card):
    """A table under its title."""

    def __init__(self) -> None:
        super().__init__(" ")
        self.table = TableWidget()
        self.body.addWidget(self.table)

    def show_table(self, table: Table) -> None:
        self.title.setText(table.title)
        self.setAccessibleName(table.title)
        self.table.show_table(table)
