"""Bounds of any JSON value in a document, checked without recursion so that hostile nesting cannot exhaust the stack."""

from __future__ import annotations

import math
from typing import Any, Final

MAX_DEPTH: Final = 12
MAX_VALUES: Final = 200_000
MAX_TEXT: Final = 100_000
MAX_KEY: Final = 200
MAX_INTEGER: Final = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 8259 §6, RFC 8785)."""


class JsonFault(Exception):
    """A value at `path` is not usable; translated to an InputFault by the caller that knows what was being read."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def is_named(value: object) -> bool:
    """True for text that is not empty."""
    return isinstance(value, str) and bool(value)


def check_value(root: Any, path: str) -> None:
    """Depth, number of values, length and encoding of texts, range of numbers; raises JsonFault."""
    if not _is_fine(root):
        _find_fault(root, path)


def _is_fine(root: Any) -> bool:
    """Whether there is nothing to find: texts, keys and the rest are looked at together, in a third of the time."""
    texts: list[str] = []
    keys: list[Any] = []
    others: list[Any] = []
    count, level = 0, [root]
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for value in level:
            kind = type(value)
            if kind is str:
                texts.append(value)
            elif kind is dict:
                keys += value
                below += value.values()
            elif kind is list:
                below += value
            else:
                others.append(value)
        count += len(below)
        if not below or count > MAX_VALUES:
            break
        level = below
    if below or max(map(len, texts), default=0) > MAX_TEXT or not all(map(_is_key, {*keys})):
        return False
    return not any(map(_number_reason, others)) and not _characters_reason("".join((*texts, *keys)))


def _is_key(key: Any) -> bool:
    return type(key) is str and 0 < len(key) <= MAX_KEY


def _find_fault(root: Any, path: str) -> None:
    level: list[tuple[Any, Any]] = [(root, None)]
    count = 0
    for _ in range(MAX_DEPTH):
        below: list[tuple[Any, Any]] = []
        for value, place in level:
            kind = type(value)
            if kind is str:
                reason = _text_reason(value)
            elif kind is dict:
                reason = _keys_reason(value)
                below += [(child, (place, key)) for key, child in value.items()]
            elif kind is list:
                reason = ""
                below += [(child, (place, index)) for index, child in enumerate(value)]
            else:
                reason = _number_reason(value)
            if reason:
                raise JsonFault(_spelled(path, place), reason)
        count += len(below)
        if count > MAX_VALUES:
            raise JsonFault(path, f"more than {MAX_VALUES} values")
        if not below:
            return
        level = below
    raise JsonFault(_spelled(path, level[0][1]), f"nested deeper than {MAX_DEPTH} levels")


def _text_reason(text: str) -> str:
    return f"text longer than {MAX_TEXT} characters" if len(text) > MAX_TEXT else _characters_reason(text)


def _characters_reason(text: str) -> str:
    if text.isascii():
        return "a NUL character" if "\0" in text else ""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "half a surrogate pair, which is not a character"
    return "a NUL character" if "\0" in text else ""


def _keys_reason(obj: dict[Any, Any]) -> str:
    for key in obj:
        if not _is_key(key):
            return f"a key is text of 1 to {MAX_KEY} characters"
        if ("\0" in key or not key.isascii()) and (reason := _text_reason(key)):
            return f"in a key: {reason}"
    return ""


def _number_reason(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return "" if -MAX_INTEGER <= value <= MAX_INTEGER else "an integer beyond ±(2^53-1)"
    if isinstance(value, float):
        return "" if math.isfinite(value) else "not a finite number"
    return f"{type(value).__name__} is no JSON value"


def _spelled(path: str, place: Any) -> str:
    """The JSON path of a place, which is None for the root or (place of the parent, key or index)."""
    steps: list[str] = []
    while place is not None:
        place, step = place
        steps.append(f"[{step}]" if isinstance(step, int) else f".{step[:MAX_KEY]}")
    return path + "".join(reversed(steps))
