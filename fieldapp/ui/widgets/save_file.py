"""Where a file is to go, asked in the desktop's own dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

_last = [""]
"""The folder of the last file, as long as the program runs."""


def ask_where(parent: QWidget, title: str, name: str, pattern: str) -> Path | None:
    """A name without an ending gets that of `name`, before the dialog asks whether to replace what is there. None: not now."""
    dialog = QFileDialog(parent, title, _folder(), pattern)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.selectFile(name)
    agreed = dialog.exec()
    chosen = dialog.selectedFiles()
    dialog.deleteLater()
    if not agreed or not chosen:
        return None
    path = Path(chosen[0])
    _last[0] = str(path.parent)
    return path


def _folder() -> str:
    usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return next((place for place in (_last[0], usual) if place and Path(place).is_dir()), str(Path.home()))
