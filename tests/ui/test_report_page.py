"""报表 on a real store: what it shows, saves, says when it cannot, and that it can be stopped."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.report import cells
from fieldapp.report.cells import Column, Kind, Table
from fieldapp.report.quarter import Quarter
from fieldapp.report.words import words
from fieldapp.services.reports import Reports
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.viewmodels.report_page import ReportViewModel
from fieldapp.ui.views.report_page import ReportPage
from fieldapp.ui.views.report_parts import TableWidget
from tests.support.report_orders import Maker
from tests.support.ui_orders import Bench, a_bench


class Shown:
    """The page over a store with orders of two quarters."""

    def __init__(self, qtbot: QtBot, bench: Bench, asked: list[str]) -> None:
        self.bench, self.reports, self.jobs = bench, Reports(bench.context), Jobs()
        self.answer = ""
        maker = Maker(3)
        for number in range(40):
            self.bench.hold(maker.order(bench.clock.now() - timedelta(days=2 + 3 * number))[0])
        self.model = ReportViewModel(self.reports, self.jobs)

        def ask(_parent: QWidget, _title: str, name: str, _pattern: str) -> Path | None:
            asked.append(name)
            return Path(self.answer) if self.answer else None

        self.page = ReportPage(self.model, ask)
        qtbot.addWidget(self.page)
        self.page.resize(1100, 760)
        self.page.show()
        self.page.enter("")

    def settle(self) -> None:
        for _ in range(4):
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self.jobs.drain()

    def said(self) -> str:
        return "\n".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path, asked: list[str]) -> Iterator[Shown]:
    bench = a_bench(tmp_path / "data")
    made = Shown(qtbot, bench, asked)
    yield made
    made.page.leave()
    made.settle()
    made.jobs.close()
    bench.close()


def test_the_figures_of_the_running_quarter(shown: Shown) -> None:
    shown.settle()
    report = shown.reports.quarter(shown.reports.current())
    assert report.figures.incidents > 5
    values = {tile.name.text(): tile.value.text() for tile in shown.page.body.tiles}
    assert values["事件总数"] == str(report.figures.incidents)
    assert report.figures.solve_rate is not None
    assert values["事件解决率"] == f"{report.figures.solve_rate * 100:.1f} %"
    solved = report.figures.resolution.mean_s
    assert solved is not None
    (mean,) = (tile for tile in shown.page.body.tiles if tile.name.text() == "平均解决时间")
    assert mean.past.text().startswith(f"已解决的 {cells.hours(solved)}")
    said = shown.said()
    assert "不是全部门的数据" in said
    assert "本季度尚未结束" in said
    assert "不作预测" in said
    assert shown.page.quarter.currentText() == f"{report.quarter}（未结束）"


def test_an_earlier_quarter_is_chosen(shown: Shown) -> None:
    shown.settle()
    earlier = shown.reports.current().shifted(-1)
    shown.page.quarter.setCurrentIndex(1)
    shown.page.quarter.activated.emit(1)
    assert shown.model.state.report is None
    shown.settle()
    assert shown.model.state.report is not None
    assert shown.model.state.report.quarter == earlier
    assert shown.page.body.tiles[0].value.text() == str(shown.reports.quarter(earlier).figures.incidents)


def test_charts_have_words_and_a_table(shown: Shown) -> None:
    shown.settle()
    body = shown.page.body
    report = shown.model.state.report
    assert report is not None
    for chart in (body.incidents, body.mean, body.rate, body.levels):
        assert chart.accessibleName()
        assert chart.accessibleDescription()
    assert f"{report.quarter} {report.figures.incidents}" in body.incidents.accessibleDescription()
    trend = body.trend.model()
    assert (
        trend.data(trend.index(trend.rowCount() - 1, 1), Qt.ItemDataRole.AccessibleTextRole) == f"事件 {report.figures.incidents}"
    )


def test_breakdowns(shown: Shown) -> None:
    shown.settle()
    for tab in range(shown.page.body.tabs.count()):
        shown.page.body.tabs.setCurrentIndex(tab)
        table: TableWidget = shown.page.body.breakdown
        model = table.model()
        total = sum(int(model.data(model.index(row, 1))) for row in range(model.rowCount()))
        assert total == int(shown.page.body.tiles[0].value.text())


def test_hundreds_of_customers(qtbot: QtBot) -> None:
    """The table of them scrolls by itself; nothing holds the GUI thread (the watchdog says)."""
    table = TableWidget()
    qtbot.addWidget(table)
    table.show()
    columns = tuple(Column(name, Kind.TEXT if name == "客户单位" else Kind.COUNT) for name in ("客户单位", *map(str, range(10))))
    rows = tuple((cells.text(f"客户单位 {number}"), *(cells.count(number) for _ in range(10))) for number in range(600))
    table.show_table(Table("customer", "按客户单位", columns, rows))
    QApplication.processEvents()
    assert table.model().rowCount() == 600
    assert table.height() < 800
    assert table.verticalScrollBar().maximum() > 500


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "json"])
def test_files(shown: Shown, asked: list[str], tmp_path: Path, kind: str) -> None:
    shown.settle()
    shown.answer = str(tmp_path / f"报表.{kind}")
    button = {"pdf": shown.page.pdf, "xlsx": shown.page.sheet, "json": shown.page.json}[kind]
    button.click()
    shown.settle()
    data = Path(shown.answer).read_bytes()
    quarter = shown.reports.current()
    assert asked == [f"report-{quarter}.{kind}"]
    assert shown.answer in shown.page.notice.words
    if kind == "pdf":
        assert data.startswith(b"%PDF-1.7")
    elif kind == "xlsx":
        assert "主要指标" in openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    else:
        assert json.loads(data)["quarter"] == str(quarter)


def test_a_folder_that_takes_no_file(shown: Shown, tmp_path: Path) -> None:
    shown.settle()
    (tmp_path / "file").write_bytes(b"")
    shown.answer = str(tmp_path / "file" / "x.json")
    shown.page.json.click()
    shown.settle()
    assert shown.page.notice.isVisible()
    assert shown.page.notice.words
    assert shown.page.json.isEnabled()


def test_stopped_it_says_so_and_may_be_asked_again(shown: Shown) -> None:
    shown.settle()
    shown.page.quarter.activated.emit(2)
    assert shown.page.strip.isVisible()
    shown.page.strip.stop.click()
    shown.settle()
    assert not shown.page.strip.isVisible()
    assert shown.model.state.report is None
    assert "已停止" in shown.page.notice.words
    shown.page.quarter.activated.emit(2)
    shown.settle()
    assert shown.model.state.report is not None
    assert shown.page.body.isVisible()


def test_reading_ends_when_nobody_wants_it(shown: Shown) -> None:
    """Whoever reads looks between two orders."""

    class Unwanted(Exception):
        pass

    def progress(_done: int) -> None:
        raise Unwanted

    maker = Maker(99)
    for _number in range(70):
        shown.bench.hold(maker.order(shown.bench.clock.now() - timedelta(days=900))[0])
    with pytest.raises(Unwanted):
        shown.reports.quarter(Quarter(2026, 3), progress=progress)


def test_words_are_those_of_the_files() -> None:
    assert words("zh")("figure.solve_rate") == "事件解决率"
    assert words("de")("figure.solve_rate") == "Resolution rate"
