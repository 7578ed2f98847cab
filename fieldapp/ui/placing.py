"""When things get their place in a window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent


def place_now() -> None:
    """Give everything its place at once, so that no frame is painted in which something stands where it does not belong."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
