"""Templates to answers. Everything that goes into a page is escaped; what a page may load is said by its headers."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache
from typing import Any

from fastapi import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fieldapp.domain.records import Label
from fieldapp.itsm.duties import Right
from fieldapp.itsm.web.guard import Visitor
from fieldapp.itsm.web.words import Words
from fieldapp.paths import resource

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
STATIC = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml"}
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


def page(visitor: Visitor, template: str, answer: int = 200, **values: Any) -> Response:
    """A page for somebody who is logged in."""
    user = visitor.session.user
    known = {
        "user": user,
        "csrf": visitor.session.csrf,
        "now": visitor.now,
        "rights": {right.value for right in Right if user.may(right)},
        "zone": visitor.endpoint.office,
        "profile": visitor.endpoint.profile,
    }
    return plain(visitor.words, template, answer, **{**known, **values})


def plain(words: Words, template: str, answer: int = 200, **values: Any) -> Response:
    """A page for anybody."""
    text = _environment().get_template(template).render(t=words, lang=words.lang, static=_static_versions(), **values)
    return Response(text, answer, media_type="text/html; charset=utf-8")


def go(path: str) -> Response:
    """See another page, with GET: a form that was taken is not sent again by reloading."""
    return RedirectResponse(path, 303)


def label(value: Label, lang: str) -> str:
    return value.get(lang)


def clock_words(moment: datetime | None, zone: Any, pattern: str = "%Y-%m-%d %H:%M") -> str:
    """A moment on the office's wall clock."""
    return moment.astimezone(zone).strftime(pattern) if moment else "—"


@cache
def icon(name: str) -> Markup:
    """An icon of the program, drawn in the colour of the words beside it; words always stand beside it."""
    drawing = resource(f"icons/{name}.svg").read_text(encoding="utf-8").strip()
    return Markup(drawing.replace("<svg ", '<svg class="icon" aria-hidden="true" focusable="false" ', 1))  # noqa: S704 - our file


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(resource("web/templates"))
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.globals["icon"] = icon
    made.filters["wall"] = clock_words
    made.filters["said"] = label
    return made


@cache
def _static_versions() -> dict[str, str]:
    """Addresses that change with the content, so that a browser may keep the files."""
    return {name: f"/desk/static/{name}?v={hashlib.sha256(static_bytes(name)).hexdigest()[:12]}" for name in STATIC}


@cache
def static_bytes(name: str) -> bytes:
    return resource(f"web/{name}").read_bytes()


class SafeHeaders:
    """What every answer of the desk page says to the browser; an answer that has said it itself keeps its word."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def safer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if scope.get("scheme") == "https":
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        await self._app(scope, receive, safer if scope["type"] == "http" else send)
