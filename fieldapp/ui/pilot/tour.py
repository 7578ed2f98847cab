"""The pages that the main job does not pass: the list's filters and its empty state, settings, sync without a network."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from fieldapp.paths import resource
from fieldapp.ui.i18n import tr
from fieldapp.ui.navigation import INTAKE, KNOWLEDGE, MAJOR, ORDER, ORDERS, RECORD, RECORDS, REPORT, SETTINGS, SYNC, TODAY
from fieldapp.ui.pilot.hand import Hand, find_button, parts
from fieldapp.ui.shell import Shell
from fieldapp.ui.views.diagnosis_card import DiagnosisCard
from fieldapp.ui.views.full_backup_form import FullBackupForm
from fieldapp.ui.views.intake import IntakeView
from fieldapp.ui.views.knowledge import KnowledgePage
from fieldapp.ui.views.major import MajorPage
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.views.orders import OrdersView
from fieldapp.ui.views.preferences import PreferencesView
from fieldapp.ui.views.record_page import RecordPage
from fieldapp.ui.views.records import RecordsView
from fieldapp.ui.views.report_page import ReportPage
from fieldapp.ui.views.today import TodayView
from fieldapp.ui.views.today_parts import WaitingCard
from fieldapp.ui.views.update_card import UpdateCard
from fieldapp.ui.widgets.common import IconButton

Picture = Callable[[str], None]


def visit(hand: Hand, shell: Shell, picture: Picture) -> None:
    """Look at every page of the rail, each in more than one state."""
    today = open_page(hand, shell, TODAY)
    assert isinstance(today, TodayView)
    picture("today")
    today.ensureWidgetVisible(today.checks, 0, 24)
    hand.rest(0.2)
    picture("today-checks")
    today.verticalScrollBar().setValue(0)
    for card in parts(today, WaitingCard)[:1]:
        hand.click(card.refuse)
        hand.rest(0.2)
        picture("today-decline")
        hand.click_words(card, tr("不拒绝了"))
    view = open_page(hand, shell, ORDERS)
    assert isinstance(view, OrdersView)
    hand.type(view.search, "")
    QTest.keyClick(view.search, Qt.Key.Key_Backspace)
    hand.rest(0.5)
    view.list.clearSelection()
    view.list.scrollToTop()
    hand.rest(0.1)
    picture("list")
    words = tr("处理中")
    if find_button(view, words) is not None:
        hand.click_words(view, words)
        hand.rest(0.4)
        hand.click(view.keep)
        hand.rest(0.2)
        picture("list-filtered")
        QTest.keyClick(view.keeper.name, Qt.Key.Key_Escape)
        hand.click_words(view, words)
    hand.type(view.search, "没有这样的单子")
    hand.rest(0.6)
    picture("list-nothing-found")
    hand.type(view.search, "")
    record_on_site(hand, shell, view, picture)
    look_at_knowledge(hand, shell, picture)
    open_page(hand, shell, SYNC)
    picture("sync-centre")
    look_at_records(hand, shell, picture)
    look_at_major(hand, shell, picture)
    look_at_report(hand, shell, picture)
    look_at_settings(hand, shell, picture)


def look_at_records(hand: Hand, shell: Shell, picture: Picture) -> None:
    """The ledger, a device with its history, a request, and the order that it belongs to."""
    view = open_page(hand, shell, RECORDS)
    assert isinstance(view, RecordsView)
    for kind, text, name in (("device", "CI-SW-0112", "device"), ("configuration", "", "configuration-request")):
        hand.click(view.chips[kind])
        hand.type(view.search, text)
        hand.wait(lambda: view.list.model().rowCount() == 1, "the records to be listed")
        hand.rest(0.5)
        picture(f"records-{kind}")
        view.search.setFocus()
        QTest.keyClick(view.search, Qt.Key.Key_Return)
        QTest.keyClick(view.list, Qt.Key.Key_Return)
        record = opened_record(hand, shell)
        hand.rest(0.3)
        picture(name)
        if kind == "device":
            record.form.go_to_section("configuration")
            hand.rest(0.3)
            picture("device-history")
            shell.back()
    (button,) = [one for one in parts(opened_record(hand, shell).side, QPushButton) if tr("派工单", "one") in one.text()]
    hand.click(button)
    order = shell.page(ORDER)
    assert isinstance(order, OrderPage)
    hand.wait(lambda: bool(order.model.state.handoffs.records) and order.form.complete, "the order with what it handed over")
    order.side.area.ensureWidgetVisible(order.side.handoffs, 0, 40)
    hand.rest(0.3)
    picture("order-handed-over")


def opened_record(hand: Hand, shell: Shell) -> RecordPage:
    page = shell.page(RECORD)
    assert isinstance(page, RecordPage)
    hand.wait(lambda: page.model.state.detail is not None and page.form.complete, "the record to be open")
    return page


def look_at_major(hand: Hand, shell: Shell, picture: Picture) -> None:
    """The board; one is declared where an order allows it, and looked at by tabs."""
    page = open_page(hand, shell, MAJOR)
    assert isinstance(page, MajorPage)
    hand.wait(lambda: page.model.state.loaded, "the board of major incidents")
    hand.rest(0.3)
    picture("major-board")
    if find_button(page.board, tr("启动重大事件")) is None:
        return
    hand.click_words(page.board, tr("启动重大事件"))
    page.panel.frames["name"].set_value("赵永明")
    page.panel.frames["phone"].set_value("13800000000")
    page.panel.frames["reason"].set_value("全部视频监控业务中断，客户指挥大厅无图像")
    hand.rest(0.3)
    picture("major-declare")
    hand.click(page.panel.confirm)
    hand.wait(lambda: page.model.state.detail is not None, "the major incident")
    for place, name in enumerate(("overview", "recovery", "communication", "reviews", "versions")):
        page.tabs.setCurrentIndex(place)
        hand.rest(0.3)
        picture(f"major-{name}")
    page.model.open("")
    hand.rest(0.3)


def look_at_knowledge(hand: Hand, shell: Shell, picture: Picture) -> None:
    """What was found with the article beside it, and nothing found."""
    page = open_page(hand, shell, KNOWLEDGE)
    assert isinstance(page, KnowledgePage)
    hand.type(page.search, "端口")
    hand.wait(lambda: page.model.state.article is not None, "an article")
    hand.rest(0.4)
    picture("knowledge")
    hand.type(page.search, "没有写过的问题")
    hand.rest(0.6)
    picture("knowledge-nothing-found")
    hand.type(page.search, "")


def look_at_report(hand: Hand, shell: Shell, picture: Picture) -> None:
    """The head with the figures, and the breakdowns further down."""
    page = open_page(hand, shell, REPORT)
    assert isinstance(page, ReportPage)
    hand.wait(lambda: page.model.state.report is not None, "the report")
    page.page.verticalScrollBar().setValue(0)
    hand.rest(0.3)
    picture("report")
    below = page.body.tabs.mapTo(page.page.widget(), page.body.tabs.rect().topLeft()).y()
    page.page.verticalScrollBar().setValue(below - page.page.height() // 4)
    hand.rest(0.2)
    picture("report-breakdowns")


def look_at_settings(hand: Hand, shell: Shell, picture: Picture) -> None:
    """The choices; the checks with what they found, the bundle before it is saved, the form of a full backup."""
    view = open_page(hand, shell, SETTINGS)
    assert isinstance(view, PreferencesView)
    view.verticalScrollBar().setValue(0)
    hand.rest(0.1)
    picture("settings")
    (card,), (form,) = parts(view, DiagnosisCard), parts(view, FullBackupForm)
    hand.click(form.open)
    hand.rest(0.3)
    picture("settings-full-backup")
    hand.click_words(form, tr("取消"))
    hand.click(card.start)
    hand.wait(card.start.isEnabled, "the checks to be made")
    hand.rest(0.2)
    view.ensureWidgetVisible(card, 0, 16)
    picture("settings-checked")
    hand.click(card.gather)
    hand.wait(card.bundle.isVisible, "the bundle to be put together")

    def eyes() -> list[IconButton]:
        return [eye for eye in parts(card.bundle, IconButton) if eye.isVisible() and "sync.json" in eye.toolTip()]

    hand.wait(lambda: bool(eyes()), "the parts of the bundle to be listed")
    hand.click(eyes()[0])
    hand.rest(0.2)
    view.ensureWidgetVisible(card.bundle, 0, 16)
    picture("settings-bundle")
    hand.click_words(card.bundle, tr("取消"))
    for update in parts(view, UpdateCard):
        if update.fetch.isVisible():
            view.ensureWidgetVisible(update, 0, 16)
            picture("settings-update")


def record_on_site(hand: Hand, shell: Shell, view: OrdersView, picture: Picture) -> None:
    """An incident is about to be recorded; what was typed is thrown away again."""
    hand.click(view.new_order)
    hand.rest(0.8)
    page = shell.page(INTAKE)
    assert isinstance(page, IntakeView)
    picture("intake")
    page.fill(json.loads(resource("demo/intake.json").read_text(encoding="utf-8")))
    hand.rest(0.8)
    picture("intake-filled")
    hand.click(page.over)
    hand.rest(0.3)


def open_page(hand: Hand, shell: Shell, key: str) -> object:
    hand.click(shell.rail.buttons[key])
    hand.rest(0.6)
    return shell.page(key)
