"""Where the words of a query stand in a text that is shown, by characters or by their sounds: for marking and short lists."""

from __future__ import annotations

from functools import lru_cache

from fieldapp.domain import pinyin
from fieldapp.domain.folding import fold, plain

Span = tuple[int, int]
"""First character and the one after the last."""

_Run = list[tuple[str, int]]
"""The folded characters between two gaps, each with its place in the text as shown."""


@lru_cache(maxsize=2048)
def spans(shown: str, query: str) -> tuple[Span, ...]:
    """What is to be marked, in order, without overlaps; a word that is nowhere in it marks nothing."""
    runs = _runs(shown)
    found = sorted(span for word in fold(query).split() for span in _places(runs, word))
    merged: list[Span] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def rank(name: str, query: str) -> int | None:
    """How well a name fits a query: 0 begins with it, 1 holds it, 2 and 3 the same by sound; None: a word is missing."""
    runs, worst = _runs(name), 0
    for word in fold(query).split():
        by_sign = _written(runs, word)
        places = by_sign or _spoken(runs, word)
        if not places:
            return None
        worst = max(worst, (0 if by_sign else 2) + (0 if min(places)[0] == 0 else 1))
    return worst


def _places(runs: list[_Run], word: str) -> list[Span]:
    return _written(runs, word) or _spoken(runs, word)


def _written(runs: list[_Run], word: str) -> list[Span]:
    found = []
    for run in runs:
        text = "".join(sign for sign, _ in run)
        at = text.find(word)
        while at >= 0:
            found.append((run[at][1], run[at + len(word) - 1][1] + 1))
            at = text.find(word, at + len(word))
    return found


def _spoken(runs: list[_Run], word: str) -> list[Span]:
    if not pinyin.can_be_pinyin(word):
        return []
    found = []
    for run in runs:
        heard, start = pinyin.readings("".join(sign for sign, _ in run)), 0
        while start < len(run):
            end = _heard(heard, word, start)
            if end is None or not any(pinyin.is_read(sign) for sign, _ in run[start:end]):
                start += 1
            else:
                found.append((run[start][1], run[end - 1][1] + 1))
                start = end
    return found


def _heard(heard: tuple[pinyin.Options, ...], word: str, at: int) -> int | None:
    """Behind which character the word ends when it begins at one; each gives a whole syllable or its initial."""
    if not word:
        return at
    if at == len(heard):
        return None
    for syllable in heard[at]:
        if syllable.startswith(word):
            return at + 1
        for size in (len(syllable), 2 if syllable[1:2] == "h" else 0, 1):
            if size and word.startswith(syllable[:size]):
                end = _heard(heard, word[size:], at + 1)
                if end is not None:
                    return end
    return None


def _runs(shown: str) -> list[_Run]:
    runs: list[_Run] = [[]]
    for place, character in enumerate(shown):
        for sign in plain(character):
            if sign == " ":
                runs.append([])
            else:
                runs[-1].append((sign, place))
    return [run for run in runs if run]
