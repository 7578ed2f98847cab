"""A QR code as black and white modules; who shows it draws them."""

from __future__ import annotations

import segno

Modules = tuple[tuple[bool, ...], ...]
"""Row by row, True is black; the quiet zone around them is the painter's."""


def modules(text: str) -> Modules:
    """Error correction M: a screen that reflects or is scratched can still be read. `text` is ASCII: not every scanner takes
    bytes for UTF-8."""
    code = segno.make(text.encode("ascii").decode("ascii"), error="m", micro=False, boost_error=False)
    return tuple(tuple(bool(dark) for dark in row) for row in code.matrix)
