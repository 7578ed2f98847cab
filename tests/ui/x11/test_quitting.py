"""Quitting the real program while work goes on: it says what it waits for, ends by itself, lets the person out at once, and the
next start carries on. Three starts on one device, without a network."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.device import fill_and_resolve, open_device
from support.itsm_server import EndpointProcess

from tests.support.real_program import PATIENCE_S, PIN, Real

TYPED = "风扇停转，电源模块积尘"
FOREVER, A_WHILE = "__import__('time').sleep(3600)", "__import__('time').sleep(1.5)"


class Prepared:
    """One order being worked on, one that waits for the customer; the endpoint is gone."""

    def __init__(self, place: Path) -> None:
        self.folder = place / "data"
        with EndpointProcess(place / "endpoint") as server:
            server.seed()
            device = open_device(self.folder, server.url)
            try:
                assert device.sync.run_once().outcome == "done"
                device.access.set_pin(PIN)
                self.working, self.resolved = (row.id for row in device.orders.today().waiting[:2])
                for step in (device.orders.accept, device.orders.depart, device.orders.arrive, device.orders.start):
                    step(self.working)
                fill_and_resolve(device, self.resolved)
            finally:
                device.close()


@pytest.fixture
def starts(display: str, tmp_path: Path) -> Iterator[list[Real]]:
    made: list[Real] = []
    yield made
    for real in made:
        real.close()


def ended(real: Real) -> int:
    """The exit code; fails when the process does not end by itself."""
    return real.process.wait(PATIENCE_S)


def test_the_program_is_left_while_it_works(starts: list[Real], display: str, tmp_path: Path) -> None:
    device = Prepared(tmp_path)

    def start() -> Real:
        starts.append(Real(display, device.folder))
        starts[-1].unlock()
        return starts[-1]

    # somebody ends it from outside, a moment after a key was pressed
    real = start()
    real.open(device.working)
    real.ask(f"page.model.edit('cause', {TYPED!r})")
    real.process.send_signal(signal.SIGTERM)
    assert ended(real) == 0

    # a save that takes its time is waited for; the window says so and then closes by itself
    real = start()
    assert "上次没有正常关闭" not in real.ask("words(page)"), "it had closed as it should"
    real.open(device.working)
    assert real.ask("field(page, 'cause').toPlainText()") == TYPED
    real.ask(f"page.model._jobs.submit(lambda: {A_WHILE}, lane='backup') and None")
    real.ask("window.close()")
    real.until("type(view).__name__ == 'LeavingView'")
    assert "正在备份" in real.ask("words(view)")
    assert "已等" in real.ask("words(view)")
    assert ended(real) == 0

    # the seal never ends: back to the pages, then out at once
    real = start()
    real.ask(f"shell.open_customer_view({device.resolved!r})")
    real.until("page.model.state.stage == 'review' and not page.model.state.busy")
    for name, value in (("problem_solved", True), ("satisfaction", "very_satisfied"), ("signer_name", "李旻")):
        real.ask(f"page.model.edit({name!r}, {value!r})")
    real.ask("page.model.to_signing()")
    real.until("page.model.state.stage == 'sign' and page.face.sign.pad.isVisible()")
    real.ask(f"setattr(page.model._signing, 'seal', lambda order_id: {FOREVER})")
    scribble(real)
    real.click("page.face.finish")
    real.until("page.model.state.stage == 'done'")
    real.ask("window.close()")
    assert real.ask("here[0]") == "customer", "first the PIN, the customer has the screen"
    real.ask(f"page.model.give_pin({PIN!r})")
    real.until("here[0] != 'customer'")
    real.ask("window.close()")
    real.until("type(view).__name__ == 'LeavingView'")
    assert "封存" in real.ask("words(view)")
    real.click("view.stay")
    real.until("type(view).__name__ != 'LeavingView'")
    real.ask("window.close()")
    real.until("type(view).__name__ == 'LeavingView'")
    began = time.monotonic()
    real.click("view.now")
    assert ended(real) == 0
    assert time.monotonic() - began < PATIENCE_S / 2
    real = start()
    real.until("'补做 PDF 封存' in shell.notice.words")
    assert "上次没有正常关闭" not in real.ask("words(page)")
    real.process.send_signal(signal.SIGINT)
    assert ended(real) == 0


def scribble(real: Real) -> None:
    """Two strokes on the pad."""
    x, y, width, height = real.ask("place(page.face.sign.pad)")
    for _ in range(2):
        words: list[object] = []
        for at, (across, down) in enumerate([(0.1, 0.3), (0.2, 0.7), (0.35, 0.3), (0.5, 0.7), (0.65, 0.3), (0.8, 0.6)]):
            words += ["mousemove", round(x + across * width), round(y + down * height), "sleep", 0.03]
            words += ["mousedown", 1] if at == 0 else []
        real.pointer(*words, "mouseup", 1)
