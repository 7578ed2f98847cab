"""Ink: canonical bytes, precise faults, and what is not a signature."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.errors import InputFault, RefusedFault
from fieldapp.forms.signing import ink as inks
from fieldapp.forms.signing.ink import Ink, Point, PointerKind, Stroke, judge
from tests.support.signing_pdf import demo_ink


def stroke(*places: tuple[int, int], kind: PointerKind = PointerKind.PEN) -> Stroke:
    return Stroke(kind, tuple(Point(x, y, 500, 10 * index) for index, (x, y) in enumerate(places)))


def drawn(*strokes: Stroke, width: int = 600, height: int = 300) -> Ink:
    """Strokes one after another in time."""
    shifted = [
        Stroke(s.kind, tuple(p._replace(t_ms=p.t_ms + 1000 * number) for p in s.points)) for number, s in enumerate(strokes)
    ]
    return Ink(1, width, height, tuple(shifted))


@st.composite
def any_ink(draw: st.DrawFn) -> Ink:
    times = sorted(draw(st.lists(st.integers(0, inks.MAX_TIME_MS), min_size=1, max_size=12)))
    places = st.integers(0, inks.FULL)
    points = [Point(draw(places), draw(places), draw(st.integers(0, inks.FULL_PRESSURE)), time) for time in times]
    cut = draw(st.integers(0, len(points) - 1))
    kinds = st.sampled_from(PointerKind)
    parts = [part for part in (points[:cut], points[cut:]) if part]
    strokes = tuple(Stroke(draw(kinds), tuple(part)) for part in parts)
    return Ink(1, draw(st.integers(1, inks.MAX_PAD)), draw(st.integers(1, inks.MAX_PAD)), strokes)


@settings(max_examples=80, deadline=None)
@given(any_ink())
def test_round_trip_is_exact_and_canonical(ink: Ink) -> None:
    data = ink.to_bytes()
    assert Ink.parse(data) == ink
    assert data == rfc8785.dumps(json.loads(data))
    assert ink.sha256 == hashlib.sha256(data).hexdigest()


def test_points_stand_as_differences() -> None:
    ink = Ink(1, 600, 300, (Stroke(PointerKind.PEN, (Point(10, 20, 500, 0), Point(7, 25, 480, 8), Point(7, 25, 480, 16))),))
    assert json.loads(ink.to_bytes())["strokes"][0]["points"] == [[10, 20, 500, 0], [-3, 5, -20, 8], [0, 0, 0, 8]]


def wire(**changes: Any) -> bytes:
    content = {"version": 1, "width": 600, "height": 300, "strokes": [{"kind": "pen", "points": [[1, 2, 3, 4]]}]}
    return json.dumps(content | changes, sort_keys=True, separators=(",", ":")).encode()


def points(*rows: list[Any]) -> dict[str, Any]:
    return {"strokes": [{"kind": "pen", "points": list(rows)}]}


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        (b"", "ink.invalid", "$"),
        (b"\xff\xfe", "ink.invalid", "$"),
        (b"[" * 5000, "ink.invalid", "$"),
        (b"[]", "ink.invalid", "$"),
        (b'{"version":1}', "ink.invalid", "$"),
        (b" " + wire(), "ink.invalid", "$"),
        (wire().replace(b'"version":1', b'"version":1,"version":1'), "ink.invalid", "$"),
        (wire(extra=1), "ink.invalid", "$"),
        (wire(version=2), "ink.version", None),
        (wire(version=2, strokes=None), "ink.version", None),
        (wire(version=True), "ink.invalid", "$.version"),
        (wire(width=0), "ink.invalid", "$.width"),
        (wire(height=300.5), "ink.invalid", "$.height"),
        (wire(height=40_000), "ink.invalid", "$.height"),
        (wire(strokes={}), "ink.invalid", "$.strokes"),
        (wire(strokes=[[]]), "ink.invalid", "$.strokes[0]"),
        (wire(strokes=[{"kind": "feather", "points": [[1, 2, 3, 4]]}]), "ink.invalid", "$.strokes[0].kind"),
        (wire(strokes=[{"kind": ["pen"], "points": [[1, 2, 3, 4]]}]), "ink.invalid", "$.strokes[0].kind"),
        (wire(**points()), "ink.invalid", "$.strokes[0].points"),
        (wire(**points([1, 2, 3])), "ink.invalid", "$.strokes[0].points[0]"),
        (wire(**points([1, 2, 3, 4.5])), "ink.invalid", "$.strokes[0].points[0]"),
        (wire(**points([1, 2, 3, 4], [10_000, 2, 3, 5])), "ink.invalid", "$.strokes[0].points[1][0]"),
        (wire(**points([1, -1, 3, 4])), "ink.invalid", "$.strokes[0].points[0][1]"),
        (wire(**points([1, 2, 1001, 4])), "ink.invalid", "$.strokes[0].points[0][2]"),
        (wire(**points([1, 2, 3, 4], [-2, 0, 0, 1])), "ink.invalid", "$.strokes[0].points[1][0]"),
        (wire(**points([1, 2, 3, 4], [1, 2, 3, -1])), "ink.invalid", "$.strokes[0].points[1][3]"),
        (wire(strokes=[{"kind": "pen", "points": [[1, 2, 3, 4]]}] * 501), "ink.invalid", "$.strokes"),
        (wire(**points(*[[1, 2, 3, 4]] * 20_001)), "ink.invalid", "$.strokes"),
        (b"x" * 1_000_001, "ink.too-large", None),
    ],
)
def test_what_is_not_ink_is_named(data: bytes, code: str, path: str | None) -> None:
    with pytest.raises(InputFault) as caught:
        Ink.parse(data)
    assert (caught.value.code, caught.value.details.get("path")) == (code, path)


def test_time_runs_on_over_strokes() -> None:
    with pytest.raises(InputFault, match=r"strokes\[1\]"):
        Ink(1, 600, 300, (stroke((1, 1), (2, 2)), stroke((3, 3))))


@pytest.mark.parametrize(
    ("ink", "code"),
    [
        (drawn(), "ink.blank"),
        (drawn(stroke((5000, 5000))), "ink.too-small"),
        (drawn(stroke((5000, 5000), (5010, 5010), (5000, 5010))), "ink.too-small"),
        (drawn(*[stroke((100 * n, 100 * n)) for n in range(60)]), "ink.too-small"),
        (drawn(stroke((1000, 5000), (9000, 5000))), "ink.too-simple"),
        (drawn(stroke((1000, 1000), (5000, 5020), (9000, 8990))), "ink.too-simple"),
        (drawn(stroke((1000, 5000), (9000, 5000), (1000, 5010), (9000, 5000))), "ink.too-simple"),
        (drawn(stroke((1000, 1000), (4000, 4000)), stroke((5000, 5000), (9000, 9000))), "ink.too-simple"),
        (drawn(stroke((2000, 5000), (4000, 8000), (8000, 2000))), "ink.too-simple"),
    ],
)
def test_not_a_signature(ink: Ink, code: str) -> None:
    with pytest.raises(RefusedFault) as caught:
        judge(ink)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "ink",
    [
        drawn(stroke((2000, 2000), (8000, 8000)), stroke((8000, 2000), (2000, 8000))),
        drawn(stroke((1000, 5000), (2500, 2000), (4000, 8000), (5500, 2000), (7000, 8000))),
        drawn(stroke((3000, 2000), (7000, 2000)), stroke((5000, 2000), (5000, 8000))),
    ],
    ids=["cross", "one long wave", "丁"],
)
def test_plain_signatures_pass(ink: Ink) -> None:
    judge(ink)


def test_the_recorded_signature() -> None:
    ink = demo_ink()
    judge(ink)
    assert len(ink.strokes) == 15
    assert len({point.pressure for written in ink.strokes for point in written.points}) > 100


def test_pad_positions_are_clamped_and_scaled() -> None:
    assert Point.on_pad(150, 75, 0.25, 12.4, 600, 300) == Point(2500, 2500, 250, 12)
    assert Point.on_pad(-5, 400, None, -1, 600, 300) == Point(0, 10_000, inks.NO_PRESSURE, 0)
