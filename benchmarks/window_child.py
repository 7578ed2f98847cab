"""One run of the real program on a folder with many orders, used by a hand and watched; `benchmarks/window.py` starts it.

python -m benchmarks.window_child open|first|use FOLDER PASSPHRASE PIN     one line of JSON

Milliseconds on the clock, of processor time, and of it on the GUI's thread. Of the environment: BEGAN, the time at which the
process was started; TYPES, 1 for a person who takes as long for an answer as the program needs for its preparations; LOOKS, the
seconds for which the list is looked at before the session's first search (`first`).
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from fieldapp.bootstrap.qt_loading import load_qt  # noqa: E402

load_qt()  # as the command does, which comes too late here

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer  # noqa: E402
from PySide6.QtGui import QShowEvent, QWheelEvent  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from fieldapp.ui.main_window import MainWindow  # noqa: E402

FRAME_MS = 16
REST_S = 0.5
SEARCHES = ("雷", "雷击", "雷击损坏", "雷击损坏 开创", "SN00", "SN00171", "139000423", "第17公安", "没有这个词")
OPENED = 12


class Spent:
    """Clock and processor time since it was made; the GUI thread's apart from all threads'."""

    def __init__(self) -> None:
        self._wall, self._cpu, self._gui = time.perf_counter(), time.process_time(), time.thread_time()

    def so_far(self) -> dict[str, float]:
        parts = (time.perf_counter() - self._wall, time.process_time() - self._cpu, time.thread_time() - self._gui)
        return dict(zip(("wall", "cpu", "gui"), (round(part * 1000, 2) for part in parts), strict=True))


class Paints(QObject):
    """What a widget showed when it was painted, and what that had taken since `Spent` began: the last and all of them."""

    def __init__(self, widget: QWidget, showed: Callable[[], object] = lambda: True) -> None:
        super().__init__(widget)
        self.showed, self.spent, self.seen = showed, Spent(), list[tuple[object, dict[str, float]]]()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            showed = self.showed()
            QTimer.singleShot(0, self, lambda: self.seen.append((showed, self.spent.so_far())))  # when it is on the screen
        return False

    def begin(self) -> None:
        self.seen.clear()
        self.spent = Spent()

    def first(self, wanted: object, what: str) -> dict[str, float]:
        """What it took until that was painted."""
        until(lambda: any(showed == wanted for showed, _ in self.seen), f"{what} to be painted")
        return next(spent for showed, spent in self.seen if showed == wanted)


class Derivations:
    """What the gate's two key derivations take: slow on purpose, and said apart. Their processor time is that of all threads but
    the GUI's, measured where they happen: elsewhere the same derivation takes another time."""

    def __init__(self) -> None:
        self.spent = {"wall": 0.0, "cpu": 0.0}
        self._gui = time.pthread_getcpuclockid(threading.get_ident())

    def watch(self, owner: Any, name: str) -> None:
        derive = getattr(owner, name)

        def watched(*given: Any, **named: Any) -> Any:
            wall, cpu = time.perf_counter(), time.process_time() - time.clock_gettime(self._gui)
            try:
                return derive(*given, **named)
            finally:
                self.spent["wall"] += (time.perf_counter() - wall) * 1000
                self.spent["cpu"] += (time.process_time() - time.clock_gettime(self._gui) - cpu) * 1000

        setattr(owner, name, watched)


def until(reached: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
    end = time.perf_counter() + seconds
    while not reached():
        if time.perf_counter() > end:
            raise TimeoutError(what)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def turns() -> None:
    """What has just been shown is painted."""
    for _ in range(2):
        QCoreApplication.processEvents()


class Run:
    """The person at the keyboard."""

    def __init__(self, window: MainWindow, mode: str, passphrase: str, pin: str) -> None:
        self.window, self.mode, self.passphrase, self.pin = window, mode, passphrase, pin
        self.out: dict[str, object] = {}
        self.tick = QTimer(window, objectName="run")
        self.tick.start(20)  # so that waiting for events ends
        self.types = os.environ["TYPES"] == "1"
        self.derivations = Derivations()

    def mark(self, name: str) -> None:
        """Since the process began: its start is known to the parent alone, which says when that was."""
        self.out[name] = {"wall": (time.time() - float(os.environ["BEGAN"])) * 1000, "cpu": time.process_time() * 1000}

    def go(self) -> None:
        self.mark("first paint")
        try:
            self.get_in()
            self.to_the_list()
            if self.mode == "first":
                self.settle(float(os.environ["LOOKS"]))
                self.out["search"] = self.answered(SEARCHES[0])
            if self.mode == "use":
                self.settle(REST_S)
                self.out["memory"] = memory()
                self.out["search"] = [self.search(text) for text in SEARCHES]
                self.out["scroll"] = self.scroll()
                self.out["open"] = self.open_orders()
                self.out["memory after"] = memory()
        except Exception:  # noqa: BLE001 - in a slot Qt would print it and go on
            traceback.print_exc()
            os._exit(1)
        sys.stdout.write(json.dumps(self.out) + "\n")
        sys.stdout.flush()
        os._exit(0)

    def get_in(self) -> None:
        until(lambda: hasattr(self.window.cover_view, "passphrase"), "the gate")
        if self.mode == "open":  # on a busy machine it would fall into what is measured, as it does on no other
            sys.modules["fieldapp.ui.app"].WARM_UP_AFTER_MS = 600_000  # type: ignore[attr-defined]
        for stage, secret in (("passphrase", self.passphrase), ("pin", self.pin)):
            self.answer(self.window.cover_view, stage, secret)
        until(lambda: self.window.shell is not None, "the pages")
        turns()
        self.mark("today")
        self.out["derivations"] = self.derivations.spent

    def answer(self, gate: Any, stage: str, secret: str) -> None:
        until(lambda: gate.state.stage is not None and gate.state.stage.value == stage and not gate.state.busy, stage)
        step = getattr(gate, stage)
        until(step.isVisible, stage)
        turns()
        self.mark(f"{stage} asked for")
        if self.types:
            desk = next(part for part in self.window.children() if hasattr(part, "jobs"))
            until(lambda: not desk.preparing and not desk.jobs.busy, "what is prepared meanwhile")
            if stage == "passphrase":  # imported by now
                self.derivations.watch(sys.modules["fieldapp.store.vault_file"], "hash_secret_raw")
                self.derivations.watch(sys.modules["argon2"].PasswordHasher, "verify")
        self.mark(f"{stage} given")
        step.fields[0].setText(secret)
        step.go.click()

    def to_the_list(self) -> None:
        self.window.shell.open_page("orders")
        self.page = self.window.shell.page("orders")
        self.paints = Paints(self.page.list.viewport(), self.showed)
        until(lambda: any(showed and showed[0] == "" for showed, _ in self.paints.seen), "the list")
        self.mark("list")

    def settle(self, seconds: float) -> None:
        """What runs in the background ends first: the next measure is not of it."""
        end = time.perf_counter() + seconds
        until(lambda: time.perf_counter() > end, "rest")

    def showed(self) -> object:
        """What was searched for in the list in view, where its first rows are there, and how many there are."""
        from fieldapp.ui.models.orders_model import ROW_ROLE, WORDS_ROLE

        model = self.page.list.model()
        index = model.index(max(0, self.page.list.rowAt(0)), 0)
        return (index.data(WORDS_ROLE),) if index.data(ROW_ROLE) is not None else None

    def search(self, text: str) -> dict[str, object]:
        """From the last key of a search to the painted answer."""
        field = self.page.search
        field.setText("")
        self.settle(REST_S)
        field.setFocus()
        field.setText(text[:-1])
        self.settle(REST_S)
        first = self.answered(text)
        self.settle(REST_S)
        return {"text": text, "first": first, "found": self.page.list.model().rowCount()}

    def answered(self, text: str) -> dict[str, float]:
        """What it takes from the last key, the others are there, to the painted answer."""
        field = self.page.search
        self.paints.begin()
        nothing = Paints(self.page.empty)
        nothing.spent = self.paints.spent
        commit(field, text[-1])
        until(lambda: bool(nothing.seen) or any(showed == (text,) for showed, _ in self.paints.seen), f"{text} to be answered")
        return nothing.seen[0][1] if nothing.seen else self.paints.first((text,), text)

    def scroll(self) -> dict[str, object]:
        """Frames while the list moves; one frame is whatever the event loop does from the input to the painted picture."""
        from PySide6.QtTest import QTest  # not at the top: the program's start would pay for it

        page = self.page
        page.search.setText("")
        self.settle(3 * REST_S)
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

    def open_orders(self) -> list[dict[str, float]]:
        """From the click on a card to the painted order page that takes input; the first one builds the page."""
        return [self.open_order(number) for number in range(OPENED)]

    def open_order(self, number: int) -> dict[str, float]:
        view, shell = self.page.list, self.window.shell
        index = view.model().index(number % 4 + (40 if number % 2 else 0), 0)
        view.scrollTo(index)
        self.settle(REST_S)
        wanted = view.model().id_at(index.row())
        spent = Spent()
        click(view.viewport(), view.visualRect(index).center())
        order = shell.page("order")
        paints = Paints(order.form, lambda: order.model.state.order_id if order.model.state.phase.value == "ready" else "")
        paints.spent = spent
        taken = paints.first(wanted, "the order")
        self.settle(2 * REST_S)
        shell.open_page("orders")
        self.settle(REST_S)
        return taken


def click(widget: QWidget, place: QPoint) -> None:
    from PySide6.QtTest import QTest

    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


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
    mode, folder, passphrase, pin = sys.argv[1:5]

    def shown(window: MainWindow, event: QShowEvent) -> None:
        if not window.findChild(QTimer, "run"):
            run = Run(window, mode, passphrase, pin)
            window.painted.connect(lambda: QTimer.singleShot(0, run.go))

    MainWindow.showEvent = shown  # type: ignore[method-assign]
    from fieldapp.cli import main as command

    sys.exit(command(["window", "--data", folder]))


if __name__ == "__main__":
    main()
