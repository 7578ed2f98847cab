"""A signature as it was written: strokes of integer points, kept as canonical JSON whose SHA-256 stands in the seal.

x and y run from 0 to 10000 of the pad's width and height (so a resize or rotation keeps the ink), pressure from 0 to 1000,
time in milliseconds since the first point of the signature. The shape maps to the channels X, Y, F and T of ISO/IEC 19794-7.

As JSON: `{"version", "width", "height", "strokes": [{"kind", "points": [[x, y, pressure, t], …]}]}`. The first point of a stroke
stands as it is, each further one as its difference from the one before it: half the bytes, in every PDF and on every way.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Any, NamedTuple, Self

from fieldapp.errors import InputFault, RefusedFault
from fieldapp.forms.signing import shape

VERSION = 1
FULL = 10_000
"""x at the right edge, y at the lower edge."""
FULL_PRESSURE = 1_000
NO_PRESSURE = 500
"""What a mouse or a finger without a pressure channel records."""

MAX_BYTES = 1_000_000
MAX_STROKES = 500
MAX_POINTS = 20_000
MAX_PAD = 32_767
MAX_TIME_MS = 3_600_000


class PointerKind(StrEnum):
    """What touched the pad."""

    PEN = "pen"
    TOUCH = "touch"
    MOUSE = "mouse"


class Point(NamedTuple):
    """One sample: x and y in 0…10000 of the pad, pressure in 0…1000, milliseconds since the signature's first point."""

    x: int
    y: int
    pressure: int
    t_ms: int

    @classmethod
    def on_pad(cls, x: float, y: float, pressure: float | None, t_ms: float, width: float, height: float) -> Self:
        """From a position on a pad of `width` × `height` and a pressure of 0…1 (None: no such channel); clamped to the ranges."""

        def share(part: float, whole: float, full: int) -> int:
            return max(0, min(full, round(part / whole * full)))

        force = NO_PRESSURE if pressure is None else share(pressure, 1, FULL_PRESSURE)
        return cls(share(x, width, FULL), share(y, height, FULL), force, max(0, min(MAX_TIME_MS, round(t_ms))))


@dataclass(frozen=True, slots=True)
class Stroke:
    """From pointer down to pointer up; at least one point."""

    kind: PointerKind
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Ink:
    """A whole signature and the size of the pad it was written on, in logical pixels (only the proportion matters).

    Raises InputFault `ink.invalid` when a value lies outside its range; `details["path"]` says which one.
    """

    version: int
    width: int
    height: int
    strokes: tuple[Stroke, ...]

    def __post_init__(self) -> None:
        _check(self)

    def to_bytes(self) -> bytes:
        """Canonical JSON (RFC 8785; integers and ASCII keys only, so sorted keys and no spaces are all it takes)."""
        content = {
            "version": self.version,
            "width": self.width,
            "height": self.height,
            "strokes": [{"kind": stroke.kind.value, "points": _differences(stroke.points)} for stroke in self.strokes],
        }
        return json.dumps(content, sort_keys=True, separators=(",", ":")).encode("ascii")

    @property
    def sha256(self) -> str:
        """Hash of `to_bytes()`, lower-case hex: what snapshot events, evidence sheet and seal name this ink by."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    @staticmethod
    def parse(data: bytes) -> Ink:
        """Read what `to_bytes` wrote, byte for byte; anything else is InputFault `ink.too-large|ink.version|ink.invalid`."""
        if len(data) > MAX_BYTES:
            raise InputFault("ink.too-large", f"ink of {len(data)} bytes is above the limit of {MAX_BYTES}", limit=MAX_BYTES)
        ink = _read_ink(_decode(data))
        if ink.to_bytes() != data:
            raise _invalid("$", "not in canonical form")
        return ink


def judge(ink: Ink) -> None:
    """Refuse what nobody would call a signature.

    Raises RefusedFault `ink.blank` (nothing written), `ink.too-small` (a dot, a touch by mistake) or `ink.too-simple` (one
    straight line or one tick). Sizes are relative to the pad's shorter side, the only measure known without the screen's density.
    """
    scale_x, scale_y = ink.width / FULL, ink.height / FULL
    strokes = [[(point.x * scale_x, point.y * scale_y) for point in stroke.points] for stroke in ink.strokes]
    if not strokes:
        raise RefusedFault("ink.blank", "nothing has been written")
    side = min(ink.width, ink.height)
    if shape.extent(strokes) < 0.15 * side or shape.length(strokes) < 0.4 * side:
        raise RefusedFault("ink.too-small", "the signature is too small to be one")
    if shape.is_straight(strokes) or (len(strokes) == 1 and shape.corners(strokes[0]) <= 1):
        raise RefusedFault("ink.too-simple", "a single line or tick is not a signature")


def _invalid(path: str, text: str) -> InputFault:
    return InputFault("ink.invalid", f"ink {path}: {text}", path=path)


def _check(ink: Ink) -> None:
    if ink.version != VERSION:
        raise InputFault("ink.version", f"ink of version {ink.version} is not known here", version=ink.version)
    _in_range("$.width", ink.width, 1, MAX_PAD)
    _in_range("$.height", ink.height, 1, MAX_PAD)
    if len(ink.strokes) > MAX_STROKES:
        raise _invalid("$.strokes", f"more than {MAX_STROKES} strokes")
    if sum(len(stroke.points) for stroke in ink.strokes) > MAX_POINTS:
        raise _invalid("$.strokes", f"more than {MAX_POINTS} points")
    earliest = 0
    for number, stroke in enumerate(ink.strokes):
        earliest = _check_stroke(f"$.strokes[{number}].points", stroke, earliest)


def _check_stroke(path: str, stroke: Stroke, earliest: int) -> int:
    if not stroke.points:
        raise _invalid(path, "a stroke without points")
    for index, (x, y, pressure, t_ms) in enumerate(stroke.points):
        if not (0 <= x <= FULL and 0 <= y <= FULL and 0 <= pressure <= FULL_PRESSURE and earliest <= t_ms <= MAX_TIME_MS):
            here = f"{path}[{index}]"
            _in_range(f"{here}[0]", x, 0, FULL)
            _in_range(f"{here}[1]", y, 0, FULL)
            _in_range(f"{here}[2]", pressure, 0, FULL_PRESSURE)
            _in_range(f"{here}[3]", t_ms, earliest, MAX_TIME_MS)
        earliest = t_ms
    return earliest


def _in_range(path: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise _invalid(path, f"{value} is not within {low}…{high}")


def _decode(data: bytes) -> Any:
    try:
        return json.loads(data.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise _invalid("$", f"not readable as JSON ({type(error).__name__})") from error


def _object(path: str, raw: Any, keys: frozenset[str]) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise _invalid(path, "an object is expected")
    if raw.keys() != keys:
        raise _invalid(path, f"keys {', '.join(sorted(raw.keys() ^ keys))[:80]} missing or unknown")
    return raw


def _whole(path: str, raw: Any) -> int:
    if type(raw) is not int:
        raise _invalid(path, "a whole number is expected")
    return raw


def _list(path: str, raw: Any) -> list[Any]:
    if not isinstance(raw, list):
        raise _invalid(path, "a list is expected")
    return raw


def _read_ink(raw: Any) -> Ink:
    if isinstance(raw, dict) and type(raw.get("version")) is int and raw["version"] != VERSION:
        raise InputFault("ink.version", f"ink of version {raw['version']} is not known here", version=raw["version"])
    content = _object("$", raw, frozenset({"version", "width", "height", "strokes"}))
    strokes = tuple(_read_stroke(f"$.strokes[{n}]", item) for n, item in enumerate(_list("$.strokes", content["strokes"])))
    return Ink(
        _whole("$.version", content["version"]),
        _whole("$.width", content["width"]),
        _whole("$.height", content["height"]),
        strokes,
    )


def _read_stroke(path: str, raw: Any) -> Stroke:
    content = _object(path, raw, frozenset({"kind", "points"}))
    if content["kind"] not in list(PointerKind):
        raise _invalid(f"{path}.kind", "pen, touch or mouse is expected")
    rows = _list(f"{path}.points", content["points"])
    points = accumulate((_read_row(f"{path}.points[{n}]", row) for n, row in enumerate(rows)), _moved)
    return Stroke(PointerKind(content["kind"]), tuple(points))


def _read_row(path: str, raw: Any) -> Point:
    if not isinstance(raw, list) or len(raw) != 4 or any(type(value) is not int for value in raw):
        raise _invalid(path, "four whole numbers are expected: x, y, pressure, t_ms")
    return Point(*raw)


def _moved(point: Point, by: Point) -> Point:
    return Point(point.x + by.x, point.y + by.y, point.pressure + by.pressure, point.t_ms + by.t_ms)


def _differences(points: tuple[Point, ...]) -> list[Point]:
    return [
        *points[:1],
        *(Point(b.x - a.x, b.y - a.y, b.pressure - a.pressure, b.t_ms - a.t_ms) for a, b in pairwise(points)),
    ]
