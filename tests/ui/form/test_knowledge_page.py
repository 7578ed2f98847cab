"""知识库 on a real store: found while typing, read beside the list, used for an order, written anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from fieldapp.domain.records import Actor, Role
from fieldapp.services.knowledge import KIND, Knowledge
from fieldapp.services.records import Records
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.viewmodels.knowledge import KnowledgeViewModel
from fieldapp.ui.views.knowledge import BESIDE_FROM, KnowledgePage
from tests.support.ui_orders import Bench, working_order


class Shown:
    """The page over a store with two published articles and a draft."""

    def __init__(self, qtbot: QtBot, bench: Bench, jobs: Jobs, places: Any) -> None:
        self.bench, self.jobs, self.navigator = bench, jobs, places
        records = Records(bench.context)
        self.optics = self._published(records, "汇聚交换机端口震荡", "更换光模块", 2)
        self.power = self._published(records, "摄像机反复重启", "更换 PoE 供电", 7)
        records.create(KIND, {"title": "没写完的"})
        self.order_id = bench.hold(working_order())
        self.model = KnowledgeViewModel(Knowledge(bench.context), records, self.jobs)
        self.page = KnowledgePage(self.model, self.navigator)
        qtbot.addWidget(self.page)
        self.page.resize(1100, 760)
        self.page.show()

    def _published(self, records: Records, title: str, solution: str, solved: int) -> str:
        article_id = records.create(KIND, {"title": title, "symptom": "画面卡顿", "solution": solution, "solved_count": solved})
        return self.bench.hold({**self.bench.stored(article_id), "state": "PUBLISHED"})

    def enter(self, order_id: str = "") -> None:
        self.page.enter(order_id)
        self.settle()

    def search(self, text: str) -> None:
        self.page.search.setText(text)
        self.model.refresh()
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            QApplication.processEvents()
            self.jobs.drain()

    def titles(self) -> list[str]:
        return [one.title for one in self.model.model.records]

    def said(self) -> str:
        return "\n".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def shown(qtbot: QtBot, bench: Bench, jobs: Jobs, places: Any) -> Shown:
    return Shown(qtbot, bench, jobs, places)


def test_what_solved_most_comes_first_and_is_read_beside_the_list(shown: Shown) -> None:
    shown.enter()
    assert shown.titles() == ["摄像机反复重启", "汇聚交换机端口震荡"]
    assert "更换 PoE 供电" in shown.said()
    shown.search("光模")
    assert shown.titles() == ["汇聚交换机端口震荡"]
    assert "更换光模块" in shown.said()
    shown.search("没有这样的")
    assert shown.titles() == []
    assert "更换光模块" not in shown.said()


def test_what_is_read_is_marked_in_the_list(shown: Shown) -> None:
    shown.enter()
    marked = [index.row() for index in shown.page.list.selectionModel().selectedRows()]
    assert marked == [0]
    shown.page.list.selectRow(1)
    shown.settle()
    shown.enter()
    assert shown.model.state.article is not None
    assert [index.data() for index in shown.page.list.selectionModel().selectedRows()] == [shown.model.state.article.title]


def test_older_versions_can_be_read(shown: Shown) -> None:
    context = shown.bench.context
    context.session = replace(context.session, actor=Actor("desk-01", "服务台", Role.DESK))
    records = Records(context)
    records.move(shown.power, "REVISION", reason="改进")
    for number, solution in enumerate(("就近供电", "改用 PoE+ 端口")):
        if number:
            records.move(shown.power, "REVISION", reason="改进")
        records.save(shown.power, {"solution": solution})
        records.move(shown.power, "SUBMITTED")
        records.move(shown.power, "PUBLISHED")
    shown.enter()
    assert "改用 PoE+ 端口" in shown.said()
    assert [text[:5] for text in shown.model.state.editions] == ["第 2 版", "第 1 版"]
    shown.page.reading.edition.setCurrentIndex(1)
    shown.page.reading.edition.activated.emit(1)
    shown.settle()
    assert "就近供电" in shown.said()


def test_drafts_are_apart(shown: Shown) -> None:
    shown.enter()
    shown.page.unfinished.click()
    shown.settle()
    assert shown.titles() == ["没写完的"]


def test_used_for_an_order_and_taken_back(shown: Shown) -> None:
    shown.enter(shown.order_id)
    before = len(shown.bench.answer(shown.order_id, "knowledge_refs") or [])
    shown.page.reading.use.click()
    shown.settle()
    assert len(shown.bench.answer(shown.order_id, "knowledge_refs")) == before + 1
    assert not shown.page.reading.use.isVisible()
    shown.page.reading.drop.click()
    shown.settle()
    assert len(shown.bench.answer(shown.order_id, "knowledge_refs") or []) == before
    assert shown.page.reading.use.isVisible()


def test_without_an_order_there_is_nothing_to_use_it_for(shown: Shown) -> None:
    shown.enter()
    assert not shown.page.reading.use.isVisible()
    shown.page.reading.open.click()
    assert shown.navigator.went == [("record", shown.power)]


def test_a_narrow_window_opens_the_article(shown: Shown) -> None:
    shown.page.resize(BESIDE_FROM - 200, 700)
    shown.enter()
    assert not shown.page.reading.isVisible()
    shown.page.list.activated.emit(shown.model.model.index(1, 0))
    assert shown.navigator.went == [("record", shown.optics)]


def test_on_a_narrow_window_an_article_is_used_where_it_is_read(shown: Shown) -> None:
    shown.page.resize(BESIDE_FROM - 200, 700)
    shown.enter(shown.order_id)
    before = len(shown.bench.answer(shown.order_id, "knowledge_refs") or [])
    shown.page.list.setCurrentIndex(shown.model.model.index(1, 0))
    shown.settle()
    shown.page.list.activated.emit(shown.model.model.index(1, 0))
    assert shown.navigator.went == []
    assert "更换光模块" in shown.said()
    assert not shown.page.list.isVisible()
    shown.page.reading.use.click()
    shown.settle()
    assert len(shown.bench.answer(shown.order_id, "knowledge_refs")) == before + 1
    shown.page.reading.back.click()
    assert shown.page.list.isVisible()
    assert not shown.page.reading.isVisible()


def test_a_new_article_opens_as_a_draft(shown: Shown) -> None:
    shown.enter()
    shown.page.write.click()
    shown.settle()
    ((kind, article_id),) = shown.navigator.went
    assert (kind, shown.bench.stored(article_id)["state"]) == ("record", "DRAFT")
