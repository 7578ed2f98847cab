"""Who may see or send what: every page but the login depends on one of these.

A form counts only when it comes from our own page: its `Origin` must be ours, and it carries the word that only our pages
know (docs/threat-model.md, "the desk page").
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote, urlsplit

from fastapi import Depends, Request

from fieldapp.itsm.accounts import Caller
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.duties import Right
from fieldapp.itsm.http import body_reader, endpoint_of
from fieldapp.itsm.listing import Listing
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.web import session
from fieldapp.itsm.web.session import Session
from fieldapp.itsm.web.words import Words, chosen

LANGUAGE_COOKIE = "fieldapp_lang"
DEVICE = "desk-page"
"""Where a desk's change comes from; devices of sync/v1 have UUIDs."""
MAX_FORM = 256 * 1024
MAX_FIELDS = 500
_body = body_reader(lambda _endpoint: MAX_FORM)


class LoginNeeded(Exception):
    """Nobody is logged in; `back` is where to go afterwards."""

    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.back = back


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent: every value of every field, in order."""

    pairs: tuple[tuple[str, str], ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """The last value of a field."""
        return next((value for key, value in reversed(self.pairs) if key == name), default)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]

    def __contains__(self, name: object) -> bool:
        return any(key == name for key, _ in self.pairs)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at a page, and what every page needs."""

    endpoint: Endpoint
    listing: Listing
    session: Session
    words: Words
    now: datetime

    @property
    def lang(self) -> str:
        return self.words.lang

    @property
    def caller(self) -> Caller:
        """As the rules see him."""
        return Caller(self.session.user, DEVICE)

    def may(self, right: Right) -> bool:
        return self.session.user.may(right)


@dataclass(frozen=True, slots=True)
class Posted:
    """A form of a visitor that is known to come from our own page."""

    visitor: Visitor
    form: Form


def language(request: Request) -> Words:
    return Words(chosen(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language", "")))


def visitor(request: Request) -> Visitor:
    """Raises LoginNeeded."""
    endpoint = endpoint_of(request)
    found = session.find(endpoint, request.cookies.get(session.COOKIE))
    if found is None:
        raise LoginNeeded(
            request.url.path + (f"?{request.url.query}" if request.url.query else "") if request.method == "GET" else ""
        )
    return Visitor(endpoint, request.app.state.listing, found, language(request), endpoint.clock.now())


def _allowed(right: Right) -> Callable[..., Visitor]:
    def check(known: Annotated[Visitor, Depends(visitor)]) -> Visitor:
        if not known.may(right):
            raise Problem(Code.FORBIDDEN, f"needs the right {right.value}")
        return known

    return check


async def form_of(request: Request, body: Annotated[bytes, Depends(_body)]) -> Form:
    """The fields of a form. Raises Problem `invalid`."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise Problem(Code.INVALID, "not a form", status=415)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    except ValueError as error:
        raise Problem(Code.INVALID, "not a form (application/x-www-form-urlencoded)") from error
    return Form(tuple((name, value.replace("\x00", "")) for name, value in pairs))


def check_origin(request: Request) -> None:
    """Raises Problem `forbidden` for a form of another site, or of nobody knows where."""
    said = request.headers.get("origin") or request.headers.get("referer") or ""
    parts = urlsplit(said)
    # behind a proxy that ends TLS the page may have come by https without our knowing; never the other way round
    downgraded = request.url.scheme == "https" and parts.scheme != "https"
    if parts.netloc.lower() != request.headers.get("host", "").lower() or downgraded:
        raise Problem(Code.FORBIDDEN, "the form comes from another site", errors=[{"code": "csrf"}])


def same_word(one: str, other: str) -> bool:
    """Compared in constant time; an empty one never fits."""
    return bool(one) and secrets.compare_digest(one.encode(), other.encode())


def _posted(right: Right | None) -> Callable[..., Posted]:
    def check(request: Request, form: Annotated[Form, Depends(form_of)], known: Annotated[Visitor, Depends(visitor)]) -> Posted:
        check_origin(request)
        if not same_word(form.get("csrf"), known.session.csrf):
            raise Problem(Code.FORBIDDEN, "the form is not of this session", errors=[{"code": "csrf"}])
        if right is not None and not known.may(right):
            raise Problem(Code.FORBIDDEN, f"needs the right {right.value}")
        return Posted(known, form)

    return check


def safe_back(text: str) -> str:
    """Where to go after the login: a place of our own site only."""
    decoded = text if text.startswith("/desk/") and not any(sign in text for sign in ("\\", "//", "\r", "\n")) else "/desk/"
    return quote(decoded, safe="/?&=%._-~:+,")


Anybody = Annotated[Visitor, Depends(visitor)]
Worker = Annotated[Visitor, Depends(_allowed(Right.WORK))]
Reader = Annotated[Visitor, Depends(_allowed(Right.DOCUMENTS))]
Reporter = Annotated[Visitor, Depends(_allowed(Right.REPORT))]
Sent: Any = Annotated[Posted, Depends(_posted(None))]
WorkSent: Any = Annotated[Posted, Depends(_posted(Right.WORK))]
