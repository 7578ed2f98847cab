"""The approved files of 裁剪 (§6.1.5), for the devices: those that this endpoint has been using since its start."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from fieldapp.itsm.http import answer, endpoint_of
from fieldapp.itsm.routes.access import Current
from fieldapp.itsm.tailoring import etag_of, handed_out

router = APIRouter()


@router.get("/tailoring")
def tailoring(request: Request, _caller: Current) -> Response:
    endpoint = endpoint_of(request)
    files = handed_out(endpoint.tailoring, endpoint.clock.now())
    etag = f'"{etag_of(files)}"'
    if request.headers.get("if-none-match", "").strip() == etag:
        return Response(status_code=304, headers={"ETag": etag})
    return answer(request, {"files": [one.to_wire() for one in files]}, headers={"ETag": etag})
