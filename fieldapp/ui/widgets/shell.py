"""The shell's own parts: navigation rail, top bar, the pill that says how sync stands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout

from fieldapp.ui import icons, theme
from fieldapp.ui.i18n import aside, tr
from fieldapp.ui.theme import Tone
from fieldapp.ui.vocabulary import Look
from fieldapp.ui.widgets.common import IconButton, SecondaryButton, Text
from fieldapp.ui.widgets.common.one_tap import OneTap

RAIL_WIDTH = 96
BAR_HEIGHT = 64
ROOMY = 74
"""Pixels of height a button of the rail takes where there is room."""


class RailButton(OneTap, QToolButton):
    """Icon above a word; the page in view is marked by ground, colour and weight. A number at its corner counts what waits."""

    def __init__(self, icon: str, words: str, shortcut: str) -> None:
        super().__init__()
        self.setObjectName("RailButton")
        self._icon_name, self._words, self._count = icon, words, 0
        self.setText(words)
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setIconSize(QSize(24, 24))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(words)
        if shortcut:
            self.setShortcut(QKeySequence(shortcut))
            self.setToolTip(aside(words, shortcut))
        self._draw_icon()

    def show_count(self, count: int) -> None:
        """0 shows nothing."""
        if count != self._count:
            self._count = count
            self.setAccessibleName(f"{self._words} {count}" if count else self._words)
            self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw_icon()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = str(self._count) if self._count < 100 else "99+"
        font = theme.font(11, bold=True)
        width = max(18.0, QFontMetricsF(font).horizontalAdvance(words) + 10)
        box = QRectF(self.width() / 2 + 4, 5, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(box, 9, 9)
        painter.setPen(theme.color("on_accent"))
        painter.setFont(font)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)

    def _draw_icon(self) -> None:
        self.setIcon(icons.icon(self._icon_name, theme.color("ink_muted"), checked=theme.color("accent_ink"), size=24))


class Rail(QFrame):
    """The pages of the program, from top to bottom."""

    def __init__(self, chosen: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("Rail")
        self.setFixedWidth(RAIL_WIDTH)
        self.setAccessibleName(tr("导航"))
        self._chosen = chosen
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.buttons: dict[str, RailButton] = {}
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(6, 12, 6, 12)
        column.setSpacing(0)
        self._top, self._bottom = QVBoxLayout(), QVBoxLayout()
        for part in (self._top, self._bottom):
            part.setSpacing(6)
        column.addLayout(self._top)
        column.addStretch(1)
        column.addLayout(self._bottom)

    def add(self, key: str, icon: str, words: str, shortcut: str, *, at_end: bool = False) -> None:
        """One more page; `at_end` puts it at the bottom."""
        button = RailButton(icon, words, shortcut)
        button.clicked.connect(lambda _checked=False: self._chosen(key))
        self._group.addButton(button)
        self.buttons[key] = button
        (self._bottom if at_end else self._top).addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low window the buttons are lower, and still as high as a finger."""
        super().resizeEvent(event)
        low = self.height() < len(self.buttons) * ROOMY
        for button in self.buttons.values():
            if bool(button.property("low")) is not low:
                button.setProperty("low", low)
                button.style().unpolish(button)
                button.style().polish(button)
        for part in (self._top, self._bottom):
            part.setSpacing(0 if low else 6)
        edge = 8 if low else 12  # the pixels between are those that cut the last word
        self._column.setContentsMargins(6, edge, 6, edge)

    def mark(self, key: str) -> None:
        """Show which page is in view; none of them for an order or a PDF."""
        for name, button in self.buttons.items():
            button.setChecked(name == key)


class SyncPill(OneTap, QAbstractButton):
    """Connection and waiting work in words; a click leads to the sync centre."""

    def __init__(self, on_click: Callable[[], object]) -> None:
        super().__init__()
        self._look = Look("", "cloud-up", Tone.NEUTRAL)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(tr("查看同步情况"))
        self.clicked.connect(lambda _checked=False: on_click())

    @property
    def look(self) -> Look:
        return self._look

    def show_look(self, look: Look) -> None:
        self._look = look
        self.setAccessibleName(tr("同步：{words}", words=look.word))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(theme.font(bold=True)).horizontalAdvance(self._look.word)
        return QSize(round(words) + 16 + 20 + 8 + 18, theme.TOUCH)

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(chosen.tone_ink(self._look.tone))
        if self.hasFocus():
            painter.setPen(QPen(QColor(chosen.focus), chosen.focus_width))
        elif chosen.border_width > 1 or self.underMouse():
            painter.setPen(QPen(ink, chosen.border_width))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(chosen.tone_soft(self._look.tone)))
        edge = painter.pen().widthF() / 2 if self.hasFocus() else 1
        painter.drawRoundedRect(self.rect().toRectF().adjusted(edge, edge, -edge, -edge), 22, 22)
        icons.paint(painter, self._look.icon, QRectF(16, (self.height() - 20) / 2, 20, 20), ink)
        painter.setFont(theme.font(bold=True))
        painter.setPen(ink)
        metrics = QFontMetricsF(theme.font(bold=True))
        baseline = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(44, baseline), self._look.word)


class TopBar(QFrame):
    """Way back, title, the pill, sync now."""

    def __init__(self, *, back: Callable[[], object], sync_page: Callable[[], object], sync_now: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("TopBar")
        self.setFixedHeight(BAR_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAGE_MARGIN, 0, theme.PAGE_MARGIN, 0)
        row.setSpacing(12)
        self.back = IconButton("arrow-left", tr("返回（Alt+←）"), on_click=back)
        self.back.setShortcut(QKeySequence(QKeySequence.StandardKey.Back))
        self.title = Text("", "title")
        self.pill = SyncPill(sync_page)
        self.sync_now = SecondaryButton(tr("立即同步"), "sync", on_click=sync_now)
        self.sync_now.setShortcut(QKeySequence("F5"))
        self.sync_now.setToolTip(tr("立即同步（F5）"))
        row.addWidget(self.back)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.pill)
        row.addWidget(self.sync_now)

    def show_title(self, words: str, *, can_go_back: bool) -> None:
        self.title.setText(words)
        self.back.setVisible(can_go_back)
