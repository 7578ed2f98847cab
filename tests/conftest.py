"""What every test gets: golden files refreshed by a flag, a clock that stands still, and no log above WARNING that
nobody expected."""

from __future__ import annotations

import gc
import logging
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

GOLDEN = Path(__file__).parent / "golden"

SOAK = (
    "simulation/test_seeds",
    "simulation/",
    "integration/test_demo_kill.py",
    "integration/test_archive_survival.py",
    "integration/test_hostile_orders.py",
    "integration/sync/test_sync_hostile_documents.py",
)
"""What tries the same promises again and again. It comes last, in this order, and on a slow machine as much of it is done as
there is time for (`SOAK_UNTIL`, seconds since 1970, set by tools/test.py); what was not done is told at the end."""
SOAK_UNTIL = "FIELDAPP_SOAK_UNTIL"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew; review the diff")
    parser.addoption("--holds", action="store_true", help="tell the events that held the GUI thread the longest")
    parser.addoption("--itsm", action="store_true", help="also run the tests against real ITSM products")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What soaks comes last. Tests of real products take minutes and their packages: only when they are asked for."""
    items.sort(key=soaking)  # stable
    if config.getoption("--itsm"):
        return
    left_out = [item for item in items if item.get_closest_marker("itsm")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not item.get_closest_marker("itsm")]


def soaking(item: pytest.Item) -> int:
    """0 for what does not; what is to be done first comes first."""
    name = item.nodeid.removeprefix("tests/")
    return next((place for place, soak in enumerate(SOAK, 1) if name.startswith(soak)), 0)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    until = os.environ.get(SOAK_UNTIL)
    if until and time.time() > float(until) and soaking(item):
        pytest.skip("this machine is slow and the time for repetitions is over; `pytest tests/simulation` does all of them")


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: half a million objects that no search for garbage need look at."""
    gc.collect()
    gc.freeze()


class Golden:
    """Compares with a file below tests/golden; with --update-golden (or FIELDAPP_UPDATE_GOLDEN=1) writes it."""

    def __init__(self, update: bool) -> None:
        self.update = update

    def check(self, name: str, data: bytes | str) -> None:
        path = GOLDEN / name
        content = data.encode() if isinstance(data, str) else data
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        assert path.read_bytes() == content, f"{path} differs; see the change with --update-golden and git diff"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(request.config.getoption("--update-golden") or os.environ.get("FIELDAPP_UPDATE_GOLDEN") == "1")


@pytest.fixture(autouse=True)
def no_unexpected_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """An ERROR in the log fails the test unless the test took it out with `caplog.clear()`."""
    yield
    loud = [
        record for record in caplog.get_records("call") if record.levelno >= logging.ERROR and record.name.startswith("fieldapp")
    ]
    assert not loud, [record.getMessage() for record in loud]


@pytest.fixture(autouse=True)
def no_application_left_behind() -> Iterator[None]:
    """There is one application in a process, for good: a bare one, made by the program in a test without `qapp`, would end every
    test of screens after it in the same worker. Told where it was made."""
    yield
    core = sys.modules.get("PySide6.QtCore")
    app = core and core.QCoreApplication.instance()
    assert app is None or type(app).__name__ == "WatchedApplication", f"{app} was made here: the test needs the fixture qapp"


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """One for all tests of a process: whichever begins, there is no other for the rest."""
    from fieldapp.ui.getting_ready import imports_of_pages
    from tests.support.watchdog import WatchedApplication

    for _ in imports_of_pages():  # as in the program, where this happens while the person looks at the gate
        pass
    return WatchedApplication


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """With --holds: the longest events of the tests of screens (tests/support/watchdog.py)."""
    if not config.getoption("--holds"):
        return
    reports = [report for group in terminalreporter.stats.values() for report in group if hasattr(report, "user_properties")]
    found = {(str(words), report.nodeid) for report in reports for name, words in report.user_properties if name == "hold"}
    for words, test in sorted(found, reverse=True):
        terminalreporter.write_line(f"{words}  {test}")
