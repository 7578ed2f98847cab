"""Words on the screen. The source text is Chinese; `resources/i18n/<language>.qm` holds translations, made by `tools/i18n.py`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache

from PySide6.QtCore import QTranslator

from fieldapp.paths import resource

SOURCE_LANGUAGE = "zh"
CONTEXT = "fieldapp"

_MANY = 2
_COUNTED = re.compile(r"\{n[:}]")
_language = SOURCE_LANGUAGE


def set_language(language: str) -> None:
    """Choose the language of every later `tr`; widgets that are already built keep their words."""
    global _language  # the one mutable fact of the words
    _language = language


def language() -> str:
    """zh or en."""
    return _language


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Words made inside are in another person's language; the program's own stays as it is."""
    before = language()
    set_language(chosen)
    try:
        yield
    finally:
        set_language(before)


def languages() -> tuple[str, ...]:
    """The languages there is a catalogue for, the source language first."""
    return (SOURCE_LANGUAGE, *sorted(path.stem for path in resource("i18n").glob("*.qm")))


def tr(source: str, meaning: str = "", /, **values: object) -> str:
    """The words for a Chinese source text, with named values put in: ``tr("共 {n} 条", n=3)``.

    A text with ``{n}`` has a singular and a plural; `meaning` tells apart equal Chinese words that differ elsewhere.
    """
    text = source if _language == SOURCE_LANGUAGE else _translated(source, meaning, values.get("n")) or source
    return text.format(**values) if values else text


def listed(parts: Iterable[str]) -> str:
    """Words one after the other: ``甲、乙``, ``a, b``."""
    return tr("、").join(parts)


def dotted(parts: Iterable[str]) -> str:
    """Facts of one thing side by side; those that are empty are left out."""
    return " · ".join(part for part in parts if part)


def sentences(parts: Iterable[str]) -> str:
    """Whole sentences one after the other; Chinese puts no space between them."""
    return ("" if language() == SOURCE_LANGUAGE else " ").join(part for part in parts if part)


def labelled(label: str, value: str) -> str:
    """A name and what it stands for: ``地址：…``, ``Address: …``."""
    return tr("{label}：{value}", label=label, value=value)


def aside(text: str, note: str) -> str:
    """A remark behind the words: ``设备（3f2a）``, ``device (3f2a)``."""
    return tr("{text}（{note}）", text=text, note=note)


def counted(words: str, number: int) -> str:
    """How many there are of something: ``处理中 3``, ``In progress (3)``."""
    return tr("{words} {n:,}", words=words, n=number)


def _translated(source: str, meaning: str, count: object) -> str:
    number = (count if isinstance(count, int) else _MANY) if _COUNTED.search(source) else -1
    return _catalogue(_language).translate(CONTEXT, source, meaning or None, number)


@lru_cache(maxsize=4)
def _catalogue(language_code: str) -> QTranslator:
    catalogue = QTranslator()
    catalogue.load(str(resource(f"i18n/{language_code}.qm")))  # a missing one is empty: the source text is shown
    return catalogue
