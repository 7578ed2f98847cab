"""After a crash: today says what was kept, leads to it, and the order's own log tells of half-typed text brought back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.ui.app import AppContext, Desk, build
from fieldapp.ui.navigation import ORDER, TODAY
from fieldapp.ui.order_pages import order_pages
from fieldapp.ui.shell import Shell
from fieldapp.ui.stages import Stage
from fieldapp.ui.views.recovered_card import RecoveredCard
from tests.support import ui_fakes as fakes
from tests.support.ui_orders import Bench, a_bench, working_order
from tests.support.ui_program import let_in

ROOT = Path(__file__).parents[2]
CRASH = """
import os, sys
from pathlib import Path
from fieldapp.errors import InputFault
from tests.support.ui_orders import a_bench, working_order
bench = a_bench(Path(sys.argv[1]))
order_id = bench.hold(working_order())
bench.filling.save(order_id, {"cause": "风扇停转"})
try:
    bench.filling.save(order_id, {"restored_at": "昨天下午"})
except InputFault:
    pass
os._exit(9)
"""


@pytest.fixture
def crashed(tmp_path: Path) -> Bench:
    """The store of a process that ended in the middle of its work."""
    folder = tmp_path / "data"
    child = subprocess.run(
        [sys.executable, "-c", CRASH, str(folder)], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    assert child.returncode == 9
    return a_bench(folder)


def test_what_a_crash_left_is_said_with_the_way_to_it(qtbot: QtBot, crashed: Bench) -> None:
    recovery = crashed.context.store.recovery
    assert recovery is not None
    settings = fakes.FakeSettings()
    bundle = fakes.services(
        orders=crashed.orders,
        filling=crashed.filling,
        attachments=crashed.attachments,
        signing=crashed.signing,
        queries=crashed.context.store.queries,
        settings=settings,
        clock=crashed.clock,
        recovery=recovery,
    )
    window = build(AppContext(fakes.FakeGate(Stage.READY, services=bundle), settings, crashed.clock, "0", order_pages))
    qtbot.addWidget(window)
    desk = next(child for child in window.children() if isinstance(child, Desk))
    window.show()

    def settle() -> None:
        for _ in range(6):
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            desk.jobs.drain()
            let_in(desk)

    settle()
    shell = window.shell
    assert isinstance(shell, Shell)
    card = shell.page(TODAY).findChildren(RecoveredCard)[0]
    assert card.isVisible()
    words = " ".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())
    assert recovery.orders[0].number in words
    assert "没写完" in words
    order_id = recovery.orders[0].order_id
    assert "recovered" in [entry["kind"] for entry in crashed.stored(order_id)["events"]]
    next(button for button in card.findChildren(QPushButton) if "打开" in button.accessibleName()).click()
    settle()
    assert shell.here == (ORDER, order_id)
    shell.back()
    card.close_button.click()
    settle()
    assert not card.isVisible()
    window.close()
    settle()
    crashed.close()


def test_after_a_clean_end_nothing_is_said(tmp_path: Path) -> None:
    first = a_bench(tmp_path / "data")
    first.hold(working_order())
    first.close()
    second = a_bench(tmp_path / "data")
    assert second.context.store.recovery is None
    second.close()
