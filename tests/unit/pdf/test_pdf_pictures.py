"""Photos: small JPEGs pass through without their metadata, big ones shrink, all stand upright, broken ones are told."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pikepdf
import pytest
from PIL import Image

from fieldapp.forms.pdf.pictures import LONGEST, load
from fieldapp.forms.pdf.render import render
from tests.support.pdf_orders import jpeg, order, photo_rows
from tests.support.pdf_reading import assert_conforms, pixels, text_of


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def test_a_small_jpeg_keeps_its_picture_data_and_loses_its_metadata() -> None:
    data = jpeg(640, 480, orientation=6)
    picture = load(data)
    assert picture is not None
    assert b"secret place" in data
    assert b"secret place" not in picture.data
    assert picture.data.endswith(data[-2000:])
    assert (picture.orientation, picture.upright) == (6, (480, 640))
    with Image.open(io.BytesIO(picture.data)) as image, Image.open(io.BytesIO(data)) as before:
        assert image.tobytes() == before.tobytes()


def test_a_big_photo_is_scaled_down_the_same_way_every_time() -> None:
    data = jpeg(4000, 3000, orientation=8)
    picture = load(data)
    assert picture is not None
    assert max(picture.width, picture.height) == LONGEST
    assert (picture.orientation, len(picture.data) < len(data)) == (8, True)
    assert load(data) == picture


@pytest.mark.parametrize(
    "data",
    [
        encoded(Image.new("RGBA", (60, 40), (255, 0, 0, 0)), "PNG"),
        encoded(Image.new("P", (60, 40)), "GIF"),
        encoded(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "JPEG"),
        encoded(Image.new("L", (60, 40), 90), "JPEG"),
        encoded(Image.new("RGB", (60, 40)), "JPEG", progressive=True),
        encoded(Image.new("I;16", (60, 40)), "PNG"),
        encoded(Image.new("1", (60, 40)), "PNG"),
    ],
    ids=["png-alpha", "gif", "cmyk", "grey", "progressive", "png-16", "png-1"],
)
def test_every_kind_of_picture_makes_a_conforming_file(data: bytes) -> None:
    rows, store = photo_rows([data])
    pdf = render(order({"photos": rows}, photos=store))
    assert_conforms(pdf)
    assert "照片无法显示" not in text_of(pdf)


def test_what_is_transparent_becomes_white() -> None:
    picture = load(encoded(Image.new("RGBA", (60, 40), (255, 0, 0, 0)), "PNG"))
    assert picture is not None
    with Image.open(io.BytesIO(picture.data)) as image:
        assert image.getpixel((30, 20)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data", [b"", b"not a picture", jpeg()[:400], jpeg()[: len(jpeg()) // 2], b"\xff\xd8\xff\xd9", b"\xff\xd8\xff\xe1\x00\x00"]
)
def test_a_broken_photo_is_said_to_be_one(data: bytes) -> None:
    assert load(data) is None
    rows, store = photo_rows([data])
    pdf = render(order({"photos": rows}, photos=store))
    assert_conforms(pdf)
    text = text_of(pdf)
    assert "照片无法显示" in text
    assert hashlib.sha256(data).hexdigest()[:32] in text


CORNERS = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
"""EXIF orientation → where the stored upper left corner is seen: 0 left or upper, 1 right or lower."""


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_turn_that_exif_asks_for_is_made(orientation: int) -> None:
    rows, store = photo_rows([jpeg(600, 600, orientation=orientation)])
    pdf = render(order({"photos": rows}, photos=store))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = next(number for number, item in enumerate(opened.pages, 1) if item.get_images())
    width, height, rgb = pixels(pdf, page)
    red = [
        index for index in range(width * height) if rgb[3 * index] > 230 and rgb[3 * index + 1] < 40 and rgb[3 * index + 2] < 60
    ]
    assert len(red) > 100
    middle_x, middle_y = sum(i % width for i in red) / len(red), sum(i // width for i in red) / len(red)
    picture_x, picture_y = _centre_of_first_picture(width, height)
    assert (int(middle_x > picture_x), int(middle_y > picture_y)) == CORNERS[orientation]


def _centre_of_first_picture(width: int, height: int) -> tuple[float, float]:
    from fieldapp.forms.pdf import annex, styles

    x = styles.MARGIN + annex._COLUMN / 2
    y = styles.PAGE_HEIGHT - styles.TOP + 20 + 8 + annex._PICTURE_HEIGHT / 2
    return x / styles.PAGE_WIDTH * width, y / styles.PAGE_HEIGHT * height


def test_mirrored_and_turned_agree_with_pillow() -> None:
    """Orientations 5 and 7 put the corner where 1 and 3 do; what tells them apart is the long side."""
    for orientation in range(1, 9):
        picture = load(jpeg(400, 200, orientation=orientation))
        assert picture is not None
        assert picture.upright == ((400, 200) if orientation < 5 else (200, 400))
