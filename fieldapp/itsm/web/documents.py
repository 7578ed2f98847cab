"""Sealed work orders: a month's list, the verdict of each in words, download of one and of a month (§6.2.7)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import StreamingResponse

from fieldapp import ids
from fieldapp.errors import InputFault
from fieldapp.forms.signing.verdict import Verdict
from fieldapp.itsm import orders
from fieldapp.itsm.exports import month_of
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.sealed_files import SealedFile, SealedFiles
from fieldapp.itsm.web.guard import Reader, Visitor, Worker
from fieldapp.itsm.web.pages import page

router = APIRouter()

SHOWN: Final = ("image/jpeg", "image/png", "image/webp")
"""Pictures that a browser may show in the page; everything else is only ever saved."""
_NOTHING_RUNS: Final = "default-src 'none'; sandbox"


def month(visitor: Visitor, text: str) -> tuple[str, datetime, datetime]:
    """The month that was asked for, else the present one."""
    zone = visitor.endpoint.office
    for asked in (text, visitor.now.astimezone(zone).strftime("%Y-%m")):
        try:
            return asked, *month_of(asked, zone)
        except InputFault:
            continue
    raise AssertionError("the present month is one")


@router.get("/documents")
def listed(
    request: Request,
    visitor: Reader,
    month_: Annotated[str, Query(alias="month", max_length=10)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    asked, since, until = month(visitor, month_)
    files = _files(request)
    found = files.between(since, until, q)
    rows = [(file, files.known(file.sha256)) for file in found]
    return page(visitor, "documents.html", month=asked, q=q, rows=rows)


@router.get("/documents/month.zip")
def packed(request: Request, visitor: Reader, month_: Annotated[str, Query(alias="month", max_length=10)] = "") -> Response:
    """Made while it is sent, outside the event loop."""
    asked, since, until = month(visitor, month_)
    files, t = _files(request), visitor.words
    heads = [t(key) for key in _REGISTER]
    stream = files.packed(files.between(since, until), heads, lambda verdict: said(visitor, verdict), visitor.lang)
    headers = {"Content-Disposition": f'attachment; filename="work-orders-{asked}.zip"'}
    return StreamingResponse(stream, media_type="application/zip", headers=headers)


@router.get("/documents/{order_id}/{sha256}")
def show(request: Request, visitor: Reader, order_id: str, sha256: str) -> Response:
    file, files = _one(request, visitor, order_id, sha256), _files(request)
    verdict = files.verdict(sha256) if file.here else None
    return page(visitor, "document.html", file=file, verdict=verdict, said=said(visitor, verdict))


@router.get("/documents/{order_id}/{sha256}/file")
def download(request: Request, visitor: Reader, order_id: str, sha256: str) -> Response:
    file = _one(request, visitor, order_id, sha256)
    return _sent(_files(request).data(sha256), "application/pdf", file.name)


@router.get("/orders/{order_id}/files/{sha256}")
def attachment(request: Request, visitor: Worker, order_id: str, sha256: str) -> Response:
    """A photo or a file of an order. Nothing in it can run in the page's name."""
    doc = _document(visitor, order_id)
    entry = next((entry for entry in doc["attachments"] if entry["sha256"] == sha256), None)
    if entry is None:
        raise Problem(Code.NOT_FOUND, "no such file")
    shown = entry["mime"] in SHOWN
    media = entry["mime"] if shown else "application/octet-stream"
    return _sent(_files(request).data(sha256), media, str(entry["name"]), inline=shown)


def said(visitor: Visitor, verdict: Verdict | None) -> str:
    """The verdict in one word."""
    key = "documents.absent" if verdict is None else "documents.valid" if verdict.valid else "documents.invalid"
    return visitor.words(key)


_REGISTER: Final = (
    "documents.number",
    "documents.customer",
    "documents.revision",
    "documents.file",
    "documents.hash",
    "documents.size",
    "documents.over",
    "documents.verdict",
    "documents.reasons",
)


def _files(request: Request) -> SealedFiles:
    files: SealedFiles = request.app.state.sealed
    return files


def _document(visitor: Visitor, order_id: str) -> dict[str, Any]:
    endpoint = visitor.endpoint
    with endpoint.database.reading() as connection:
        found = orders.load(endpoint.database, connection, [order_id] if ids.is_id(order_id) else []).get(order_id)
    if found is None:
        raise Problem(Code.NOT_FOUND, "no such order")
    return found.doc


def _one(request: Request, visitor: Visitor, order_id: str, sha256: str) -> SealedFile:
    file = _files(request).one(_document(visitor, order_id), sha256)
    if file is None:
        raise Problem(Code.NOT_FOUND, "no such file")
    return file


def _sent(data: bytes, media: str, name: str, *, inline: bool = False) -> Response:
    kind = "inline" if inline else "attachment"
    headers = {
        "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": _NOTHING_RUNS,
    }
    return Response(data, media_type=media, headers=headers)
