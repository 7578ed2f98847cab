"""The watchdog itself: what keeps the GUI thread is noticed, what only waits is not."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QTimer
from PySide6.QtGui import QPainter, QPdfWriter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.watchdog import LIMIT_S, WatchedApplication, end_pdf_views


def ran(qtbot: QtBot, work: Callable[[], object]) -> None:
    done: list[bool] = []
    QTimer.singleShot(0, lambda: done.append(bool(work()) or True))
    qtbot.waitUntil(lambda: bool(done), timeout=30_000)


def busy() -> None:
    end = time.thread_time() + 20 * LIMIT_S
    while time.thread_time() < end:
        pass


def test_work_is_noticed_and_waiting_is_not(qapp: QApplication, qtbot: QtBot) -> None:
    assert isinstance(qapp, WatchedApplication)
    ran(qtbot, lambda: time.sleep(2 * LIMIT_S))
    assert qapp.holds == []
    ran(qtbot, busy)
    assert len(qapp.holds) == 1
    assert "held the GUI thread" in str(qapp.holds[0])
    qapp.holds.clear()


def written(pages: int) -> QByteArray:
    """A PDF that takes a while to draw."""
    held = QBuffer()
    held.open(QBuffer.OpenModeFlag.ReadWrite)
    writer = QPdfWriter(held)
    painter = QPainter(writer)
    for page in range(pages):
        if page:
            writer.newPage()
        for line in range(120):
            painter.drawLine(0, line * 10, 5000, line * 37)
    painter.end()
    return held.data()


class Overriding(QWidget):
    """Its events, its end among them, go through Python, which holds its lock meanwhile."""

    def event(self, event: QEvent) -> bool:
        return super().event(event)


def drawing(data: QByteArray) -> QWidget:
    """A window in which a PDF is being drawn."""
    page = Overriding()
    view, document, held = QPdfView(page), QPdfDocument(page), QBuffer(page)
    held.setData(data)
    held.open(QBuffer.OpenModeFlag.ReadOnly)
    view.setDocument(document)
    view.setPageMode(QPdfView.PageMode.MultiPage)
    document.load(held)
    view.resize(400, 500)
    page.show()
    QApplication.processEvents()
    return page


def test_a_pdf_that_is_being_drawn_can_be_left_to_the_search_for_garbage(qapp: QApplication) -> None:
    """Twenty times: the search and the thread that draws must not wait for each other."""
    data = written(pages=4)
    for _ in range(20):
        page = drawing(data)
        end_pdf_views()
        page.circle = page  # type: ignore[attr-defined]
        del page
        gc.collect(0)
    assert not [window for window in qapp.topLevelWidgets() if window.findChildren(QPdfView)]


def test_a_window_can_go_while_a_pdf_is_being_drawn_in_it(qapp: QApplication) -> None:
    """Nor must its end and the thread that draws."""
    data = written(pages=4)
    for _ in range(20):
        drawing(data).deleteLater()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not [window for window in qapp.topLevelWidgets() if window.findChildren(QPdfView)]
