"""Reading a barcode or a two-dimensional code from what a camera sees. Runs in jobs: a frame takes some milliseconds, and what
reads it has to be imported."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QImage

from fieldapp.ui.background.jobs import Jobs

SHORTEST = 4
"""Characters; bars of less are easily seen where there are none."""
LANE = "scanning"


def code_in(frame: QImage) -> str:
    """What a code on the picture says, on one line; empty where none can be read."""
    import zxingcpp

    grey = frame.convertToFormat(QImage.Format.Format_Grayscale8)
    wide, high, line = grey.width(), grey.height(), grey.bytesPerLine()
    if not wide or not high:
        return ""
    whole = memoryview(grey.constBits()).tobytes()
    pixels = b"".join(whole[row * line : row * line + wide] for row in range(high))
    found = zxingcpp.read_barcodes(memoryview(pixels).cast("B", shape=[high, wide]))
    texts = (" ".join(code.text.split()) for code in found)
    return next((text for text in texts if len(text) >= SHORTEST), "")


class Scanner:
    """Looks at one frame at a time; what two frames in turn say is told once: a single look at bars may err."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._told: Callable[[str], object] | None = None
        self._looking = False
        self._before = ""

    def start(self, told: Callable[[str], object]) -> None:
        self._told, self._before = told, ""

    def stop(self) -> None:
        self._told = None

    def look(self, frame: QImage) -> None:
        """A frame came; while one is looked at the next ones pass."""
        told = self._told
        if told is None or self._looking:
            return
        self._looking = True
        held = frame.copy()
        self._jobs.submit(lambda: code_in(held), lambda text: self._read(told, text), self._failed, lane=LANE)

    def _read(self, told: Callable[[str], object], text: str) -> None:
        self._looking = False
        if told is not self._told:
            return
        if text and text == self._before:
            self._told = None
            told(text)
        self._before = text

    def _failed(self, _error: Exception) -> None:
        """A frame that cannot be read is followed by another."""
        self._looking = False
