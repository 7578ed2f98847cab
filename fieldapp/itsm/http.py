"""Bodies and answers: size limits, gzip both ways, and one shape for every error."""

from __future__ import annotations

import logging
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import deflate
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fieldapp.domain.records import JSON
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.problems import MEDIA_TYPE, Code, Problem
from fieldapp.itsm.wire import encode

log = logging.getLogger(__name__)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
INSTANCE_HEADER = "X-Instance-Id"
WORTH_COMPRESSING = 600
GZIP_LEVEL = 6
DRAIN_LIMIT = 16 * 1024 * 1024


def endpoint_of(request: Request) -> Endpoint:
    endpoint: Endpoint = request.app.state.endpoint
    return endpoint


def answer(request: Request, value: JSON, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """JSON, compressed when that is wanted and pays."""
    return compressed(request, encode(value), "application/json", status, headers)


def compressed(
    request: Request, data: bytes, media_type: str, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """A body in the coding the client accepts."""
    all_headers = {"Vary": "Accept-Encoding", **(headers or {})}
    if len(data) >= WORTH_COMPRESSING and "gzip" in request.headers.get("accept-encoding", ""):
        data = bytes(deflate.gzip_compress(data, GZIP_LEVEL))  # libdeflate: smaller than zlib in half of its time
        all_headers["Content-Encoding"] = "gzip"
    return Response(data, status, all_headers, media_type)


def body_reader(limit: Callable[[Endpoint], int]) -> Callable[[Request], Awaitable[bytes]]:
    """A dependency that reads a request's body, decompressed, of at most `limit` bytes."""

    async def read(request: Request) -> bytes:
        most = limit(endpoint_of(request))
        coding = request.headers.get("content-encoding", "identity").strip().lower()
        if coding not in ("identity", "gzip"):
            raise Problem(Code.INVALID, f"content-encoding {coding[:20]} is not supported", status=415)
        data = bytearray()
        stream = request.stream()
        async for chunk in stream:
            data += chunk
            if len(data) > most:
                await drain(stream)
                raise Problem(Code.TOO_LARGE, f"at most {most} bytes")
        return unpack(bytes(data), most) if coding == "gzip" else bytes(data)

    return read


async def drain(stream: AsyncIterator[bytes]) -> None:
    """Read on for a while, so that the client hears the answer and not a broken pipe."""
    seen = 0
    async for chunk in stream:
        seen += len(chunk)
        if seen > DRAIN_LIMIT:
            return


def unpack(data: bytes, most: int) -> bytes:
    """Decompress without ever holding more than `most` bytes. Raises Problem `invalid` or `too-large`."""
    machine = zlib.decompressobj(wbits=31)
    try:
        plain = machine.decompress(data, most + 1)
    except zlib.error as error:
        raise Problem(Code.INVALID, "the body is not gzip") from error
    if len(plain) > most:
        raise Problem(Code.TOO_LARGE, f"at most {most} bytes when decompressed")
    if not machine.eof:
        raise Problem(Code.INVALID, "the gzip body is cut short")
    return plain


class StampInstance:
    """Puts X-Instance-Id on every answer: a client must be able to tell this endpoint from a captive portal."""

    def __init__(self, app: ASGIApp, instance: str) -> None:
        self._app = app
        self._header = (INSTANCE_HEADER.lower().encode(), instance.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = message.get("headers", [])
                usual = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
                unsaid = [pair for pair in usual if all(pair[0] != name.lower() for name, _ in said)]
                message = {**message, "headers": [*said, self._header, *unsaid]}
            await send(message)

        await self._app(scope, receive, stamped)


def allowed_methods(request: Request) -> list[str]:
    """What may be done with the request's path. The router itself names only the methods of the first route that has it."""
    routes = request.app.router.routes
    asked = [(method, {**request.scope, "method": method}) for method in METHODS]
    return [method for method, scope in asked if any(route.matches(scope)[0] is Match.FULL for route in routes)]


def install_problem_handlers(app: FastAPI) -> None:
    """Every error of every layer becomes problem+json."""

    async def on_problem(_request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return _problem_answer(error)

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = {404: Code.NOT_FOUND, 413: Code.TOO_LARGE}.get(error.status_code, Code.INVALID)
        headers = dict(error.headers or {})
        if error.status_code == 405:
            headers["Allow"] = ", ".join(allowed_methods(request))
        return _problem_answer(Problem(code, str(error.detail), error.status_code, headers=headers))

    async def on_validation(_request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        errors = [{"code": item["type"], "field": ".".join(str(part) for part in item["loc"])} for item in error.errors()]
        return _problem_answer(Problem(Code.INVALID, "a parameter is missing or wrong", 422, errors=errors))

    async def on_database(_request: Request, error: Exception) -> Response:
        log.warning("the database did not take part: %s", error)
        return _problem_answer(Problem(Code.UNAVAILABLE, "the database is not available", headers={"Retry-After": "5"}))

    async def on_disk(_request: Request, error: Exception) -> Response:
        log.warning("the disk did not take part: %s", error)
        return _problem_answer(
            Problem(Code.UNAVAILABLE, "the endpoint cannot write at the moment", headers={"Retry-After": "30"})
        )

    async def on_disconnect(_request: Request, _error: Exception) -> Response:
        return Response(status_code=400)

    async def on_bug(_request: Request, _error: Exception) -> Response:
        return _problem_answer(Problem(Code.INTERNAL, "the endpoint has failed; its log says more"))

    handlers: dict[Any, Any] = {
        Problem: on_problem,
        HTTPException: on_http,
        RequestValidationError: on_validation,
        DBAPIError: on_database,
        OSError: on_disk,
        ClientDisconnect: on_disconnect,
        Exception: on_bug,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def _problem_answer(problem: Problem) -> Response:
    return Response(encode(problem.to_wire()), problem.status, problem.headers, MEDIA_TYPE)
