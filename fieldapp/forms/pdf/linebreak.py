"""Where a line may end, by the customs of Chinese typesetting (GB/T 15834 §5): no closing mark begins a line, no opening mark
ends one; Latin words, numbers and serials stay whole unless one alone is wider than the line. Pure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import accumulate

NEVER_FIRST = frozenset(
    "，。．、；：？！…—～·）〕】》〉」』〗］｝”’％‰℃°’,.;:?!)]}>%~﹚﹜﹞々ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
)
NEVER_LAST = frozenset("（〔【《〈「『〖［｛“‘￥＄$¥£([{<#№＃")

_JOINTS = frozenset("-/_.:,;&=?@+|\\")
"""Where an over-long serial, address or path is best cut: after one of these."""

_SLACK = 0.01
"""Rounding of sums of widths must not break a line that was measured to fit."""


@cache
def _is_word(char: str) -> bool:
    """Part of something that stays whole: letters, digits and marks that are not ideographs or other full-width characters."""
    if unicodedata.east_asian_width(char) in "WF":
        return False
    category = unicodedata.category(char)
    return category[0] in "LMN" or char.isascii() or category in {"Pc", "Pd"}


def may_break(before: str, after: str) -> bool:
    """May a line end between these two neighbours?"""
    if after == " " or after in NEVER_FIRST or before in NEVER_LAST:
        return False
    if unicodedata.combining(after):
        return False
    return before == " " or not (_is_word(before) and _is_word(after))


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
    start = opportunity = 0
    for index, char in enumerate(text):
        if index > start and may_break(text[index - 1], char):
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
    """Cut a word that is too long by itself: after the last joint of the line's second half, else where the line is full."""
    for cut in range(end, start + (end - start) // 2, -1):
        if text[cut - 1] in _JOINTS and text[cut] not in NEVER_FIRST:
            return cut
    return end
