"""A window on a real X server, for test_x11_window: shows the customer's signing step, answers questions on its standard input.

Questions, one a line: `pad` (its place on the screen), `button` (the place of 签名并完成, once it can be pressed), `size W H` (of
the window), `busy S` (answered, and then the window's thread is held for so long), `ink`, `stage`, `picture PATH`, `quit`. Each
is answered by one line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.navigation import CUSTOMER
from fieldapp.ui.viewmodels.customer_state import Stage
from fieldapp.ui.views.customer_page import CustomerPage, CustomerScreen
from tests.support.ui_orders import a_bench, resolved_order
from tests.support.ui_program import window_over


class Answering:
    """Reads the questions while the event loop runs."""

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        self._app, self._window = app, window
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(lambda *_: self._answer(sys.stdin.readline().split()))

    @property
    def page(self) -> CustomerPage:
        assert self._window.shell is not None
        page = self._window.shell.page(CUSTOMER)
        assert isinstance(page, CustomerPage)
        return page

    @property
    def face(self) -> CustomerScreen:
        assert self.page.face is not None
        return self.page.face

    def _answer(self, question: list[str]) -> None:
        match question:
            case ["pad"]:
                say(place(self.face.sign.pad))
            case ["button"]:
                when(lambda: self.face.finish.isEnabled(), lambda: say(place(self.face.finish)))
            case ["size", width, height]:
                self._window.resize(int(width), int(height))
                QTimer.singleShot(300, lambda: say(place(self.face.sign.pad)))
            case ["busy", seconds]:
                say(True)
                time.sleep(float(seconds))
            case ["ink"]:
                ink = self.face.sign.pad.ink()
                strokes = [{"kind": stroke.kind.value, "points": stroke.points} for stroke in ink.strokes]
                say({"width": ink.width, "height": ink.height, "strokes": strokes})
            case ["stage"]:
                say(self.page.model.state.stage.value)
            case ["picture", path]:
                say(self._window.screen().grabWindow(0).save(path))
            case _:
                self._notifier.setEnabled(False)
                self.page.model.may_leave = True
                self._app.exit()  # quit() would ask the windows first


def say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def place(widget: QWidget) -> list[int]:
    corner = widget.mapToGlobal(QPoint(0, 0))
    return [corner.x(), corner.y(), widget.width(), widget.height()]


def when(ready: Callable[[], bool], run: Callable[[], object]) -> None:
    """Run once something has become so, looked at by the event loop."""

    def look() -> None:
        if ready():
            run()
        else:
            QTimer.singleShot(50, look)

    look()


def main(folder: Path) -> int:
    app = QApplication([])
    bench = a_bench(folder)
    order_id = bench.hold(resolved_order())
    window = window_over(bench)
    window.show()
    answering = Answering(app, window)

    def to_customer() -> None:
        assert window.shell is not None
        window.shell.open_customer_view(order_id)
        when(lambda: answering.page.model.state.stage is Stage.REVIEW, to_signing)

    def to_signing() -> None:
        answering.page.model.to_signing()
        ready = lambda: answering.page.model.state.stage is Stage.SIGN and answering.face.sign.pad.isVisible()  # noqa: E731
        when(ready, lambda: QTimer.singleShot(300, lambda: say("ready")))

    when(lambda: window.shell is not None, to_customer)
    app.exec()
    window.close()
    bench.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
