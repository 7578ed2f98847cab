"""Draws the demo's two photos (a cabinet before and after the repair): no rights to ask for, and the same bytes at every run."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

OUT = Path(__file__).resolve().parent.parent / "resources" / "demo"
SIZE = (1600, 1200)


def cabinet(alarm: bool, seed: int) -> Image.Image:
    """A server cabinet in a dim room; red lamps while the alarm is on."""
    chance = random.Random(seed)
    image = Image.new("RGB", SIZE, (38, 42, 50))
    draw = ImageDraw.Draw(image)
    for y in range(SIZE[1]):
        shade = 38 + y * 30 // SIZE[1]
        draw.line([(0, y), (SIZE[0], y)], fill=(shade, shade + 3, shade + 9))
    draw.rectangle((260, 60, 1340, 1180), fill=(24, 26, 30), outline=(90, 96, 105), width=10)
    top = 90
    while top < 1120:
        height = chance.choice((64, 64, 96, 128))
        grey = chance.randint(52, 92)
        draw.rectangle((300, top, 1300, top + height - 10), fill=(grey, grey + 2, grey + 6), outline=(20, 20, 24), width=3)
        for x in range(340, 980, 26):
            draw.rectangle((x, top + 14, x + 14, top + height - 26), fill=(18, 19, 22))
        for x in range(1030, 1270, 30):
            red = alarm and 380 < top < 620
            color = (235, 60, 50) if red else chance.choice(((60, 220, 110), (60, 220, 110), (240, 190, 70)))
            draw.ellipse((x, top + 18, x + 14, top + 32), fill=color)
        top += height
    for start in range(320, 1280, 60):
        color = chance.choice(((40, 110, 200), (230, 200, 60), (200, 60, 60), (60, 160, 90)))
        end, low = start + chance.randint(-120, 120), chance.randint(400, 1100)
        draw.line([(start, 1180), (end, low)], fill=color, width=8)
    noise = Image.effect_noise(SIZE, 18).convert("RGB")
    return Image.blend(image.filter(ImageFilter.GaussianBlur(1.2)), noise, 0.06)


def main() -> None:
    exif = Image.Exif()
    exif[0x0112] = 1
    cabinet(alarm=True, seed=7).save(OUT / "photo-before.jpg", quality=82, exif=exif)
    turned = Image.Exif()
    turned[0x0112] = 6  # stored lying on its side, as a telephone does: shown upright only if the orientation is honoured
    cabinet(alarm=False, seed=7).rotate(90, expand=True).save(OUT / "photo-after.jpg", quality=82, exif=turned)


if __name__ == "__main__":
    main()
