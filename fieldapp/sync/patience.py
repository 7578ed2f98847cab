"""How long somebody who says that he is busy is left alone."""

from __future__ import annotations

from collections.abc import Mapping

from fieldapp.sync.packing import JSON_TYPE
from fieldapp.sync.transport import PROBLEM, Answer, http_date

RETRY_AFTER_CAP_S = 900.0
STRANGERS_CAP_S = 60.0


def patience_s(answer: Answer, instance: str | None) -> float | None:
    """Of a busy answer where `instance` is expected (None: nobody has been met yet). What the endpoint itself asks for is kept.
    What somebody between here and there asks for, the login page of a network or a proxy, says nothing of the endpoint and may be
    over with the next network."""
    named = answer.headers.get("x-instance-id", "")
    ours = bool(named) and named == (instance or named) and answer.content_type in {PROBLEM, JSON_TYPE}
    return retry_after_s(answer.headers, RETRY_AFTER_CAP_S if ours else STRANGERS_CAP_S)


def retry_after_s(headers: Mapping[str, str], most: float = RETRY_AFTER_CAP_S) -> float | None:
    """Seconds of Retry-After (RFC 9110 §10.2.3, number or date), capped; None when there is none or it is nonsense."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), most)
    moment, served = http_date(text), http_date(headers.get("date", ""))
    if moment is None or served is None:
        return None
    return min(max((moment - served).total_seconds(), 0.0), most)
