"""What can go wrong between device and endpoint, and the one place where the transport's exceptions become faults."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import requests
import urllib3

from fieldapp.errors import Fault, NetworkFault
from fieldapp.sync.tls_faults import tls_code

TIMEOUTS = (TimeoutError, requests.exceptions.Timeout, urllib3.exceptions.TimeoutError)

REFUSED = urllib3.exceptions.NewConnectionError
"""urllib3 counts it among its timeouts, whatever the reason; a real one has a TimeoutError behind it."""


class BusyFault(NetworkFault):
    """429 or 503: the endpoint asks for patience; `details["retry_after_s"]` is capped."""


class ServerErrorFault(NetworkFault):
    """5xx; `details["ours"]`: the endpoint itself failed, not something in front of it."""


def is_own_failure(fault: Fault) -> bool:
    """The endpoint itself failed (500) over what it was asked; it may well do something else."""
    return isinstance(fault, ServerErrorFault) and bool(fault.details["ours"]) and fault.details["status"] == 500


class AuthFault(Fault):
    """The login has expired or was revoked. Pauses the queue, never the editing."""


class WrongServerFault(Fault):
    """What answered is an endpoint, but not the one this device's orders belong to, or it speaks another schema."""


class CursorGoneFault(Fault):
    """410: the feed's place is no longer known; everything has to be read again."""


class ProblemFault(Fault):
    """The endpoint refused one request for good (4xx); `details["problem"]` is its problem document (RFC 9457)."""


@contextmanager
def translated() -> Iterator[None]:
    """Exceptions of requests, urllib3 and sockets → NetworkFault, with a code for the words a person reads."""
    try:
        yield
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        causes = tuple(chain(error))
        if any(isinstance(cause, TIMEOUTS) and not isinstance(cause, REFUSED) for cause in causes):
            raise NetworkFault("net.timeout", f"the endpoint did not answer in time: {brief(error)}") from error
        for cause in causes:
            if isinstance(cause, ssl.SSLError):
                raise NetworkFault(tls_code(cause), f"no trusted connection to the endpoint: {brief(cause)}") from error
        raise NetworkFault("net.unreachable", f"no connection to the endpoint: {brief(error)}") from error


def chain(error: BaseException) -> Iterator[BaseException]:
    """An exception with everything it was made from; requests and urllib3 hand causes on as arguments, too."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        found = waiting.pop()
        if not isinstance(found, BaseException) or id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        waiting += [found.__cause__, found.__context__, getattr(found, "reason", None), *found.args]


def brief(error: BaseException) -> str:
    """One line of an exception, without object addresses."""
    text = re.sub(r" object at 0x[0-9a-f]+", "", " ".join(str(error).split()))
    return text[:200] or type(error).__name__
