"""Time for sealed files: a timestamp query (RFC 3161) is answered by the endpoint's own authority, or relayed to a foreign
one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from fieldapp.forms.signing.token_types import QUERY_TYPE, REPLY_TYPE
from fieldapp.itsm import time_relay
from fieldapp.itsm.http import body_reader, endpoint_of
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.routes.access import Current
from fieldapp.itsm.time_authority import MAX_QUERY

router = APIRouter()
_body = body_reader(lambda _endpoint: MAX_QUERY)


@router.post("/timestamps")
def stamp(request: Request, _caller: Current, body: Annotated[bytes, Depends(_body)]) -> Response:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != QUERY_TYPE:
        raise Problem(Code.INVALID, f"{QUERY_TYPE} is expected", status=415)
    endpoint = endpoint_of(request)
    url = endpoint.config.tsa_url
    reply = time_relay.ask(url, body) if url else endpoint.time_authority().answer(body)
    return Response(reply, media_type=REPLY_TYPE)
