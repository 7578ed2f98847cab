"""Plain measures of a drawn shape, by which `ink.judge` tells a signature from a dot, a line or a tick. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import dist, hypot, sqrt

Position = tuple[float, float]
Path = Sequence[Position]


def extent(strokes: Sequence[Path]) -> float:
    """The longer side of the box around all strokes."""
    xs = [x for stroke in strokes for x, _ in stroke]
    ys = [y for stroke in strokes for _, y in stroke]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def length(strokes: Sequence[Path]) -> float:
    """How far the pen travelled on the pad."""
    return sum(dist(before, after) for stroke in strokes for before, after in pairwise(stroke))


def is_straight(strokes: Sequence[Path], tolerance: float = 0.02) -> bool:
    """True when all points lie along one line: their spread across its direction is below `tolerance` of the spread along it."""
    points = [point for stroke in strokes for point in stroke]
    count = len(points)
    mean_x, mean_y = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    xx = sum((x - mean_x) ** 2 for x, _ in points)
    yy = sum((y - mean_y) ** 2 for _, y in points)
    xy = sum((x - mean_x) * (y - mean_y) for x, y in points)
    root = sqrt((xx - yy) ** 2 + 4 * xy * xy)
    along, across = xx + yy + root, max(0.0, xx + yy - root)
    return across <= tolerance**2 * along


def corners(path: Path, tolerance: float = 0.06) -> int:
    """Inner vertices left by Ramer–Douglas–Peucker with `tolerance` as a share of the path's extent: 0 a line, 1 a tick."""
    limit = tolerance * extent([path])
    kept = 0
    spans = [(0, len(path) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, away = first, 0.0
        for index in range(first + 1, last):
            offset = _distance(path[index], path[first], path[last])
            if offset > away:
                farthest, away = index, offset
        if away > limit:
            kept += 1
            spans += [(first, farthest), (farthest, last)]
    return kept


def _distance(point: Position, start: Position, end: Position) -> float:
    """From `point` to the segment start–end."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    squared = dx * dx + dy * dy
    if squared == 0:
        return dist(point, start)
    along = max(0.0, min(1.0, ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / squared))
    return hypot(point[0] - start[0] - along * dx, point[1] - start[1] - along * dy)
