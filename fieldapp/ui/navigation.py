"""What a page may ask of the shell, and how pages are registered: the shell knows no page by name but those of its rail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget


class Navigator(Protocol):
    """Handed to every page. Ids are order ids (or a record's), `sha256` names a sealed PDF in the blob store."""

    def open_order(self, order_id: str) -> None: ...

    def open_record(self, record_id: str) -> None: ...

    def open_customer_view(self, order_id: str) -> None: ...

    def open_pdf(self, sha256: str, order_id: str = "") -> None: ...

    def open_page(self, key: str, argument: str = "") -> None: ...

    def back(self) -> None:
        """To the page before this one; from the customer's view to its order."""


class Page(Protocol):
    """What the shell asks of a page's widget. Every method is optional in behaviour, none in form."""

    def enter(self, argument: str) -> None:
        """Called on each showing; `argument` is the order id or the sha256, empty for rail pages."""

    def leave(self) -> bool:
        """Called before another page is shown; save at once. False keeps the page (the customer's view without the PIN)."""


class Growing(Protocol):
    """A page that is built in steps while nobody waits for it."""

    def step(self) -> int:
        """Build a bit more; 0 when everything is there, else how many milliseconds to wait for the next."""

    def complete(self) -> None:
        """Build what is left, now."""


PageMaker = Callable[[Navigator], QWidget]
"""Makes the page's widget, which also is a Page, at its first showing."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One registered page. Rail pages have an icon; `chrome=False` hides rail and top bar (the
    customer's screen); `at_end` puts a rail page at the rail's bottom; `short` is the
    rail's word where the title is too long for it; `begin` makes a page that also is Growing, still empty."""

    key: str
    title: Callable[[], str]
    make: PageMaker
    icon: str = ""
    shortcut: str = ""
    chrome: bool = True
    at_end: bool = False
    short: Callable[[], str] | None = None
    begin: PageMaker | None = None


ORDER = "order"
UNFINISHED = "unfinished"
OVERDUE = "overdue"
"""Argument of the list: the orders still to be done, least time left first."""
RECORD = "record"
MAJOR = "major"
CUSTOMER = "customer"
PDF = "pdf"
TODAY = "today"
ORDERS = "orders"
INTAKE = "intake"
SYNC = "sync"
RECORDS = "records"
KNOWLEDGE = "knowledge"
DOCUMENTS = "documents"
REPORT = "report"
SETTINGS = "settings"
