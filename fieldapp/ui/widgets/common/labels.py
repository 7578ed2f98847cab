"""Words in their roles: page titles, section titles, captions, errors, text that elides instead of overflowing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from fieldapp.ui import icons, theme
from fieldapp.ui.theme import Tone
from fieldapp.ui.where import place_words


class Text(QLabel):
    """Plain words. `role`: body | caption | muted | strong | section | title | display | error."""

    def __init__(self, text: str = "", role: str = "body", *, wrap: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap)

    def set_tone(self, tone: Tone | None) -> None:
        """Colour the words (an icon or the words themselves must say the same)."""
        named = tone.value if tone else ""
        if (self.property("tone") or "") == named:
            return  # a polish lays the whole page out again
        self.setProperty("tone", named)
        self.style().unpolish(self)
        self.style().polish(self)


class SectionTitle(Text):
    """The title of a card or section."""

    def __init__(self, text: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(text, "section", parent=parent)


class ElidedText(Text):
    """One line that ends in … when the room is short; the whole text is the tool tip."""

    elide = Qt.TextElideMode.ElideRight

    def __init__(self, text: str = "", role: str = "body", *, parent: QWidget | None = None) -> None:
        super().__init__(text, role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        self.setToolTip(self.text() if self._words() != self.text() else "")

    def _words(self) -> str:
        return self.fontMetrics().elidedText(self.text(), self.elide, self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        words = self._words()
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), words)


class PlaceText(ElidedText):
    """A folder or file: its beginning and its end are seen where the room is short; the whole path is the tool tip."""

    elide = Qt.TextElideMode.ElideMiddle

    def __init__(self, role: str = "body") -> None:
        self._whole = ""
        super().__init__("", role)

    def show_place(self, path: str) -> None:
        self._whole = path
        self.setText(place_words(path) if path else "")

    def _tell(self) -> None:
        self.setToolTip(self._whole if self._words() != self._whole else "")


class Icon(QWidget):
    """One icon in a tone of the theme."""

    def __init__(self, name: str, tone: Tone | None = None, size: int = icons.SIZE, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._tone = name, tone
        self.setFixedSize(size, size)

    def show_icon(self, name: str, tone: Tone | None = None) -> None:
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icons.paint(painter, self._name, self.rect().toRectF(), chosen.tone_ink(self._tone) if self._tone else chosen.ink_muted)


class IconText(QWidget):
    """Icon and words on one line."""

    def __init__(self, icon: str, text: str, *, role: str = "muted", tone: Tone | None = None, elide: bool = False) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._icon = Icon(icon, tone, 18)
        self.label = ElidedText(text, role) if elide else Text(text, role)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1 if elide else 0)
        self.label.set_tone(tone)

    def show_text(self, icon: str, text: str, tone: Tone | None = None) -> None:
        self._icon.show_icon(icon, tone)
        self.label.setText(text)
        self.label.set_tone(tone)
