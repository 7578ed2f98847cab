"""归档与验证 bound to its view models: as a page of the shell, and in a window of its own that needs no login."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.i18n import tr
from fieldapp.ui.services import DocumentTools
from fieldapp.ui.viewmodels.archive_page import ArchiveViewModel
from fieldapp.ui.viewmodels.verifying import VerifyViewModel
from fieldapp.ui.views.documents_page import DocumentsPage
from fieldapp.ui.widgets.focus_order import put_in_order


def documents_page(tools: DocumentTools, jobs: Jobs) -> DocumentsPage:
    """The page; it owns its view models."""
    verifying = VerifyViewModel(jobs, tools.trust, tools.clock)
    archiving = ArchiveViewModel(jobs, tools, verifying.trust_pems)
    return DocumentsPage(verifying, archiving, tools)


class DocumentsWindow(QMainWindow):
    """The page alone. With `jobs` of its own they end with the window."""

    def __init__(self, tools: DocumentTools, files: Sequence[Path] = (), closed: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self._jobs, self._closed = Jobs(parent=self), closed
        self.setWindowTitle(tr("归档与验证 · 现场工单"))
        self.resize(1200, 768)
        self.setMinimumSize(800, 560)
        self.page = documents_page(tools, self._jobs)
        self.setCentralWidget(self.page)
        self.page.enter("")
        self.page.verify_files(files)

    @property
    def jobs(self) -> Jobs:
        return self._jobs

    def focusNextPrevChild(self, forward: bool) -> bool:
        put_in_order(self.page)
        return super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.page.stop()
        self._jobs.close()
        self._closed()
        super().closeEvent(event)
