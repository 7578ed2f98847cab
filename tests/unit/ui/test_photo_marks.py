"""What is drawn on a photo is in its pixels, and what is covered is not."""

from __future__ import annotations

import io
import random
from statistics import correlation

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from fieldapp.ui.viewmodels.pictures import whole_picture
from fieldapp.ui.widgets.photo.drawing import encoded, finished, pixels
from fieldapp.ui.widgets.photo.marks import Kind, Mark, Sketch


@pytest.mark.parametrize(
    ("mark", "kept"),
    [
        (Mark(Kind.ARROW, 0.5, 0.5, 0.5, 0.9), True),  # straight down is an arrow …
        (Mark(Kind.BOX, 0.5, 0.5, 0.5, 0.9), False),  # … and no box
        (Mark(Kind.COVER, 0.1, 0.1, 0.1, 0.1), False),
        (Mark(Kind.TEXT, 0.1, 0.1, 0.1, 0.1, " "), False),
        (Mark(Kind.TEXT, 0.1, 0.1, 0.1, 0.1, "漏水"), True),
    ],
)
def test_a_tap_is_no_drawing(mark: Mark, kept: bool) -> None:
    assert mark.worth_keeping is kept


def test_four_quarter_turns_are_none() -> None:
    sketch = Sketch().add(Mark(Kind.BOX, 0.1, 0.2, 0.3, 0.6))
    once = sketch.turn()
    assert once.turns == 1
    assert once.marks[0] == Mark(Kind.BOX, 0.8, 0.1, 0.4, 0.3)
    again = once.turn().turn().turn()
    assert again.turns == 0
    corners = (again.marks[0].x1, again.marks[0].y1, again.marks[0].x2, again.marks[0].y2)
    assert corners == pytest.approx((0.1, 0.2, 0.3, 0.6))


def a_photo() -> bytes:
    """Noise, so that any pixel that stays is found again; with a maker's name in its EXIF."""
    exif = Image.Exif()
    exif[0x010F] = "SECRETMAKER"
    out = io.BytesIO()
    noise = Image.frombytes("RGB", (200, 120), random.Random(7).randbytes(200 * 120 * 3))
    noise.save(out, "JPEG", quality=97, exif=exif)
    return out.getvalue()


def part(picture: Image.Image, left: int, top: int, right: int, bottom: int) -> list[int]:
    return list(picture.crop((left, top, right, bottom)).tobytes())


@pytest.mark.parametrize("turns", range(4))
def test_nothing_of_what_is_covered_is_in_the_file(qapp: QApplication, turns: int) -> None:
    data = a_photo()
    sketch = Sketch().add(Mark(Kind.COVER, 0.75, 0.5, 0.25, 0.25))  # drawn from the lower right
    for _ in range(turns):
        sketch = sketch.turn()
    result = encoded(finished(whole_picture(data), sketch), "image/png")
    before = Image.open(io.BytesIO(data)).convert("RGB")
    after = Image.open(io.BytesIO(result)).convert("RGB").rotate(90 * turns, expand=True)
    covered = after.crop((50, 30, 150, 60))
    assert len(covered.getcolors(3000) or []) <= 16, "one colour and its hatch"
    assert abs(correlation(list(covered.tobytes()), part(before, 50, 30, 150, 60))) < 0.1
    beside = zip(part(after, 0, 70, 200, 120), part(before, 0, 70, 200, 120), strict=True)
    assert max(abs(one - other) for one, other in beside) <= 3, "the rest is the photo as it was"
    assert b"SECRETMAKER" not in result
    assert not Image.open(io.BytesIO(result)).getexif()


def test_two_pictures_with_the_same_mean_look_the_same_when_covered(qapp: QApplication) -> None:
    """What is left says nothing of the pattern that was there."""
    made = []
    for first in (0, 255):
        picture = QImage(40, 40, QImage.Format.Format_RGB32)
        for x in range(40):
            for y in range(40):
                grey = first if (x + y) % 2 else 255 - first
                picture.setPixelColor(x, y, QColor(grey, grey, grey))
        made.append(finished(picture, Sketch().add(Mark(Kind.COVER, 0, 0, 1, 1))))
    differences = {abs(made[0].pixelColor(x, y).red() - made[1].pixelColor(x, y).red()) for x in range(40) for y in range(40)}
    assert max(differences) <= 1


def test_arrow_box_and_text_are_in_the_picture(qapp: QApplication) -> None:
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    picture.fill(QColor("black"))
    marks = (
        Mark(Kind.BOX, 0.1, 0.1, 0.4, 0.4),
        Mark(Kind.ARROW, 0.9, 0.9, 0.6, 0.6),
        Mark(Kind.TEXT, 0.1, 0.7, 0.1, 0.7, "漏水"),
    )
    result = finished(picture, Sketch(0, marks))
    for x, y in ((40, 80), (300, 225), (60, 225)):
        near = [result.pixelColor(x + dx, y + dy) for dx in range(-6, 7) for dy in range(-6, 7)]
        assert any(colour.red() > 180 and colour.blue() < 120 for colour in near), (x, y)
    assert result.pixelColor(200, 20) == QColor("black")


def test_the_pixels_of_a_mark_stay_inside(qapp: QApplication) -> None:
    picture = QImage(10, 10, QImage.Format.Format_RGB32)
    area = pixels(Mark(Kind.COVER, -0.5, 0.55, 0.31, 1.5), picture)
    assert (area.left(), area.top(), area.right(), area.bottom()) == (0, 5, 3, 9)
    picture.fill(QColor("white"))
    assert finished(picture, Sketch().add(Mark(Kind.COVER, 1.5, 1.5, 2, 2))).pixelColor(9, 9) == QColor("white")
