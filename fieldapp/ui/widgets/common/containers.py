"""Surfaces: cards, lines, scrolling pages, notices in place, empty states."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from fieldapp.ui import theme
from fieldapp.ui.i18n import sentences, tr
from fieldapp.ui.placing import refilled
from fieldapp.ui.theme import Tone
from fieldapp.ui.widgets.common.buttons import Button, IconButton, SecondaryButton
from fieldapp.ui.widgets.common.labels import Icon, SectionTitle, Text
from fieldapp.ui.widgets.common.tone_dot import ToneDot

if TYPE_CHECKING:
    from fieldapp.ui.fault_words import Words

WIDEST = 16_777_215
"""Qt's own limit for a widget, i.e. as wide as there is room."""
DOT = 64


def clear_layout(layout: QLayout) -> None:
    """Take every widget and nested layout out of a layout and let go of it."""
    refilled(layout)
    while layout.count():
        item = layout.takeAt(0)
        widget = cast("QWidget | None", item.widget())
        nested = cast("QLayout | None", item.layout())
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif nested is not None:
            clear_layout(nested)


class Line(QFrame):
    """A thin horizontal line."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Line")


class Card(QFrame):
    """A raised surface; put content into `body`, extra controls of the title into `head`."""

    def __init__(self, title: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.GAP + 4, 12 if title else theme.GAP, theme.GAP + 4, theme.GAP + 4)
        outer.setSpacing(6)
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.GRID)
        self.title = SectionTitle(title)
        if title:
            self.head.addWidget(self.title)
            self.head.addStretch(1)
            self.head.addSpacerItem(QSpacerItem(0, theme.TOUCH))
            outer.addLayout(self.head)
            self.setAccessibleName(title)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        outer.addLayout(self.body)

    def set_tone(self, tone: Tone | None) -> None:
        self.setProperty("tone", tone.value if tone else "")
        self.style().unpolish(self)
        self.style().polish(self)


class InlineNotice(QFrame):
    """What would be a message box elsewhere: said in place, with an icon, actions and a way to put it away."""

    def __init__(self, *, closable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Notice")
        self._said: tuple[Tone, str, str] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 8, 10)
        row.setSpacing(12)
        self._icon = Icon("info", Tone.NEUTRAL, 22)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title, self._text = Text("", "strong", wrap=True), Text("", "body", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._text)
        self._actions = QHBoxLayout()
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addLayout(self._actions)
        self._close = IconButton("close", tr("关闭提示"), on_click=self.hide)
        row.addWidget(self._close)
        self._close.setVisible(closable)
        self.hide()

    def say(self, tone: Tone, title: str, text: str = "", *, actions: tuple[tuple[str, Callable[[], object]], ...] = ()) -> None:
        """Show the notice; each action is a pair of words and what to do."""
        said = (tone, title, text)
        if said == self._said and not actions and not self.isHidden():
            return
        self._said = said if not actions else None
        icon = {Tone.SUCCESS: "check-circle", Tone.WARNING: "warning", Tone.DANGER: "critical"}.get(tone, "info")
        self._icon.show_icon(icon, tone)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setProperty("tone", tone.value)
        clear_layout(self._actions)
        for words, run in actions:
            self._actions.addWidget(SecondaryButton(words, on_click=run))
        self.setAccessibleName(f"{title} {text}".strip())
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def say_words(self, tone: Tone, words: Words, *, actions: tuple[tuple[str, Callable[[], object]], ...] = ()) -> None:
        """Show a failure as `messages.explain` words it."""
        self.say(tone, words.what, sentences((words.safe, words.todo)), actions=actions)

    @property
    def words(self) -> str:
        return f"{self._title.text()} {self._text.text()}".strip()


class EmptyState(QWidget):
    """What a list shows when it has nothing: why, and what to do next."""

    def __init__(self, icon: str, title: str, text: str = "", *, action: Button | None = None, tone: Tone = Tone.NEUTRAL) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(8)
        column.addStretch(1)
        self._dot = ToneDot(icon, tone, DOT)
        self._title, self._text = SectionTitle(title), Text(text, "muted", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text)
        if action is not None:
            column.addSpacing(8)
            column.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the words and what to do next have the room; the picture gives way."""
        super().resizeEvent(event)
        column = cast("QVBoxLayout", self.layout())
        needs = column.totalHeightForWidth(self.width()) + (DOT + theme.GRID if self._dot.isHidden() else 0)
        self._dot.setVisible(needs <= self.height())

    def show_words(self, icon: str, title: str, text: str = "", tone: Tone = Tone.NEUTRAL) -> None:
        self._dot.show_tone(icon, tone)
        self._title.setText(title)
        self._text.setText(text)


class ScrollPage(QScrollArea):
    """A page that scrolls downwards, its column kept to a readable width; put content into `column`."""

    def __init__(self, *, width: int = theme.PAGE_WIDTH, margin: int = theme.PAGE_MARGIN) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # its menu scrolls as the bar does, and holds the whole program until it is closed
        self.verticalScrollBar().setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(margin, margin, margin, margin)
        row.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(width)
        row.addWidget(inner, 1000)
        row.addStretch(1)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.GAP)
        self.setWidget(holder)


class GivingWay(ScrollPage):
    """As high as what is in it where there is room, and scrolled where there is not."""

    def __init__(self) -> None:
        super().__init__(width=WIDEST, margin=0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()  # words wrap

    def sizeHint(self) -> QSize:
        holder = self.widget()
        return QSize(super().sizeHint().width(), max(holder.heightForWidth(self.viewport().width()), holder.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.sizeHint().height(), 2 * theme.TOUCH))
