"""The report's own words, `resources/report/words.toml`: window, PDF and spreadsheet call a thing the same."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from fieldapp.paths import resource


class Words:
    """One language's words; a key is `table.level` or plain."""

    def __init__(self, lang: str, texts: Mapping[str, Any]) -> None:
        self.lang = lang
        self._texts = texts

    def __call__(self, key: str, **values: object) -> str:
        """KeyError for a key that is not in the file is a bug."""
        text: Any = self._texts
        for part in key.split("."):
            text = text[part]
        return str(text).format(**values) if values else str(text)


@cache
def words(lang: str) -> Words:
    """zh, or English for any other language."""
    texts = tomllib.loads(resource("report/words.toml").read_text(encoding="utf-8"))
    return Words("zh" if lang == "zh" else "en", texts.get(lang, texts["en"]))
