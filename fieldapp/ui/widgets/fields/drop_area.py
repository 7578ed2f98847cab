"""Takes files from the file picker, from the clipboard and by dragging."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QWidget

from fieldapp.ui.i18n import labelled, tr
from fieldapp.ui.widgets.common import SecondaryButton, Text
from fieldapp.ui.widgets.fields.base import Offered, mark

_PASTED = "paste.png"


def offered_by(data: QMimeData) -> tuple[Offered, ...]:
    """The files, or the picture, that somebody dragged or copied."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if paths:
        return tuple(Offered(path.name, path) for path in paths)
    if data.hasImage():
        image = QImage(data.imageData())
        if not image.isNull():
            return (Offered(_PASTED, picture=image),)
    return ()


class DropArea(QFrame):
    """Buttons to add and to paste, and a surface to drop on. `offered` carries a tuple of Offered."""

    offered = Signal(object)

    def __init__(self, name: str, add_words: str, patterns: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("DropArea")
        self.setAcceptDrops(True)
        self._patterns = patterns
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        self.add_button = SecondaryButton(add_words, "plus", on_click=self._pick)
        self.add_button.setAccessibleName(labelled(name, add_words))
        self.paste_button = SecondaryButton(tr("粘贴"), "copy", on_click=self.paste)
        self.paste_button.setAccessibleName(tr("{label}：从剪贴板粘贴", label=name))
        row.addWidget(self.add_button)
        row.addWidget(self.paste_button)
        self.row = row
        row.addWidget(Text(tr("也可以把文件拖到这里"), "caption"), 1)

    def paste(self) -> None:
        self._offer(offered_by(QGuiApplication.clipboard().mimeData()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()
            mark(self, "over", True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        mark(self, "over", False)

    def dropEvent(self, event: QDropEvent) -> None:
        mark(self, "over", False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._offer(offered_by(event.mimeData()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
            return
        super().keyPressEvent(event)

    def _pick(self) -> None:
        names, _filter = QFileDialog.getOpenFileNames(self, self.add_button.text(), "", self._patterns)
        self._offer(tuple(Offered(Path(name).name, Path(name)) for name in names))

    def _offer(self, files: tuple[Offered, ...]) -> None:
        if files:
            self.offered.emit(files)
