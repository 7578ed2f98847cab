"""A QR code as black and white modules; who shows it draws them."""

from __future__ import annotations

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

Modules = tuple[tuple[bool, ...], ...]
"""Row by row, True is black; the quiet zone around them is the painter's."""


def modules(text: str) -> Modules:
    """Error correction M: a screen that reflects or is scratched can still be read. `text` is ASCII: not every scanner takes
    bytes for UTF-8."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text.encode("ascii").decode("ascii"))
    code.make()
    size = range(code.getModuleCount())
    return tuple(tuple(bool(code.isDark(row, column)) for column in size) for row in size)
