"""Text as searches see it: width, case, marks and connectors make no difference."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_RUN: Final = 12
MOST_RUNS: Final = 4096
_CONNECTORS = frozenset("-_./\\:#·‐‑–—'")


class _Folded(dict[int, str]):
    """What becomes of each character: what it is made of without marks, nothing, or a gap. Filled as characters are met.

    One by one gives the same as the whole text at once: what normalising would join, it takes apart again.
    """

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", chr(code)).casefold())
        folded = self[code] = "".join(_kept(character) for character in parts)
        return folded


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] in "LN" or category in ("Co", "Sc", "So"):
        return character
    if category[0] == "M" or category == "Cf" or character in _CONNECTORS:
        return ""
    return " "


_FOLDED = _Folded()

_OTHERS = re.compile(r"([^\u4e00-\u9fffa-z0-9 ]+)")
"""Runs of what may have to become something else; most of a text is ideographs and small letters."""


class _Runs(dict[str, str]):
    """The same of short runs of them: 。 and ，and the capitals of a device come again and again."""

    def __missing__(self, run: str) -> str:
        folded = run.translate(_FOLDED)
        if len(run) <= LONGEST_RUN and len(self) < MOST_RUNS:
            self[run] = folded
        return folded


_RUNS = _Runs()


def plain(raw: str) -> str:
    """The same with every gap as it stands."""
    parts = _OTHERS.split(raw)
    parts[1::2] = map(_RUNS.__getitem__, parts[1::2])
    return "".join(parts)


def fold(raw: str) -> str:
    """The text as the search sees it: runs of letters and digits, single spaces between."""
    return " ".join(plain(raw).split())
