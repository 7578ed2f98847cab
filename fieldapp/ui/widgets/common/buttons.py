"""Buttons and chips: one height, one radius, icons that follow the theme."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from fieldapp.ui import icons, theme
from fieldapp.ui.widgets.common.one_tap import OneTap

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

ICON_GAP = 4
"""Added to the 4 px that Qt leaves between icon and words."""
RING, RING_AT = 2, 4
"""How thick the ring inside a focused primary button is, and where its middle runs."""


class Button(OneTap, QPushButton):
    """A push button whose icon takes its colour from the theme in force. `kind`: primary | secondary | danger | ghost."""

    kind = "secondary"

    def __init__(
        self, text: str, icon: str | None = None, *, on_click: Callable[[], object] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._icon_name = icon
        self._drawn: QIcon | None = None
        self.setProperty("kind", self.kind)
        self.setAccessibleName(text)
        self.setIconSize(QSize(icons.SIZE + ICON_GAP, icons.SIZE))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())
        self._draw_icon()

    def set_icon(self, name: str | None) -> None:
        self._icon_name = name
        self._draw_icon()

    def set_kind(self, kind: str) -> None:
        """A primary button steps back to "secondary" while something nearer asks for the next step."""
        if kind != self.kind:
            self.kind = kind
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
            self._draw_icon()

    def set_words(self, text: str) -> None:
        """New words, for the eye and for the screen reader."""
        self.setText(text)
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A primary button has the colour of the ring: it gets a second one inside. The style sheet's outline would stand around
        its words."""
        super().paintEvent(event)
        if self.kind == "primary" and self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("on_accent"), RING))
            inside = theme.RADIUS - RING_AT
            painter.drawRoundedRect(self.rect().toRectF().adjusted(RING_AT, RING_AT, -RING_AT, -RING_AT), inside, inside)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw_icon()

    def _draw_icon(self) -> None:
        if self._icon_name is None:
            return
        ink = {"primary": "on_accent", "danger": "danger_ink", "ghost": "accent_ink"}.get(self.kind, "ink")
        made = icons.icon(self._icon_name, getattr(theme.tokens(), ink), gap=ICON_GAP)
        if made is not self._drawn:  # an icon lays the button out anew
            self._drawn = made
            self.setIcon(made)


class PrimaryButton(Button):
    """The one next action of a screen. `large` for the customer's and the unlock screens."""

    kind = "primary"

    def __init__(
        self,
        text: str,
        icon: str | None = None,
        *,
        large: bool = False,
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, icon, on_click=on_click, parent=parent)
        if large:
            self.setProperty("large", True)


class SecondaryButton(Button):
    """Any other action."""


class DangerButton(Button):
    """An action that gives something up (decline, discard)."""

    kind = "danger"


class GhostButton(Button):
    """A quiet action inside text or a card. `flush`: "left" or "right" where its words must stand at that edge of the card."""

    kind = "ghost"

    def __init__(
        self,
        text: str,
        icon: str | None = None,
        *,
        flush: str = "",
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, icon, on_click=on_click, parent=parent)
        self.setProperty("flush", flush)


class IconButton(OneTap, QToolButton):
    """A square button with an icon only; its words are the tool tip and the screen reader's name."""

    def __init__(
        self, icon: str, words: str, *, on_click: Callable[[], object] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._drawn: QIcon | None = None
        self.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_words(words)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())
        self._draw_icon()

    def set_words(self, words: str) -> None:
        self.setToolTip(words)
        self.setAccessibleName(words)

    def set_icon(self, name: str) -> None:
        self._icon_name = name
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw_icon()

    def _draw_icon(self) -> None:
        made = icons.icon(self._icon_name, checked=theme.tokens().accent_ink)
        if made is not self._drawn:
            self._drawn = made
            self.setIcon(made)


class Chip(OneTap, QPushButton):
    """A filter that is on or off."""

    def __init__(self, text: str, *, on_toggle: Callable[[bool], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName("Chip")
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if on_toggle is not None:
            self.toggled.connect(on_toggle)

    def sizeHint(self) -> QSize:
        """With room for the bold words of a filter that is on: its neighbours stay where they are, nothing is cut."""
        size = super().sizeHint()
        return QSize(max(theme.TOUCH, size.width() + bolder(self)), size.height())


def bolder(button: QPushButton) -> int:
    """How many pixels more the words of a button take when they are bold because it is chosen."""
    return _bolder(button.font().toString(), button.text())


@lru_cache(maxsize=512)
def _bolder(written: str, text: str) -> int:
    font = QFont()
    font.fromString(written)
    usual = QFontMetrics(font).horizontalAdvance(text)
    font.setWeight(QFont.Weight.DemiBold)
    return max(0, QFontMetrics(font).horizontalAdvance(text) - usual)
