"""Collects strokes while they are being written. No Qt in here: positions come in pad coordinates, ink goes out."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldapp.forms.signing.ink import MAX_POINTS, MAX_STROKES, VERSION, Ink, Point, PointerKind, Stroke

_NEAREST = 4
"""Samples closer than this to the one before (in 1/10000 of the pad, both ways) add nothing but noise."""


@dataclass
class InkRecorder:
    """The strokes so far; `width` and `height` of the pad at the first stroke fix the proportion of the ink."""

    width: float = 0.0
    height: float = 0.0
    strokes: list[Stroke] = field(default_factory=list)
    kind: PointerKind | None = None
    points: list[Point] = field(default_factory=list)
    _began_s: float | None = None
    _count: int = 0

    @property
    def writing(self) -> bool:
        return self.kind is not None

    @property
    def blank(self) -> bool:
        return not self.strokes and not self.points

    def begin(self, kind: PointerKind, width: float, height: float, now_s: float) -> bool:
        """Start a stroke at `now_s` (monotonic seconds); False when the ink is full. The first starts the clock."""
        if len(self.strokes) >= MAX_STROKES or self._count >= MAX_POINTS:
            return False
        if not self.strokes:
            self.width, self.height = width, height
        if self._began_s is None:
            before = self._last_kept()
            self._began_s = now_s - (before.t_ms / 1000 if before else 0.0)
        self.kind, self.points = kind, []
        return True

    def add(self, x: float, y: float, pressure: float | None, now_s: float, width: float, height: float) -> bool:
        """One sample at (x, y) of a pad drawn at `width` × `height`; True when it was worth keeping."""
        if self.kind is None or self._began_s is None or self._count >= MAX_POINTS:
            return False
        point = Point.on_pad(x, y, pressure, (now_s - self._began_s) * 1000, width, height)
        last = self.points[-1] if self.points else self._last_kept()
        if last is not None and point.t_ms < last.t_ms:
            point = point._replace(t_ms=last.t_ms)
        if self.points and abs(point.x - self.points[-1].x) < _NEAREST and abs(point.y - self.points[-1].y) < _NEAREST:
            return False
        self.points.append(point)
        self._count += 1
        return True

    def end(self) -> None:
        if self.kind is not None and self.points:
            self.strokes.append(Stroke(self.kind, tuple(self.points)))
        self.kind, self.points = None, []

    def undo(self) -> bool:
        """Take back the last stroke; False when there is none."""
        self.end()
        if not self.strokes:
            return False
        self._count -= len(self.strokes.pop().points)
        if not self.strokes:
            self._began_s = None
        return True

    def clear(self) -> None:
        self.strokes, self.points, self.kind, self._count, self._began_s = [], [], None, 0, None

    def load(self, ink: Ink) -> None:
        """Show ink that was written before; more strokes may follow."""
        self.width, self.height = float(ink.width), float(ink.height)
        self.strokes, self.points, self.kind, self._began_s = list(ink.strokes), [], None, None
        self._count = sum(len(stroke.points) for stroke in ink.strokes)

    def ink(self) -> Ink:
        """What has been written, with the stroke in progress; a pad that nobody touched gives ink without strokes."""
        strokes = list(self.strokes)
        if self.kind is not None and self.points:
            strokes.append(Stroke(self.kind, tuple(self.points)))
        return Ink(VERSION, max(1, round(self.width)), max(1, round(self.height)), tuple(strokes))

    def ink_size(self) -> Ink:
        """Blank ink of this proportion: what `strokes.fit` wants to know."""
        return Ink(VERSION, max(1, round(self.width)), max(1, round(self.height)), ())

    def _last_kept(self) -> Point | None:
        return self.strokes[-1].points[-1] if self.strokes else None
