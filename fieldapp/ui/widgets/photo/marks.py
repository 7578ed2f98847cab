"""What somebody drew on a photo. Pure: places are shares 0…1 of the picture's width and height, as it is turned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

SMALLEST = 0.01
"""Less than this in both directions was a tap, not a drawing."""


class Kind(StrEnum):
    """`cover` takes the pixels below it away for good."""

    ARROW = "arrow"
    BOX = "box"
    TEXT = "text"
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Mark:
    """From where the pen came down to where it left; a text begins at the first point."""

    kind: Kind
    x1: float
    y1: float
    x2: float
    y2: float
    text: str = ""

    @property
    def worth_keeping(self) -> bool:
        if self.kind is Kind.TEXT:
            return bool(self.text.strip())
        width, height = abs(self.x2 - self.x1), abs(self.y2 - self.y1)
        if self.kind is Kind.ARROW:
            return max(width, height) >= SMALLEST
        return min(width, height) >= SMALLEST

    def turned(self) -> Mark:
        """Where it is after the picture was turned to the right by a quarter."""
        return replace(self, x1=1 - self.y1, y1=self.x1, x2=1 - self.y2, y2=self.x2)

    def moved(self, right: float, down: float) -> Mark:
        return replace(self, x1=self.x1 + right, y1=self.y1 + down, x2=self.x2 + right, y2=self.y2 + down)

    def stretched(self, right: float, down: float) -> Mark:
        return replace(self, x2=self.x2 + right, y2=self.y2 + down)


@dataclass(frozen=True, slots=True)
class Sketch:
    """The state of an edit: quarter turns to the right, and the marks, the last one on top."""

    turns: int = 0
    marks: tuple[Mark, ...] = ()

    @property
    def covers(self) -> bool:
        return any(mark.kind is Kind.COVER for mark in self.marks)

    def turn(self) -> Sketch:
        return Sketch((self.turns + 1) % 4, tuple(mark.turned() for mark in self.marks))

    def add(self, mark: Mark) -> Sketch:
        return replace(self, marks=(*self.marks, mark))

    def change_last(self, mark: Mark) -> Sketch:
        return replace(self, marks=(*self.marks[:-1], mark))
