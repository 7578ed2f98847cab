"""Loaded by schemathesis: half of what it makes up is given the names of things that exist, else everything would end in 404."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable
from typing import Any

import schemathesis

KNOWN = json.loads(os.environ["FIELDAPP_CONTRACT_KNOWN"])


def chosen(value: Any) -> bool:
    """Half of all values, always the same ones."""
    return zlib.crc32(repr(value).encode()) % 2 == 0


def order_of(value: Any) -> dict[str, str]:
    orders: list[dict[str, str]] = KNOWN["orders"]
    return orders[zlib.crc32(repr(value).encode()) // 2 % len(orders)]


def operation(context: Any) -> str:
    return str(context.operation.definition.raw.get("operationId"))


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    if not path_parameters or not chosen(path_parameters):
        return path_parameters
    order = KNOWN["orders"][0] if operation(context) in ("changeOrder", "reportLate") else order_of(path_parameters)
    known = {"order_id": order["id"], "sha256": KNOWN["blob"]}
    return {name: known.get(name, value) for name, value in path_parameters.items()}


@schemathesis.hook
def map_headers(context: Any, headers: dict[str, Any] | None) -> dict[str, Any] | None:
    """The first order's ETag, for as long as nothing has changed it."""
    if operation(context) != "changeOrder" or not headers or "If-Match" not in headers or not chosen(headers):
        return headers
    return {**headers, "If-Match": KNOWN["orders"][0]["etag"]}


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    give = GIVEN.get(operation(context))
    return give(body) if give is not None and isinstance(body, dict) and chosen(body) else body


def batch(body: dict[str, Any]) -> dict[str, Any]:
    ops = body.get("ops")
    if not isinstance(ops, list):
        return body
    return {**body, "ops": [op_on_an_order(op) if isinstance(op, dict) and "patch" in op else op for op in ops]}


def op_on_an_order(op: dict[str, Any]) -> dict[str, Any]:
    order = order_of(op)
    return {**op, "order": order["id"], "base_etag": order["etag"]}


def with_a_document(body: dict[str, Any]) -> dict[str, Any]:
    """What was made up keeps its id, its answers and what it adds; the rest is as a device has it."""
    doc = body.get("doc")
    if not isinstance(doc, dict) or "id" not in doc:
        return body
    return {**body, "doc": {**KNOWN["doc"], "id": doc["id"], "answers": doc.get("answers", {})}}


def late(body: dict[str, Any]) -> dict[str, Any]:
    given = with_a_document(body)
    return {**given, "doc": {**given["doc"], "id": KNOWN["orders"][0]["id"]}} if given is not body else body


GIVEN: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "batch": batch,
    "recordOrder": with_a_document,
    "reportLate": late,
}


@schemathesis.serializer("application/timestamp-query", "application/octet-stream")
def as_bytes(_context: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@schemathesis.deserializer("application/octet-stream", "application/timestamp-reply")
def any_bytes(_context: Any, response: Any) -> str:
    """Bytes that no schema looks into."""
    content: bytes = response.content
    return content.decode("latin-1")
