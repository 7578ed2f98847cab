"""Words on the screen. The source text is Chinese; `resources/i18n/<language>.ts` (Qt Linguist's format) holds translations."""

from __future__ import annotations

from functools import lru_cache
from xml.etree import ElementTree

from fieldapp.paths import resource

SOURCE_LANGUAGE = "zh"

_language = SOURCE_LANGUAGE


def set_language(language: str) -> None:
    """Choose the language of every later `tr`; widgets that are already built keep their words."""
    global _language  # the one mutable fact of the words
    _language = language


def language() -> str:
    """zh or en."""
    return _language


def languages() -> tuple[str, ...]:
    """The languages there is a catalogue for, the source language first."""
    return (SOURCE_LANGUAGE, *sorted(path.stem for path in resource("i18n").glob("*.ts")))


def tr(source: str, **values: object) -> str:
    """The words for a Chinese source text, with named values put in: ``tr("共 {n} 条", n=3)``."""
    text = source if _language == SOURCE_LANGUAGE else _catalogue(_language).get(source, source)
    return text.format(**values) if values else text


def translated(language_code: str) -> frozenset[str]:
    """The source texts that have a translation."""
    return frozenset(_catalogue(language_code))


@lru_cache(maxsize=4)
def _catalogue(language_code: str) -> dict[str, str]:
    try:
        text = resource(f"i18n/{language_code}.ts").read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    root = ElementTree.fromstring(text)  # noqa: S314 - a file we ship
    words: dict[str, str] = {}
    for message in root.iter("message"):
        source, translation = message.findtext("source"), message.findtext("translation")
        if source and translation:
            words[source] = translation
    return words
