"""归档与验证: two halves under two tabs; files may be dropped and pasted anywhere on the page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.services import DocumentTools
from fieldapp.ui.viewmodels.archive_page import ArchiveViewModel
from fieldapp.ui.viewmodels.verifying import VerifyViewModel
from fieldapp.ui.views.archive_view import ArchiveView
from fieldapp.ui.views.verify_view import VerifyView
from fieldapp.ui.widgets.incoming import paths_of

VERIFY, ARCHIVE = 0, 1


class DocumentsPage(QWidget):
    """A Page of the shell, and the whole content of the window of its own."""

    def __init__(self, verifying: VerifyViewModel, archiving: ArchiveViewModel, tools: DocumentTools) -> None:
        super().__init__()
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.verifying, self.archiving = verifying, archiving
        verifying.setParent(self)
        archiving.setParent(self)
        archiving.catalogue_changed.connect(verifying.know)
        self.verify = VerifyView(verifying)
        self.archive = ArchiveView(archiving, tools, self.verify_files)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("归档与验证"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab(tr("核验文件"))
        self.tabs.addTab(tr("档案"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.verify)
        self._stack.addWidget(self.archive)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.GRID, 0, 0)
        column.setSpacing(0)
        tabs = QVBoxLayout()
        tabs.setContentsMargins(theme.PAGE_MARGIN, 0, theme.PAGE_MARGIN, 0)
        tabs.addWidget(self.tabs)
        column.addLayout(tabs)
        column.addWidget(self._stack, 1)
        for number, keys in enumerate(("Alt+1", "Alt+2")):
            QShortcut(QKeySequence(keys), self, lambda tab=number: self.tabs.setCurrentIndex(tab))
            self.tabs.setTabToolTip(number, keys)

    def enter(self, argument: str) -> None:
        self.verify.start()
        self.archive.start()

    def leave(self) -> bool:
        """Work goes on in the background while another page is shown."""
        return True

    def stop(self) -> None:
        """The window closes: end what is under way between two files."""
        self.verifying.cancel()
        self.archiving.cancel()

    def verify_files(self, paths: Sequence[Path]) -> None:
        """Judge files in the first half."""
        self.tabs.setCurrentIndex(VERIFY)
        self.verify.offer(paths)

    def _half(self) -> VerifyView | ArchiveView:
        return self.verify if self.tabs.currentIndex() == VERIFY else self.archive

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._half().offer(paths_of(event.mimeData()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._half().paste_paths()
            return
        super().keyPressEvent(event)
