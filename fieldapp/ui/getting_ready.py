"""What is imported and touched for the first time while the person types or reads, in pieces short enough for a turn of the event
loop; True after each."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QScrollArea

from fieldapp.ui import icons, theme

if TYPE_CHECKING:
    from fieldapp.ui.services import Queries

_finished = False


def finishing_touches() -> Iterator[bool]:
    """What of the looks the first question does not show; once a process."""
    global _finished
    if _finished:
        return
    _finished = True
    QApplication.setWindowIcon(icons.program_icon())
    yield True
    theme.load_rare_characters()
    for window in QApplication.topLevelWidgets():
        window.update()  # a new font throws away all shapes of glyphs: they are made again now, not when an answer is awaited
    yield True


OF_PAGES = (
    "store.records",
    "services.overview",
    "ui.delegates.order_card",
    "ui.services",
    "ui.messages",
    "ui.viewmodels.orders_list",
    "ui.views.view_picker",
    "ui.views.orders",
    "ui.background.sync_runner",
    "ui.viewmodels.calls",
    "ui.viewmodels.today",
    "ui.views.today_parts",
    "ui.views.today",
    "ui.viewmodels.diagnosis",
    "ui.viewmodels.full_backup",
    "ui.viewmodels.preferences",
    "ui.viewmodels.sync_centre",
    "ui.views.diagnosis_card",
    "ui.views.preferences",
    "ui.views.sync_centre",
    "ui.rail_pages",
    "ui.shell",
    "ui.pages",
    "ui.background.sleep_watch",
    "ui.herald",
    "ui.leaving",
    "ui.lock",
    "ui.news",
)
"""What `Desk` imports, a few milliseconds each."""


def imports_of_pages() -> Iterator[bool]:
    """What stands between the answer and the pages."""
    yield from _imported(OF_PAGES)


def first_uses() -> Iterator[bool]:
    """What brings enumerations of Qt's with it when it is used for the first time, dearer than the use."""
    QScrollArea().viewport()
    yield True
    ground = QPixmap(1, 1)
    QPainter(ground).fillRect(ground.rect(), theme.color("window"))
    yield True


def first_search(queries: Queries) -> None:
    """Statements are put together and the indexes' own tables read when a search is asked for the first time: in each of the
    ways in which one is answered. For a job."""
    from fieldapp.store.records import OrderFilter, Sort

    rows = queries.first_rows(OrderFilter(), Sort.DUE, 1, lambda: False)
    for text in ("1", "dan", *(words for row in rows for words in (row.number, row.customer[:2]))):
        queries.first_rows(OrderFilter(text=text), Sort.DUE, 1, lambda: False)


OF_AN_ORDER = (
    "ui.widgets.fields.base",
    "ui.widgets.fields.choice",
    "ui.widgets.fields.files",
    "ui.widgets.fields.moments",
    "ui.widgets.fields.table",
    "ui.widgets.fields.registry",
    "ui.viewmodels.form_state",
    "ui.viewmodels.timeline",
    "ui.viewmodels.order_history",
    "ui.viewmodels.order_state",
    "ui.viewmodels.order_files",
    "ui.viewmodels.edited_page",
    "ui.viewmodels.order_page",
    "ui.views.order_coach",
    "ui.views.order_panels",
    "ui.views.order_side",
    "ui.views.photo_editor",
    "ui.views.order_page",
    "ui.views.order_ahead",
)
"""A few milliseconds each."""


def imports_of_an_order() -> Iterator[bool]:
    """What the first opened order would wait for: while a passphrase is typed, after all that the pages need; else after the
    first look at them."""
    yield from _imported(OF_AN_ORDER)


def _imported(names: Sequence[str]) -> Iterator[bool]:
    for name in (f"fieldapp.{name}" for name in names):
        if name not in sys.modules:
            import_module(name)
            yield True
