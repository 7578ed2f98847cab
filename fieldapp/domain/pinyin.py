"""How Chinese is read aloud, for those who type pinyin instead of characters: 北京银行 is found by bjyh and by beijingyinhang.

The table is `resources/pinyin/readings.txt` (tools/pinyin.py). Words with a reading of their own are known (重庆, 银行); a
character outside such a word may have a second everyday reading (曾 as a surname). Texts given here are folded
(`folding.fold`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from fieldapp.paths import resource

Options = tuple[str, ...]
"""The readings of one character, the likeliest first; a character that is no Chinese one is its own."""

MOST_SPLITS = 8
MOST_LETTERS = 32
_TWO_LETTERS = ("zh", "ch", "sh")
_LONGEST_SYLLABLE = 6


@dataclass(frozen=True, slots=True)
class Table:
    """The file, read. `longest`: by its first character, the length of the longest word; `syllables`: all there are."""

    first: dict[str, str]
    also: dict[str, str]
    words: dict[str, Options]
    longest: dict[str, int]
    syllables: frozenset[str]


@cache
def table() -> Table:
    """Ten milliseconds at the first call."""
    first: dict[str, str] = {}
    also: dict[str, str] = {}
    same: dict[str, str] = {}
    words: dict[str, Options] = {}
    for line in resource("pinyin/readings.txt").read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition(" ")
        if name.startswith("="):
            also[name[1:]] = rest
        elif name.startswith("+"):
            words[name[1:]] = tuple(same.setdefault(syllable, syllable) for syllable in rest.split())
        elif name != "#":
            first.update(dict.fromkeys(rest, name))
    longest: dict[str, int] = {}
    for word in words:
        longest[word[0]] = max(longest.get(word[0], 0), len(word))
    heard = {*first.values(), *also.values(), *(syllable for reading in words.values() for syllable in reading)}
    return Table(first, also, words, longest, frozenset(heard))


def is_read(character: str) -> bool:
    """Whether the table knows how it is read."""
    return character in table().first


def can_be_pinyin(word: str) -> bool:
    """Whether a folded word of a query may stand for sounds: a few Latin letters and nothing else."""
    return 1 < len(word) <= MOST_LETTERS and word.isascii() and word.isalpha()


@lru_cache(maxsize=1024)
def readings(run: str) -> tuple[Options, ...]:
    """One entry a character of a run without gaps."""
    known, at = table(), 0
    found: list[Options] = []
    while at < len(run):
        word = _word_at(known, run, at)
        if word:
            found += [_only(syllable) for syllable in known.words[word]]
        else:
            found.append(_alone(known, run[at]))
        at += len(word) or 1
    return tuple(found)


def _word_at(known: Table, run: str, at: int) -> str:
    """The longest word with a reading of its own that begins there."""
    for size in range(known.longest.get(run[at], 0), 1, -1):
        if run[at : at + size] in known.words:
            return run[at : at + size]
    return ""


def _alone(known: Table, character: str) -> Options:
    first = known.first.get(character, character)
    second = known.also.get(character)
    return _only(first) if second is None else (first, second)


@lru_cache(maxsize=2048)
def _only(reading: str) -> Options:
    """Shared: thousands of runs are remembered, each with as many of them as it has characters."""
    return (reading,)


@lru_cache(maxsize=256)
def splits(word: str) -> tuple[Options, ...]:
    """The ways to cut letters into syllables: xian → xian, xi an. Where none fits to the end the last part is the beginning of a
    syllable: beij → bei j. Empty: no way."""
    known = table().syllables

    def cut(rest: str, last: frozenset[str]) -> Iterator[Options]:
        if rest in last:
            yield (rest,)
        for size in range(min(_LONGEST_SYLLABLE, len(rest) - 1), 0, -1):
            if rest[:size] in known:
                yield from ((rest[:size], *more) for more in cut(rest[size:], last))

    return tuple(islice(cut(word, known), MOST_SPLITS)) or tuple(islice(cut(word, _beginnings()), MOST_SPLITS))


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(syllable[:size] for syllable in table().syllables for size in range(1, len(syllable)))


def initials(word: str) -> Options:
    """What letters may mean as initials: as they stand, and with zh, ch, sh typed for one initial (zhg → zg)."""
    short = word
    for pair in _TWO_LETTERS:
        short = short.replace(pair, pair[0])
    return (word,) if short == word or len(short) < 2 else (word, short)
