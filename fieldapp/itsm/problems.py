"""Refusals on the wire: problem+json (RFC 9457). The `type` is what a client decides by; texts are for people reading logs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from fieldapp.domain.records import JSON

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:fieldapp:problem:"


class Code(StrEnum):
    """Every problem the endpoint can answer with."""

    UNAUTHORISED = "unauthorised"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    STALE = "stale"
    REFUSED = "refused"
    BLOB_MISSING = "blob-missing"
    BLOB_OFFSET = "blob-offset"
    BLOB_HASH = "blob-hash"
    TOO_LARGE = "too-large"
    CURSOR_GONE = "cursor-gone"
    CLIENT_TOO_OLD = "client-too-old"
    RATE_LIMITED = "rate-limited"
    INVALID = "invalid"
    UNAVAILABLE = "unavailable"
    INTERNAL = "internal"


STATUS: dict[Code, int] = {
    Code.UNAUTHORISED: 401,
    Code.FORBIDDEN: 403,
    Code.NOT_FOUND: 404,
    Code.STALE: 412,
    Code.REFUSED: 422,
    Code.BLOB_MISSING: 422,
    Code.BLOB_OFFSET: 409,
    Code.BLOB_HASH: 422,
    Code.TOO_LARGE: 413,
    Code.CURSOR_GONE: 410,
    Code.CLIENT_TOO_OLD: 426,
    Code.RATE_LIMITED: 429,
    Code.INVALID: 400,
    Code.UNAVAILABLE: 503,
    Code.INTERNAL: 500,
}

TITLES: dict[Code, str] = {
    Code.UNAUTHORISED: "Log in again",
    Code.FORBIDDEN: "Not yours to do",
    Code.NOT_FOUND: "Nothing here",
    Code.STALE: "The order has changed meanwhile",
    Code.REFUSED: "A rule of the process says no",
    Code.BLOB_MISSING: "A file has to be uploaded first",
    Code.BLOB_OFFSET: "The upload continues elsewhere",
    Code.BLOB_HASH: "The bytes are not those that were announced",
    Code.TOO_LARGE: "Too large",
    Code.CURSOR_GONE: "The cursor belongs to another feed",
    Code.CLIENT_TOO_OLD: "The program is too old for this endpoint",
    Code.RATE_LIMITED: "Too many attempts",
    Code.INVALID: "The request is not understood",
    Code.UNAVAILABLE: "Not possible at the moment",
    Code.INTERNAL: "A fault of the endpoint",
}


@dataclass(eq=False)
class Problem(Exception):
    """Raised anywhere below a route; becomes one problem+json answer (or the `problem` of one operation's result)."""

    code: Code
    detail: str
    status: int = 0
    errors: list[dict[str, JSON]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.detail)
        self.status = self.status or STATUS[self.code]

    def __str__(self) -> str:
        return f"{self.code.value}: {self.detail}"

    def to_wire(self) -> dict[str, Any]:
        """The members of RFC 9457; `errors` names fields, allowed states or missing blobs."""
        body: dict[str, Any] = {
            "type": TYPE_PREFIX + self.code.value,
            "title": TITLES[self.code],
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = self.errors
        return body
