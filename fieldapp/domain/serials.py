"""What is odd about a serial number. It is told, never refused: makers print whatever they like on a nameplate."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from fieldapp.domain.records import JSON

_MARKS = frozenset("-_./:+#*()=%$ ")


def tidy(text: str) -> str:
    """What an input method typed in full width as plain letters and digits; a scanner's line ends and outer blanks gone."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def odd_characters(text: str) -> str:
    """Characters that a nameplate's serial number hardly holds, each once: 汉字, a dash of print, an invisible one."""
    odd = (character for character in text if not (character.isascii() and character.isalnum()) and character not in _MARKS)
    return "".join(dict.fromkeys(odd))


def key(text: str) -> str:
    """For comparing: without case, width, blanks and marks."""
    return "".join(character for character in tidy(text).casefold() if character.isalnum())


def doubled(rows: Iterable[Mapping[str, JSON]], columns: Iterable[str]) -> frozenset[tuple[str, str]]:
    """(row id, column id) of each serial number that stands in more than one row of the same column."""
    rows = list(rows)
    found: set[tuple[str, str]] = set()
    for column in columns:
        keys = {str(row.get("_id")): key(text) for row in rows if isinstance(text := row.get(column), str)}
        counts = Counter(keys.values())
        found |= {(row_id, column) for row_id, one in keys.items() if one and counts[one] > 1}
    return frozenset(found)
