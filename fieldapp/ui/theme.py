"""The visual language: colours, sizes and type as tokens, and the one place that puts them on the application.

Colours carry meaning only (priority, overdue, sync) and never stand alone: every toned element also has an icon and a word.
Sizes are logical pixels on an 8-px grid; the scale of 100–250 % is Qt's own (`app.py` sets it before the application starts).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from string import Template
from typing import NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from fieldapp.paths import resource

STYLE = "Fusion"
_STYLED = "fieldappStyle"
"""Property of an application that was made with it."""

GRID = 8
TOUCH = 44
"""Smallest side of anything that can be tapped."""
RADIUS = 8
RADIUS_LARGE = 12
GAP = 16
PAGE_MARGIN = 24
PAGE_WIDTH = 1240

UI_FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-SemiBold.ttf")
"""Two fixed weights: Qt 6.8 gives only the thinnest instance of the variable font."""
RARE_FONT, RARE_FAMILY = "HanaMinB.ttf", "HanaMinB"
"""The rare characters (CJK extensions B to F). Fonts name the family from the start, the file is read after the first paint."""

FONT_CAPTION = 13
FONT_BASE = 15
FONT_LARGE = 17
FONT_TITLE = 20
FONT_DISPLAY = 28


class Tone(StrEnum):
    """What a colour says. `ink`, `soft` and `line` of each are in Tokens."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


class Tokens(NamedTuple):  # a dataclass of 28 fields takes four times as long to make, before the first paint
    """One theme. `*_ink` is for words and icons on `surface` or on its `*_soft`; contrast is ≥ 4.5 : 1. `line_strong` is what
    a field or a button ends with, ≥ 3 : 1 on every ground (both checked by a test); `line` only divides."""

    name: str
    window: str
    surface: str
    surface_sunken: str
    hover: str
    line: str
    line_strong: str
    ink: str
    ink_muted: str
    ink_disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_ink: str
    accent_soft: str
    neutral_ink: str
    neutral_soft: str
    success_ink: str
    success_soft: str
    warning_ink: str
    warning_soft: str
    danger_ink: str
    danger_soft: str
    danger_hover: str
    focus: str
    rail: str
    border_width: int = 1

    @property
    def focus_width(self) -> int:
        """One pixel more than what ends without it, so that no colour alone says where the focus is."""
        return self.border_width + 1

    def tone_ink(self, tone: Tone) -> str:
        return str(getattr(self, f"{tone.value}_ink"))

    def tone_soft(self, tone: Tone) -> str:
        return str(getattr(self, f"{tone.value}_soft"))


LIGHT = Tokens(
    name="light",
    window="#f4f6f9",
    surface="#ffffff",
    surface_sunken="#f6f8fb",
    hover="#f0f4fa",
    line="#dde3ea",
    line_strong="#7c8a9e",
    ink="#17212f",
    ink_muted="#566275",
    ink_disabled="#98a2b0",
    accent="#0b5fcc",
    accent_hover="#0a55b8",
    accent_pressed="#084696",
    on_accent="#ffffff",
    accent_ink="#0a56b9",
    accent_soft="#e4eefc",
    neutral_ink="#4a5668",
    neutral_soft="#eaeef3",
    success_ink="#12693b",
    success_soft="#dff3e7",
    warning_ink="#8a4b00",
    warning_soft="#fdeed3",
    danger_ink="#b01e1e",
    danger_soft="#fde7e6",
    danger_hover="#fbd5d3",
    focus="#0b5fcc",
    rail="#ffffff",
)

DARK = Tokens(
    name="dark",
    window="#11161d",
    surface="#1a212b",
    surface_sunken="#141a22",
    hover="#232d3a",
    line="#2d3846",
    line_strong="#6a7d94",
    ink="#e8edf4",
    ink_muted="#a3b0c1",
    ink_disabled="#657386",
    accent="#3b82e6",
    accent_hover="#5594ec",
    accent_pressed="#2c6fce",
    on_accent="#08121f",
    accent_ink="#86b8ff",
    accent_soft="#1b3152",
    neutral_ink="#b8c3d2",
    neutral_soft="#29333f",
    success_ink="#74d49b",
    success_soft="#163626",
    warning_ink="#f2bd66",
    warning_soft="#3b2c12",
    danger_ink="#ff9a94",
    danger_soft="#451d1d",
    danger_hover="#572525",
    focus="#86b8ff",
    rail="#161d26",
)

CONTRAST = Tokens(
    name="contrast",
    window="#ffffff",
    surface="#ffffff",
    surface_sunken="#ffffff",
    hover="#e6e6e6",
    line="#000000",
    line_strong="#000000",
    ink="#000000",
    ink_muted="#1f1f1f",
    ink_disabled="#5c5c5c",
    accent="#003a8c",
    accent_hover="#002a66",
    accent_pressed="#001d47",
    on_accent="#ffffff",
    accent_ink="#003a8c",
    accent_soft="#dbe8ff",
    neutral_ink="#000000",
    neutral_soft="#ececec",
    success_ink="#00461f",
    success_soft="#ddf7e6",
    warning_ink="#5a2d00",
    warning_soft="#ffecc7",
    danger_ink="#8a0000",
    danger_soft="#ffe0de",
    danger_hover="#ffc9c5",
    focus="#b000b0",
    rail="#ffffff",
    border_width=2,
)

THEMES = {tokens.name: tokens for tokens in (LIGHT, DARK, CONTRAST)}

_current = LIGHT


def tokens() -> Tokens:
    """The tokens in force; read it while painting, never keep it."""
    return _current


def color(name: str) -> QColor:
    """A token as QColor, e.g. ``color("ink_muted")``."""
    return QColor(getattr(_current, name))


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """Register the bundled fonts once and give their families, first choice first. Needs a running QApplication."""
    return (*dict.fromkeys(family for name in UI_FONTS for family in _families_of(name)), RARE_FAMILY)


@lru_cache
def _families_of(name: str) -> tuple[str, ...]:
    """Register one file; none where it cannot be read."""
    identifier = QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))
    return tuple(QFontDatabase.applicationFontFamilies(identifier)) if identifier >= 0 else ()


@lru_cache(maxsize=1)
def load_rare_characters() -> bool:
    """Register the font of the rare characters, once; fonts in use get them too. False when the file cannot be read."""
    return QFontDatabase.addApplicationFont(str(resource(f"fonts/{RARE_FONT}"))) >= 0


def font(size: int = FONT_BASE, *, bold: bool = False) -> QFont:
    """The interface font at a pixel size."""
    return _font(families(), size, bold=bold)


def first_font(size: int) -> QFont:
    """The bold one, for the first picture: the other weight is not read before it."""
    return _font((*_families_of(UI_FONTS[1]), RARE_FAMILY), size, bold=True)


def _font(names: Sequence[str], size: int, *, bold: bool) -> QFont:
    made = QFont()
    made.setFamilies(list(names))
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


def application(arguments: Sequence[str] = ()) -> QApplication:
    """The application, made with our style: `setStyle` gives Python a QStyle, whose enumerations are dear (`first_window`)."""
    app = QApplication(["fieldapp", "-style", STYLE, *arguments])
    app.setProperty(_STYLED, STYLE)
    return app


def choose(name: str) -> Tokens:
    """Make a theme the one in force, for what paints itself; an unknown name gives the light theme."""
    global _current  # the one mutable fact of the visual language
    _current = THEMES.get(name, LIGHT)
    return _current


def apply(app: QApplication, name: str) -> Tokens:
    """Put a theme on the application: style, palette, font and style sheet. An unknown name gives the light theme."""
    choose(name)
    if app.property(_STYLED) != STYLE:
        app.setStyle(STYLE)
    app.setFont(font())
    app.setPalette(_palette(_current))
    app.setStyleSheet(style_sheet(_current))
    return _current


def style_sheet(chosen: Tokens) -> str:
    """The one style sheet with this theme's values filled in."""
    values: dict[str, object] = chosen._asdict()
    icons = "dark" if chosen.name == "dark" else "light"
    values |= {"radius": RADIUS, "radius_large": RADIUS_LARGE, "touch": TOUCH, "caption": FONT_CAPTION, "base": FONT_BASE}
    values |= {"large": FONT_LARGE, "title": FONT_TITLE, "display": FONT_DISPLAY}
    values["qss_icons"] = resource(f"style/{icons}").as_posix()
    values |= _edges(chosen)
    template = "\n".join(resource(f"style/{name}.qss").read_text(encoding="utf-8") for name in ("fieldapp", "form"))
    return Template(template).substitute(values)


TONED = (Tone.ACCENT, Tone.SUCCESS, Tone.WARNING, Tone.DANGER)
_LINED_HEIGHTS, _LINED_PADDINGS = (38, 40), (6, 7, 10, 11)
_FRAMED_SIDES, _FRAMED_PADDINGS = (40, 44, 52, 80), (8,)


def _edges(chosen: Tokens) -> dict[str, object]:
    """Where only a ground tells things apart, the theme of high contrast draws a line. `h…` and `p…`: heights and paddings
    of what is chosen or wrong, whose line is as thick in every theme; `f…`: with the focus, of what ends with two pixels in every
    theme. So nothing grows or shrinks."""
    lined = chosen.border_width > 1
    edges: dict[str, object] = {
        f"{tone.value}_edge": chosen.tone_ink(tone) if lined else chosen.tone_soft(tone) for tone in TONED
    }
    edges |= {"chosen_edge": chosen.accent_ink if lined else "transparent"}
    edges |= {"line_disabled": chosen.ink_disabled if lined else chosen.line}
    edges |= {"track": chosen.surface if lined else chosen.neutral_soft}
    edges |= {"track_edge": f"{chosen.border_width}px solid {chosen.line_strong}" if lined else "none"}
    more, less = chosen.border_width - 1, chosen.focus_width - 2
    edges |= {"focus_width": chosen.focus_width}
    edges |= {f"h{height}": height + 2 * more for height in _LINED_HEIGHTS}
    edges |= {f"p{padding}": padding + more for padding in _LINED_PADDINGS}
    return edges | {f"f{side}": side - 2 * less for side in _FRAMED_SIDES} | {f"f{one}": one - less for one in _FRAMED_PADDINGS}


def _palette(chosen: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: chosen.window,
        role.WindowText: chosen.ink,
        role.Base: chosen.surface,
        role.AlternateBase: chosen.surface_sunken,
        role.Text: chosen.ink,
        role.Button: chosen.surface,
        role.ButtonText: chosen.ink,
        role.BrightText: chosen.danger_ink,
        role.Highlight: chosen.accent,
        role.HighlightedText: chosen.on_accent,
        role.Link: chosen.accent_ink,
        role.LinkVisited: chosen.accent_ink,
        role.PlaceholderText: chosen.ink_muted,
        role.ToolTipBase: chosen.ink,
        role.ToolTipText: chosen.surface,
        role.Mid: chosen.line,
        role.Dark: chosen.line_strong,
        role.Light: chosen.surface,
        role.Accent: chosen.accent,
    }
    for key, value in pairs.items():
        palette.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(chosen.ink_disabled))
    return palette
