"""The desk page as one application, mounted at /desk (docs/decisions/0020)."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.listing import Listing
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.sealed_files import SealedFiles
from fieldapp.itsm.web import board, documents, downloads, intake, login, order, records, reporting, returns, static
from fieldapp.itsm.web.guard import LoginNeeded, language
from fieldapp.itsm.web.pages import SafeHeaders, go, plain

log = logging.getLogger(__name__)
ROOT = "/desk"


def desk_site(endpoint: Endpoint) -> FastAPI:
    """Pages for the people of the desk; every failure is a page in words."""
    site = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    site.state.endpoint = endpoint
    site.state.listing = Listing(endpoint)
    site.state.reports = reporting.Reports(endpoint)
    site.state.sealed = SealedFiles(endpoint, site.state.listing)
    site.add_middleware(SafeHeaders)
    for part in (static, login, board, intake, documents, downloads, returns, reporting, order, records):
        site.include_router(part.router)
    _install_failures(site)
    return site


def _install_failures(site: FastAPI) -> None:
    async def on_login(_request: Request, error: Exception) -> Response:
        back = error.back if isinstance(error, LoginNeeded) else ""
        return go(f"{ROOT}/login?next={quote(back, safe='')}" if back else f"{ROOT}/login")

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return _failed(request, error.status, error.code.value, error.headers, error.errors)

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = {404: Code.NOT_FOUND, 413: Code.TOO_LARGE}.get(error.status_code, Code.INVALID)
        return _failed(request, error.status_code, code.value)

    async def on_validation(request: Request, _error: Exception) -> Response:
        return _failed(request, 422, Code.INVALID.value)

    async def on_outage(request: Request, error: Exception) -> Response:
        log.warning("the desk page could not be served: %s", error)
        return _failed(request, 503, Code.UNAVAILABLE.value, {"Retry-After": "10"})

    async def on_disconnect(_request: Request, _error: Exception) -> Response:
        return Response(status_code=400)

    async def on_bug(request: Request, _error: Exception) -> Response:
        return _failed(request, 500, Code.INTERNAL.value)

    handlers: dict[Any, Any] = {
        LoginNeeded: on_login,
        Problem: on_problem,
        HTTPException: on_http,
        RequestValidationError: on_validation,
        DBAPIError: on_outage,
        OSError: on_outage,
        ClientDisconnect: on_disconnect,
        Exception: on_bug,
    }
    for kind, handler in handlers.items():
        site.add_exception_handler(kind, handler)


def _failed(
    request: Request, status: int, code: str, headers: dict[str, str] | None = None, errors: list[dict[str, Any]] | None = None
) -> Response:
    words = language(request)
    reason = str(errors[0].get("code")) if errors else code
    answer = plain(words, "failed.html", status, code=code, what=words.of("fault", reason if reason in ("csrf",) else code))
    answer.headers.update(headers or {})
    return answer
