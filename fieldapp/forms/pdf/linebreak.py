"""Where a line may end, by the customs of Chinese typesetting (`line_marks` has the marks and their sources): no closing mark
begins a line, no opening mark ends one; words, numbers with their units and serials stay whole unless one alone is wider than the
line. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate

from fieldapp.forms.pdf.line_marks import is_attached, is_never_first, is_never_last, is_word

_JOINTS = frozenset("-/_.:,;&=?@+|\\")
"""Where an over-long serial, address or path is best cut: after one of these."""

_UNITS = (
    "[kMGT]?bps|[kMGT]?b/s|[kKMGT]?i?B(?:/s)?|[mk]?V|[mμµ]?A|[mk]?W|kWh|[kM]?Ω|[kMG]?Hz|dBm?|"
    "℃|°C|[ckmnμµ]?m|[mμµ]?s|min|h|[km]?g|[kM]?Pa|U"
)
_BEFORE_UNIT = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?![A-Za-z]))")
"""The space of 24 V (SI: number and unit on one line)."""

_SLACK = 0.01
"""Rounding of sums of widths must not break a line that was measured to fit."""


def may_break(before: str, after: str) -> bool:
    """May a line end between these two neighbours?"""
    if after == " " or is_never_first(after) or is_never_last(before):
        return False
    if before == " ":
        return True
    return not (is_attached(before) or is_attached(after) or (is_word(before) and is_word(after)))


def break_lines(text: str, width: float, advance: Callable[[str], float]) -> list[str]:
    """Cut `text` into lines no wider than `width`; `advance` gives the width of one character in the same unit.

    Paragraphs end at \\n; an empty text is one empty line. Where a line is broken at spaces it keeps one, hanging over the edge,
    so that who copies the text or has it read gets two words; nothing else is left out. A character wider than the line gets a
    line of its own.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _paragraph(paragraph, width + _SLACK, advance)
    return lines


def _paragraph(text: str, width: float, advance: Callable[[str], float]) -> list[str]:
    position = [0.0, *accumulate(map(advance, text))]
    if position[-1] <= width:
        return [text.rstrip(" ")]
    lines: list[str] = []
    held = {space.end() for space in _BEFORE_UNIT.finditer(text)}
    start = opportunity = 0
    for index, char in enumerate(text):
        if index > start and index not in held and may_break(text[index - 1], char):
            opportunity = index
        while position[index + 1] - position[start] > width and char != " " and index > start:
            cut = opportunity if opportunity > start else _forced(text, start, index)
            lines.append(_ended(text[start:cut]))
            start = cut
    lines.append(text[start:].rstrip(" "))
    return lines


def _ended(line: str) -> str:
    words = line.rstrip(" ")
    return words if len(words) == len(line) else words + " "


def _forced(text: str, start: int, end: int) -> int:
    """Cut a word that is too long by itself: after the last joint of the line's second half, else where the line is full, but for
    marks that would then begin or end a line."""
    room = range(end, start + (end - start) // 2, -1)
    allowed = [cut for cut in room if not is_never_first(text[cut]) and not is_never_last(text[cut - 1])]
    return next((cut for cut in allowed if text[cut - 1] in _JOINTS), allowed[0] if allowed else end)
