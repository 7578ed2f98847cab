"""The one style sheet, the few lines of script, the icon. They say nothing about anybody, so a browser may keep them."""

from __future__ import annotations

from fastapi import APIRouter, Response

from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.web.pages import STATIC, static_bytes

router = APIRouter()


@router.get("/static/{name}")
def static(name: str) -> Response:
    if name not in STATIC:
        raise Problem(Code.NOT_FOUND, "no such file")
    return Response(static_bytes(name), media_type=STATIC[name], headers={"Cache-Control": "public, max-age=31536000, immutable"})
