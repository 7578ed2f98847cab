"""What fails in a Python override of a Qt method is an exception, not the end of the process.

Python 3.11 leaves what its own C code raises (`None + 1`, `int("x")`, a deleted Qt object) as a kind and a text until somebody
catches it. Shiboken (6.8 to 6.10) takes the text for the exception when it adds the name of the override to it, and dies: no
report, no word, all that was not yet stored lost. Caught and raised again it is whole. Python 3.12 has nothing but whole ones.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from types import FunctionType
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable

Called = TypeVar("Called", bound=FunctionType)
MARK = "_caught_and_raised_again"


def guard_overrides() -> None:
    """From now on every class derived from a Qt class has its overrides guarded, whoever writes it. Twice does no harm."""
    if sys.version_info >= (3, 12):
        return
    for qt_class in (QObject, QRunnable):

        def guard(cls: type, /, _qt_class: Any = qt_class, **options: Any) -> None:
            super(_qt_class, cls).__init_subclass__(**options)
            guard_class(cls)

        qt_class.__init_subclass__ = classmethod(guard)  # type: ignore[assignment]


def guard_class(cls: type) -> None:
    """What the class, and what it is mixed with, overrides."""
    qt = [base for base in cls.__mro__ if is_of_qt(base)]
    for owner in cls.__mro__[: cls.__mro__.index(qt[0])]:
        for name, function in list(vars(owner).items()):
            if is_override(name, function, qt) and not hasattr(function, MARK):
                setattr(owner, name, guarded(function))


def is_override(name: str, value: object, qt: Sequence[type]) -> bool:
    """Special methods are not: Python calls them."""
    return type(value) is FunctionType and not name.startswith("__") and any(name in vars(base) for base in qt)


def is_of_qt(cls: type) -> bool:
    return cls.__module__.startswith(("PySide6.", "Shiboken"))


def guarded(function: Called) -> Called:
    """The same function; what it raises has passed through a handler."""

    @functools.wraps(function)
    def passing_on(*values: Any, **named: Any) -> Any:
        try:
            return function(*values, **named)
        except BaseException:
            raise

    setattr(passing_on, MARK, True)
    return passing_on  # type: ignore[return-value]
