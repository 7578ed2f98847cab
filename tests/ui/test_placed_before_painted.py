"""No frame in which a page is squeezed into the window: what came to it has its place before anything is painted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.widgets.common import Card, ScrollPage, Text


class Paints(QObject):
    """Looks at a page each time it is painted."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.heights: list[tuple[int, int]] = []
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.heights.append((watched.height(), watched.layout().totalHeightForWidth(watched.width())))
        return False


def card(number: int) -> Card:
    made = Card(f"第 {number} 张")
    for line in range(4):
        made.body.addWidget(Text(f"{line} 镜头起雾，画面发白，早晨尤甚；护罩加热片疑似失效。" * 6, "muted", wrap=True))
    return made


def test_a_page_that_grows_is_never_painted_squeezed(qtbot: QtBot, qapp: QApplication) -> None:
    page = ScrollPage()
    window = MainWindow(page)
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    qtbot.waitExposed(window)
    paints = Paints(page.widget())
    for number in range(12):
        page.column.addWidget(card(number))
        for _ in range(3):
            qapp.processEvents()
    assert len(paints.heights) >= 12
    assert [seen for seen in paints.heights if seen[0] < seen[1]] == []
