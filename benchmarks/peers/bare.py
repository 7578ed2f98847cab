"""The least a process can do with ReportLab: one line of text."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path


def opened(folder: Path) -> Callable[[int], bytes]:
    from reportlab.pdfgen.canvas import Canvas

    def make(number: int) -> bytes:
        out = BytesIO()
        canvas = Canvas(out)
        canvas.drawString(72, 700, str(number))
        canvas.save()
        return out.getvalue()

    return make
