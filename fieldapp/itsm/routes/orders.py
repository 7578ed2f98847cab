"""Orders: the change feed, batches, single patches, orders recorded on site, late reports."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy import Connection

from fieldapp import ids
from fieldapp.domain import kinds
from fieldapp.domain.documents import superseding
from fieldapp.domain.records import JSON
from fieldapp.itsm import orders
from fieldapp.itsm.accounts import Caller
from fieldapp.itsm.changes import behind_own, read_page
from fieldapp.itsm.desk import take_back
from fieldapp.itsm.duties import Right
from fieldapp.itsm.http import answer, body_reader, compressed, endpoint_of
from fieldapp.itsm.operations import applied_versions, create, report_late, run_batch
from fieldapp.itsm.orders import StoredOrder
from fieldapp.itsm.problems import STATUS, TYPE_PREFIX, Code, Problem
from fieldapp.itsm.removed import told
from fieldapp.itsm.routes.access import Current
from fieldapp.itsm.wire import Batch, Cancellation, LateReport, NewOrder, PatchBody, decode, encode

router = APIRouter()
_batch_body = body_reader(lambda endpoint: endpoint.config.max_batch_bytes)
_body = body_reader(lambda endpoint: endpoint.config.max_body_bytes)
BatchBytes = Annotated[bytes, Depends(_batch_body)]
BodyBytes = Annotated[bytes, Depends(_body)]


@router.get("/changes")
def changes(
    request: Request,
    caller: Current,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
    limit: Annotated[int | None, Query(ge=1, le=5000)] = None,
) -> Response:
    endpoint = endpoint_of(request)
    page = read_page(endpoint, caller, cursor, min(limit or endpoint.config.page_items, 5000))
    return compressed(request, page.body, "application/x-ndjson")


@router.post("/batch")
def batch(request: Request, caller: Current, body: BatchBytes) -> Response:
    endpoint, asked = endpoint_of(request), decode(body, Batch)
    if len(asked.ops) > endpoint.config.max_batch_ops:
        raise Problem(Code.TOO_LARGE, f"at most {endpoint.config.max_batch_ops} operations")
    results = run_batch(endpoint, caller, asked.ops)
    told = applied_versions(asked.ops, results)
    cursor = behind_own(endpoint, caller, asked.cursor, told) if asked.cursor and told else None
    return answer(request, {"results": results, **({"cursor": cursor} if cursor else {})})


@router.post("/orders")
def record(request: Request, caller: Current, body: BodyBytes) -> Response:
    fresh, result = create(endpoint_of(request), caller, decode(body, NewOrder))
    return answer(request, result, 201 if fresh else 200, {"ETag": result["etag"]})


@router.get("/orders/{order_id}")
def show(request: Request, caller: Current, order_id: str) -> Response:
    order = _visible(request, caller, order_id)
    return answer(request, order.doc, headers={"ETag": order.etag})


@router.patch("/orders/{order_id}")
def change(request: Request, caller: Current, order_id: str, body: BodyBytes) -> Response:
    asked = decode(body, PatchBody)
    if_match, op_id = request.headers.get("if-match", ""), request.headers.get("idempotency-key", "").strip().strip('"')
    if not if_match or if_match.strip() == "*":
        raise Problem(Code.INVALID, "If-Match with the ETag of the version you changed is required", status=428)
    if not ids.is_id(op_id):
        raise Problem(Code.INVALID, "Idempotency-Key must be the operation's UUID")
    if not ids.is_id(order_id):
        raise Problem(Code.NOT_FOUND, "no such order")
    op = {"op_id": op_id, "device_seq": asked.device_seq, "order": order_id, "base_etag": if_match[:200], "patch": asked.patch}
    (result,) = run_batch(endpoint_of(request), caller, [decode(encode({"ops": [op]}), Batch).ops[0]])
    match result["status"]:
        case "applied":
            return answer(request, {"op_id": op_id, "etag": result["etag"]}, headers={"ETag": result["etag"]})
        case "conflict":
            raise Problem(Code.STALE, "the order has another ETag now", headers={"ETag": result["etag"]})
        case "gone":
            raise _gone({name: value for name, value in result.items() if name not in ("op_id", "status")})
        case _:
            problem = result["problem"]
            code = Code(problem["type"].removeprefix(TYPE_PREFIX))
            raise Problem(code, problem["detail"], problem.get("status", STATUS[code]), problem.get("errors", []))


@router.get("/orders/{order_id}/attachments")
def attachments(request: Request, caller: Current, order_id: str) -> Response:
    blobs = endpoint_of(request).blobs
    entries = _visible(request, caller, order_id).doc.get("attachments", [])
    superseded = superseding(entries)
    listed = [
        {
            **{name: entry[name] for name in ("sha256", "name", "kind", "size")},
            "complete": blobs.size(entry["sha256"]) is not None,
            **({"superseded_by": superseded[entry["sha256"]][1]} if entry["sha256"] in superseded else {}),
        }
        for entry in entries
    ]
    return answer(request, {"attachments": listed})


@router.post("/orders/{order_id}/late-reports")
def late_report(request: Request, caller: Current, order_id: str, body: BodyBytes) -> Response:
    if not ids.is_id(order_id):
        raise Problem(Code.NOT_FOUND, "no such order")
    fresh, result = report_late(endpoint_of(request), caller, order_id, decode(body, LateReport))
    return answer(request, result, 201 if fresh else 200)


@router.post("/orders/{order_id}/cancellation")
def cancellation(request: Request, caller: Current, order_id: str, body: BodyBytes) -> Response:
    """The desk takes an order back; sending it again changes nothing."""
    asked, endpoint = decode(body, Cancellation), endpoint_of(request)
    if not caller.is_desk or not caller.user.may(Right.CANCEL):
        raise Problem(Code.FORBIDDEN, "only a manager of the desk cancels an order")
    if kinds.is_record(_visible(request, caller, order_id).doc):
        raise Problem(Code.REFUSED, "only orders are cancelled; a record moves as its kind says")

    def work(connection: Connection) -> StoredOrder:
        order = orders.load(endpoint.database, connection, [order_id], lock=True)[order_id]
        return take_back(endpoint, connection, order, caller.user.actor, asked.reason.replace("\x00", ""))

    return answer(request, {"id": endpoint.database.run_writing(work).id})


def _visible(request: Request, caller: Caller, order_id: str) -> StoredOrder:
    endpoint = endpoint_of(request)
    if ids.is_id(order_id):
        with endpoint.database.reading() as connection:
            order = orders.load(endpoint.database, connection, [order_id]).get(order_id)
            if order is not None:
                removed = order.removed_for(caller)
                if removed is None or caller.is_desk:
                    return order
                if orders.known_to(connection, order_id, caller):
                    raise _gone(told(order.doc, removed, caller.user.id))
    raise Problem(Code.NOT_FOUND, "no such order")


def _gone(said: dict[str, JSON]) -> Problem:
    return Problem(Code.NOT_FOUND, f"this order was {said['removed']}", errors=[{"code": "gone", **said}])
