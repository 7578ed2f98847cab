"""Loaded by Python itself where PYTHONPATH names this folder: notes down what a run imports without an import statement.

PyInstaller reads import statements. What is imported by name while the program runs (`importlib.import_module`, `__import__`) it
cannot see; this tells. Each process writes one JSON file into the folder FIELDAPP_TRACE: `dynamic` and all `modules` in the end.
"""

from __future__ import annotations

import atexit
import builtins
import dis
import importlib
import json
import os
import sys
from pathlib import Path
from types import FrameType
from typing import Any

IMPORT_NAME = dis.opmap["IMPORT_NAME"]
DYNAMIC: set[str] = set()
_import, _import_module = builtins.__import__, importlib.import_module


def stated(frame: FrameType | None, name: str) -> bool:
    """Whether the caller is at an import statement for this name."""
    if frame is None:
        return False
    code, at = frame.f_code, frame.f_lasti
    if at < 0 or code.co_code[at] != IMPORT_NAME:
        return False
    argument = next((step.argval for step in dis.get_instructions(code) if step.offset == at), None)
    return bool(argument == name)


def watched_import(name: str, *arguments: Any, **options: Any) -> Any:
    before = name in sys.modules
    module = _import(name, *arguments, **options)
    level = options.get("level", arguments[3] if len(arguments) > 3 else 0)
    if not before and level == 0 and not stated(sys._getframe().f_back, name):
        note(name)
    return module


def watched_import_module(name: str, package: str | None = None) -> Any:
    module = _import_module(name, package)
    note(module.__name__)
    return module


def note(name: str) -> None:
    if name in sys.modules:
        DYNAMIC.add(name)


def write(folder: Path) -> None:
    told = {"dynamic": sorted(DYNAMIC), "modules": sorted(name for name, module in sys.modules.items() if module is not None)}
    (folder / f"{os.getpid()}.json").write_text(json.dumps(told), encoding="utf-8")


if os.environ.get("FIELDAPP_TRACE"):
    builtins.__import__ = watched_import
    importlib.import_module = watched_import_module
    atexit.register(write, Path(os.environ["FIELDAPP_TRACE"]))
