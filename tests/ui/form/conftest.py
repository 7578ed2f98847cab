"""A themed application, jobs that are drained by hand, a bench of real use cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.services.handed_out import HandedOut
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.viewmodels import order_around
from fieldapp.ui.viewmodels.order_page import OrderPageModel
from fieldapp.ui.views.order_page import OrderPage
from tests.support.ui_orders import Bench, a_bench


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read beside an order is asked for in the turn after its first look: `settle` need not wait for it."""
    monkeypatch.setattr(order_around, "AROUND_MS", 0)


@pytest.fixture
def settle(jobs: Jobs, qapp: QApplication) -> Callable[[], None]:
    """Run jobs and events until nothing follows any more."""

    def run() -> None:
        for _ in range(5):
            jobs.drain()
            qapp.processEvents()

    return run


class Places:
    """A Navigator that remembers where it was asked to go."""

    def __init__(self) -> None:
        self.went: list[tuple[str, ...]] = []

    def open_order(self, order_id: str) -> None:
        self.went.append(("order", order_id))

    def open_record(self, record_id: str) -> None:
        self.went.append(("record", record_id))

    def open_customer_view(self, order_id: str) -> None:
        self.went.append(("customer", order_id))

    def open_pdf(self, sha256: str, order_id: str = "") -> None:
        self.went.append(("pdf", sha256))

    def open_page(self, key: str, argument: str = "") -> None:
        self.went.append(("page", key, argument) if argument else ("page", key))

    def back(self) -> None:
        self.went.append(("back",))


@pytest.fixture
def places() -> Places:
    return Places()


@pytest.fixture
def model(bench: Bench, jobs: Jobs) -> OrderPageModel:
    """Of the order page, without hand-offs."""
    hand_out = HandedOut(bench.context).copy
    return OrderPageModel(bench.orders, bench.filling, bench.attachments, bench.signing.seal, hand_out, jobs, bench.clock)


@pytest.fixture
def page(qtbot: QtBot, model: OrderPageModel, places: Places) -> OrderPage:
    """The order page, as large as on a screen of 1366×768."""
    made = OrderPage(model, places)
    qtbot.addWidget(made)
    made.resize(1270, 706)
    made.show()
    return made


def open_whole(page: OrderPage, order_id: str, settle: Callable[[], None]) -> None:
    """Open an order, with every section of its form built."""
    page.enter(order_id)
    settle()
    page.form.build_all()
    settle()
