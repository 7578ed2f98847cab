"""Where words with rare characters stand in a PDF. Qt's own search compares halves of a character beyond U+FFFF with whole ones
and finds none (Qt 6.8 with 32-bit wide characters); the text of the pages is right, so it is looked through here.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView


@dataclass(frozen=True, slots=True)
class Place:
    """A page, from 0, and the upper left corner of the words on it in points."""

    page: int
    location: QPointF


def is_rare(text: str) -> bool:
    """Whether Qt's search would miss it."""
    return any(ord(char) > 0xFFFF for char in text)


def places_of(document: QPdfDocument, text: str) -> tuple[Place, ...]:
    """Every place of `text`, capital or small, page by page."""
    wanted, found = text.casefold(), []
    for page in range(document.pageCount()):
        said = document.getAllText(page).text().casefold()
        at = said.find(wanted)
        while at >= 0:
            area = document.getSelectionAtIndex(page, at, len(wanted))
            found.append(Place(page, area.boundingRectangle().topLeft() if area.isValid() else QPointF()))
            at = said.find(wanted, at + len(wanted))
    return tuple(found)


def show_place(view: QPdfView, place: Place) -> None:
    """Bring it into view: the view itself only goes to the top of the page."""
    view.pageNavigator().jump(place.page, place.location, 0)
    document, margins = view.document(), view.documentMargins()
    dots = QGuiApplication.primaryScreen().logicalDotsPerInch() / 72
    room = view.viewport().width() - margins.left() - margins.right()
    fitted = view.zoomMode() == QPdfView.ZoomMode.FitToWidth
    y = float(margins.top())
    for page in range(place.page + 1):
        points = document.pagePointSize(page)
        scale = room / points.width() if fitted else dots * view.zoomFactor()
        if page < place.page:
            y += points.height() * scale + view.pageSpacing()
        else:
            y += place.location.y() * scale
    view.verticalScrollBar().setValue(round(y) - view.viewport().height() // 3)
