"""What is imported in the background once the pages are there, so that nobody waits for it at the first PDF or seal.

In pieces: each holds Python's one lock for a part of its time, and somebody who types meanwhile waits for it.
"""

from __future__ import annotations


def table_of_pinyin() -> None:
    from fieldapp.domain import pinyin

    pinyin.table()


def pdf_files() -> None:
    from fieldapp.forms.signing import seal

    seal.preload_files()


def seal_and_check() -> None:
    """The largest piece."""
    from fieldapp.forms.signing import seal, verify

    seal.preload()
    verify.preload()


def renderer() -> None:
    import fieldapp.forms.pdf.render  # noqa: F401


def fonts() -> None:
    from fieldapp.forms.pdf import render

    render.preload()


PIECES = (table_of_pinyin, pdf_files, seal_and_check, renderer, fonts)


def warm_up() -> None:
    """All of it."""
    for piece in PIECES:
        piece()
