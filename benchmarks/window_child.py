"""One run of the real program on a folder with many orders, watched from inside; `benchmarks/window.py` starts it.

python -m benchmarks.window_child open|use FOLDER     one line of JSON: milliseconds on the clock and of processor time
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer  # noqa: E402
from PySide6.QtGui import QWheelEvent  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from fieldapp.ui import app  # noqa: E402
from fieldapp.ui.main_window import MainWindow  # noqa: E402

PASSPHRASE, PIN = "demo passphrase", "2580"
FRAME_MS = 16
SEARCHES = ("雷", "雷击", "雷击损坏", "雷击损坏 开创", "SN00", "SN00171", "139000423", "第17公安", "没有这个词")
OPENED = 12


class Paints(QObject):
    """When a widget was last painted, and how often."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count, self.at = 0, 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._after)
        return False

    def _after(self) -> None:
        self.count, self.at = self.count + 1, time.perf_counter()


class Spent:
    """Clock and processor time since it was made; the GUI thread's apart from all threads'."""

    def __init__(self) -> None:
        self._wall, self._cpu, self._gui = time.perf_counter(), time.process_time(), time.thread_time()

    def so_far(self) -> dict[str, float]:
        parts = (time.perf_counter() - self._wall, time.process_time() - self._cpu, time.thread_time() - self._gui)
        return dict(zip(("wall", "cpu", "gui"), (round(part * 1000, 2) for part in parts), strict=True))


def until(reached: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
    end = time.perf_counter() + seconds
    while not reached():
        if time.perf_counter() > end:
            raise TimeoutError(what)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


class Run:
    """The person at the keyboard."""

    def __init__(self, window: MainWindow, mode: str) -> None:
        self.window, self.mode = window, mode
        self.out: dict[str, object] = {}
        self.tick = QTimer()
        self.tick.start(5)  # so that waiting for events ends
        self.paints = Paints(window)

    def mark(self, name: str) -> None:
        """Since the process began: its start is known to the parent alone, which says when that was."""
        self.out[name] = {"wall": (time.time() - float(os.environ["BEGAN"])) * 1000, "cpu": time.process_time() * 1000}

    def go(self) -> None:
        self.mark("first paint")
        try:
            self.get_in()
            self.to_the_list()
            if self.mode == "use":
                self.out["memory"] = memory()
                self.out["rows"] = self.page.list.model().rowCount()
                self.out["search"] = [self.search(text) for text in SEARCHES]
                self.out["typing"] = self.typing("雷击损坏开创大道")
                self.out["scroll"] = self.scroll()
                self.out["open"] = self.open_orders()
                self.out["memory after"] = memory()
        except BaseException as error:
            import traceback

            traceback.print_exc()
            self.out["failed"] = repr(error)
        sys.stdout.write(json.dumps(self.out) + "\n")
        sys.stdout.flush()
        os._exit(0)

    def get_in(self) -> None:
        gate = self.window.centralWidget()
        until(lambda: (gate := self.window.centralWidget()) is not None and hasattr(gate, "state"), "the gate")
        gate = self.window.centralWidget()
        for stage, secret in (("passphrase", PASSPHRASE), ("pin", PIN)):
            until(lambda: gate.state.stage is not None and gate.state.stage.value == stage and not gate.state.busy, stage)
            step = getattr(gate, stage)
            until(lambda: step.isVisible(), stage)
            painted = Paints(step)
            until(lambda: painted.count > 0, f"{stage} painted")
            self.mark(f"asked for the {stage}")
            step.fields[0].setText(secret)
            QTest.mouseClick(step.go, Qt.MouseButton.LeftButton)
        until(lambda: self.window.shell is not None, "the pages")
        self.mark("pages")
        shell = self.window.shell
        today = Paints(shell.stack.currentWidget())
        until(lambda: today.count > 0, "today painted")
        self.mark("today painted")

    def to_the_list(self) -> None:
        self.window.shell.open_page("orders")
        self.page = self.window.shell.page("orders")
        self.list_paints = Paints(self.page.list.viewport())
        self.rows_shown()
        self.mark("list")
        self.settle()

    def settle(self, seconds: float = 0.3) -> None:
        """What runs in the background ends first: the next measure is not of it."""
        end = time.perf_counter() + seconds
        until(lambda: time.perf_counter() > end, "rest")
        jobs = self.window.findChildren(QObject, options=Qt.FindChildOption.FindChildrenRecursively)
        del jobs

    def loaded(self) -> bool:
        from fieldapp.ui.models.orders_model import ROW_ROLE

        model = self.page.list.model()
        return model.rowCount() > 0 and model.index(0, 0).data(ROW_ROLE) is not None

    def rows_shown(self) -> None:
        """Until the rows at the top are there and have been painted."""
        until(self.loaded, "rows")
        before = self.list_paints.count
        until(lambda: self.list_paints.count > before, "rows painted")

    def search(self, text: str) -> dict[str, object]:
        """From the last key of a search to the painted answer."""
        page, field = self.page, self.page.search
        field.setText("")
        self.settle()
        field.setFocus()
        field.setText(text[:-1])
        self.settle()
        state = page._vm.state
        shown: list[object] = []
        page.list.model().modelReset.connect(lambda: shown.append(1))
        spent = Spent()
        QTest.keyClick(field, text[-1]) if text[-1].isascii() else commit(field, text[-1])
        until(lambda: bool(shown), text)
        if page.list.model().rowCount():
            until(self.loaded, text)
        before = self.list_paints.count
        until(lambda: self.list_paints.count > before or not page.list.isVisible(), text)
        first = spent.so_far()
        until(lambda: page._vm.state.total is not None and page._vm.state.text == text, text)
        self.settle(0.5)
        del state
        return {"text": text, "first": first, "found": page.list.model().rowCount()}

    def typing(self, text: str) -> dict[str, object]:
        """A text typed at ten keys a second: how long one key holds the GUI thread, and when the last answer is there."""
        page, field = self.page, self.page.search
        field.setText("")
        self.settle()
        held = []
        for letter in text:
            began, gui = time.perf_counter(), time.thread_time()
            commit(field, letter)
            held.append((time.thread_time() - gui) * 1000)
            end = began + 0.1
            until(lambda end=end: time.perf_counter() > end, "the next key")
        return {"held": max(held)}

    def scroll(self) -> dict[str, object]:
        """Frames while the list moves; one frame is whatever the event loop does from the input to the painted picture."""
        page = self.page
        page.search.setText("")
        self.settle(0.8)
        view, bar = page.list, page.list.verticalScrollBar()
        frames: dict[str, list[tuple[float, float]]] = {}

        def frame(name: str, move: Callable[[], object]) -> None:
            began, gui = time.perf_counter(), time.thread_time()
            move()
            QCoreApplication.processEvents()
            spent = (time.perf_counter() - began) * 1000, (time.thread_time() - gui) * 1000
            frames.setdefault(name, []).append(spent)
            rest = FRAME_MS / 1000 - (time.perf_counter() - began)
            if rest > 0:
                time.sleep(rest)

        for _ in range(300):
            frame("wheel", lambda: wheel(view.viewport(), -120))
        for step in range(300):
            frame("scroll bar", lambda step=step: bar.setValue(bar.maximum() * ((step * 7) % 300) // 300))
        view.setFocus()
        for key, times in ((Qt.Key.Key_Down, 150), (Qt.Key.Key_PageDown, 100), (Qt.Key.Key_End, 1), (Qt.Key.Key_Home, 1)):
            for _ in range(times):
                frame("keys", lambda key=key: QTest.keyClick(view, key))
        answer: dict[str, object] = {}
        for name, taken in frames.items():
            answer[name] = {
                which: {"p50": rank(values, 0.5), "p99": rank(values, 0.99), "max": max(values)}
                for which, values in (("wall", [one[0] for one in taken]), ("gui", [one[1] for one in taken]))
            }
        return answer

    def open_orders(self) -> list[dict[str, object]]:
        """From the click on a card to the painted order page that takes input."""
        page, shell = self.page, self.window.shell
        page.list.verticalScrollBar().setValue(0)
        taken = []
        for number in range(OPENED):
            self.settle(0.6)
            index = page.list.model().index(number % 4 + (40 if number % 2 else 0), 0)
            page.list.scrollTo(index)
            until(self.loaded, "rows")
            self.settle(0.3)
            place = page.list.visualRect(index).center()
            spent = Spent()
            QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
            order = shell.page("order")
            wanted = shell.here[1]
            until(lambda: order.model.state.order_id == wanted and order.model.state.phase.value == "ready", "order read")
            read = spent.so_far()
            paints = Paints(order.form)
            until(lambda: paints.count > 0, "order painted")
            taken.append({"read": read, "painted": spent.so_far()})
            self.settle(1.0)
            shell.open_page("orders")
        return taken


def wheel(widget: QWidget, angle: int) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, QPointF(widget.mapToGlobal(QPoint(*map(int, middle.toTuple())))), QPoint(), QPoint(0, angle),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def commit(field: QWidget, text: str) -> None:
    """As an input method does."""
    from PySide6.QtGui import QInputMethodEvent

    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(field, event)


def rank(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def memory() -> dict[str, float]:
    """MB: what is resident now, and the most it was."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {"now": pages * 4096 / 1e6, "most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000}


def main() -> None:
    mode, folder = sys.argv[1:3]
    made = app.build

    def build(context: app.AppContext) -> MainWindow:
        window = made(context)
        run = Run(window, mode)
        window.painted.connect(lambda: QTimer.singleShot(0, run.go))
        return window

    app.build = build
    from fieldapp.cli import main as command

    sys.exit(command(["window", "--data", folder]))


if __name__ == "__main__":
    main()
