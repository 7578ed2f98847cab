"""The window on a real X server with a real input method, for test_typing_chinese: shows pages, says what stands in the fields.

Questions, one a line: `orders` (the list's search gets the focus), `field ID [COLUMN]` (a field of the order's form, or a cell of
its first row), `comment` (on the customer's page), `look`, `ink` (dark pixels of the field), `window`, `quit`. Answers are one
JSON line each.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from fieldapp.settings import Settings
from fieldapp.ui.app import Desk
from fieldapp.ui.first_window import prepare_environment
from fieldapp.ui.navigation import CUSTOMER, ORDER, ORDERS
from fieldapp.ui.views.customer_page import CustomerPage
from fieldapp.ui.views.order_page import OrderPage
from fieldapp.ui.views.orders import OrdersView
from fieldapp.ui.widgets.fields.table import TableField
from tests.support.ui_orders import a_bench, resolved_order, working_order
from tests.support.ui_program import window_over
from tests.support.x11_child import place, say, when

DARK = 110


class Composing(QObject):
    """What is being composed, as Qt is told."""

    text = ""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self.text = event.preeditString()
        return False


class Typing:
    """One window, one order being worked on, one that the customer may sign."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app = app
        self.bench = a_bench(folder)
        self.order_id = self.bench.hold(working_order(cause="", contact_name=""))
        self.solved_id = self.bench.hold({**resolved_order(), "id": "0197a000-0000-7000-8000-0000000000aa", "number": "WX-2"})
        self.window = window_over(self.bench)
        self.window.show()
        self.desk = next(child for child in self.window.children() if isinstance(child, Desk))
        self.composing = Composing()
        app.installEventFilter(self.composing)
        self.field: QWidget = self.window
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(lambda *_: self.answer(sys.stdin.readline().split()))

    def page(self, name: str, kind: type[Any]) -> Any:
        assert self.window.shell is not None
        found = self.window.shell.page(name)
        assert isinstance(found, kind)
        return found

    def answer(self, question: list[str]) -> None:
        assert self.window.shell is not None
        match question:
            case ["orders"]:
                self.window.shell.open_page(ORDERS)
                self.later(lambda: self.focus(self.page(ORDERS, OrdersView).search))
            case ["field", name, *column]:
                self.window.shell.open_order(self.order_id)
                self.later(lambda: self.reveal(name, column))
            case ["comment"]:
                self.window.shell.open_customer_view(self.solved_id)
                customer = self.page(CUSTOMER, CustomerPage)
                self.later(lambda: self.focus(customer.face.questions.findChildren(QPlainTextEdit)[0]))
            case ["look"]:
                say(self.look())
            case ["ink"]:
                say(ink(self.field))
            case ["window"]:
                say(int(self.window.winId()))
            case _:
                self._notifier.setEnabled(False)
                if self.window.shell.here and self.window.shell.here[0] == CUSTOMER:
                    self.page(CUSTOMER, CustomerPage).model.may_leave = True
                self.app.exit()

    def later(self, run: Any) -> None:
        """When the page is there and has read what it shows."""
        QTimer.singleShot(150, lambda: when(lambda: not self.desk.jobs.busy, run))

    def reveal(self, name: str, column: list[str]) -> None:
        form = self.page(ORDER, OrderPage).form
        form.build_all()
        if column:
            table = next(table for table in form.findChildren(TableField) if table.spec.id == name)
            form.reveal(name, str(table.cards[0].row["_id"]), column[0])
        else:
            form.reveal(name)
        focused = QApplication.focusWidget()
        assert focused is not None
        self.focus(focused)

    def focus(self, field: QWidget) -> None:
        self.field = field
        self.window.activateWindow()
        field.setFocus()
        QTimer.singleShot(150, lambda: say(place(field)))

    def look(self) -> dict[str, Any]:
        """The field, what is composed in it, and what the program has made of it."""
        cursor = QApplication.inputMethod().cursorRectangle().center().toPoint()
        with self.bench.context.store.reading() as work:
            kept = [work.orders.need(self.order_id).doc["answers"], work.drafts.of(self.order_id)]
        searched = self.page(ORDERS, OrdersView)._vm.state.text if self.window.shell.here[0] == ORDERS else ""
        return {
            "text": text_of(self.field),
            "composing": self.composing.text,
            "focus": QApplication.focusWidget() is self.field,
            "cursor_inside": self.field.rect().contains(self.field.mapFrom(self.window, cursor)),
            "kept": str(kept),
            "answers": kept[0],
            "searched": searched,
            "page": self.window.shell.here[0],
        }


def ink(field: QWidget) -> int:
    """Dark pixels inside the frame, the words of an empty field left aside."""
    hint = field.placeholderText() if isinstance(field, QLineEdit) else ""
    if hint:
        field.setPlaceholderText("")
    image = field.grab().toImage()
    if hint:
        field.setPlaceholderText(hint)
    inside = ((x, y) for x in range(8, image.width() - 8) for y in range(6, image.height() - 6))
    return sum(image.pixelColor(x, y).lightness() < DARK for x, y in inside)


def text_of(field: QWidget) -> str:
    if isinstance(field, QLineEdit):
        return field.text()
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else ""


def main(folder: Path) -> int:
    prepare_environment(Settings())
    app = QApplication([])
    typing = Typing(app, folder)
    when(lambda: typing.window.shell is not None, lambda: say("ready"))
    app.exec()
    typing.window.close()
    typing.bench.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
