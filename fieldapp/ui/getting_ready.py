"""What is imported and touched for the first time while the person types or reads, in pieces short enough for a turn of the event
loop; True after each."""

from __future__ import annotations

from collections.abc import Iterator
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


def imports_of_pages() -> Iterator[bool]:
    """What `Desk.open` imports."""
    import fieldapp.store.records

    yield True
    import fieldapp.services.overview

    yield True
    import fieldapp.ui.views.orders

    yield True
    import fieldapp.ui.views.today

    yield True
    import fieldapp.ui.rail_pages

    yield True
    import fieldapp.ui.pages
    import fieldapp.ui.shell

    yield True
    import fieldapp.ui.background.sleep_watch
    import fieldapp.ui.herald
    import fieldapp.ui.leaving
    import fieldapp.ui.lock
    import fieldapp.ui.news  # noqa: F401

    yield True


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


def imports_of_an_order() -> Iterator[bool]:
    """What the first opened order would wait for: while a passphrase is typed, after all that the pages need; else after the
    first look at them."""
    import fieldapp.ui.widgets.fields

    yield True
    import fieldapp.ui.viewmodels.form_state

    yield True
    import fieldapp.ui.viewmodels.order_state

    yield True
    import fieldapp.ui.viewmodels.order_page

    yield True
    import fieldapp.ui.views.order_page  # noqa: F401

    yield True
