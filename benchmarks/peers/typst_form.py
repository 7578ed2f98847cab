"""Typst: a template that reads the order as JSON; a compiler that stays open, as its own server mode would keep it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import typst

STANDARD = os.environ.get("PEER_PDFA") and "a-3b"


def opened(folder: Path) -> Callable[[int], bytes]:
    template = Path(__file__).with_name("form.typ").read_bytes()
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder / "fonts")])

    def make(number: int) -> bytes:
        return typst.compile(
            template, root=str(folder), font_paths=fonts, sys_inputs={"order": f"/{number}.json"}, pdf_standards=STANDARD or None
        )

    return make
