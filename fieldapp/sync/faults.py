"""What can go wrong between device and endpoint, and the one place where the transport's exceptions become faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import requests
import urllib3

from fieldapp.errors import Fault, NetworkFault


class BusyFault(NetworkFault):
    """429 or 503: the endpoint asks for patience; `details["retry_after_s"]` is capped."""


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
    except requests.exceptions.SSLError as error:
        raise NetworkFault("net.tls", f"the endpoint's certificate is not trusted: {brief(error)}") from error
    except (requests.exceptions.Timeout, TimeoutError, urllib3.exceptions.TimeoutError) as error:
        raise NetworkFault("net.timeout", f"the endpoint did not answer in time: {brief(error)}") from error
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        if isinstance(error.__context__, TimeoutError) or "timed out" in str(error):
            raise NetworkFault("net.timeout", f"the endpoint did not answer in time: {brief(error)}") from error
        raise NetworkFault("net.unreachable", f"no connection to the endpoint: {brief(error)}") from error


def brief(error: BaseException) -> str:
    """One line of an exception, without object addresses."""
    text = " ".join(str(error).split())
    return text[:200] or type(error).__name__
