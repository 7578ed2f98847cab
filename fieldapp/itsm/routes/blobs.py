"""Uploads that continue where they broke off (IETF resumable uploads: Upload-Offset, Upload-Complete), and downloads."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from fieldapp.itsm.accounts import Caller
from fieldapp.itsm.blobs import CHUNK, BlobStore
from fieldapp.itsm.http import answer, drain, endpoint_of
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.routes.access import Current
from fieldapp.itsm.tables import attached, feed

router = APIRouter(prefix="/blobs")


@router.head("/{sha256}")
def look(request: Request, caller: Current, sha256: str) -> Response:
    blobs = endpoint_of(request).blobs
    size = blobs.size(sha256)
    if size is not None:
        return Response(headers=_progress(size, complete=True))
    received = blobs.received(sha256, caller.device_id)
    if received == 0:
        raise Problem(Code.NOT_FOUND, "nothing of this blob is here")
    return Response(headers=_progress(received, complete=False))


@router.put("/{sha256}")
async def upload(request: Request, caller: Current, sha256: str) -> Response:
    blobs = endpoint_of(request).blobs
    offset, last = _asked(request)
    size = await run_in_threadpool(blobs.size, sha256)
    stream = request.stream()
    if size is not None:
        await drain(stream)
        return answer(request, {"sha256": sha256, "size": size}, 201, _progress(size, complete=True))
    try:
        await _receive(stream, blobs, sha256, caller.device_id, offset)
    except Problem:
        await drain(stream)
        raise
    if not last:
        end = await run_in_threadpool(blobs.keep, sha256, caller.device_id)
        return Response(status_code=202, headers=_progress(end, complete=False))
    size = await run_in_threadpool(blobs.complete, sha256, caller.device_id)
    return answer(request, {"sha256": sha256, "size": size}, 201, _progress(size, complete=True))


@router.get("/{sha256}")
def download(request: Request, caller: Current, sha256: str) -> Response:
    endpoint = endpoint_of(request)
    size = endpoint.blobs.size(sha256)
    if size is None or not _may_read(request, caller, sha256):
        raise Problem(Code.NOT_FOUND, "no such blob")
    headers = {"ETag": f'"{sha256}"', "Content-Disposition": "attachment"}
    return FileResponse(endpoint.blobs.path(sha256), headers=headers, media_type="application/octet-stream")


def _asked(request: Request) -> tuple[int, bool]:
    offset, last = request.headers.get("upload-offset", "0"), request.headers.get("upload-complete", "?1")
    if not (offset.isascii() and offset.isdigit() and len(offset) <= 15) or last not in ("?0", "?1"):
        raise Problem(Code.INVALID, "Upload-Offset is a number of bytes, Upload-Complete is ?0 or ?1")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Problem(Code.INVALID, "blobs travel as they are, without content-encoding", status=415)
    return int(offset), last == "?1"


async def _receive(stream: AsyncIterator[bytes], blobs: BlobStore, sha256: str, device_id: str, offset: int) -> None:
    """Append what comes. A connection that breaks loses nothing of what had arrived."""
    buffer = bytearray()
    broken = False
    at = await run_in_threadpool(blobs.append, sha256, device_id, offset, b"")
    while not broken:
        try:
            chunk = await anext(stream, None)
        except ClientDisconnect:
            broken, chunk = True, None
        buffer += chunk or b""
        if buffer and (len(buffer) >= CHUNK or chunk is None):
            at = await run_in_threadpool(blobs.append, sha256, device_id, at, bytes(buffer))
            buffer.clear()
        if chunk is None:
            break
    if broken:
        await run_in_threadpool(blobs.keep, sha256, device_id)
        raise ClientDisconnect


def _may_read(request: Request, caller: Caller, sha256: str) -> bool:
    """The desk reads all files; an engineer those of the orders he has."""
    if caller.is_desk:
        return True
    query = select(attached.c.sha256).join(feed, feed.c.order_id == attached.c.order_id)
    query = query.where(attached.c.sha256 == sha256, feed.c.audience.in_(caller.audiences), feed.c.removed.is_(None)).limit(1)
    with endpoint_of(request).database.reading() as connection:
        return connection.execute(query).first() is not None


def _progress(offset: int, *, complete: bool) -> dict[str, str]:
    return {"Upload-Offset": str(offset), "Upload-Complete": "?1" if complete else "?0"}
