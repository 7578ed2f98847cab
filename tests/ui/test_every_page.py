"""Every page on realistic data: names for the screen reader, Tab that goes round, no words cut off in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMainWindow, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from fieldapp.domain.records import Priority
from fieldapp.services.knowledge import KIND
from fieldapp.ui.app import Desk
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.navigation import (
    CUSTOMER,
    DOCUMENTS,
    INTAKE,
    KNOWLEDGE,
    MAJOR,
    ORDER,
    ORDERS,
    RECORD,
    RECORDS,
    REPORT,
    SETTINGS,
    SYNC,
    TODAY,
)
from fieldapp.ui.shell import Shell
from fieldapp.ui.viewmodels.archive_state import Depth
from fieldapp.ui.views.customer_page import CustomerPage
from fieldapp.ui.views.documents_page import DocumentsPage
from fieldapp.ui.views.intake import IntakeView
from fieldapp.ui.views.major import MajorPage
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.views.record_page import RecordPage
from fieldapp.ui.widgets.block_view import BlockView
from fieldapp.ui.widgets.common import ElidedText
from fieldapp.ui.widgets.fields.table import TableField
from tests.support.archive_files import order_pdf, put
from tests.support.major_documents import MANAGER, cause, major, update
from tests.support.record_documents import problem
from tests.support.ui_orders import Bench, a_bench, resolved_order, working_order
from tests.support.ui_program import let_in, window_over
from tests.support.watchdog import SLACK, WatchedApplication

PAGES = (
    "today",
    "orders",
    "intake",
    "sync",
    "settings",
    "order",
    "review",
    "sign",
    "pdf",
    "verify",
    "archive",
    "report",
    "major",
    "board",
    "records",
    "record",
    "knowledge",
)
MOST_TABS = 400


@pytest.fixture
def strays(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Parts of a page that were shown before they stood anywhere: each was a window of its own for a moment, and took the
    keyboard with it."""
    seen: list[str] = []
    as_ever = QWidget.setVisible

    def set_visible(widget: QWidget, on: bool) -> None:
        if on and widget.parentWidget() is None and not isinstance(widget, QMainWindow):
            seen.append(f"{type(widget).__name__} {widget.accessibleName()}")
        as_ever(widget, on)

    monkeypatch.setattr(QWidget, "setVisible", set_visible)
    monkeypatch.setattr(QWidget, "show", lambda widget: set_visible(widget, True))
    return seen


def papers(window: QWidget) -> list[BlockView]:
    """Those in view."""
    return [paper for paper in window.findChildren(BlockView) if paper.isVisible()]


class Opened:
    """The window on a bench with one order."""

    def __init__(self, qtbot: QtBot, bench: Bench, language: str) -> None:
        self.bench = bench
        self.window: MainWindow = window_over(bench, language=language)
        qtbot.addWidget(self.window)
        self.desk = next(child for child in self.window.children() if isinstance(child, Desk))
        self.window.show()
        self.settle()
        app = QApplication.instance()
        assert isinstance(app, WatchedApplication)
        self.held_while_opening = [str(hold) for hold in app.long if hold.seconds > hold.limit / SLACK]
        app.holds.clear()  # each page is watched by itself, the opening before it in a test of its own

    def settle(self) -> None:
        """All that was asked for is there, and every paper in view in the room it has."""
        turns = 0
        while turns < 6:
            complete = not isValid(self.window) or all(paper.complete for paper in papers(self.window))
            turns = turns + 1 if complete else 0  # its last part has its place some turns later
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self.desk.jobs.drain()
            let_in(self.desk)

    @property
    def shell(self) -> Shell:
        assert self.window.shell is not None
        return self.window.shell

    def show(self, name: str) -> None:
        if name == "intake":
            self.show_intake()
        elif name in ("today", "orders", "sync", "settings"):
            self.bench.hold(working_order())
            self.shell.open_page({"today": TODAY, "orders": ORDERS, "sync": SYNC, "settings": SETTINGS}[name])
        elif name in ("verify", "archive"):
            self.show_documents(name)
        elif name == "report":
            self.bench.hold(resolved_order())
            self.shell.open_page(REPORT)
        elif name in ("major", "board"):
            self.show_major(name)
        elif name in ("records", "record", "knowledge"):
            self.show_records(name)
        elif name == "order":
            self.shell.open_order(self.bench.hold(working_order()))
            page = self.shell.page(ORDER)
            assert isinstance(page, OrderPage)
            self.settle()
            page.form.build_all()
        elif name == "pdf":
            self.shell.open_pdf(f"draft:{self.bench.hold(resolved_order())}")
        else:
            self.show_customer(name)
        self.settle()

    def show_customer(self, name: str) -> None:
        """The customer's screen: `review`, or the place to `sign`."""
        self.shell.open_customer_view(self.bench.hold(resolved_order()))
        page = self.shell.page(CUSTOMER)
        assert isinstance(page, CustomerPage)
        self.settle()
        if name == "sign":
            page.model.to_signing()
            self.settle()

    def show_intake(self) -> None:
        """新建现场派工单 with a known customer, another level than the proposed one, everything unfolded."""
        self.bench.hold(resolved_order())
        self.shell.open_page(INTAKE)
        page = self.shell.page(INTAKE)
        assert isinstance(page, IntakeView)
        self.settle()
        page.fill({"impact": "risk", "scope": "part", "urgency": "urgent", "support_line": "third", "service_mode": "remote"})
        page.levels[Priority.CRITICAL].click()
        page.unfold.click()
        for _ in range(40):
            self.settle()

    def show_records(self, name: str) -> None:
        """A problem, and two articles of which one is read."""
        self.bench.hold(working_order())
        record_id = self.bench.hold(problem())
        for title, solved in (("汇聚交换机端口震荡", 2), ("摄像机反复重启", 7)):
            made = self.bench.records.create(
                KIND, {"title": title, "symptom": "画面卡顿", "solution": "更换光模块", "solved_count": solved}
            )
            self.bench.hold({**self.bench.stored(made), "state": "PUBLISHED"})
        if name == "record":
            self.shell.open_record(record_id)
            page = self.shell.page(RECORD)
            assert isinstance(page, RecordPage)
            self.settle()
            page.form.build_all()
        else:
            self.shell.open_page({"records": RECORDS, "knowledge": KNOWLEDGE}[name])

    def show_major(self, name: str) -> None:
        """The board, or one that is running with what its manager may do."""
        self.bench.context.session = replace(self.bench.context.session, actor=MANAGER)
        self.shell.open_page(MAJOR)
        page = self.shell.page(MAJOR)
        assert isinstance(page, MajorPage)
        incident = self.bench.hold(major(updates=[update(1, "senior")], causes=[cause(2, "电源", "high", "easy")]))
        self.settle()
        if name == "board":
            return
        page.model.open(incident)
        self.settle()
        page.tabs.setCurrentIndex(2)

    def show_documents(self, name: str) -> None:
        """归档与验证 with a valid, an invalid and a missing file, and an archive after import and check."""
        self.shell.open_page(DOCUMENTS)
        page = self.shell.page(DOCUMENTS)
        assert isinstance(page, DocumentsPage)
        self.settle()
        inbox = self.bench.context.store.folder / "inbox"
        files = put(inbox, (order_pdf(1), order_pdf(1, 2), b"%PDF-1.7 nothing\n%%EOF\n"))
        if name == "verify":
            page.verify_files([*files, inbox / "missing.pdf"])
            page.verify.roots.show()
            return
        page.tabs.setCurrentIndex(1)
        page.archiving.open_folder(inbox.parent / "archive")
        self.settle()
        page.archiving.start_new()
        self.settle()
        page.archiving.take([inbox])
        self.settle()
        page.archiving.check(Depth.SEALS)


@contextmanager
def opening(qtbot: QtBot, place: Path | Bench, language: str = "zh") -> Iterator[Opened]:
    """The window on a bench, or on one in a new folder; closed with everything that belongs to it."""
    bench = place if isinstance(place, Bench) else a_bench(place)
    made = Opened(qtbot, bench, language)
    yield made
    customer = made.shell._pages.get(CUSTOMER)
    if isinstance(customer, CustomerPage):
        customer.model.may_leave = True
    made.window.close()
    made.settle()
    bench.close()
    for window in QApplication.topLevelWidgets():
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    with opening(qtbot, tmp_path / "data") as made:
        yield made


def test_a_window_that_asks_nothing_opens_without_holding(opened: Opened) -> None:
    """All pages are built there before anything is in view: in turns, and no half as much again is let pass."""
    assert opened.held_while_opening == []


def shown(window: QWidget, wanted: Callable[[QWidget], bool]) -> list[QWidget]:
    return [widget for widget in window.findChildren(QWidget) if widget.isVisible() and wanted(widget)]


def takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(policy) and widget.isEnabled() and widget.focusProxy() is None


def told(widget: QWidget) -> str:
    """What a screen reader says of it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


@pytest.mark.parametrize("name", PAGES)
def test_page(strays: list[str], opened: Opened, name: str) -> None:
    opened.show(name)
    assert strays == []
    window = opened.window
    controls = shown(window, takes_tab)
    assert controls
    nameless = [f"{type(widget).__name__} {widget.objectName()}" for widget in controls if not told(widget).strip()]
    assert nameless == [], "controls without a name"
    assert cut_words(window) == [], "words cut off without a tool tip"
    reached = tab_round(window)
    groups = {id(widget.group()) for widget in reached if isinstance(widget, QAbstractButton) and widget.group()}
    missed = [widget for widget in controls if widget not in reached and not by_arrows(widget, groups)]
    assert [f"{type(widget).__name__} {told(widget)}" for widget in missed] == [], "not reached by Tab"


def by_arrows(widget: QWidget, groups: set[int]) -> bool:
    """One of several buttons of which one is reached by Tab: the arrow keys lead to the others."""
    return isinstance(widget, QAbstractButton) and widget.group() is not None and id(widget.group()) in groups


def tab_round(window: QWidget) -> list[QWidget]:
    """Press Tab until the focus comes back to where it has been."""
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    seen: list[QWidget] = []
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
    while len(seen) < MOST_TABS:
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            assert focused is seen[0], f"Tab is caught between {told(focused)} and {told(seen[-1])}"
            return seen
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    raise AssertionError("Tab never comes round")


def test_tab_follows_the_form_also_through_rows_that_were_added_later(opened: Opened) -> None:
    opened.show("order")
    page = opened.shell.page(ORDER)
    assert isinstance(page, OrderPage)
    opened.window.activateWindow()
    QTest.qWaitForWindowActive(opened.window)
    table = table_of(page)
    table.add_row()
    opened.settle()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert table.cards[-1].isAncestorOf(focused)
    for _ in range(30):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is table.add_button:
            return
        assert table.cards[-1].isAncestorOf(QApplication.focusWidget())
    raise AssertionError("Tab does not lead from the new row to what follows it")


def table_of(page: OrderPage) -> TableField:
    """The first table that shows."""
    return next(table for table in page.form.findChildren(TableField) if table.isVisible())


def cut_words(window: QWidget) -> list[str]:
    """Labels and buttons that are narrower than their words, without the whole of it as a tool tip."""
    window.grab()
    cut = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text() or label.pixmap().width():
            continue
        if isinstance(label, ElidedText):
            short = label.fontMetrics().horizontalAdvance(label.text()) > label.width()
        elif label.wordWrap():
            short = label.height() < label.heightForWidth(label.width())
        else:
            short = label.width() < label.sizeHint().width()
        if short and not label.toolTip():
            cut.append(label.text())
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.text() and button.width() < button.minimumSizeHint().width() and not button.toolTip():
            cut.append(button.text())
    return cut


def test_the_page_scrolls_to_what_has_the_focus(opened: Opened) -> None:
    """Someone who only has keys must see where he is."""
    opened.show("order")
    page = opened.shell.page(ORDER)
    assert isinstance(page, OrderPage)
    window = opened.window
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    last = [section for section in page.form.sections.values() if section.isVisible()][-1]
    control = shown(last, takes_tab)[-1]
    control.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(control, Qt.Key.Key_Backtab)
    focused = QApplication.focusWidget()
    assert focused is not None
    area: QScrollArea = page.form
    place = focused.mapTo(area.viewport(), focused.rect().center())
    assert area.viewport().rect().contains(place)
