"""Log in, log out, choose the language."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from fieldapp.domain.records import Role
from fieldapp.itsm.duties import Right
from fieldapp.itsm.http import endpoint_of
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.web import session
from fieldapp.itsm.web.guard import LANGUAGE_COOKIE, Form, Sent, check_origin, form_of, language, safe_back, same_word
from fieldapp.itsm.web.pages import go, plain
from fieldapp.itsm.web.words import LANGUAGES

router = APIRouter()
FORM_COOKIE = "fieldapp_login"
"""Before anybody is logged in, the form and a cookie carry the same word: a foreign site cannot log somebody in."""
ROOT = "/desk"
LANGUAGE_S = 365 * 86400


@router.get("/login")
def login_page(request: Request, next: str = "") -> Response:
    return _form(request, safe_back(next))


@router.post("/login")
def login(request: Request, form: Annotated[Form, Depends(form_of)]) -> Response:
    back, name = safe_back(form.get("next")), form.get("name").strip()[:120]
    check_origin(request)
    if not same_word(form.get("csrf"), request.cookies.get(FORM_COOKIE, "")):
        return _form(request, back, name, "login.stale", status=403)
    try:
        word, found = session.begin(endpoint_of(request), name, form.get("password"), request.cookies.get(session.COOKIE))
    except Problem as problem:
        if problem.code not in (Code.UNAUTHORISED, Code.RATE_LIMITED):
            raise
        key = "login.wrong" if problem.code is Code.UNAUTHORISED else "login.paused"
        return _form(request, back, name, key, status=problem.status, headers=problem.headers)
    if found.user.role is not Role.DESK:
        return _form(request, back, name, "login.engineer", status=403)
    if not found.user.may(Right.WORK) and back == f"{ROOT}/":
        back = f"{ROOT}/documents"
    answer = go(back)
    _set(request, answer, session.COOKIE, word)
    answer.delete_cookie(FORM_COOKIE, path=ROOT)
    return answer


@router.post("/logout")
def logout(posted: Sent) -> Response:
    session.end(posted.visitor.endpoint, posted.visitor.session.digest)
    answer = go(f"{ROOT}/login")
    answer.delete_cookie(session.COOKIE, path=ROOT)
    return answer


@router.get("/language/{lang}")
def choose_language(request: Request, lang: str, back: str = "") -> Response:
    """Only how the pages read to this browser: nothing is changed for anybody."""
    answer = go(safe_back(back))
    if lang in LANGUAGES:
        _set(request, answer, LANGUAGE_COOKIE, lang, LANGUAGE_S)
    return answer


def _form(
    request: Request, back: str, name: str = "", failed: str = "", *, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    word = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    answer = plain(language(request), "login.html", status, next=back, name=name, failed=failed, csrf=word, here=back)
    _set(request, answer, FORM_COOKIE, word)
    answer.headers.update(headers or {})
    return answer


def _set(request: Request, answer: Response, name: str, value: str, max_age: int | None = None) -> None:
    secure = request.url.scheme == "https"
    answer.set_cookie(name, value, max_age=max_age, path=ROOT, secure=secure, httponly=True, samesite="strict")
