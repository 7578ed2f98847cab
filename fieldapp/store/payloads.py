"""How outbox entries of one order become one: pure functions over their payloads."""

from __future__ import annotations

from collections.abc import Mapping

from fieldapp.domain import patches
from fieldapp.domain.records import JSON, Document
from fieldapp.store.records import Op, OpKind

Payload = dict[str, JSON]


def late_report(reason: str, patch: Mapping[str, JSON], doc: Document) -> Payload:
    """What a late report carries."""
    return {"reason": reason, "patch": dict(patch), "doc": doc}


def with_later(pending: Op, patch: Mapping[str, JSON], doc: Document) -> Payload:
    """The pending entry's payload with a later change in it; `doc` is the document after that change."""
    match pending.kind:
        case OpKind.PATCH:
            return patches.compose(pending.payload, patch)
        case OpKind.CREATE:
            return doc
        case OpKind.LATE_REPORT:
            return {**pending.payload, "patch": patches.compose(pending.payload["patch"], patch), "doc": doc}


def with_earlier(pending: Op, patch: Mapping[str, JSON]) -> Payload:
    """The pending entry's payload with an earlier change in front of it. A creation holds the whole document already."""
    match pending.kind:
        case OpKind.PATCH:
            return patches.compose(patch, pending.payload)
        case OpKind.CREATE:
            return pending.payload
        case OpKind.LATE_REPORT:
            return {**pending.payload, "patch": patches.compose(patch, pending.payload["patch"])}


def in_one(first: Op, second: Op) -> tuple[OpKind, Payload] | None:
    """One entry that says what `first` and then `second` say; None when they have to stay two."""
    match first.kind, second.kind:
        case OpKind.PATCH, OpKind.PATCH | OpKind.LATE_REPORT:
            return second.kind, with_earlier(second, first.payload)
        case OpKind.CREATE, OpKind.PATCH:
            return OpKind.CREATE, patches.apply(first.payload, second.payload)
        case OpKind.LATE_REPORT, OpKind.LATE_REPORT:
            return OpKind.LATE_REPORT, with_later(first, second.payload["patch"], second.payload["doc"])
        case _:
            return None


def files_of(op: Op) -> list[str]:
    """The hashes of the files an entry speaks of, in its order."""
    said = op.payload.get("patch", {}) if op.kind is OpKind.LATE_REPORT else op.payload
    return [entry["sha256"] for entry in said.get("attachments", ())]


def without_file(pending: Op, sha256: str) -> Payload:
    """A pending patch's or creation's payload that does not speak of this file; a patch of which nothing is left is empty."""
    kept = [entry for entry in pending.payload["attachments"] if entry["sha256"] != sha256]
    if kept or pending.kind is OpKind.CREATE:
        return {**pending.payload, "attachments": kept}
    return {part: content for part, content in pending.payload.items() if part != "attachments"}
