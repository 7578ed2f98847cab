"""The program with its window."""

from __future__ import annotations

import logging
from pathlib import Path

from fieldapp import __version__
from fieldapp.bootstrap.demo_access import DemoAccess
from fieldapp.bootstrap.gate import Gate
from fieldapp.bootstrap.settings_keeper import SettingsKeeper
from fieldapp.bootstrap.warm_up import warm_up
from fieldapp.clock import SystemClock
from fieldapp.ui.app import AppContext, run
from fieldapp.ui.i18n import language
from fieldapp.ui.order_pages import order_pages

log = logging.getLogger(__name__)


def open_window(folder: Path, *, gate: Gate | None = None) -> int:
    """Show the window on a data folder until it is closed; returns the exit code."""
    gate = gate or Gate(folder, SystemClock(), demo_of)
    try:
        return run(app_context(gate))
    finally:
        gate.close()


def app_context(gate: Gate) -> AppContext:
    """What the window is built from."""
    return AppContext(
        gate=gate,
        settings=SettingsKeeper(gate.folder),
        clock=SystemClock(),
        version=__version__,
        pages=order_pages,
        label_of=field_label,
        category_of=category_label,
        warm_up=warm_up,
    )


def field_label(field_id: str) -> str:
    """The form's own words for a field; the id where the newest form does not have it."""
    from fieldapp.services.shipped import FORM, shipped_catalog

    try:
        return shipped_catalog().latest(FORM).field(field_id).label.get(language())
    except KeyError:
        return field_id


def category_label(code: str) -> str:
    """The process profile's words for a category."""
    from fieldapp.services.shipped import shipped_profile

    return shipped_profile().label("category", code).get(language())


def demo_of(folder: Path) -> DemoAccess:
    from fieldapp.bootstrap.demo import start_demo

    return start_demo(folder)
