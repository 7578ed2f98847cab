"""Elements → pages. Greedy, one pass; long rows are cut, headings stay with what follows, table heads are repeated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fieldapp.forms.pdf.elements import Element, is_gap

Placed = tuple[Element, float]
"""An element and its distance from the top of the content area."""


@dataclass
class _Pages:
    height: float
    done: list[list[Placed]] = field(default_factory=lambda: [[]])
    used: float = 0.0

    @property
    def room(self) -> float:
        return self.height - self.used

    @property
    def fresh(self) -> bool:
        return not self.done[-1]

    def put(self, element: Element) -> None:
        if self.fresh and is_gap(element):
            return
        if self.fresh and element.header is not None:
            self.done[-1].append((element.header, 0.0))
            self.used = element.header.height
        self.done[-1].append((element, self.used))
        self.used += element.height

    def turn(self) -> None:
        if not self.fresh:
            self.done.append([])
            self.used = 0.0


def paginate(elements: Sequence[Element], height: float) -> list[list[Placed]]:
    """Pages of `height` points, at least one. Only an uncuttable element higher than a page would overflow it; none is."""
    pages = _Pages(height)
    for index, element in enumerate(elements):
        if not pages.fresh and _needed(elements, index) > pages.room:
            pages.turn()
        _place(pages, element)
    return pages.done


def _needed(elements: Sequence[Element], index: int) -> float:
    """Room for the element's least head, and for all it has to stay together with."""
    total = 0.0
    while index < len(elements):
        element = elements[index]
        if not element.keep_with_next:
            return total + element.least
        total += element.height
        index += 1
    return total


def _place(pages: _Pages, element: Element) -> None:
    while True:
        head_room = element.header.height if pages.fresh and element.header is not None else 0.0
        if element.height <= pages.room - head_room:
            pages.put(element)
            return
        parts = element.cut(pages.room - head_room)
        if parts is None:
            if pages.fresh:
                pages.put(element)
                return
            pages.turn()
            continue
        pages.put(parts[0])
        pages.turn()
        element = parts[1]
