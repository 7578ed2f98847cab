"""Which marks may not begin or end a line: data for `linebreak`, by rule.

Sources: GB/T 15834—2011 §5.1 (places of the marks); W3C Requirements for Chinese Text Layout, 行首行尾禁则 in its strict form,
which keeps dash and ellipsis off the line's head, too; Unicode UAX #14, classes CL, CP, EX, IS, NS, CJ, PO, IN (never first), OP,
PR (never last), GL (glue). A test compares with ICU's implementation of the latter.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_POINTS = frozenset("，。．、；：？！,.;:?!｡､﹐﹑﹒﹔﹕﹖﹗‼‽⁇⁈⁉❢❣†‡")
"""GB/T 15834 §5.1.1, §5.1.2: 点号."""
_JOINERS = frozenset("—～~〜゠·・･‧•–‐‒")
"""§5.1.6 连接号, §5.1.7 间隔号. Two — make a 破折号, which is never divided (§5.1.4)."""
_LEADERS = frozenset("…‥․⋯")
"""§5.1.5: never divided."""
_REPEATS_AND_SMALL_KANA = frozenset(
    "々〻〼〵ヽヾゝゞ゛゜ーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯｰﾞﾟ"
)
_BEHIND_NUMBERS = frozenset("%％﹪‰‱°℃℉′″‴⁗‵‶‷¢￠₧₶₻₾⃀")
_BEFORE_NUMBERS = frozenset("#＃№±−∓+＋´¡¿§¶")
_SIGNS = frozenset(">⁄")
_ARROWS = frozenset("←↑→↓↔⇒⇔")
"""Signs as those of mathematics, but a chain of steps may be broken at them."""
_GLUE = frozenset("\u00a0\u2007\u202f\u2011\u2060\ufeff")
_ATTACHED = frozenset("/|-\"'｜\\")
"""Stay with what they touch at either side (§5.1.9 分隔号; straight quotation marks may be either half); behind a space they may
begin a line: a path, an option, a quotation."""

NEVER_FIRST = _POINTS | _JOINERS | _LEADERS | _REPEATS_AND_SMALL_KANA | _BEHIND_NUMBERS | _SIGNS
NEVER_LAST = _BEFORE_NUMBERS | frozenset("<")


@cache
def is_never_first(char: str) -> bool:
    """A mark that belongs to what stands before it: a point, a closing half (§5.1.3), something combining, glue."""
    category = unicodedata.category(char)
    return char in NEVER_FIRST or char in _GLUE or category in {"Pe", "Pf"} or category[0] == "M"


@cache
def is_never_last(char: str) -> bool:
    """A mark that belongs to what stands behind it: an opening half (§5.1.3), a sign before a number, glue."""
    category = unicodedata.category(char)
    return char in NEVER_LAST or char in _GLUE or category in {"Ps", "Pi"} or (category == "Sc" and char not in _BEHIND_NUMBERS)


@cache
def is_attached(char: str) -> bool:
    """Stays with its neighbours unless there is a space between."""
    return char in _ATTACHED


@cache
def is_word(char: str) -> bool:
    """Part of something that stays whole: letters, digits and their signs, but no ideographs or other full-width characters."""
    if unicodedata.east_asian_width(char) in "WF":
        return False
    category = unicodedata.category(char)
    if char.isascii() or char in _BEHIND_NUMBERS or char in _BEFORE_NUMBERS or char == "’":
        return True
    return category[0] in "LMN" or category in {"Pc", "Pd"} or (category == "Sm" and char not in _ARROWS)
