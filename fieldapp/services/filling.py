"""Filling in: answers are stored as they are typed, drafts keep what does not fit yet, nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping

from fieldapp.domain import patches
from fieldapp.domain.records import JSON, Document, EventKind, Owner
from fieldapp.errors import DraftFault, InputFault, RefusedFault
from fieldapp.forms.answers import normalise
from fieldapp.forms.schema import Field, FieldType
from fieldapp.services.changes import Loaded, change, commit, events_patch, typed_on
from fieldapp.services.context import Context
from fieldapp.services.detail import OrderDetail, created_here, read_detail
from fieldapp.store.unit_of_work import Work

NOT_TYPED = frozenset({FieldType.COMPUTED, FieldType.SIGNATURE})


class Filling:
    """Saving answers."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def save(
        self,
        order_id: str,
        changes: Mapping[str, JSON],
        seen: Mapping[str, JSON] | None = None,
        last: Document | None = None,
    ) -> OrderDetail:
        """Store answers by field id (None removes); rows are given whole. `seen` holds by field id the rows that the person
        began with: what came to the order meanwhile (a photo being stored, the desk's rows) then stays.

        What fits is stored even when something else does not: then DraftFault `answer.*` names the first field that was
        refused, and its raw text is kept as a draft. Raises RefusedFault `field.not-yours` for a desk-owned field of an
        order that the desk knows. An order that was frozen while somebody was typing takes it all the same, as a late report;
        one that went wholly meanwhile does so as well where `last` gives the document that he had before him.
        """
        context = self.context
        with typed_on(context, order_id, last) as (work, loaded):
            refused = take_in(context, work, loaded, changes, seen, desk_too=created_here(work, order_id))
        raise_draft(refused)
        return read_detail(context, order_id)

    def note_recovered(self, order_id: str, field_ids: tuple[str, ...]) -> None:
        """Write into the log that unsaved text was brought back after a crash."""
        change(self.context, order_id, lambda _: events_patch(self.context.event(EventKind.RECOVERED, fields=list(field_ids))))


def take_in(
    context: Context,
    work: Work,
    loaded: Loaded,
    changes: Mapping[str, JSON],
    seen: Mapping[str, JSON] | None,
    *,
    desk_too: bool,
) -> InputFault | None:
    """Store what fits as one patch of an order or record, and keep what does not as drafts; returns the first refusal.

    Raises RefusedFault `field.not-typed`, `field.not-yours` (a desk's field, unless `desk_too`): then nothing is stored.
    """
    refused: InputFault | None = None
    record_id = loaded.stored.id
    new: Document = {**loaded.doc, "answers": dict(loaded.doc.get("answers", {}))}
    for field_id, raw in changes.items():
        field = typed_field(loaded, field_id, desk_too=desk_too)
        try:
            value = normalise(field, raw)
        except InputFault as fault:
            refused = refused or fault
            keep_draft(work, record_id, field_id, raw)
            continue
        work.drafts.clear(record_id, field_id)
        if seen is not None and field_id in seen:
            value = rebased(loaded.doc.get("answers", {}).get(field_id), seen[field_id], value)
        set_answer(new["answers"], field_id, value)
    patch = patches.diff(loaded.doc, new)
    if not patches.is_empty(patch):
        commit(context, work, loaded, patch)
    return refused


def keep_draft(work: Work, record_id: str, field_id: str, raw: JSON) -> None:
    """What is not an answer yet, or not any more, as it was typed."""
    work.drafts.put(record_id, field_id, raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False))


def raise_draft(refused: InputFault | None) -> None:
    """After the transaction: everything is safe, but something did not fit."""
    if refused is not None:
        raise DraftFault(refused.code, refused.text, **refused.details) from refused


def typed_field(loaded: Loaded, field_id: str, *, desk_too: bool) -> Field:
    field = loaded.definition.field(field_id)
    if field.type in NOT_TYPED or field.derived:
        raise RefusedFault("field.not-typed", f"{field_id} is not typed in", field=field_id)
    if field.owner is Owner.DESK and not desk_too:
        raise RefusedFault("field.not-yours", f"{field_id} belongs to the service desk", field=field_id)
    return field


def rebased(held: JSON, seen: JSON, value: JSON) -> JSON:
    """The held rows with what a person did to the rows he saw; a value that is no table is his as it is."""
    before, after, held = ([] if rows is None else rows for rows in (seen, value, held))
    if not all(patches.is_rows(rows) for rows in (before, after, held)):
        return value
    change = patches.diff({"answers": {"rows": before}}, {"answers": {"rows": after}})
    return patches.apply({"answers": {"rows": held}}, change)["answers"]["rows"]


def set_answer(answers: dict[str, JSON], field_id: str, value: JSON) -> None:
    """Absent means not answered: an empty value takes the key away."""
    if value is None or value == "" or value == []:
        answers.pop(field_id, None)
    else:
        answers[field_id] = value
