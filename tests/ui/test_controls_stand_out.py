"""What is no word must be seen as well: ends of fields, the ring of the focus, icons, 3 : 1 on every ground they stand on
(WCAG 2.2 §1.4.11), computed from the colours of the themes and the style sheet itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.paths import resource
from fieldapp.ui import theme
from fieldapp.ui.pilot.hand import application
from fieldapp.ui.theme import Tokens
from fieldapp.ui.widgets.common import Chip, CountdownRing, PrimaryButton, SecondaryButton
from fieldapp.ui.widgets.common.buttons import RING_AT
from tests.ui.test_shell_pages import contrast

LEAST = 3.0
GROUNDS = ("surface", "window", "surface_sunken", "hover", "rail")
FIELDS = re.compile(r"\b(QLineEdit|QPlainTextEdit|QTextEdit|QComboBox|QSpinBox|QDateEdit|QTimeEdit|QDateTimeEdit)\b")
NOT_FOR_FILLING_IN = (":disabled", "::", "QAbstractItemView", "QToolButton", "qproperty")
RULE = re.compile(r"([^{}]+)\{((?:[^{}]|\$\{\w+\})*)\}")
BORDER = re.compile(r"border(?:-color)?:[^;]*?\$\{(\w+)\}(?=[;\s])")

each_theme = pytest.mark.parametrize("name", sorted(theme.THEMES))


def pale(chosen: Tokens, token: str, grounds: tuple[str, ...] = GROUNDS) -> list[str]:
    ink = getattr(chosen, token)
    found = {ground: contrast(ink, getattr(chosen, ground)) for ground in grounds}
    return [f"{token} on {ground} is {value:.2f}" for ground, value in found.items() if value < LEAST]


@each_theme
def test_every_colour_that_a_field_ends_with(name: str) -> None:
    """Whatever token the style sheet gives to the border of a field, in any state in which it can be filled in."""
    used: set[str] = set()
    for file in ("fieldapp", "form"):
        text = re.sub(r"/\*.*?\*/", "", resource(f"style/{file}.qss").read_text(encoding="utf-8"), flags=re.DOTALL)
        for selectors, body in RULE.findall(text):
            for selector in selectors.split(","):
                if FIELDS.search(selector) and not any(mark in selector for mark in NOT_FOR_FILLING_IN):
                    used |= {found for found in BORDER.findall(body) if not found.endswith("width")}
    assert {"line_strong", "focus", "danger_ink"} <= used
    grounds = ("surface", "window", "surface_sunken")
    assert [words for token in sorted(used) for words in pale(theme.THEMES[name], token, grounds)] == []


@each_theme
def test_the_ring_of_the_focus_and_what_is_chosen(name: str) -> None:
    chosen = theme.THEMES[name]
    assert pale(chosen, "focus", (*GROUNDS, "accent_soft", "neutral_soft", "danger_soft")) == []
    assert pale(chosen, "accent", ("surface", "window")) == [], "the line below the chosen tab"
    assert pale(chosen, "accent_ink", (*GROUNDS, "accent_soft")) == []
    # a primary button has the colour of the ring: its ring is drawn inside
    assert contrast(chosen.on_accent, chosen.accent) >= LEAST
    sheet = theme.style_sheet(chosen)
    assert f'QPushButton[kind="primary"]:focus {{ border: {chosen.focus_width}px solid {chosen.ink};' in sheet


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_a_focused_primary_button_has_its_ring_inside_and_all_around(qtbot: QtBot, large: bool) -> None:
    theme.apply(application(), "light")
    window = QWidget()
    row = QVBoxLayout(window)
    button = PrimaryButton("下一步", large=large)
    row.addWidget(button)
    qtbot.addWidget(window)
    window.resize(480, 120)
    window.show()
    window.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    seen = button.grab().toImage()
    width, height = seen.width(), seen.height()
    for x, y in (
        (RING_AT, height // 2),
        (width - 1 - RING_AT, height // 2),
        (width // 4, RING_AT),
        (width // 4, height - 1 - RING_AT),
    ):
        assert seen.pixelColor(x, y).name() == theme.LIGHT.on_accent, (x, y)


@each_theme
def test_icons_and_the_handle_of_a_scroll_bar(name: str) -> None:
    chosen = theme.THEMES[name]
    assert pale(chosen, "line_strong", ("surface", "window", "surface_sunken")) == [], "handles, drop areas"
    for token in ("ink", "ink_muted"):
        assert pale(chosen, token) == []
    for tone in theme.Tone:
        ink = f"{tone.value}_ink"
        assert pale(chosen, ink, ("surface", "window", "surface_sunken", f"{tone.value}_soft")) == []


@each_theme
def test_boxes_and_arrows_that_the_style_sheet_takes_from_files(name: str) -> None:
    chosen = theme.THEMES[name]
    folder = resource("style/dark" if name == "dark" else "style/light")
    looked_at = 0
    for file in sorted(folder.glob("*.svg")):
        for colour in set(re.findall(r'(?:stroke|fill)="(#[0-9a-fA-F]{6})"', file.read_text(encoding="utf-8"))):
            looked_at += 1
            if file.name.endswith("-disabled.svg"):
                continue
            if file.name.endswith("-on-accent.svg"):
                assert contrast(colour, chosen.accent) >= LEAST, f"{file.name} {colour}"
                continue
            if file.name.endswith("-checked.svg"):
                continue  # the tick stands on the box, the box is looked at below
            assert contrast(colour, chosen.surface) >= LEAST, f"{file.name} {colour}"
    assert looked_at >= 6


@each_theme
def test_what_stands_in_an_empty_field_can_be_read(name: str) -> None:
    """§1.4.3; Qt would make it half transparent."""
    chosen = theme.THEMES[name]
    assert contrast(chosen.ink_muted, chosen.surface) >= 4.5
    assert f"placeholder-text-color: {chosen.ink_muted}" in theme.style_sheet(chosen)


def test_the_check_sees_a_pale_line() -> None:
    assert pale(theme.LIGHT, "line")


@each_theme
@pytest.mark.parametrize(
    "make",
    [
        *(QLineEdit, QComboBox, lambda: QPushButton("x"), lambda: PrimaryButton("x"), lambda: Chip("x")),
        lambda: wrong(QLineEdit()),
        *(lambda: chosen("IndexItem"), lambda: chosen("RailButton"), lambda: chosen("", segment="only")),
    ],
    ids=["line", "combo", "button", "primary", "chip", "wrong", "index", "rail", "segment"],
)
def test_nothing_grows_or_shrinks_with_the_focus(qtbot: QtBot, name: str, make: Callable[[], QWidget]) -> None:
    control = make()
    window = with_another(qtbot, name, control)
    before = control.sizeHint()
    control.setFocus()
    qtbot.waitUntil(control.hasFocus)
    assert control.sizeHint() == before
    window.close()


@each_theme
@pytest.mark.parametrize(
    "make",
    [
        *(lambda: QPushButton("x"), QComboBox, lambda: wrong(QComboBox())),
        *(lambda: chosen("Chip"), lambda: chosen("IndexItem"), lambda: chosen("RailButton"), lambda: chosen("", segment="only")),
    ],
    ids=["button", "combo", "wrong", "chip", "index", "rail", "segment"],
)
def test_not_by_a_shade_alone_one_sees_where_the_focus_is(qtbot: QtBot, name: str, make: Callable[[], QWidget]) -> None:
    """§2.4.13 against what is there without the focus: a line that is as thick as before differs only in its colour, and magenta
    from black, or the blue of the focus from that of what is chosen, hardly does."""
    control = make()
    window = with_another(qtbot, name, control)
    before = thick(control)
    control.setFocus()
    qtbot.waitUntil(control.hasFocus)
    after = thick(control)
    assert after > before, (before, after)
    assert control.grab().toImage().pixelColor(after // 2, control.height() // 2).name() == theme.THEMES[name].focus
    window.close()


def thick(control: QWidget) -> int:
    """How many pixels its line is thick at the left, as one sees it."""
    seen = control.grab().toImage()
    across = [seen.pixelColor(x, seen.height() // 2).name() for x in range(12)]
    return next((at for at, colour in enumerate(across) if colour != across[0]), 0) if across[0] != across[8] else 0


def wrong(control: QWidget) -> QWidget:
    control.setProperty("invalid", True)
    return control


def chosen(name: str, **properties: str) -> QWidget:
    control = QToolButton() if name == "RailButton" else QPushButton("x")
    control.setObjectName(name)
    for key, value in properties.items():
        control.setProperty(key, value)
    control.setCheckable(True)
    control.setChecked(True)
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return control


def with_another(qtbot: QtBot, name: str, control: QWidget) -> QWidget:
    """In a window in which something else has the focus."""
    theme.apply(application(), name)
    window, other = QWidget(), QLineEdit()
    row = QVBoxLayout(window)
    row.addWidget(other)
    row.addWidget(control)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    return window


def test_how_far_something_is_can_be_seen_in_high_contrast(qtbot: QtBot) -> None:
    """Of a bar and of a ring also the part that is not there yet ends where one sees it."""
    theme.apply(application(), "contrast")
    bar, ring = QProgressBar(), CountdownRing(size=92)
    bar.setTextVisible(False)
    bar.setValue(30)
    ring.show_time(0.3, "2 小时", "剩余", theme.Tone.NEUTRAL)
    for widget, row in ((bar, -3), (ring, 46)):
        qtbot.addWidget(widget)
        widget.resize(*((200, 12) if widget is bar else (92, 92)))
        widget.show()
        seen = widget.grab().toImage()
        if widget is bar:
            across = [seen.pixelColor(170, y).name() for y in range(seen.height())]
        else:
            across = [seen.pixelColor(x, row).name() for x in range(12)]
        assert [one for one in across if contrast(one, theme.CONTRAST.surface) >= LEAST], across
    theme.apply(application(), "light")


def test_high_contrast_draws_a_line_where_others_have_a_ground() -> None:
    sheet = theme.style_sheet(theme.CONTRAST)
    chosen = theme.CONTRAST
    assert f'QFrame#Notice[tone="danger"] {{ background: {chosen.danger_soft}; border-color: {chosen.danger_ink}; }}' in sheet
    assert f"QToolButton#RailButton:checked {{ border-color: {chosen.accent_ink};" in sheet
    assert f"QPushButton:disabled {{ color: {chosen.ink_disabled}; border-color: {chosen.ink_disabled};" in sheet


@pytest.mark.parametrize("on", [True, False], ids=["enabled", "disabled"])
@each_theme
def test_the_arrow_of_a_menu_stands_on_no_button_without_one(qtbot: QtBot, name: str, on: bool) -> None:
    theme.apply(application(), name)
    chosen = theme.THEMES[name]
    for button, ground in ((PrimaryButton(""), chosen.accent), (SecondaryButton(""), chosen.surface)):
        qtbot.addWidget(button)
        button.setEnabled(on)
        button.resize(120, 44)
        button.show()
        seen = button.grab().toImage()
        colours = {seen.pixelColor(x, y).name() for x in range(10, 110) for y in range(10, 34)}
        assert len(colours) == 1, colours
        assert not on or colours == {ground}
