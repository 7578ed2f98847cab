"""What is imported in the background once the pages are there, so that nobody waits for it at the first PDF or seal."""

from __future__ import annotations


def warm_up() -> None:
    """Seal and check (most of a second), the renderer with its fonts, the table of pinyin."""
    from fieldapp.domain import pinyin
    from fieldapp.forms.pdf import render
    from fieldapp.forms.signing import seal, verify

    pinyin.table()
    seal.preload()
    verify.preload()
    render.preload()
