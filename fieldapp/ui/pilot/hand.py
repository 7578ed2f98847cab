"""One person's hand: click, type (as an input method does), choose, drop a file, write with a pen, wait and look."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TypeVar

from PySide6.QtCore import QBuffer, QCoreApplication, QEventLoop, QIODevice, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from fieldapp.errors import EnvironmentFault
from fieldapp.files import write_atomically
from fieldapp.forms.signing.ink import Ink
from fieldapp.ui.placing import place_now
from fieldapp.ui.widgets.signature_pad import SignaturePad

T = TypeVar("T", bound=QObject)
PATIENCE_S = 60.0
PEN_EDGE = 10_000


class Hand:
    """Acts on shown, enabled widgets only: what a person could not reach raises EnvironmentFault `pilot.unreachable`."""

    def __init__(self) -> None:
        self._interrupted = False

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Ctrl-C ends the hand's next wait: raised inside a slot, Qt would print it and go on."""
        before = signal.signal(signal.SIGINT, self._interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self._interrupted = True

    def _go_on(self) -> None:
        if self._interrupted:
            raise KeyboardInterrupt

    def wait(self, reached: Callable[[], bool], what: str, seconds: float = PATIENCE_S) -> None:
        """Let the program run until something is so. Raises EnvironmentFault `pilot.waited`."""
        end = time.monotonic() + seconds
        self._go_on()
        while not reached():
            self._go_on()
            if time.monotonic() > end:
                raise EnvironmentFault("pilot.waited", f"waited {seconds:.0f} s for {what}", what=what)
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.002)

    def rest(self, seconds: float = 0.1) -> None:
        """Let the program catch up."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._go_on()
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            time.sleep(0.002)

    def click(self, widget: QWidget) -> None:
        self.wait(lambda: widget.isVisible() and widget.isEnabled(), f"{name_of(widget)} to be usable", 20.0)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        QCoreApplication.processEvents()

    def click_words(self, inside: QWidget, words: str) -> None:
        """Click the button that says so."""
        self.wait(lambda: find_button(inside, words) is not None, f"a button “{words}”", 20.0)
        button = find_button(inside, words)
        assert button is not None
        self.click(button)

    def type(self, widget: QWidget, text: str) -> None:
        """Replace what stands in a field; the text comes as from an input method, whole words at a time."""
        self.wait(lambda: widget.isVisible() and widget.isEnabled(), f"{name_of(widget)} to be usable", 20.0)
        widget.setFocus(Qt.FocusReason.MouseFocusReason)
        QTest.keySequence(widget, "Ctrl+A")
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(widget, event)
        QCoreApplication.processEvents()

    def drop(self, widget: QWidget, path: Path) -> None:
        """Drop a file from the desktop."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        middle, held, keys = widget.rect().center(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        over = QDragEnterEvent(middle, Qt.DropAction.CopyAction, data, held, keys)
        QCoreApplication.sendEvent(widget, over)
        QCoreApplication.sendEvent(widget, QDropEvent(QPointF(middle), Qt.DropAction.CopyAction, data, held, keys))
        QCoreApplication.processEvents()

    def sign(self, pad: SignaturePad, ink: Ink) -> None:
        """Write recorded strokes on the pad with the mouse's button held, point by point."""
        frame = pad.rect().adjusted(8, 8, -8, -8)

        def at(x: int, y: int) -> QPoint:
            return QPoint(frame.left() + x * frame.width() // PEN_EDGE, frame.top() + y * frame.height() // PEN_EDGE)

        for stroke in ink.strokes:
            first, *others = stroke.points
            QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(first[0], first[1]))
            for point in others:
                QTest.mouseMove(pad, at(point[0], point[1]))
            last = stroke.points[-1]
            QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(last[0], last[1]))
            QCoreApplication.processEvents()

    def picture(self, widget: QWidget, path: Path) -> None:
        """Save what the widget looks like as PNG. Raises EnvironmentFault `pilot.picture`."""
        self.rest(0.05)  # what was just shown is made
        place_now()  # as before every frame of the window
        picture: QPixmap = widget.grab()
        data = QBuffer()
        data.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(data, "PNG")
        try:
            write_atomically(path, bytes(data.data().data()))
        except OSError as error:
            raise EnvironmentFault("pilot.picture", f"cannot write {path}: {error.strerror}", path=str(path)) from error


class Album:
    """Numbered pictures of one window; a second album in the same folder goes on counting."""

    def __init__(self, hand: Hand, window: QWidget, folder: Path) -> None:
        self._hand, self._window, self._folder = hand, window, folder
        self._count = len(list(folder.glob("*.png"))) if folder.is_dir() else 0

    def take(self, name: str) -> None:
        self._count += 1
        self._hand.picture(self._window, self._folder / f"{self._count:02d}-{name}.png")


def find_button(inside: QWidget, words: str) -> QAbstractButton | None:
    """The first shown and enabled button whose text is or starts with the words."""
    shown = [button for button in parts(inside, QAbstractButton) if button.isVisible() and button.isEnabled()]
    exact = next((button for button in shown if plain(button.text()) == words), None)
    return exact or next((button for button in shown if plain(button.text()).startswith(words)), None)


def parts(inside: QObject, kind: type[T]) -> list[T]:
    """Everything of a kind below a widget, in the order it was made."""
    children: Iterable[QObject] = inside.findChildren(QObject)
    return [child for child in children if isinstance(child, kind)]


def plain(text: str) -> str:
    return text.replace("&", "").strip()


def name_of(widget: QWidget) -> str:
    return widget.accessibleName() or widget.objectName() or type(widget).__name__


def application() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found
