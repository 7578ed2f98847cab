"""The newest program: its signed manifest, and the installers in parts. Open to every version, most of all to those too old."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from fieldapp.itsm.http import answer, endpoint_of
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.releases import Releases
from fieldapp.itsm.routes.access import AnyVersion

router = APIRouter(prefix="/release")


@router.get("")
def release(request: Request, _caller: AnyVersion) -> Response:
    offered = Releases(endpoint_of(request).config.data_dir).current()
    if offered is None:
        raise Problem(Code.NOT_FOUND, "no release is offered")
    return answer(request, asdict(offered))


@router.get("/files/{sha256}")
def installer(request: Request, _caller: AnyVersion, sha256: str) -> Response:
    path = Releases(endpoint_of(request).config.data_dir).file(sha256)
    if path is None:
        raise Problem(Code.NOT_FOUND, "no such installer")
    headers = {"ETag": f'"{sha256}"', "Content-Disposition": "attachment"}
    return FileResponse(path, headers=headers, media_type="application/octet-stream")
