"""kill -9 of the real program under real keys and a real pointer: what was typed is there after the restart, and it is said."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.device import fill_and_resolve, open_device, photo
from support.itsm_server import EndpointProcess
from support.real_program import PATIENCE_S, PIN, Real

from fieldapp.bootstrap.application import Application

NEEDED = ("Xvfb", "xdotool")
MISSING = [name for name in NEEDED if shutil.which(name) is None]
KEPT_AFTER_S = 4.0
"""Twice what is promised: a machine that is busy with tests gives the program half of its time, or less."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.x11,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


@dataclass(frozen=True)
class Prepared:
    """A device's folder with one order at work and one that waits for the customer; without a network from now on."""

    folder: Path
    working: str
    resolved: str


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    place = tmp_path_factory.mktemp("prepared")
    with EndpointProcess(place / "endpoint") as server:
        server.seed()
        device = open_device(place / "data", server.url)
        try:
            assert device.sync.run_once().outcome == "done"
            device.access.set_pin(PIN)
            waiting = device.orders.today().waiting
            working, resolved = waiting[0].id, waiting[1].id
            for step in (device.orders.accept, device.orders.depart, device.orders.arrive, device.orders.start):
                step(working)
            fill_and_resolve(device, resolved)
        finally:
            device.close()
    return Prepared(place / "data", working, resolved)


@pytest.fixture
def device(prepared: Prepared, tmp_path: Path) -> Prepared:
    shutil.copytree(prepared.folder, tmp_path / "data")
    return Prepared(tmp_path / "data", prepared.working, prepared.resolved)


@pytest.fixture
def running() -> Iterator[list[Real]]:
    """Whatever a test has started ends with it."""
    made: list[Real] = []
    yield made
    for real in made:
        real.close()


def started(running: list[Real], display: str, device: Prepared) -> Real:
    real = Real(display, device.folder)
    running.append(real)
    real.unlock()
    return real


def opened(device: Prepared) -> Application:
    return open_device(device.folder, "http://127.0.0.1:9")


def test_typing(running: list[Real], display: str, device: Prepared) -> None:
    real = started(running, display, device)
    real.open(device.working)
    control = "field(page, 'cause')"
    real.click(control)
    real.pointer("key", "ctrl+a")
    real.pointer("type", "--delay", 40, "fan of the second power supply stands still, ")
    seen = real.ask(f"{control}.toPlainText()")
    assert len(seen) > 10
    end = time.monotonic() + KEPT_AFTER_S
    while time.monotonic() < end:
        real.pointer("type", "--delay", 40, "dust. ")
    real.kill()

    again = started(running, display, device)
    assert "上次没有正常关闭" in again.ask("words(page)")
    told = again.ask("[line.number for line in page._vm.state.recovered]")
    again.open(device.working)
    assert again.ask(f"{control}.toPlainText()").startswith(seen)
    again.kill()
    application = opened(device)
    try:
        assert application.orders.detail(device.working).number in told
        assert application.context.store.check() == ()
    finally:
        application.close()


def test_ended_from_outside_a_moment_after_a_key(running: list[Real], display: str, device: Prepared) -> None:
    real = started(running, display, device)
    real.open(device.working)
    real.ask("page.model.edit('cause', '风扇停转')")
    real.process.terminate()
    assert real.process.wait(PATIENCE_S) == 0
    application = opened(device)
    try:
        assert application.orders.detail(device.working).doc["answers"]["cause"] == "风扇停转"
    finally:
        application.close()


def to_the_pad(real: Real, order_id: str) -> list[int]:
    real.ask(f"shell.open_customer_view({order_id!r})")
    real.until("page.model.state.stage == 'review' and not page.model.state.busy")
    for name, value in (("problem_solved", True), ("satisfaction", "very_satisfied"), ("signer_name", "李旻")):
        real.ask(f"page.model.edit({name!r}, {value!r})")
    real.ask("page.model.to_signing()")
    real.until("page.model.state.stage == 'sign' and page.face.sign.pad.isVisible()")
    found: list[int] = real.ask("place(page.face.sign.pad)")
    return found


def stroke(real: Real, pad: list[int], *, up: bool) -> None:
    x, y, width, height = pad
    words: list[object] = []
    for place, (across, down) in enumerate([(0.1, 0.3), (0.2, 0.7), (0.35, 0.3), (0.5, 0.7), (0.65, 0.3), (0.8, 0.6)]):
        words += ["mousemove", round(x + across * width), round(y + down * height), "sleep", 0.03]
        words += ["mousedown", 1] if place == 0 else []
    real.pointer(*words, *(("mouseup", 1) if up else ()))


def test_in_the_middle_of_a_stroke_nothing_is_signed_and_the_customer_signs_again(
    running: list[Real], display: str, device: Prepared
) -> None:
    real = started(running, display, device)
    stroke(real, to_the_pad(real, device.resolved), up=False)
    real.kill()
    real.pointer("mouseup", 1)
    again = started(running, display, device)
    assert "上次没有正常关闭" in again.ask("words(page)")
    pad = to_the_pad(again, device.resolved)
    for _ in range(2):
        stroke(again, pad, up=True)
    again.click("page.face.finish")
    again.until("page.model.state.stage == 'done' and bool(page.model.state.sealed_sha256)")
    again.kill()
    application = opened(device)
    try:
        detail = application.orders.detail(device.resolved)
        assert [event.kind.value for event in detail.events if event.kind.value in ("signed", "sealed")] == ["signed", "sealed"]
        assert detail.doc["answers"]["signer_name"] == "李旻"
    finally:
        application.close()


def test_after_signing_the_seal_is_made_up_for(running: list[Real], display: str, device: Prepared) -> None:
    real = started(running, display, device)
    pad = to_the_pad(real, device.resolved)
    for _ in range(2):
        stroke(real, pad, up=True)
    real.ask("setattr(page.model._signing, 'seal', lambda order_id: __import__('time').sleep(3600))")  # killed while it is made
    real.click("page.face.finish")
    real.until("page.model.state.stage == 'done'")
    real.kill()
    again = started(running, display, device)
    again.until("'补做 PDF 封存' in shell.notice.words")
    again.open(device.resolved)
    assert again.ask("len(page.model.state.documents)") == 1
    again.kill()


@pytest.mark.parametrize("after_s", [0.05, 0.6])
def test_adding_a_photo(running: list[Real], display: str, device: Prepared, tmp_path: Path, after_s: float) -> None:
    """Whenever it ends: the photo is whole and on the order, or it is not there and its file still is."""
    picture = tmp_path / "photo.jpg"
    picture.write_bytes(photo(3000, 2000))
    real = started(running, display, device)
    real.open(device.working)
    real.ask(f"page.model.attach('photos', (Offered('photo.jpg', path=Path({str(picture)!r})),))")
    time.sleep(after_s)
    real.kill()
    application = opened(device)
    try:
        rows = application.orders.detail(device.working).doc["answers"].get("photos") or []
        kept = {item["sha256"] for item in application.orders.detail(device.working).doc["attachments"]}
        for row in rows:
            assert len(application.attachments.data(row["sha256"])) == row["size"]
            assert row["sha256"] in kept
        assert len(rows) <= 1
        assert application.context.store.check() == ()
        assert picture.exists()
    finally:
        application.close()
