"""Loading PySide6 without what it does not need.

Shiboken's own support code compiles three patterns of nested brackets when it is imported, for the texts of errors and for
signatures: 12 ms of processor time of every start, a tenth of what an empty window takes. Here they are compiled when they are
first used.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

SUPPORT = "shibokensupport."


class Later:
    """A pattern that is compiled when one of its methods is called."""

    def __init__(self, compiled: Callable[..., re.Pattern[str]], *given: Any) -> None:
        self._compiled, self._given = compiled, given

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def called(*given: Any, **named: Any) -> Any:
            return getattr(self._compiled(*self._given), name)(*given, **named)  # `re` keeps what it has compiled

        return called


def load_qt() -> None:
    """Import PySide6's foundation, before anything else does; nobody else's patterns are touched."""
    compiled = re.compile

    def compile_later(pattern: Any, flags: Any = 0) -> Any:
        caller = sys._getframe(1).f_globals.get("__name__", "")
        return Later(compiled, pattern, flags) if caller.startswith(SUPPORT) else compiled(pattern, flags)

    re.compile = compile_later
    try:
        import shiboken6  # noqa: F401
    finally:
        re.compile = compiled
