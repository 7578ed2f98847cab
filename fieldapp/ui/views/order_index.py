"""The section index at the left: letter, name, how complete."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from fieldapp.ui import icons, theme
from fieldapp.ui.i18n import tr
from fieldapp.ui.viewmodels.form_state import SectionMark
from fieldapp.ui.widgets.common.one_tap import OneTap

WIDTH, WIDEST = 188, 272
"""Pixels; wider than the first only where the names of the sections need it."""
BOLDER = 8
NAME_AT = 3
"""In a button's words: the letter and two spaces come first."""


Enter = Callable[[str], bool]
"""Puts the focus into a section; False where nothing there takes it."""


class IndexItem(OneTap, QPushButton):
    """Tab goes from it into its section; what lies between has been skipped by choosing it."""

    def __init__(self, mark: SectionMark, enter: Enter, parent: QWidget) -> None:
        super().__init__(f"{mark.letter}  {mark.label}", parent)
        self.setObjectName("IndexItem")
        self.setCheckable(True)
        self._id, self._enter = mark.id, enter

    def focusNextPrevChild(self, following: bool) -> bool:
        return (following and self._enter(self._id)) or super().focusNextPrevChild(following)


class OrderIndex(QFrame):
    """One button a section; the icon says complete, partly, wrong or untouched, and so does the screen reader's name. Alt and a
    digit lead into the section."""

    chosen = Signal(str)
    fitted = Signal()
    """It may be wider or narrower than before."""

    def __init__(self, enter: Enter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._enter = enter
        self.setObjectName("IndexPanel")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("章节"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 12, 8, 12)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._shown: dict[str, SectionMark] = {}

    def show_marks(self, marks: tuple[SectionMark, ...]) -> None:
        other = tuple(self._buttons) != tuple(mark.id for mark in marks)
        if other:
            self._rebuild(marks)
        for mark in marks:
            if self._shown.get(mark.id) != mark:
                self._shown[mark.id] = mark
                self._draw(self._buttons[mark.id], mark)
        if other:
            self._fit()

    def start_over(self) -> None:
        """Another order is read from its beginning."""
        if self._buttons:
            self.set_current(next(iter(self._buttons)))

    def set_current(self, section_id: str) -> None:
        if section_id in self._buttons:
            self._buttons[section_id].setChecked(True)

    def _rebuild(self, marks: tuple[SectionMark, ...]) -> None:
        for button in self._buttons.values():
            self._group.removeButton(button)
            button.deleteLater()
        self._buttons, self._shown = {}, {}
        for place, mark in enumerate(marks):
            button = IndexItem(mark, self._enter, self)
            button.clicked.connect(lambda _on=False, name=mark.id: self.chosen.emit(name))
            if place < 10:
                QShortcut(QKeySequence(f"Alt+{(place + 1) % 10}"), button, partial(self._by_keys, mark.id))
                button.setToolTip(tr("{label}（Alt+{n}）", label=mark.label, n=(place + 1) % 10))
            self._group.addButton(button)
            self._column.insertWidget(place, button)
            self._buttons[mark.id] = button
        if marks:
            self.set_current(marks[0].id)

    def _by_keys(self, section_id: str) -> None:
        self.set_current(section_id)
        self.chosen.emit(section_id)
        if not self._enter(section_id):
            self._buttons[section_id].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fit(self) -> None:
        sides = self._column.contentsMargins().left() + self._column.contentsMargins().right()
        for button in self._buttons.values():
            _shorten(button, WIDEST - sides)
        needed = max((_full_width(button) for button in self._buttons.values()), default=0) + sides
        self.setFixedWidth(min(WIDEST, max(WIDTH, needed)))
        self.fitted.emit()

    @staticmethod
    def _draw(button: QPushButton, mark: SectionMark) -> None:
        icon, ink, words = mark_look(mark)
        button.setIcon(icons.icon(icon, theme.color(ink), size=18))
        button.setAccessibleName(f"{mark.letter} {mark.label} {words}")


class IndexArea(QScrollArea):
    """All sections, also on a low window: they keep their height and scroll."""

    def __init__(self, index: OrderIndex) -> None:
        super().__init__()
        self._index = index
        self.setWidget(index)
        self.setWidgetResizable(True)
        index.fitted.connect(self.updateGeometry)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self.updateGeometry())

    def sizeHint(self) -> QSize:
        return QSize(self._wide(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._wide(), 0)

    def _wide(self) -> int:
        """The scroll bar stands beside the index, not on it."""
        bar = self.verticalScrollBar()
        return self._index.minimumWidth() + (bar.sizeHint().width() if bar.maximum() > 0 else 0)


def _full_width(button: QPushButton) -> int:
    """With room for the bold words of the current section."""
    button.ensurePolished()
    return button.sizeHint().width() + BOLDER


def _shorten(button: QPushButton, room: int) -> None:
    """Too long a name stands in two lines, broken where two words end; what is too long for that as well is cut. Its tool tip and
    its name for screen readers stay whole."""
    over = _full_width(button) - room
    if over <= 0:
        return
    metrics, words = button.fontMetrics(), button.text()
    most = metrics.horizontalAdvance(words) - over
    begin = " " * round(metrics.horizontalAdvance(words[:NAME_AT]) / metrics.horizontalAdvance(" "))
    for place in range(len(words) - 1, NAME_AT, -1):
        lines = words[:place].rstrip(), begin + words[place + 1 :]
        if words[place] == " " and max(metrics.horizontalAdvance(line) for line in lines) <= most:
            button.setText("\n".join(lines))
            return
    button.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, most))


def mark_look(mark: SectionMark) -> tuple[str, str, str]:
    """Icon, colour token and words of a section's completeness."""
    if mark.wrong:
        return "warning", "danger_ink", tr("{n} 处有误", n=mark.wrong)
    if not mark.needed and mark.filled:
        return "check-circle", "success_ink", tr("已有内容，没有必填项")
    if not mark.needed:
        return "minus", "ink_muted", tr("没有必填项")
    if mark.done >= mark.needed:
        return "check-circle", "success_ink", tr("已完整")
    words = tr("已填 {done} / {needed}", done=mark.done, needed=mark.needed)
    return ("half-circle" if mark.done else "circle"), "ink_muted", words
