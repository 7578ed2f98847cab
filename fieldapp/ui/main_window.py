"""The window: first the program's name, then unlock, then the shell. Light: it is painted before anything else is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QWidget
from shiboken6 import isValid

from fieldapp.ui.i18n import tr
from fieldapp.ui.placing import paint_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QStackedWidget

    from fieldapp.ui.shell import Shell


ROOM = (800, 440)
"""What the pages need. On a screen with less (1366×768 at 200 % and more) the window scrolls: nothing is out of reach."""


class MainWindow(QMainWindow):
    """Shows what it is given until `show_gate`, and the gate until `show_shell`. `painted` is told once, when the first picture
    is on the screen; `closing` once, when the window is really closed."""

    painted = Signal()
    closing = Signal()

    def __init__(self, first: QWidget | None = None) -> None:
        super().__init__()
        self.setWindowTitle(tr("现场工单"))
        self.resize(1366, 768)
        self.setMinimumSize(480, 300)
        self.shell: Shell | None = None
        self.seen = False
        """Painted once."""
        self._closed = False
        self._layers: QStackedWidget | None = None
        self.may_close: Callable[[], bool] = lambda: True
        """Asked when the window is about to close; who says no closes it later."""
        self.left = False
        """The page in view has saved and need not be asked again."""
        self.ending = False
        """The session or the process ends: nobody is asked any more."""
        self.cover_view: QWidget | None = None
        """What stands before the pages now."""
        self._had_focus: QWidget | None = None
        if first is not None:
            self.setCentralWidget(first)

    def show_gate(self, view: QWidget) -> None:
        """The program is there: its first question takes the place of the first picture."""
        from PySide6.QtCore import Qt  # every enumeration of Qt: too dear for the first paint
        from PySide6.QtWidgets import QStackedWidget

        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layers = QStackedWidget()
        self._layers.addWidget(view)
        self.cover_view = view
        self.setCentralWidget(self._layers)

    def put_behind(self, shell: Shell) -> QWidget:
        """The pages, hidden behind the gate until `show_shell`. Gives what holds them, as large as it will be."""
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QFrame, QScrollArea

        assert self._layers is not None
        area = QScrollArea()
        area.setObjectName("Window")
        self._layers.insertWidget(0, area)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(_Stage(shell))
        area.resize(self._layers.size())
        return area

    def show_shell(self, shell: Shell) -> None:
        """The person is let in: the pages come out from behind the gate, which goes."""
        self.shell = shell
        self.uncover()

    def cover(self, view: QWidget) -> None:
        """Put `view` before the pages; they stay as they are, hidden and out of reach, until `uncover`."""
        assert self._layers is not None
        self._had_focus = self.focusWidget()
        self.cover_view = view
        self._layers.addWidget(view)
        self._layers.setCurrentWidget(view)

    def uncover(self) -> None:
        """The pages are back, the cursor where it was."""
        view, self.cover_view = self.cover_view, None
        if view is None or self._layers is None:
            return
        self._layers.setCurrentIndex(0)
        self._layers.removeWidget(view)
        view.hide()
        view.deleteLater()
        if self._had_focus is not None and isValid(self._had_focus):
            self._had_focus.setFocus()
        self._had_focus = None

    def end(self) -> None:
        """From outside: close, whatever page is in view, as soon as what is under way allows."""
        self.ending = True
        self.close()

    def come_forward(self) -> None:
        """Before everything else on the screen, as far as the desktop lets a program do that by itself; else it is marked."""
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QApplication

        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        QApplication.alert(self)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            paint_once()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.seen:
            self.seen = True
            QTimer.singleShot(0, self, self.painted.emit)  # the widgets inside are painted after this one, in the same turn

    def closeEvent(self, event: QCloseEvent) -> None:
        self.left = self.left or self.shell is None or self.shell.leave_page()
        if not (self.left or self.ending) or not self.may_close():
            event.ignore()
            return
        event.accept()
        if not self._closed:
            self._closed = True
            self.closing.emit()


class _Stage(QWidget):
    """Holds the shell at the size of the window, or of `ROOM` where that is larger. A layout would ask for the height that all
    pages would like to have, and the window would scroll on every screen."""

    def __init__(self, shell: QWidget) -> None:
        super().__init__()
        self._shell = shell
        self.setMinimumSize(*ROOM)
        shell.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shell.resize(self.size())
