"""No frame in which a page is squeezed into the window or empty: what came to it has its place before anything is painted."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Q_ARG, QEvent, QMetaObject, QObject, Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.widgets.card_column import CardColumn
from fieldapp.ui.widgets.common import Card, ScrollPage, Text, clear_layout


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


class Counts(QObject):
    """Counts what can be seen in a layout each time its card is painted."""

    def __init__(self, card: Card) -> None:
        super().__init__(card)
        self.seen: list[int] = []
        self._body = card.body
        card.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            widgets = [self._body.itemAt(place).widget() for place in range(self._body.count())]
            self.seen.append(sum(widget.isVisible() for widget in widgets))
        return False


def test_what_comes_instead_is_there_in_the_frame_in_which_the_old_went(qtbot: QtBot, qapp: QApplication) -> None:
    page = ScrollPage()
    filled = card(1)
    page.column.addWidget(filled)
    window = MainWindow(page)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    qapp.processEvents()
    counts = Counts(filled)
    clear_layout(filled.body)
    for line in range(5):
        filled.body.addWidget(Text(f"{line} 镜头起雾", "muted"))
    hidden = Text("只在需要时", "muted")
    hidden.hide()
    filled.body.addWidget(hidden)
    QApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))  # the screen asks before Qt has shown what is new
    qapp.processEvents()
    assert counts.seen
    assert set(counts.seen) == {5}


def test_a_card_that_takes_the_place_of_another_is_there_in_the_same_frame(qtbot: QtBot, qapp: QApplication) -> None:
    page = ScrollPage()
    filled = Card("")
    page.column.addWidget(filled)
    cards = CardColumn(filled.body, page)
    cards.show([(number, partial(Text, str(number), "muted")) for number in range(3)])
    window = MainWindow(page)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    qapp.processEvents()
    counts = Counts(filled)
    cards.show([(number, partial(Text, str(number), "muted")) for number in range(10, 13)])
    QApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))
    qapp.processEvents()
    assert counts.seen
    assert set(counts.seen) == {3}


class Frames(QObject):
    """How often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_what_is_shown_is_painted_once(qtbot: QtBot, qapp: QApplication) -> None:
    """Qt asks once more for all that has been shown, behind a frame that was asked for before."""
    stack, number = QStackedWidget(), Text("0")
    pages = [card(0), card(1)]
    for page in pages:
        stack.addWidget(page)
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.addWidget(number)
    column.addWidget(stack)
    window = MainWindow(holder)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    for _ in range(5):
        qapp.processEvents()
    frames = Frames(pages[1])

    number.setText("1")  # asks for a frame
    QMetaObject.invokeMethod(stack, "setCurrentIndex", Qt.ConnectionType.QueuedConnection, Q_ARG(int, 1))  # in its turn
    for _ in range(6):
        qapp.processEvents()
    assert pages[1].isVisible()
    assert frames.count == 1
