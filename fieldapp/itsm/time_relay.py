"""Timestamps from a foreign authority: devices ask their endpoint, the endpoint asks the authority that the company has a
contract with."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from typing import Any

from fieldapp import __version__
from fieldapp.forms.signing.token_types import MAX_REPLY, QUERY_TYPE, REPLY_TYPE
from fieldapp.itsm.problems import Code, Problem

TIMEOUT_S = 15
RETRY_S = 60


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would turn POST into GET."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


def ask(url: str, query: bytes) -> bytes:
    """The authority's reply, as it came. Raises Problem `unavailable` when there is none."""
    headers = {"Content-Type": QUERY_TYPE, "Accept": REPLY_TYPE, "User-Agent": f"fieldapp/{__version__}"}
    request = urllib.request.Request(url, data=query, headers=headers, method="POST")  # noqa: S310  # checked when it was set
    try:
        with urllib.request.build_opener(_NoRedirects()).open(request, timeout=TIMEOUT_S) as response:
            kind, reply = response.headers.get_content_type(), response.read(MAX_REPLY + 1)
    except (OSError, http.client.HTTPException) as error:
        raise _silent(f"the timestamp authority does not answer: {error}") from error
    if kind != REPLY_TYPE or len(reply) > MAX_REPLY:
        raise _silent(f"what the timestamp authority sent is no timestamp reply ({kind})")
    return bytes(reply)


def _silent(text: str) -> Problem:
    return Problem(Code.UNAVAILABLE, text, headers={"Retry-After": str(RETRY_S)})
