"""What the endpoint lets a caller do to a document. The process itself is in `domain`; here is who may say what over the wire."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from fieldapp.domain import events, kinds, patches, validation
from fieldapp.domain.records import JSON, Document, EventKind, Owner, Role
from fieldapp.domain.states import INITIAL
from fieldapp.errors import Fault, InputFault, RefusedFault
from fieldapp.forms.catalog import Catalog
from fieldapp.forms.schema import FormDefinition
from fieldapp.forms.values import normalise
from fieldapp.itsm.accounts import Caller
from fieldapp.itsm.problems import Code, Problem

MAX_NAME = 64
BlobSize = Callable[[str], int | None]

_DESK_ONLY = frozenset({EventKind.PRIORITY_SET.value, EventKind.EDITED.value})
_NEVER_BY_ITSELF = frozenset(
    {
        EventKind.TRANSITION.value,
        EventKind.ASSIGNED.value,
        EventKind.ACCEPTED.value,
        EventKind.DECLINED.value,
        EventKind.PRIORITY_SET.value,
        EventKind.EDITED.value,
    }
)
"""What people do. The device may write the other kinds as `system` (recovered drafts, missed notices, …)."""


def definition_of(doc: Mapping[str, Any], catalog: Catalog) -> FormDefinition:
    """The form an order was filled in with. Raises Problem `refused` when the endpoint does not have it."""
    form = doc.get("form")
    form = form if isinstance(form, Mapping) else {}
    try:
        return catalog.get(form.get("id", ""), form.get("version", 0))
    except Fault as fault:
        raise Problem(Code.REFUSED, str(fault), errors=[{"code": "form-unknown"}]) from fault


def patched(doc: Document, patch: Mapping[str, Any], caller: Caller, catalog: Catalog, blob_size: BlobSize) -> Document:
    """The document after the patch, when the caller may make it. Raises Problem `invalid`, `refused` or `blob-missing`."""
    try:
        validation.check_patch(patch, doc)
        definition = definition_of(doc, catalog)
        _check_fields(patch, caller, definition)
        _check_editor(doc, patch, caller)
        _check_events(doc, patch, caller, _DESK_ONLY)
        _check_blobs(doc, patch, blob_size)
        result = patches.apply(doc, patch)
        _check_writers(result, events.ids(doc["events"]), caller)
        validation.check_document(result)
        check_answers(result, patches.touched_fields(patch), definition)
    except Fault as fault:
        raise as_problem(fault) from fault
    check_names(result)
    return result


def created(doc: Document, caller: Caller, catalog: Catalog, blob_size: BlobSize) -> Document:
    """A new document, when the caller may record it: the log must lead to the state it claims (§6.2.1)."""
    try:
        validation.check_document(doc)
        _check_kind(doc, caller)
        check_answers(doc, doc["answers"], definition_of(doc, catalog))
        log: list[dict[str, Any]] = doc.get("events", [])
        moves = [entry["data"].get("from") for entry in log if entry.get("kind") == EventKind.TRANSITION]
        start = moves[0] if moves else doc["state"]
        kind = kinds.of(doc)
        initial = INITIAL if kind is None else frozenset(kind.initial)
        if start not in initial or (start == "DISPATCHED" and caller.is_desk and not doc.get("assignee")):
            raise RefusedFault("state.refused", f"nothing is recorded as {start}", allowed=sorted(initial))
        if not caller.is_desk and doc.get("assignee") not in (None, caller.user.id):
            raise RefusedFault("assign.refused", "an order recorded on site is your own")
        empty = {**doc, "events": [], "attachments": [], "state": start, "assignee": None if moves else doc.get("assignee")}
        patch = {"events": log, "attachments": doc.get("attachments", [])}
        _check_events(empty, patch, caller, frozenset())
        _check_writers(doc, set(), caller)
        _check_blobs(empty, patch, blob_size)
        result = patches.apply({**empty, "assignee": doc.get("assignee")}, patch)
    except Fault as fault:
        raise as_problem(fault) from fault
    if result["state"] != doc["state"] or result.get("assignee") != doc.get("assignee"):
        raise Problem(
            Code.REFUSED, f"the events lead to {result['state']}, not to {doc['state']}", errors=[{"code": "state.refused"}]
        )
    check_names(doc)
    return doc


def checked_late(patch: Mapping[str, Any], doc: Document, caller: Caller, blob_size: BlobSize) -> None:
    """Late work is kept as it is and judged by a person: only its shape, its author and its files are checked."""
    try:
        validation.check_document(doc)
        validation.check_patch(patch, doc)
        _check_events({"events": []}, patch, caller, frozenset())
        _check_blobs({"attachments": []}, patch, blob_size)
    except Fault as fault:
        raise as_problem(fault) from fault


def check_answers(doc: Document, names: Iterable[str], definition: FormDefinition) -> None:
    """Answers fit their fields. A field that this form does not know comes from a newer one and is kept as it is.

    Raises InputFault `answer.<reason>`.
    """
    for name in names:
        if name in definition and name in doc["answers"]:
            normalise(definition.field(name), doc["answers"][name])


def check_names(doc: Document) -> None:
    """What is looked up by must be plain short text: databases refuse a NUL, people cannot read one."""
    for name in ("number", "assignee"):
        value = doc.get(name)
        if value is not None and not (isinstance(value, str) and 0 < len(value) <= MAX_NAME and value.isprintable()):
            raise Problem(Code.INVALID, f"{name} must be printable text of at most {MAX_NAME} characters", status=422)


def as_problem(fault: Fault) -> Problem:
    """A rule said no: `refused`; what came is not an order: `invalid`. `errors` carries the fault's code and plain details."""
    error: dict[str, JSON] = {"code": fault.code}
    error |= {name: value for name, value in fault.details.items() if isinstance(value, str | int | list | None)}
    if isinstance(fault, InputFault):
        return Problem(Code.INVALID, str(fault), status=422, errors=[error])
    return Problem(Code.REFUSED, str(fault), errors=[error])


def _check_fields(patch: Mapping[str, Any], caller: Caller, definition: FormDefinition) -> None:
    if caller.is_desk:
        return
    foreign = sorted(name for name in patches.touched_fields(patch) if definition.owner_of(name) is Owner.DESK)
    if foreign:
        errors: list[dict[str, JSON]] = [{"code": "field-owner", "field": name, "owner": Owner.DESK.value} for name in foreign]
        raise Problem(Code.REFUSED, f"these fields belong to the desk: {', '.join(foreign)[:500]}", errors=errors)


def _check_kind(doc: Document, caller: Caller) -> None:
    """A record is recorded by those whom its kind names, in their own name, on its kind's form."""
    kind = kinds.of(doc)
    if kind is None:
        return
    if caller.user.role.value not in kind.create:
        raise RefusedFault("kind.refused", f"a {kind.code} is not recorded by the {caller.user.role.value}", kind=kind.code)
    if doc["form"]["id"] != kind.form:
        raise RefusedFault("kind.refused", f"a {kind.code} is filled in on the form {kind.form}", kind=kind.code)
    if kinds.author(doc) != caller.user.id:
        raise RefusedFault("kind.refused", "the log begins with who recorded it", kind=kind.code)


def _check_editor(doc: Document, patch: Mapping[str, Any], caller: Caller) -> None:
    kind, touched = kinds.of(doc), patches.touched_fields(patch)
    if kind is None or not touched or kind.may_edit(doc, caller.user.id, caller.user.role):
        return
    text = f"a {kind.code} that is {doc['state']} is not changed by you any more"
    raise RefusedFault("record.locked", text, state=doc["state"], kind=kind.code, fields=sorted(touched))


def _check_events(doc: Mapping[str, Any], patch: Mapping[str, Any], caller: Caller, desk_only: frozenset[str]) -> None:
    """Nobody writes history in another's name. Entries that are there already are passed over, whoever sends them."""
    present = events.ids(doc.get("events", ()))
    for entry in patch.get("events") or ():
        if entry["id"] in present:
            continue
        kind, actor = entry["kind"], entry["actor"]
        by_caller = actor["id"] == caller.user.id and actor["role"] == caller.user.role
        by_device = actor["role"] == Role.SYSTEM and kind not in _NEVER_BY_ITSELF
        if not by_caller and not by_device:
            raise _refused_event(entry, "event-author", f"{kind} is written in the name of {actor['role']} {actor['id']}")
        if kind in desk_only and not caller.is_desk:
            raise _refused_event(entry, "event-role", f"{kind} is for the desk")


def _check_writers(doc: Document, present: Collection[str], caller: Caller) -> None:
    """New entries that a kind keeps for some: who issues a version of a plan is in charge of it, by the document as it is now."""
    kind = kinds.of(doc)
    if kind is None:
        return
    for entry in doc["events"]:
        if entry["id"] not in present and not kind.may_write(doc, entry["kind"], caller.user.id, caller.user.role):
            raise RefusedFault("entry.refused", f"{entry['kind']} is not written by you", kind=kind.code, entry=entry["kind"])


def _refused_event(entry: Mapping[str, Any], code: str, text: str) -> Problem:
    return Problem(Code.REFUSED, text[:500], errors=[{"code": code, "event": entry["id"]}])


def _check_blobs(doc: Mapping[str, Any], patch: Mapping[str, Any], blob_size: BlobSize) -> None:
    present = events.ids(doc.get("attachments", ()))
    fresh = [entry for entry in patch.get("attachments") or () if entry["id"] not in present]
    sizes = {entry["sha256"]: blob_size(entry["sha256"]) for entry in fresh}
    if missing := sorted(sha256 for sha256, size in sizes.items() if size is None):
        errors: list[dict[str, JSON]] = [{"code": "blob-missing", "sha256": sha256} for sha256 in missing]
        raise Problem(Code.BLOB_MISSING, f"{len(missing)} file(s) are not here yet", errors=errors)
    for entry in fresh:
        if entry["size"] != sizes[entry["sha256"]]:
            raise Problem(
                Code.REFUSED, f"{entry['sha256']} has another size", errors=[{"code": "blob-size", "sha256": entry["sha256"]}]
            )
