"""Filling in: answers are stored as they are typed, drafts keep what does not fit yet, nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping

from fieldapp.domain import patches
from fieldapp.domain.records import JSON, Document, EventKind, Owner
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.forms.answers import normalise
from fieldapp.forms.schema import Field, FieldType
from fieldapp.services.changes import Loaded, change, commit, events_patch, load, require_open
from fieldapp.services.context import Context
from fieldapp.services.detail import OrderDetail, created_here, read_detail

NOT_TYPED = frozenset({FieldType.COMPUTED, FieldType.SIGNATURE})


class Filling:
    """Saving answers."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def save(self, order_id: str, changes: Mapping[str, JSON]) -> OrderDetail:
        """Store answers by field id (None removes); rows are given whole.

        What fits is stored even when something else does not: then InputFault `answer.*` names the first field that was
        refused, and its raw text is kept as a draft. Raises RefusedFault `field.not-yours` for a desk-owned field of an
        order that the desk knows, `order.frozen` for a frozen order.
        """
        context = self.context
        refused: InputFault | None = None
        with context.store.writing() as work:
            loaded = load(context, work, order_id)
            require_open(loaded.stored)
            own = created_here(work, order_id)
            new: Document = {**loaded.doc, "answers": dict(loaded.doc.get("answers", {}))}
            for field_id, raw in changes.items():
                field = self._field(loaded, field_id, desk_too=own)
                try:
                    value = normalise(field, raw)
                except InputFault as fault:
                    refused = refused or fault
                    work.drafts.put(order_id, field_id, raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False))
                    continue
                work.drafts.clear(order_id, field_id)
                set_answer(new["answers"], field_id, value)
            patch = patches.diff(loaded.doc, new)
            if not patches.is_empty(patch):
                commit(context, work, loaded, patch)
        if refused is not None:
            raise refused
        return read_detail(context, order_id)

    def note_recovered(self, order_id: str, field_ids: tuple[str, ...]) -> None:
        """Write into the log that unsaved text was brought back after a crash."""
        change(self.context, order_id, lambda _: events_patch(self.context.event(EventKind.RECOVERED, fields=list(field_ids))))

    @staticmethod
    def _field(loaded: Loaded, field_id: str, *, desk_too: bool) -> Field:
        field = loaded.definition.field(field_id)
        if field.type in NOT_TYPED or field.derived:
            raise RefusedFault("field.not-typed", f"{field_id} is not typed in", field=field_id)
        if field.owner is Owner.DESK and not desk_too:
            raise RefusedFault("field.not-yours", f"{field_id} belongs to the service desk", field=field_id)
        return field


def set_answer(answers: dict[str, JSON], field_id: str, value: JSON) -> None:
    """Absent means not answered: an empty value takes the key away."""
    if value is None or value == "" or value == []:
        answers.pop(field_id, None)
    else:
        answers[field_id] = value
