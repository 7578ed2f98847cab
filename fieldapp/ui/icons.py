"""The one icon set: line drawings on a 24-px grid, coloured from the theme when they are drawn."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from fieldapp.paths import resource
from fieldapp.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

SIZE = 20


@lru_cache(maxsize=512)
def _renderer(name: str, rgb: str) -> QSvgRenderer:
    source = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(source.replace("currentColor", rgb).encode())
    if not renderer.isValid():
        raise ValueError(f"icon {name!r} is not a drawing")
    return renderer


def paint(painter: QPainter, name: str, target: QRectF, color: QColor | str) -> None:
    """Draw one icon into a rectangle."""
    _renderer(name, _rgb(color)).render(painter, target)


def stamp(painter: QPainter, name: str, corner: QPointF, size: int, color: QColor | str) -> None:
    """The same as a picture that is drawn once, for cards that come by the dozen with every frame."""
    ratio = painter.deviceTransform().m11()  # of what is painted on in the end: a widget may be painted into a finer picture
    painter.drawPixmap(corner, pixmap(name, color, size, ratio))


def _rgb(color: QColor | str) -> str:
    """`#rrggbb`. A QColor is not made of a QColor: its constructors bring in every enumeration of Qt (`first_window`)."""
    return color.name() if isinstance(color, QColor) else QColor(color).name()


def pixmap(name: str, color: QColor | str, size: int = SIZE, ratio: float = 1.0, gap: int = 0) -> QPixmap:
    """One icon as a picture of `size` logical pixels for a screen of this pixel ratio, with `gap` empty pixels at its right."""
    return _drawn(name, _rgb(color), size, ratio, gap)


@lru_cache(maxsize=1024)
def _drawn(name: str, color: str, size: int, ratio: float, gap: int) -> QPixmap:
    """Drawn once: a form has hundreds of icon buttons, and every change of style asks for theirs again."""
    side = round(size * ratio)
    image = QPixmap(QSize(side + round(gap * ratio), side))
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    paint(painter, name, QRectF(0, 0, side, side), color)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def program_icon() -> QIcon:
    """The program's own icon, for its windows."""
    from PySide6.QtGui import QIcon  # the names of a desktop's icons are an enumeration of 151: not before the first paint

    made = QIcon()
    for size in (16, 32, 48, 128):
        made.addPixmap(pixmap("app", "#000000", size))
    return made


def icon(
    name: str, color: QColor | str | None = None, *, checked: QColor | str | None = None, size: int = SIZE, gap: int = 0
) -> QIcon:
    """One icon for buttons in the theme's ink; `checked` is the colour of the switched-on state. Equal looks share one."""
    chosen = theme.tokens()
    return _icon(
        name,
        chosen.ink if color is None else _rgb(color),
        chosen.ink_disabled,
        None if checked is None else _rgb(checked),
        size,
        gap,
    )


@lru_cache(maxsize=512)
def _icon(name: str, ink: str, disabled: str, checked: str | None, size: int, gap: int) -> QIcon:
    """Made once: every change of a button's style asks for its icon again."""
    from PySide6.QtGui import QIcon

    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(_drawn(name, ink, size, ratio, gap))
        made.addPixmap(_drawn(name, disabled, size, ratio, gap), QIcon.Mode.Disabled)
        if checked is not None:
            made.addPixmap(_drawn(name, checked, size, ratio, gap), QIcon.Mode.Normal, QIcon.State.On)
    return made
