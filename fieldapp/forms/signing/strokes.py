"""How ink looks: points → cubic Bézier segments with a width each. Screen and PDF draw exactly these. Pure.

A segment joins two neighbouring points and leans on one more point at either side (Catmull–Rom written as Bézier), so the screen
can draw the segment before last as soon as a point arrives, and the picture does not change when the stroke ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import dist

from fieldapp.forms.signing.ink import FULL, FULL_PRESSURE, Ink, Point

Position = tuple[float, float]

_THIN, _THICK = 0.35, 1.5
"""Width of the fastest and lightest, and of the slowest and heaviest line, as shares of the nominal width."""
_NOMINAL = 55
"""The pad's shorter side in nominal widths."""
_FAST = 5.0
"""Speed of the thinnest line: pad's shorter sides per second."""
_INERTIA = 0.7
"""How much of the width before a segment keeps: without it every uneven sample shows as a knot."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One cubic Bézier curve, to be stroked with round caps; a dot has start = end. Units of the target, y downwards."""

    start: Position
    control1: Position
    control2: Position
    end: Position
    width: float


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a pad of the ink's proportion comes to lie inside a box: `width` × `height`, shifted by (`x`, `y`)."""

    x: float
    y: float
    width: float
    height: float


def fit(ink: Ink, width: float, height: float) -> Placement:
    """The largest area of the pad's proportion in a box of `width` × `height`, centred."""
    scale = min(width / ink.width, height / ink.height)
    across, down = ink.width * scale, ink.height * scale
    return Placement((width - across) / 2, (height - down) / 2, across, down)


def nominal_width(width: float, height: float) -> float:
    """Line width at middling speed and pressure on a pad drawn at `width` × `height`."""
    return min(width, height) / _NOMINAL


def all_segments(ink: Ink, width: float, height: float) -> tuple[tuple[Segment, ...], ...]:
    """Every stroke of the ink on a pad drawn at `width` × `height` units; one tuple of segments per stroke, in writing order."""
    return tuple(segments(stroke.points, width, height) for stroke in ink.strokes)


def segments(points: Sequence[Point], width: float, height: float) -> tuple[Segment, ...]:
    """One stroke (at least one point) on a pad drawn at `width` × `height` units."""
    places = [_place(point, width, height) for point in points]
    last, shorter = len(points) - 1, min(width, height)
    made: list[Segment] = []
    before: float | None = None
    for index in range(max(1, last)):
        ahead = index + 1 if index < last else last
        after_end = places[ahead + 1 if ahead < last else last]
        corners = (places[index - 1 if index else 0], places[index], places[ahead], after_end)
        made.append(_joined(points[index], points[ahead], corners, before, shorter))
        before = made[-1].width
    return tuple(made)


def segment(points: Sequence[Point], index: int, width_before: float | None, width: float, height: float) -> Segment:
    """The curve from `points[index]` to the next one. It is final once `points[index + 2]` is there or the stroke has ended.

    `width_before` is the width of the segment before it, None for the first.
    """
    last = len(points) - 1
    ahead = min(index + 1, last)
    near = (points[max(index - 1, 0)], points[index], points[ahead], points[min(index + 2, last)])
    first, start, end, fourth = (_place(point, width, height) for point in near)
    return _joined(points[index], points[ahead], (first, start, end, fourth), width_before, min(width, height))


def _joined(
    here: Point, after: Point, corners: tuple[Position, Position, Position, Position], width_before: float | None, shorter: float
) -> Segment:
    """`corners`: where the neighbour before, both ends and the neighbour behind lie; `shorter`: the pad's shorter side."""
    before_start, start, end, after_end = corners
    target = _target_width(here, after, dist(start, end), shorter)
    line = target if width_before is None else _INERTIA * width_before + (1 - _INERTIA) * target
    return Segment(start, _lean(start, before_start, end), _lean(end, after_end, start), end, line)


def _place(point: Point, width: float, height: float) -> Position:
    return (point.x * width / FULL, point.y * height / FULL)


def _lean(anchor: Position, behind: Position, ahead: Position) -> Position:
    """Control point at `anchor`: a sixth of the chord between its neighbours, pointing `ahead`."""
    return (anchor[0] + (ahead[0] - behind[0]) / 6, anchor[1] + (ahead[1] - behind[1]) / 6)


def _target_width(here: Point, after: Point, way: float, shorter: float) -> float:
    """Heavier is wider, faster is thinner. Two samples in the same millisecond count as one millisecond apart."""
    seconds = max(1, after.t_ms - here.t_ms) / 1000
    slowness = 1 - min(1.0, way / shorter / seconds / _FAST)
    pressure = (here.pressure + after.pressure) / (2 * FULL_PRESSURE)
    return shorter / _NOMINAL * (_THIN + (_THICK - _THIN) * (0.5 * slowness + 0.5 * pressure))
