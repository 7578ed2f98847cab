"""Text as searches see it: width, case, marks and connectors make no difference."""

from __future__ import annotations

import unicodedata

_CONNECTORS = frozenset("-_./\\:#·‐‑–—'")


class _Kept(dict[int, str]):
    """What becomes of each character: itself, nothing, or a gap. Filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category[0] in "LN" or category in ("Co", "Sc", "So"):
            kept = character
        elif category[0] == "M" or category == "Cf" or character in _CONNECTORS:
            kept = ""
        else:
            kept = " "
        self[code] = kept
        return kept


_KEPT = _Kept()


def plain(raw: str) -> str:
    """The same with every gap as it stands."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", raw).casefold()).translate(_KEPT)


def fold(raw: str) -> str:
    """The text as the search sees it: runs of letters and digits, single spaces between."""
    return " ".join(plain(raw).split())
