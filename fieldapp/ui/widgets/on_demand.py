"""The parts of a package, each imported when somebody first asks the package for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def parts_of(package: str, modules: Mapping[str, str]) -> Callable[[str], object]:
    """The package's `__getattr__`: `modules` says by name in which of its modules a part is. Raises AttributeError for others."""

    def part(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(f"{package}.{modules[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return part
