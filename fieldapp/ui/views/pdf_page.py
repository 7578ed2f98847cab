"""The PDF page: the pages themselves, the state of the seal in words, save, print, search."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QKeySequence, QPainter, QPalette, QResizeEvent, QShortcut
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import tr
from fieldapp.ui.messages import Words
from fieldapp.ui.navigation import Navigator
from fieldapp.ui.theme import Tone
from fieldapp.ui.viewmodels.pdf_preview import PdfModel, PdfState, SealWords, Stage
from fieldapp.ui.views.pdf_check_panel import CheckPanel
from fieldapp.ui.vocabulary import Look
from fieldapp.ui.widgets.button_row import ButtonRow
from fieldapp.ui.widgets.common import (
    Badge,
    ElidedText,
    EmptyState,
    IconButton,
    InlineNotice,
    PrimaryButton,
    SecondaryButton,
    Text,
)
from fieldapp.ui.widgets.pdf_places import PdfPages, Place, is_rare, place_of, places_of, show_place
from fieldapp.ui.widgets.save_file import ask_where

ZOOM_STEP = 1.25
PRINT_DPI = 200
WIDEST = 960
"""A page is shown over the whole width, but no wider than this many logical pixels: beyond it one reads less, not better."""
MARGIN = 32
LOOKED_MS = 600
"""After the last key, until nothing found is said: the search goes from page to page in turns of its own."""


class PdfPage(QWidget):
    """A Page of the shell. QPdfView draws its pages in threads of its own."""

    def __init__(self, model: PdfModel, navigator: Navigator, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model, self._navigator, self._jobs = model, navigator, jobs
        # The view draws in a thread of its own, so it must end before the search and the document do, and the document before its
        # bytes. Qt deletes children in the order they were made.
        self._stack = QStackedWidget(self)
        self.view = PdfPages(self._found_on, self._stack)
        self.search_model = QPdfSearchModel(self)
        self.document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setProperty("reads", True)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(tr("PDF 页面"))
        self.search_model.setDocument(self.document)
        self.notice, self.codes = InlineNotice(), CheckPanel()
        self.codes.closed.connect(self._toggle_check)
        self.badge = Badge(Look(tr("正在打开…"), "pdf", Tone.NEUTRAL))
        self._more = ElidedText("", "muted")
        self._wait = EmptyState("pdf", tr("正在准备 PDF…"))
        self._failed = EmptyState(
            "warning", "", action=SecondaryButton(tr("重试"), "sync", on_click=model.retry), tone=Tone.WARNING
        )
        self._shown = b""
        self._by_itself = True
        self._places: tuple[Place, ...] = ()
        self._place = -1
        self._nothing = QTimer(self)
        self._nothing.setSingleShot(True)
        self._nothing.setInterval(LOOKED_MS)
        self._nothing.timeout.connect(self._say_nothing_found)
        self._lay_out()
        self.search_model.countChanged.connect(self._show_found)
        model.changed.connect(self.apply)
        for keys, run in (
            (QKeySequence.StandardKey.Find, self.search.setFocus),
            (QKeySequence.StandardKey.FindNext, self.next_hit),
            (QKeySequence.StandardKey.FindPrevious, lambda: self.next_hit(-1)),
            (QKeySequence.StandardKey.ZoomIn, lambda: self.zoom(ZOOM_STEP)),
            (QKeySequence.StandardKey.ZoomOut, lambda: self.zoom(1 / ZOOM_STEP)),
            (QKeySequence.StandardKey.Print, self.print_pages),
            (QKeySequence.StandardKey.Save, self.save_as),
        ):
            QShortcut(QKeySequence(keys), self, run)

    def enter(self, argument: str) -> None:
        self._by_itself = True
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.model.open(argument)

    def leave(self) -> bool:
        return True

    def apply(self, state: PdfState) -> None:
        places = {Stage.LOADING: 0, Stage.READY: 1, Stage.FAILED: 2}
        if state.data != self._shown:
            self._load(state.data)
        self._stack.setCurrentIndex(places[state.stage])
        if state.failure is not None:
            self._failed.show_words("warning", state.failure.what, state.failure.todo, Tone.WARNING)
        self._show_seal(state.seal)
        for button in (self.save, self.print):
            button.setEnabled(state.stage is Stage.READY)
        self.check.setVisible(state.check is not None)
        if state.check is None:
            self.codes.hide()
        else:
            self.codes.show_code(state.check)
        self._show_place()
        if state.message is not None:
            folder = ((tr("打开所在文件夹"), lambda: open_folder(state.saved)),) if state.saved else ()
            self.notice.say_words(Tone.SUCCESS if state.saved else Tone.DANGER, state.message, actions=folder)
        else:
            self.notice.hide()

    def _toggle_check(self) -> None:
        self.codes.setVisible(self.codes.isHidden())
        self._choose_zoom()

    def _show_place(self, _page: int = 0) -> None:
        pages = self.document.pageCount()
        self.place.setText(tr("{page} / {pages} 页", page=self.view.pageNavigator().currentPage() + 1, pages=pages))
        self.place.setVisible(pages > 0)

    def zoom(self, factor: float) -> None:
        """Larger or smaller pages."""
        self._by_itself = False
        if self.view.zoomMode() != QPdfView.ZoomMode.Custom:
            page = self.document.pagePointSize(0).width() * self.logicalDpiX() / 72
            self.view.setZoomFactor(max(0.2, (self.view.viewport().width() - 12) / page) if page else 1.0)
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(max(0.25, min(6.0, self.view.zoomFactor() * factor)))

    def fit(self) -> None:
        self._by_itself = False
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_zoom()

    def _choose_zoom(self) -> None:
        """Until a person chooses: the whole width, within what reads well."""
        if not self._by_itself or not self.document.pageCount():
            return
        page = self.document.pagePointSize(0).width() * self.logicalDpiX() / 72
        room = self.width() - (0 if self.codes.isHidden() else self.codes.width())
        if room - MARGIN <= WIDEST or not page:
            self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        else:
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
            self.view.setZoomFactor(WIDEST / page)

    def look_for(self, text: str) -> None:
        rare = is_rare(text)
        self._places, self._place = places_of(self.document, text) if rare else (), -1
        self.view.current = None
        self.search_model.setSearchString("" if rare else text)
        self._show_found()

    def next_hit(self, step: int = 1) -> None:
        """To the next place where the searched words stand, or (-1) to the one before; begins again after the last."""
        count = self._hits()
        if not count:
            return
        self._place = (self._place + step) % count if self._place >= 0 or step > 0 else count - 1
        place = self._places[self._place] if self._places else place_of(self.search_model.resultAtIndex(self._place))
        self.view.current = place
        show_place(self.view, place)
        self._show_found()

    def _found_on(self, page: int) -> Iterable[Place]:
        """What is to be marked there."""
        if self._places:
            return (place for place in self._places if place.page == page)
        return map(place_of, self.search_model.resultsOnPage(page))

    def _hits(self) -> int:
        return len(self._places) or self.search_model.rowCount(self.search_model.index(-1, 0))

    def _show_found(self) -> None:
        """Which of how many; that there is none, only when the search has had time to look."""
        count, text = self._hits(), self.search.text()
        if not text or not count:
            self.found.setText("")
            self._nothing.start() if text else self._nothing.stop()
        else:
            self._nothing.stop()
            self.found.setText(f"{self._place + 1} / {count}" if self._place >= 0 else tr("{n} 处", n=count))
        self.found.setVisible(bool(self.found.text()))
        self.view.viewport().update()
        self._bar.fit()

    def _end_search(self) -> None:
        self.search.clear()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_nothing_found(self) -> None:
        self.found.setText(tr("没有找到"))
        self.found.show()
        self._bar.fit()

    def save_as(self) -> None:
        path = ask_where(self, tr("另存为"), self.model.state.name, "PDF (*.pdf)") if self.save.isEnabled() else None
        if path is not None:
            self.model.save_as(path)

    def print_pages(self) -> None:
        """Ask for the printer, then draw one page after the other, each rendered in a job."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if self.document.pageCount() and QPrintDialog(printer, self).exec():
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        painter = QPainter()
        data, pages = self.model.state.data, self.document.pageCount()

        def failed(_error: object = None) -> None:
            painter.end()
            self.notice.say_words(Tone.DANGER, Words(tr("打印没有成功。"), "", tr("请检查打印机后再试。")))

        def draw(number: int, image: QImage) -> None:
            if number and not printer.newPage():
                failed()
                return
            area = painter.viewport()
            size = image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(area.adjusted(0, 0, size.width() - area.width(), size.height() - area.height()), image)
            if number + 1 < pages:
                go_on(number + 1)
            else:
                painter.end()

        def go_on(number: int) -> None:
            work = partial(rendered_page, data, number, PRINT_DPI)
            self._jobs.submit(work, lambda image: draw(number, image), failed, lane="print")

        if painter.begin(printer):
            go_on(0)
        else:
            failed()

    def _load(self, data: bytes) -> None:
        """QPdfDocument reads from the buffer for as long as it shows it."""
        self._shown = data
        ground = self.view.palette()
        ground.setColor(QPalette.ColorRole.Dark, theme.color("neutral_soft"))  # what lies around the pages
        self.view.setPalette(ground)
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        if data:
            self.document.load(self._buffer)
            self._choose_zoom()

    def _show_seal(self, seal: SealWords | None) -> None:
        self.badge.setVisible(seal is not None)
        self._more.setText(seal.more if seal else "")
        if seal is not None:
            self.badge.show_look(Look(seal.words, seal.icon, seal.tone))
        self._bar.fit()

    def _lay_out(self) -> None:
        self._bar = bar = ButtonRow()
        bar.setObjectName("OrderHeader")
        row = bar.row
        row.setContentsMargins(20, 10, 20, 10)
        row.addWidget(self.badge)
        row.addWidget(self._more, 1)
        self.place = Text("", "muted")
        self.view.pageNavigator().currentPageChanged.connect(self._show_place)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("在 PDF 中查找"))
        self.search.setAccessibleName(tr("在 PDF 中查找"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(220)
        self.search.textChanged.connect(self.look_for)
        self.search.setToolTip(tr("回车或 F3 到下一处，Shift+F3 到上一处"))
        self.search.returnPressed.connect(self.next_hit)
        QShortcut(QKeySequence("Escape"), self.search, self._end_search, context=Qt.ShortcutContext.WidgetShortcut)
        self.found = Text("", "muted")
        self.found.hide()
        row.addWidget(self.found)  # before the field, which does not move when there is something to say
        row.addWidget(self.search, 3)  # as wide as it gets, whatever is said beside it
        row.addWidget(self.place)
        for icon, words, run in (
            ("zoom-out", tr("缩小"), lambda: self.zoom(1 / ZOOM_STEP)),
            ("zoom-in", tr("放大"), lambda: self.zoom(ZOOM_STEP)),
            ("fit", tr("适合宽度"), self.fit),
        ):
            row.addWidget(IconButton(icon, words, on_click=run))
        self.check = IconButton("qr", tr("给客户的校验码"), on_click=self._toggle_check)
        self.check.hide()
        row.addWidget(self.check)
        self.print = SecondaryButton(tr("打印"), "printer", on_click=self.print_pages)
        self.save = PrimaryButton(tr("另存为"), "download", on_click=self.save_as)
        row.addWidget(self.print)
        row.addWidget(self.save)
        bar.give_way(self.print, self.save)
        for part in (self._wait, self.view, self._failed):
            self._stack.addWidget(part)
        notices = QVBoxLayout()
        notices.setContentsMargins(20, 8, 20, 0)
        notices.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(notices)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._stack, 1)
        body.addWidget(self.codes)
        column.addLayout(body, 1)


def rendered_page(data: bytes, number: int, dpi: int) -> QImage:
    """One page as a picture; in a job, with a document of its own."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    points = document.pagePointSize(number)
    page = document.render(number, QSize(round(points.width() / 72 * dpi), round(points.height() / 72 * dpi)))
    document.close()
    paper = QImage(page.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, page)
    painter.end()
    return paper


def open_folder(path: Path | None) -> None:
    if path is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
