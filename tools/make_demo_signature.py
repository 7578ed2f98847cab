"""Writes the inks of the demo and the tests, names as a hand would write them: resources/demo/signature.ink.json (the customer,
王建国) and engineer.ink.json (the engineer, 李旻).

The strokes are given by the points a pen passes; speed, pressure and tremor follow from them by fixed rules and a fixed seed, so
the files come out the same every time.
"""

from __future__ import annotations

import random
from itertools import pairwise
from math import dist, pi, sin

from fieldapp.files import write_atomically
from fieldapp.forms.signing.ink import Ink, Point, PointerKind, Stroke, judge
from fieldapp.paths import resource

WIDTH, HEIGHT = 900, 320
SAMPLE_MS = 8
SPEED = 0.55  # pad pixels per millisecond in the middle of a long stroke
LIFT_MS = 90

Path = list[tuple[float, float]]

# In pad pixels. Running hand: neighbouring strokes of a character are often joined.
CUSTOMER: list[Path] = [
    # 王
    [(70, 96), (120, 88), (178, 80), (190, 82)],
    [(132, 90), (128, 140), (124, 190), (118, 226)],
    [(82, 158), (120, 150), (168, 144), (160, 152), (112, 196), (64, 236), (60, 240), (120, 228), (190, 218), (226, 210)],
    # 建
    [(330, 84), (380, 76), (424, 70), (430, 78), (420, 110), (412, 136)],
    [(308, 116), (370, 106), (452, 96), (458, 98)],
    [(334, 144), (380, 136), (428, 130), (420, 142), (340, 170), (332, 174), (390, 164), (440, 158)],
    [(386, 46), (386, 90), (384, 150), (380, 208), (376, 216)],
    [(262, 108), (292, 100), (304, 98), (298, 112), (274, 146), (272, 152), (292, 150), (298, 158), (286, 192), (256, 236)],
    [(258, 178), (284, 206), (330, 232), (400, 248), (480, 252), (498, 248)],
    # 国
    [(566, 88), (562, 130), (562, 190), (568, 244)],
    [(568, 92), (620, 82), (690, 74), (716, 76), (722, 90), (722, 150), (718, 210), (712, 246), (704, 238)],
    [(596, 124), (640, 116), (684, 112), (676, 122), (642, 128), (640, 150), (638, 168), (604, 172), (672, 162), (640, 178)],
    [(640, 172), (636, 200), (600, 216), (596, 218), (640, 210), (694, 204)],
    [(664, 182), (674, 188), (682, 196)],
    [(570, 240), (620, 236), (680, 232), (742, 222), (800, 200), (842, 172)],
]  # fmt: skip

ENGINEER: list[Path] = [
    # 李
    [(150, 92), (220, 80), (318, 66), (326, 68)],
    [(238, 36), (236, 76), (232, 120), (228, 152)],
    [(228, 84), (206, 112), (172, 138), (140, 154)],
    [(240, 84), (268, 108), (310, 132), (340, 142)],
    [(180, 172), (230, 162), (280, 156), (286, 162), (262, 180), (240, 192), (246, 214), (244, 244), (226, 262), (206, 252)],
    [(138, 214), (220, 202), (300, 192), (356, 188)],
    # 旻
    [(506, 54), (504, 84), (506, 116), (508, 128)],
    [(508, 58), (570, 48), (622, 44), (630, 50), (628, 86), (620, 122), (516, 126)],
    [(514, 90), (560, 84), (616, 80)],
    [(560, 138), (578, 146), (590, 156)],
    [(470, 176), (560, 164), (660, 154), (700, 154)],
    [(516, 176), (548, 206), (600, 238), (680, 262), (790, 250), (846, 214)],
    [(648, 164), (612, 204), (552, 244), (476, 270)],
]  # fmt: skip


def _glide(path: Path, share: float) -> tuple[float, float]:
    """Position on the Catmull–Rom curve through `path` at `share` (0…1) of its control points."""
    at = min(share * (len(path) - 1), len(path) - 1 - 1e-9)
    index, u = int(at), at - int(at)
    p0, p1, p2, p3 = (path[max(0, min(len(path) - 1, index + offset))] for offset in (-1, 0, 1, 2))

    def blend(axis: int) -> float:
        a, b, c, d = p0[axis], p1[axis], p2[axis], p3[axis]
        return 0.5 * (2 * b + (c - a) * u + (2 * a - 5 * b + 4 * c - d) * u**2 + (3 * b - a - 3 * c + d) * u**3)

    return blend(0), blend(1)


def _write(path: Path, start_ms: int, hand: random.Random) -> Stroke:
    fine = [_glide(path, step / 400) for step in range(401)]
    total = sum(dist(a, b) for a, b in pairwise(fine))
    duration = max(60.0, total / SPEED * 1.25)
    points: list[Point] = []
    wander = 0.0
    for step in range(int(duration / SAMPLE_MS) + 1):
        part = min(1.0, step * SAMPLE_MS / duration)
        eased = part - sin(2 * pi * part) / (2 * pi) * 0.55  # slow at both ends, fast in the middle
        x, y = _glide(path, eased)
        wander = 0.8 * wander + hand.gauss(0, 0.35)
        press = (
            0.25 + 0.5 * sin(pi * min(1.0, part * 1.15 + 0.08)) ** 0.6 + hand.gauss(0, 0.012)
            if part < 0.8
            else 0.62 - 1.9 * (part - 0.8)
        )
        points.append(Point.on_pad(x + wander, y + wander * 0.6, press, start_ms + step * SAMPLE_MS, WIDTH, HEIGHT))
    return Stroke(PointerKind.PEN, tuple(points))


def make(target: str, paths: list[Path], seed: int) -> None:
    hand = random.Random(seed)
    strokes: list[Stroke] = []
    clock_ms = 0
    for path in paths:
        strokes.append(_write(path, clock_ms, hand))
        clock_ms = strokes[-1].points[-1].t_ms + LIFT_MS + hand.randrange(0, 70)
    ink = Ink(1, WIDTH, HEIGHT, tuple(strokes))
    judge(ink)
    write_atomically(resource(target), ink.to_bytes())
    points = sum(len(stroke.points) for stroke in strokes)
    print(f"{target}: {len(strokes)} strokes, {points} points, {clock_ms / 1000:.1f} s, {ink.sha256[:8]}")


def main() -> None:
    make("demo/signature.ink.json", CUSTOMER, 20261122)
    make("demo/engineer.ink.json", ENGINEER, 20261123)


if __name__ == "__main__":
    main()
