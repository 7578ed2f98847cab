"""What the wheel passes by: turning it over a page that scrolls must never change a choice."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSpinBox


class QuietComboBox(QComboBox):
    """Lets the wheel scroll the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class QuietSpinBox(QSpinBox):
    """Lets the wheel scroll the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
