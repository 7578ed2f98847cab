"""Qt objects that a test leaves behind are destroyed on the GUI thread, before anything else runs in this process; what keeps
that thread busy fails its test (tests/support/watchdog.py)."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from itertools import count

import pytest
from PySide6.QtWidgets import QApplication

from fieldapp.ui import app, theme
from tests.support.watchdog import WatchedApplication, end_pdf_views

EVERY = 8
"""A full search takes long: not after each of hundreds of tests."""

_tests = count(1)


@pytest.fixture(autouse=True, scope="session")
def nothing_begins_later() -> None:
    """Tests wait for jobs, not for time: what begins by itself after the first page begins with it."""
    app.LATER_MS = 0


@pytest.fixture(autouse=True, scope="session")
def windows_come_and_go() -> None:
    """What a window's preparation passes over for as long as the process lives is garbage here, after the test."""
    app.freeze = lambda: None


@pytest.fixture(autouse=True, scope="module")
def automatic_collection_off() -> Iterator[None]:
    """What is there before a file's first test stays: the searches in between pass it over."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    if QApplication.instance() is not None:
        end_pdf_views()
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> None:
    """With our looks and fonts from the first test on, whichever it is: the system's search for Chinese letters is slow, and not
    ours to watch."""
    if qapp.property("themed") is None:
        theme.apply(qapp, "light")
        qapp.setProperty("themed", True)


@pytest.fixture(autouse=True)
def garbage_on_the_gui_thread() -> Iterator[None]:
    yield
    if QApplication.instance() is not None:
        end_pdf_views()
    gc.collect(2 if next(_tests) % EVERY == 0 else 1)


@pytest.fixture(autouse=True)
def gui_thread_is_free(request: pytest.FixtureRequest) -> Iterator[None]:
    """`@pytest.mark.holds_gui("why")` excuses a test."""
    watched = QApplication.instance()
    if not isinstance(watched, WatchedApplication):
        yield
        return
    if request.config.getoption("--holds"):
        watched.sample()
    watched.holds.clear()
    watched.long.clear()
    yield
    holds = [str(hold) for hold in watched.holds]
    request.node.user_properties += [("hold", hold.line) for hold in watched.long]
    if request.node.get_closest_marker("holds_gui") is None:
        assert not holds, holds
