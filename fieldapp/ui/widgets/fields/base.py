"""What every field widget is: value in, value out, a signal when a person changed it, words when it is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from fieldapp.clock import SystemClock
from fieldapp.domain.records import JSON
from fieldapp.forms.schema import Field


@dataclass(frozen=True, slots=True)
class Offered:
    """A file a person offers for a photo or file field: a path, or bytes, or a picture from the clipboard or the camera that a
    job will encode."""

    name: str
    path: Path | None = None
    data: bytes | None = None
    picture: QImage | None = None


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """What earlier orders on this computer say of a serial number: in `words`; `row` as it can be taken over into the table
    `field_id`, empty when there is nothing to take over."""

    words: str
    field_id: str
    row: Mapping[str, JSON]


def _not_edited(field_id: str, row: Mapping[str, JSON]) -> None:
    return None


def _unknown(serial: str, done: Callable[[KnownDevice | None], None]) -> None:
    return None


def _no_thumbnail(sha256: str, size: QSize, done: Callable[[QImage], None]) -> None:
    return None


def _nowhere(field_id: str, files: tuple[Offered, ...]) -> None:
    return None


def _not_opened(sha256: str, name: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class FieldContext:
    """What widgets need from outside.

    `now` is in the zone that times are shown and typed in. `thumbnail` answers later, on the GUI thread; `attach` stores files,
    and the rows come back through `set_value`.
    """

    lang: str = "zh"
    now: Callable[[], datetime] = field(default_factory=lambda: lambda: SystemClock().now().astimezone())
    thumbnail: Callable[[str, QSize, Callable[[QImage], None]], None] = _no_thumbnail
    attach: Callable[[str, tuple[Offered, ...]], None] = _nowhere
    open_file: Callable[[str, str], None] = _not_opened
    edit_photo: Callable[[str, Mapping[str, JSON]], None] = _not_edited
    take_photo: Callable[[str], None] | None = None
    """Opens the camera for a photo field; None where there is none."""
    scan: Callable[[Callable[[str], object]], None] | None = None
    """Reads a code with the camera and tells what it says; None where there is none."""
    known_device: Callable[[str, Callable[[KnownDevice | None], None]], None] = _unknown

    @property
    def zone(self) -> tzinfo | None:
        return self.now().tzinfo


class FieldWidget(QWidget):
    """Base of all field widgets.

    `changed` is sent after each edit by a person, never by `set_value`; `committed` when the person has finished with the field
    (focus left, a choice made): the page saves at once then. `value()` gives the JSON value, None when empty, or the raw text
    where it does not fit the type yet: it is kept as a draft, never thrown away.
    """

    changed = Signal()
    committed = Signal()

    def __init__(self, spec: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.context = context
        self.problem = ""
        self.read_only = False
        self.move_on: Callable[[], object] = self.focusNextChild
        """What Enter does when the field is filled in."""

    def label_text(self) -> str:
        return self.spec.label.get(self.context.lang)

    def value(self) -> JSON:
        raise NotImplementedError

    def set_value(self, value: JSON) -> None:
        raise NotImplementedError

    def set_read_only(self, on: bool) -> None:
        self.read_only = on

    def set_problem(self, text: str) -> None:
        """Mark the field as wrong (or right again with an empty text); the words themselves are shown by the frame around it."""
        if text == self.problem:
            return
        self.problem = text
        for control in self.controls():
            mark(control, "invalid", bool(text))
            control.setAccessibleDescription(text)

    def controls(self) -> tuple[QWidget, ...]:
        """The parts that take the focus, first one first."""
        return ()

    def focus_first(self) -> None:
        for control in self.controls():
            if control.isEnabled():
                control.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def adopt(self, *controls: QWidget) -> None:
        """Give controls their accessible name and report `committed` when the focus leaves them."""
        for control in controls:
            if not control.accessibleName():
                control.setAccessibleName(self.label_text())
            control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.committed.emit()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and undoes(event):
            event.ignore()  # undo is the order's, not the box's: it also knows the other fields
            return True
        return super().eventFilter(watched, event)


def undoes(event: QKeyEvent) -> bool:
    """Ctrl+Z and its way back."""
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


def mark(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and let the style notice."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
