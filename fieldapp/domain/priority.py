"""§6.1.3 优先级策略: three answers propose the level; a person may override it with a reason."""

from __future__ import annotations

from typing import Final

from fieldapp.domain.profile import Profile
from fieldapp.domain.records import Priority

_HIGHEST_FIRST: Final = tuple(Priority)


def propose(impact: object, scope: object, urgency: object, profile: Profile) -> Priority | None:
    """The level that the answers' codes stand for: the highest of the three unless the profile excepts the combination.

    None while an answer is missing or is no code of the process: a level proposed too early would be taken for final.
    """
    if not (isinstance(impact, str) and isinstance(scope, str) and isinstance(urgency, str)):
        return None
    matrix = profile.proposal
    excepted = matrix.exceptions.get((impact, scope, urgency))
    if excepted is not None:
        return excepted
    levels = (matrix.impact.get(impact), matrix.scope.get(scope), matrix.urgency.get(urgency))
    known = [level for level in levels if level is not None]
    return highest(known) if len(known) == len(levels) else None


def highest(levels: list[Priority]) -> Priority:
    """The highest of some levels; at least one is needed."""
    return min(levels, key=_HIGHEST_FIRST.index)


def read(code: object) -> Priority | None:
    """The level with that code, None where it is none."""
    return Priority(code) if isinstance(code, str) and code in _HIGHEST_FIRST else None
