"""Where words stand in a PDF, and the pages with these places marked.

Qt's own search compares halves of a character beyond U+FFFF with whole ones and finds none (Qt 6.8 with 32-bit wide characters);
the text of the pages is right, so it is looked through here. And Qt's own view lays a pale blue over what was found, which takes
half the contrast of the words, and frames the place it has come to in cyan, which nobody sees on paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtPdf import QPdfDocument, QPdfLink
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

FOUND, CURRENT, CURRENT_WIDTH = QColor("#ffe38a"), QColor("#8a0000"), 3
"""The ground of what was found and the frame of the one that it has come to: paper is white in every theme."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page, from 0, and where on it the words stand, in points."""

    page: int
    areas: tuple[QRectF, ...]

    @property
    def top(self) -> float:
        return self.areas[0].top() if self.areas else 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the view has a page, and how large a point is there."""

    page: int
    box: QRectF
    scale: float


class PdfPages(QPdfView):
    """The pages of a document. `found`: the places to be marked on a page."""

    def __init__(self, found: Callable[[int], Iterable[Place]], parent: QWidget) -> None:
        super().__init__(parent)
        self._found = found
        self.current: Place | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        seen = QRectF(self.viewport().rect()).translated(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        painter = QPainter(self.viewport())
        painter.translate(-seen.topLeft())
        for frame in frames(self):
            if frame.box.intersects(seen):
                self._mark(painter, frame)
        painter.end()

    def _mark(self, painter: QPainter, frame: Frame) -> None:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)  # the words stay as dark as they are
        for place in self._found(frame.page):
            for area in place.areas:
                painter.fillRect(_on_screen(area, frame), FOUND)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if self.current is not None and self.current.page == frame.page:
            painter.setPen(QPen(CURRENT, CURRENT_WIDTH))
            for area in self.current.areas:
                painter.drawRect(_on_screen(area, frame).adjusted(-3, -3, 3, 3))


def _on_screen(area: QRectF, frame: Frame) -> QRectF:
    return QRectF(frame.box.topLeft() + area.topLeft() * frame.scale, area.size() * frame.scale)


def is_rare(text: str) -> bool:
    """Whether Qt's search would miss it."""
    return any(ord(char) > 0xFFFF for char in text)


def place_of(hit: QPdfLink) -> Place:
    """A place that Qt's search has found."""
    return Place(hit.page(), tuple(hit.rectangles()))


def places_of(document: QPdfDocument, text: str) -> tuple[Place, ...]:
    """Every place of `text`, capital or small, page by page."""
    wanted, found = text.casefold(), []
    for page in range(document.pageCount()):
        said = document.getAllText(page).text().casefold()
        at = said.find(wanted)
        while at >= 0:
            area = document.getSelectionAtIndex(page, at, len(wanted))
            found.append(Place(page, (area.boundingRectangle(),) if area.isValid() else ()))
            at = said.find(wanted, at + len(wanted))
    return tuple(found)


def frames(view: QPdfView) -> Iterator[Frame]:
    """Where the view puts each page, in its own way of laying out many: it does not tell."""
    document, margins = view.document(), view.documentMargins()
    dots = QGuiApplication.primaryScreen().logicalDotsPerInch() / 72
    width = view.viewport().width()
    fitted = view.zoomMode() == QPdfView.ZoomMode.FitToWidth
    sizes = []
    for page in range(document.pageCount()):
        points = document.pagePointSize(page)
        whole = (points * dots).toSize()
        factor = (width - margins.left() - margins.right()) / max(1, whole.width())
        sizes.append(whole * factor if fitted else (points * (dots * view.zoomFactor())).toSize())
    widest = max((size.width() for size in sizes), default=0) + margins.left() + margins.right()
    y = margins.top()
    for page, size in enumerate(sizes):
        x = (max(widest, width) - size.width()) // 2
        points = document.pagePointSize(page)
        yield Frame(page, QRectF(QPointF(x, y), size.toSizeF()), size.width() / points.width() if points.width() else 1.0)
        y += size.height() + view.pageSpacing()


def show_place(view: QPdfView, place: Place) -> None:
    """Bring it into view: the view itself only goes to the top of the page."""
    view.pageNavigator().jump(place.page, place.areas[0].topLeft() if place.areas else QPointF(), 0)
    for frame in frames(view):
        if frame.page == place.page:
            view.verticalScrollBar().setValue(round(frame.box.top() + place.top * frame.scale) - view.viewport().height() // 3)
