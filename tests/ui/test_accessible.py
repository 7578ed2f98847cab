"""What a screen reader is told of every page, and what a finger can hit: names, roles, values, sizes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QShortcut
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.ui import theme
from fieldapp.ui.widgets.fields.readonly import ComputedField
from tests.support.accessible import Node, walk
from tests.ui.test_every_page import PAGES, Opened, opening

Role = QAccessible.Role
CONTROLS = frozenset({
    Role.Button, Role.CheckBox, Role.RadioButton, Role.EditableText, Role.ComboBox, Role.SpinBox, Role.Slider, Role.PageTab,
    Role.PageTabList, Role.Table, Role.List, Role.Link, Role.ButtonMenu, Role.Tree, Role.Document,
})  # fmt: skip
PARTS = frozenset({Role.Cell, Role.ListItem, Role.TreeItem})
"""Of a control: the control has the focus, they are reached with the arrows."""
SURFACES = ("SignaturePad", "PdfPages", "QScrollArea", "ScrollPage", "OrderPage", "RecordPage", "PhotoCanvas")
"""Have the focus to be written on or scrolled; no role of Qt's says that, their names and descriptions do."""
INLINE = 24
"""Least size of a small button in a line of words (WCAG 2.2 §2.5.8)."""


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    with opening(qtbot, tmp_path / "data") as made:
        yield made


def nameless(nodes: list[Node]) -> list[str]:
    return [str(node) for node in nodes if node.focusable and node.enabled and not node.name]


def wrong_roles(nodes: list[Node]) -> list[str]:
    """Whatever takes the focus says what it is; a label may only be copied from."""
    fine = CONTROLS | PARTS
    return [
        str(node)
        for node in nodes
        if node.focusable and node.role not in fine and node.kind not in SURFACES and not isinstance(node.widget, QLabel)
    ]


def doubles(nodes: list[Node]) -> list[str]:
    """Controls that cannot be told apart by their own words and those of the groups around them."""
    seen = Counter(
        (node.role.name, node.name, node.description, node.groups)
        for node in nodes
        if node.focusable and node.enabled and node.name and node.role in CONTROLS
    )
    return [f"{count} × {told}" for told, count in seen.items() if count > 1]


def silent_values(root: QWidget) -> list[str]:
    """Values that are shown and not said: a label with a name of its own is read by that name only. (* is said in words.)"""
    shown = [label for label in root.findChildren(QLabel) if label.isVisible() and label.accessibleName()]
    said = [(label.accessibleName(), label.text().replace("\u200b", "")) for label in shown if label.text() != "*"]
    return [f"{name!r} hides {words!r}" for name, words in said if words not in name]


def small(nodes: list[Node]) -> list[str]:
    """Targets that a gloved finger misses."""
    found = []
    for node in nodes:
        widget = node.widget
        if widget is None or not node.focusable or not node.enabled or node.role not in CONTROLS:
            continue
        if isinstance(widget, QAbstractScrollArea) and node.role is not Role.EditableText:
            continue
        least = INLINE if widget.property("inline") else theme.TOUCH
        if min(node.size) < least and widget.objectName() != "qt_spinbox_lineedit":
            found.append(str(node))
    return found


def two_meanings(window: QWidget) -> list[str]:
    """Keys, and letters after Alt, that two things on the page claim: Qt then does neither."""
    owners = [one for one in window.findChildren(QShortcut) if one.isEnabled()]
    found = [one.key().toString() for one in owners if isinstance(one.parent(), QWidget) and one.parent().isVisible()]
    found += [one.shortcut().toString() for one in window.findChildren(QAbstractButton) if one.isVisible()]
    return [keys for keys, count in Counter(found).items() if keys and count > 1]


@pytest.mark.parametrize("name", PAGES)
def test_page(opened: Opened, name: str) -> None:
    opened.show(name)
    opened.window.resize(1366, 768)
    opened.settle()
    opened.window.grab()
    nodes = list(walk(opened.window))
    assert sum(node.focusable for node in nodes) > 4
    assert nameless(nodes) == []
    assert wrong_roles(nodes) == []
    assert doubles(nodes) == []
    assert silent_values(opened.window) == []
    assert small(nodes) == []
    assert two_meanings(opened.window) == []
    opened.settle()


def test_each_check_sees_its_fault(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    for words in ("删除", "删除", ""):
        button = QPushButton(words)
        button.setFixedSize(40, 60)
        column.addWidget(button)
    label = QLabel("广州")
    label.setAccessibleName("地址")
    column.addWidget(label)
    tile = QWidget()
    tile.setAccessibleName("待同步 3")
    tile.setFocusPolicy(page.focusPolicy().StrongFocus)
    column.addWidget(tile)
    page.show()
    QApplication.processEvents()
    nodes = list(walk(page))
    assert len(nameless(nodes)) == 1
    assert [one for one in wrong_roles(nodes) if "待同步" in one]
    assert doubles(nodes) == ["2 × ('Button', '删除', '', ())"]
    assert silent_values(page) == ["'地址' hides '广州'"]
    assert len(small(nodes)) == 3
    QShortcut("F5", page)
    column.itemAt(0).widget().setShortcut("F5")  # type: ignore[attr-defined]
    assert two_meanings(page) == ["F5"]


def test_what_is_only_read_is_read_with_its_value(opened: Opened) -> None:
    opened.show("order")
    fields = [field for field in opened.window.findChildren(ComputedField) if field.isVisible()]
    assert len(fields) > 10
    for field in fields:
        assert field.shown.text() in field.shown.accessibleName()
        assert field.label_text() in field.shown.accessibleName()
