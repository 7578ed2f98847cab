"""What the window is built from: gate, pages, and the words of fields and values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp import __version__
from fieldapp.bootstrap.gate import Gate
from fieldapp.bootstrap.settings_keeper import SettingsKeeper
from fieldapp.bootstrap.warm_up import PIECES
from fieldapp.clock import SystemClock
from fieldapp.ui.app import AppContext
from fieldapp.ui.i18n import language, tr

if TYPE_CHECKING:
    from fieldapp.bootstrap.demo_access import DemoAccess
    from fieldapp.domain.records import JSON
    from fieldapp.forms.schema import Field
    from fieldapp.ui.background.jobs import Jobs
    from fieldapp.ui.navigation import PageEntry
    from fieldapp.ui.services import DocumentTools, UiServices


def new_gate(folder: Path) -> Gate:
    """The way into a data folder, with the demo beside it."""
    return Gate(folder, SystemClock(), demo_of)


def app_context(gate: Gate) -> AppContext:
    """What the window is built from."""
    return AppContext(
        gate=gate,
        settings=SettingsKeeper(gate.folder),
        clock=SystemClock(),
        version=__version__,
        pages=pages_of_orders,
        label_of=field_label,
        words_of=value_words,
        category_of=category_label,
        categories=category_codes,
        documents=lambda: documents_of(gate.folder),
        warm_up=PIECES,
    )


def pages_of_orders(services: UiServices, jobs: Jobs) -> Sequence[PageEntry]:
    from fieldapp.ui.order_pages import order_pages

    return order_pages(services, jobs)


def documents_of(folder: Path) -> DocumentTools:
    """Imported when somebody asks for it: it brings archive and certificates with it."""
    from fieldapp.bootstrap.documents import document_tools

    return document_tools(folder)


def field_label(place: str) -> str:
    """The form's own words for a field or `field.column`; the id where the newest form does not have it."""
    from fieldapp.domain.conflicts import ORDER_COLUMN, STATE_FIELD

    if place == STATE_FIELD:
        return tr("状态")
    name, _, column = place.partition(".")
    try:
        field = shipped_field(name)
        label = field.label.get(language())
        named = column and column != ORDER_COLUMN
        return f"{label} · {field.column(column).label.get(language())}" if named else label
    except KeyError:
        return place


def shipped_field(name: str) -> Field:
    """A field by its id: the work order's, else that of the first kind of record that has it. Raises KeyError."""
    from fieldapp.domain import kinds
    from fieldapp.services.shipped import FORM, shipped_catalog

    for form in (FORM, *(kind.form for kind in kinds.every().values())):
        definition = shipped_catalog().latest(form)
        if name in definition:
            return definition.field(name)
    raise KeyError(name)


def value_words(place: str, value: JSON) -> str | None:
    """A value as the form says it; None for one that is empty, a whole row or rows, or of a field it does not have."""
    from fieldapp.forms.formats import Formatter

    name, _, column = place.partition(".")
    rows = isinstance(value, dict) or (isinstance(value, list) and any(isinstance(part, dict) for part in value))
    if rows or value in (None, "", []):
        return None
    try:
        field = shipped_field(name)
        return Formatter(language()).value(field.column(column) if column else field, value)
    except KeyError:
        return None


def category_label(code: str) -> str:
    """The process profile's words for a category."""
    from fieldapp.services.shipped import shipped_profile

    return shipped_profile().label("category", code).get(language())


def category_codes() -> tuple[str, ...]:
    """The categories of the process profile, in its order."""
    from fieldapp.services.shipped import shipped_profile

    return tuple(shipped_profile().categories)


def demo_of(folder: Path) -> DemoAccess:
    from fieldapp.bootstrap.demo import start_demo

    return start_demo(folder)
