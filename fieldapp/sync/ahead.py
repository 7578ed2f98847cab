"""Asking for the next answer before this one is worked up, without a thread: the request goes out on the connection that there
is, the endpoint works while we do, and the answer waits in the socket.

Only what may be asked twice is asked so, for nobody may ever wait for the answer: then the connection is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from http.client import CannotSendRequest
from typing import TYPE_CHECKING, Any

from requests import PreparedRequest
from urllib3.connection import HTTPConnection

Asked = tuple[str | None, Mapping[str, str], Any]

if TYPE_CHECKING:
    _Connection = HTTPConnection
else:
    _Connection = object


class Ahead(_Connection):
    """Mixed into a connection: it may have asked already what it is told to ask."""

    asked: Asked | None = None

    @property
    def is_connected(self) -> bool:
        """urllib3 takes a connection on which something can be read for one that was closed."""
        return self.sock is not None if self.asked else super().is_connected

    def is_asked(self, request: PreparedRequest) -> bool:
        return self.asked == wording(request)

    def request(self, method: str, url: str, *arguments: Any, **options: Any) -> None:
        """Raises CannotSendRequest when something else was asked ahead: its answer would be taken for this one's."""
        if self.asked is None:
            super().request(method, url, *arguments, **options)
            return
        asked, self.asked = self.asked, None
        if (asked[0], asked[1]) != (method, options.get("headers")):
            raise CannotSendRequest(f"{method} {url}: another answer is waited for")

    def close(self) -> None:
        self.asked = None
        super().close()


def wording(request: PreparedRequest) -> Asked:
    """What makes two requests the same."""
    return request.method, request.headers, (request.url, request.body)


def asked_ahead(pool: Any, request: PreparedRequest, url: str) -> Ahead | None:
    """The connection on which it was sent; None when none is open. The pool hands out what was put back last."""
    connection = pool._get_conn()  # urllib3 has no other way to hold on to one connection between two requests
    try:
        if not isinstance(connection, Ahead) or not connection.is_connected or request.method is None:
            return None
        connection.request(
            request.method, url, body=request.body, headers=request.headers, preload_content=False, decode_content=False
        )
        connection.asked = wording(request)
        return connection
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    finally:
        pool._put_conn(connection)
