"""重大事件 on real use cases over a real store: declared from the board, planned, told, reviewed, compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.clock import to_wire
from fieldapp.domain.records import Actor
from fieldapp.ui import theme
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.viewmodels.major import TABS, MajorViewModel
from fieldapp.ui.views.major import MajorPage
from fieldapp.ui.widgets.common import Badge
from fieldapp.ui.widgets.fields import FieldContext
from tests.support.domain_documents import at, uid
from tests.support.major_documents import MANAGER, cause, major, update
from tests.support.ui_orders import Bench, working_order

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, bench: Bench, jobs: Jobs, places: Any) -> MajorPage:
    form = bench.context.catalog.latest("major-incident")
    model = MajorViewModel(bench.major, jobs, form=lambda: form)
    made = MajorPage(model, places, FieldContext(now=bench.context.now))
    qtbot.addWidget(made)
    made.resize(1270, 706)
    made.show()
    return made


def as_(bench: Bench, actor: Actor) -> None:
    bench.context.session = replace(bench.context.session, actor=actor)


def texts(widget: QWidget) -> str:
    words = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    return "\n".join([*words, *(badge.look.word for badge in widget.findChildren(Badge) if badge.isVisibleTo(widget))])


def button(widget: QWidget, words: str) -> QAbstractButton:
    found = [one for one in widget.findChildren(QAbstractButton) if one.text() == words and one.isVisibleTo(widget)]
    assert found, f"no button {words}: {[one.text() for one in widget.findChildren(QAbstractButton)]}"
    return found[0]


def tab(page: MajorPage, name: str, settle: Settle) -> QWidget:
    page.tabs.setCurrentIndex(TABS.index(name))
    settle()
    return page.pages[name]


def running(bench: Bench) -> str:
    """One that has gone on for 70 minutes, with all kinds of things in it."""
    bench.clock.move(seconds=(at(70) - bench.clock.now()).total_seconds())
    table = [
        cause(1, "光端机电源", "high", "easy", "testing"),
        cause(2, "核心交换机", "low", "hard"),
        cause(3, "市电", "high", "easy", "ruled_out"),
    ]
    action = {"_id": uid(11), "action": "更换光端机电源", "who": "王岩", "until": to_wire(at(30)), "progress": "doing"}
    doc = major(
        known_problem="全部摄像机无图像", causes=table, recovery_actions=[action],
        updates=[update(21, "senior"), update(22, "press", None)],
        parties=[{"_id": uid(31), "name": "市局办公室", "audience": "customer", "phone": "0571-1234567"}],
    )  # fmt: skip
    return bench.hold(doc)


def shown(page: MajorPage, settle: Settle, record_id: str) -> None:
    page.enter("")
    settle()
    page.model.open(record_id)
    settle()


def test_declared_from_the_board(page: MajorPage, bench: Bench, settle: Settle) -> None:
    bench.hold(working_order(priority="CRITICAL"))
    page.enter("")
    settle()
    assert "没有进行中的重大事件" in texts(page.board)
    button(page.board, "启动重大事件").click()
    assert page.panel.isVisible()
    page.panel.frames["name"].set_value("赵总")
    page.panel.confirm.click()
    assert bench.major.board() == (), "why it is declared is asked for"
    page.panel.frames["reason"].set_value("全部视频业务中断")
    page.panel.confirm.click()
    settle()
    assert len(bench.major.board()) == 1
    overview = texts(page.pages["overview"])
    assert "赵总" in overview
    assert "上报重大事件经理" in overview
    assert "还差：恢复计划还没有发布" not in overview, "an engineer who is not in charge is offered no step"
    page.head.findChildren(QAbstractButton)[0].click()
    settle()
    assert "赵总" in texts(page.board)


def test_the_manager_plans_issues_and_moves(page: MajorPage, bench: Bench, settle: Settle, places: Any) -> None:
    as_(bench, MANAGER)
    record_id = running(bench)
    shown(page, settle, record_id)
    overview = page.pages["overview"]
    assert "还差：恢复计划还没有发布、沟通计划还没有发布" in texts(overview)
    assert not button(overview, "计划已同意，开始恢复").isEnabled()
    recovery = tab(page, "recovery", settle)
    said = texts(recovery)
    assert said.index("光端机电源") < said.index("核心交换机") < said.index("市电")
    assert "优先级 1" in said
    assert "已排除" in said
    for name in ("recovery", "communication"):
        button(tab(page, name, settle), "发布新版").click()
        page.panel.frames["note"].set_value("初始会议")
        page.panel.confirm.click()
        settle()
    assert "与发布的版本一致" in texts(tab(page, "recovery", settle))
    tab(page, "overview", settle)
    button(overview, "计划已同意，开始恢复").click()
    settle()
    assert bench.stored(record_id)["state"] == "RECOVERING"
    button(overview, "填写与修改").click()
    assert places.went == [("record", record_id)]


def test_an_update_is_agreed_to_and_sent(page: MajorPage, bench: Bench, settle: Settle) -> None:
    as_(bench, MANAGER)
    record_id = running(bench)
    shown(page, settle, record_id)
    told = tab(page, "communication", settle)
    assert "逾期未发" in texts(told)
    assert "待同意" in texts(told)
    button(told, "审阅并同意").click()
    assert "ZD-20261123" in str(page.panel.frames["text"].value())
    page.panel.frames["text"].set_value("正在恢复，请放心")
    page.panel.confirm.click()
    settle()
    assert "赵总 已同意：正在恢复，请放心" in texts(told)
    button(told, "已发出").click()
    page.panel.confirm.click()
    settle()
    assert [one.text for one in bench.major.detail(record_id).look.sent] == ["正在恢复，请放心"]
    assert "迟发" in texts(told)
    assert "已通报：高级管理层" in texts(tab(page, "log", settle))


def test_a_review_is_recorded(page: MajorPage, bench: Bench, settle: Settle) -> None:
    as_(bench, MANAGER)
    record_id = running(bench)
    shown(page, settle, record_id)
    meetings = tab(page, "reviews", settle)
    button(meetings, "记录会议").click()
    page.panel.frames["minutes"].set_value("电源已更换，观察两小时")
    page.panel.frames["next_in"].set_value(90)
    page.panel.confirm.click()
    settle()
    assert bench.answer(record_id, "next_recovery_review") == to_wire(at(160).astimezone(bench.context.profile.zone))
    assert "纪要：电源已更换，观察两小时" in texts(meetings)
    assert bench.answer(record_id, "reviews")[0]["group"] == "recovery"


def test_two_versions_are_compared_in_words(page: MajorPage, bench: Bench, settle: Settle) -> None:
    as_(bench, MANAGER)
    record_id = running(bench)
    bench.major.issue(record_id, "recovery", "初始会议")
    rows = bench.answer(record_id, "causes")
    changed = [{**rows[0], "verdict": "confirmed"}, *rows[1:], cause(4, "雷击", "low", "easy")]
    bench.records.save(record_id, {"causes": changed})
    shown(page, settle, record_id)
    told = texts(tab(page, "versions", settle))
    assert "初始会议" in told
    assert "可能的原因：光端机电源" in told
    assert "结论：检验中 → 已确认" in told
    assert "可能的原因：雷击" in told
    bench.major.issue(record_id, "recovery", "确认原因")
    page.model.refresh()
    settle()
    assert "两个版本没有差别" in texts(page.compare), "what stands there now is what the last version says"
    page.compare.old.setCurrentIndex(page.compare.old.findData(""))
    settle()
    assert "全部摄像机无图像" in texts(page.compare)
    page.compare.plan.setCurrentIndex(1)
    assert page.compare.old.count() == 2, "the other plan was never issued: now, and nothing"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_tab_at_a_narrow_width(page: MajorPage, bench: Bench, settle: Settle, qapp: QApplication, name: str) -> None:
    as_(bench, MANAGER)
    record_id = running(bench)
    bench.major.issue(record_id, "recovery", "初始会议")
    theme.apply(qapp, name)
    try:
        page.resize(620, 600)
        shown(page, settle, record_id)
        for each in TABS:
            area = tab(page, each, settle)
            nameless = [
                one for one in area.findChildren(QAbstractButton) if one.isVisibleTo(area) and not one.accessibleName().strip()
            ]
            assert nameless == []
            inner = area.widget()  # type: ignore[attr-defined]  # a ScrollPage
            assert inner.minimumSizeHint().width() <= 620, each
    finally:
        theme.apply(qapp, "light")
