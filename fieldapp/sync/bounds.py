"""What an answer may say at most: what goes into a header, an address or the vault has the shape for that, the rest a length."""

from __future__ import annotations

from typing import Annotated, Any, Final

from msgspec import Meta

from fieldapp.domain.validation import MAX_BYTES
from fieldapp.domain.values import MAX_INTEGER, JsonFault, check_value

_VISIBLE: Final = r"[\x21-\x7e]"

Instance = Annotated[str, Meta(pattern=rf"\A{_VISIBLE}{{1,100}}\Z")]
Token = Annotated[str, Meta(pattern=rf"\A{_VISIBLE}{{1,4096}}\Z")]
Etag = Annotated[str, Meta(pattern=rf"\A{_VISIBLE}{{0,200}}\Z")]
Id = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9-]{1,100}\Z")]
Sha256 = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Word = Annotated[str, Meta(max_length=60)]
Line = Annotated[str, Meta(max_length=300)]
Said = Annotated[str, Meta(max_length=2000)]
Cursor = Annotated[str, Meta(max_length=1000)]
Pem = Annotated[str, Meta(max_length=65536)]
Count = Annotated[int, Meta(ge=0, le=MAX_INTEGER)]
Whole = Annotated[int, Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]

LONGEST_LINE: Final = MAX_BYTES + 64 * 1024
"""Bytes of one line of the feed: a document at its largest and what is around it."""

MOST_VALUES: Final = 2_000_000
"""Values in one piece of JSON. An empty list is two bytes on the line and sixty in memory."""

_LONGEST_TEXT: Final = 500
_MOST_ENTRIES: Final = 100
_DEEPEST: Final = 4


def is_too_rich(data: bytes) -> bool:
    """More values than may be made of it: each has a comma before it or begins a list or an object."""
    return len(data) > MOST_VALUES and data.count(b",") + data.count(b"[") + data.count(b"{") > MOST_VALUES


def require_plain(value: Any, name: str) -> None:
    """For parts whose shape is looked at elsewhere: raises ValueError for depths, sizes and numbers that nobody needs."""
    try:
        check_value(value, name)
    except JsonFault as fault:
        raise ValueError(str(fault)[:_LONGEST_TEXT]) from fault


def trimmed(value: Any, depth: int = _DEEPEST) -> Any:
    """What of a problem document is kept and shown: the beginning of its texts, lists and objects; nothing below a few levels."""
    match value:
        case bool() | None:
            return value
        case str():
            return value[:_LONGEST_TEXT]
        case int() | float():
            return value if abs(value) <= MAX_INTEGER else None
        case dict() if depth:
            return {key[:_LONGEST_TEXT]: trimmed(inner, depth - 1) for key, inner in [*value.items()][:_MOST_ENTRIES]}
        case list() if depth:
            return [trimmed(inner, depth - 1) for inner in value[:_MOST_ENTRIES]]
    return None
