"""The words of the desk page: `resources/web/words.toml`, each Chinese first and then English.

A key is `table.name`. Keys are written out where they are used, so that a test finds missing and unused ones; only the tables
in FAMILIES are looked up by codes that come at run time.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Final

from fieldapp.paths import resource

FILE: Final = "web/words.toml"
LANGUAGES: Final = ("zh", "en")
FAMILIES: Final = frozenset({"event", "fault", "field", "done", "signing", "notice", "outcome"})
MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words."""

    lang: str

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key with its values filled in. A key that is not in the file is a bug (KeyError)."""
        table, _, name = key.partition(".")
        pattern: str = _all()[table][name][LANGUAGES.index(self.lang)]
        return pattern.format(**values) if values else pattern

    def of(self, family: str, code: str, **values: object) -> str:
        """The words of a code of a family; its `other` for one that is not known (`{code}` in it is the code)."""
        name = code if code in _all()[family] else "other"
        return self(f"{family}.{name}", **{"code": code, **values})

    def span(self, seconds: float) -> str:
        """A span without sign, in at most two units."""
        left = abs(int(seconds))
        if left < MINUTE:
            return self("time.moment")
        if left < HOUR:
            return self("time.minutes", m=left // MINUTE)
        if left < DAY:
            return self("time.hours", h=left // HOUR, m=left % HOUR // MINUTE)
        return self("time.days", d=left // DAY, h=left % DAY // HOUR)

    def left(self, seconds: float) -> str:
        """Time to a target, or how much it is overdue."""
        return self("time.left" if seconds >= 0 else "time.overdue", span=self.span(seconds))


@cache
def _all() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resource(FILE).read_text(encoding="utf-8"))


def chosen(cookie: str | None, accepted: str) -> str:
    """The language of a visitor: what was chosen, else what the browser asks for; Chinese when in doubt."""
    if cookie in LANGUAGES:
        return cookie
    first = accepted.split(",")[0].strip().lower()
    return "en" if first.startswith("en") else "zh"
