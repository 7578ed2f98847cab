"""The tree that a screen reader walks, as rows that can be asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Node:
    """`groups`: the names around it, outermost first; `kind`: the widget's class, empty for parts of one (cells, list items)."""

    role: QAccessible.Role
    name: str
    description: str
    value: str
    focusable: bool
    enabled: bool
    kind: str
    size: tuple[int, int]
    groups: tuple[str, ...]
    widget: QWidget | None

    def __str__(self) -> str:
        return f"{' / '.join(self.groups)} / {self.name!r} {self.role.name} {self.kind} {self.size}"


def walk(root: QWidget) -> Iterator[Node]:
    """Everything below a window that is to be seen, depth first."""
    start = QAccessible.queryAccessibleInterface(root)
    if start is not None:
        yield from _walk(start, (), 0)


def _walk(interface: QAccessibleInterface, groups: tuple[str, ...], depth: int) -> Iterator[Node]:
    assert depth < 60, "a circle"
    state = interface.state()
    if state.invisible:
        return
    thing = interface.object()
    name = interface.text(QAccessible.Text.Name).strip()
    box = interface.rect()
    yield Node(
        interface.role(), name, interface.text(QAccessible.Text.Description).strip(), interface.text(QAccessible.Text.Value),
        bool(state.focusable), not state.disabled, type(thing).__name__ if thing is not None else "", (box.width(), box.height()),
        groups, thing if isinstance(thing, QWidget) else None,
    )  # fmt: skip
    inner = (*groups, name) if name else groups
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child is not None and child.isValid():
            yield from _walk(child, inner, depth + 1)
