"""The curves that screen and PDF share."""

from __future__ import annotations

from itertools import pairwise

import pytest

from fieldapp.forms.signing.ink import Ink, Point, PointerKind, Stroke
from fieldapp.forms.signing.strokes import all_segments, fit, nominal_width, segment, segments
from tests.support.signing_pdf import demo_ink

LINE = tuple(Point(1000 * n, 5000, 500, 10 * n) for n in range(8))


def test_curves_join_and_pass_through_every_point() -> None:
    for written, curves in zip(demo_ink().strokes, all_segments(demo_ink(), 900, 320), strict=True):
        assert len(curves) == len(written.points) - 1
        assert all(before.end == after.start for before, after in pairwise(curves))
        assert curves[0].start == pytest.approx((written.points[0].x * 0.09, written.points[0].y * 0.032))


def test_a_dot_is_a_curve_without_length() -> None:
    (dot,) = segments((Point(5000, 5000, 500, 0),), 600, 300)
    assert dot.start == dot.control1 == dot.control2 == dot.end == (300, 150)
    assert dot.width > 0


def test_a_straight_line_stays_straight() -> None:
    curves = segments(LINE, 600, 300)
    assert {y for curve in curves for _, y in (curve.start, curve.control1, curve.control2, curve.end)} == {150}


def test_a_segment_is_final_once_two_more_points_are_there() -> None:
    """What the screen has drawn while the pen moves is what the whole stroke gives at the end."""
    points = demo_ink().strokes[2].points
    whole = segments(points, 900, 320)
    width = None
    for index in range(len(points) - 2):
        early = segment(points[: index + 3], index, width, 900, 320)
        assert early == whole[index]
        width = early.width


def test_slow_and_heavy_is_wider_than_fast_and_light() -> None:
    def last_width(pressure: int, step_ms: int) -> float:
        return segments(tuple(Point(400 * n, 5000, pressure, step_ms * n) for n in range(20)), 600, 300)[-1].width

    assert last_width(900, 40) > last_width(500, 40) > last_width(500, 8) > last_width(100, 8)
    assert 0.3 < last_width(100, 8) / nominal_width(600, 300) < last_width(900, 40) / nominal_width(600, 300) < 1.5


def test_the_picture_scales_with_the_pad() -> None:
    small, large = all_segments(demo_ink(), 450, 160), all_segments(demo_ink(), 900, 320)
    for few, many in zip(small[0], large[0], strict=True):
        assert many.width == pytest.approx(2 * few.width)
        assert many.control1 == pytest.approx((2 * few.control1[0], 2 * few.control1[1]))


@pytest.mark.parametrize(("box", "place"), [((600, 600), (0, 150, 600, 300)), ((1200, 300), (300, 0, 600, 300))])
def test_the_pad_keeps_its_proportion(box: tuple[float, float], place: tuple[float, ...]) -> None:
    ink = Ink(1, 800, 400, (Stroke(PointerKind.PEN, LINE),))
    found = fit(ink, *box)
    assert (found.x, found.y, found.width, found.height) == place
