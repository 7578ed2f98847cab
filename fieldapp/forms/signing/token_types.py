"""What queries and replies of RFC 3161 are called on the line (§3.4); by itself, so that who only sends them needs no ASN.1."""

from __future__ import annotations

from typing import Final

QUERY_TYPE: Final = "application/timestamp-query"
REPLY_TYPE: Final = "application/timestamp-reply"
MAX_REPLY: Final = 200_000
"""Bytes."""
