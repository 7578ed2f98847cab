"""Text as searches see it: width, case, marks and connectors make no difference."""

from __future__ import annotations

import unicodedata

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


def plain(raw: str) -> str:
    """The same with every gap as it stands."""
    return raw.translate(_FOLDED)


def fold(raw: str) -> str:
    """The text as the search sees it: runs of letters and digits, single spaces between."""
    return " ".join(plain(raw).split())
