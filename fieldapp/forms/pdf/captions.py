"""The words the PDF adds to those of the form definition; `resources/pdf/captions.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from fieldapp.paths import resource


class Captions:
    """One language's words."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._table = table

    def __call__(self, key: str, **values: object) -> str:
        """A caption with its values filled in; KeyError for a key that is not in the file is a bug."""
        pattern: str = self._table[key]
        return pattern.format(**values) if values else pattern

    def outcome(self, code: str) -> str:
        found: str = self._table["outcomes"].get(code, code)
        return found

    def event(self, code: str) -> str:
        found: str = self._table["event_kinds"].get(code, code)
        return found


@cache
def captions(lang: str) -> Captions:
    """Captions in `lang` (zh | en); any other language gets English."""
    table = tomllib.loads(resource("pdf/captions.toml").read_text(encoding="utf-8"))
    return Captions(table.get(lang, table["en"]))
