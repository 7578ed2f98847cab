"""Photos for the annex: JPEG data of moderate size goes in untouched; the turn its EXIF asks for is made in drawing."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from fieldapp.forms.pdf.objects import Name, Stream

PASS_THROUGH = 1600
"""Longest side in pixels up to which a JPEG is embedded as it is."""
LONGEST = 1280
"""Longest side after downscaling: about 380 dpi at 85 mm, so that a serial number can still be read when zoomed in."""
_QUALITY = 80
_MOST_PIXELS = 120_000_000
_ORIENTATION = 0x0112

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """JPEG data of `width` × `height` pixels as stored; `orientation` 1…8 as in EXIF; `grey` for one component."""

    data: bytes
    width: int
    height: int
    orientation: int
    grey: bool

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height as seen."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)

    def stream(self) -> Stream:
        """The image XObject."""
        return Stream(
            self.data,
            {
                "Type": Name("XObject"),
                "Subtype": Name("Image"),
                "Width": self.width,
                "Height": self.height,
                "ColorSpace": Name("DeviceGray" if self.grey else "DeviceRGB"),
                "BitsPerComponent": 8,
                "Filter": Name("DCTDecode"),
            },
            compress=False,
        )

    def matrix(self, x: float, y: float, width: float, height: float) -> Matrix:
        """Put the picture upright into a box with its lower left corner at x, y."""
        right, upper = x + width, y + height
        return {
            1: (width, 0.0, 0.0, height, x, y),
            2: (-width, 0.0, 0.0, height, right, y),
            3: (-width, 0.0, 0.0, -height, right, upper),
            4: (width, 0.0, 0.0, -height, x, upper),
            5: (0.0, -height, -width, 0.0, right, upper),
            6: (0.0, -height, width, 0.0, x, upper),
            7: (0.0, height, width, 0.0, x, y),
            8: (0.0, height, -width, 0.0, right, y),
        }[self.orientation]


def load(data: bytes) -> Picture | None:
    """A picture of any format Pillow reads, None when it is not one or is damaged."""
    try:
        with Image.open(BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            orientation = image.getexif().get(_ORIENTATION, 1)
            if orientation not in range(1, 9):
                orientation = 1
            if _fits_as_is(image, data):
                return Picture(_without_metadata(data), image.width, image.height, orientation, image.mode == "L")
            return _resampled(image, orientation)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return None


def _fits_as_is(image: Image.Image, data: bytes) -> bool:
    return (
        image.format == "JPEG"
        and image.mode in {"RGB", "L"}
        and max(image.size) <= PASS_THROUGH
        and data.rstrip(b"\0").endswith(b"\xff\xd9")
    )


def _resampled(image: Image.Image, orientation: int) -> Picture:
    if max(image.size) > LONGEST:
        # JPEG can be decoded at a fraction of its size, four times as fast; other formats ignore this.
        image.draft("RGB", (LONGEST, LONGEST))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    elif image.mode not in {"RGB", "L"}:
        image = image.convert("RGB")
    image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    out = BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, optimize=True, exif=b"", icc_profile=None)
    return Picture(out.getvalue(), image.width, image.height, orientation, image.mode == "L")


def _without_metadata(jpeg: bytes) -> bytes:
    """The same picture without EXIF, comments and the like: where a photo was taken is nobody's business but the order's.

    Keeps APP0 (JFIF) and APP14 (Adobe), which say how to read the colours. Raises ValueError on broken segments.
    """
    kept = [jpeg[:2]]
    position = 2
    while True:
        if jpeg[position] != 0xFF:
            raise ValueError("no JPEG marker where one is due")
        marker = jpeg[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0xDA:
            return b"".join([*kept, jpeg[position:]])
        length = int.from_bytes(jpeg[position + 2 : position + 4], "big")
        if length < 2 or position + 2 + length >= len(jpeg):
            raise ValueError("a JPEG segment runs over the end")
        if not (0xE1 <= marker <= 0xED or marker == 0xEF or marker == 0xFE):
            kept.append(jpeg[position : position + 2 + length])
        position += 2 + length
