"""Settling a conflict: a person decides which of two values stands; the other stays in the history of conflicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fieldapp.domain import patches
from fieldapp.domain.conflicts import ORDER_COLUMN, STATE_FIELD
from fieldapp.domain.records import JSON, Document, Owner
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.forms.schema import FieldType, FormDefinition
from fieldapp.services.changes import commit, load, require_open
from fieldapp.services.context import Context
from fieldapp.store.records import Conflict


def settle_conflict(context: Context, conflict_id: str, choice: str) -> None:
    """`mine`, `theirs`, or `both` for words: one after the other. What differs from the document becomes a change like any
    other, in the same transaction.

    Raises RefusedFault `conflict.unknown`, `field.not-yours` (mine for a field of the desk), `conflict.not-choosable` (a
    refused step of the process: only `theirs` stands; `both` of what is no words), InputFault `conflict.choice`.
    """
    if choice not in {"mine", "theirs", "both"}:
        raise InputFault("conflict.choice", f"{choice} is not a choice; mine, theirs or both", choice=choice)
    with context.store.writing() as work:
        conflict = next((item for item in work.conflicts.open() if item.id == conflict_id), None)
        if conflict is None:
            raise RefusedFault("conflict.unknown", "this conflict is settled already", conflict_id=conflict_id)
        loaded = load(context, work, conflict.order_id)
        if loaded.stored.frozen and choice == "theirs":
            work.conflicts.settle(conflict_id, choice, context.now())  # nothing here is changed any more
            return
        require_open(loaded.stored)
        if choice != "theirs":
            require_choosable(conflict, loaded.definition.owner_of)
        value = both_of(conflict, loaded.definition) if choice == "both" else getattr(conflict, choice)
        if conflict.field != STATE_FIELD and conflict.column != ORDER_COLUMN:
            patch = patches.diff(loaded.doc, with_value(loaded.doc, conflict, value))
            if not patches.is_empty(patch):
                commit(context, work, loaded, patch)
        work.conflicts.settle(conflict_id, choice, context.now())


def joinable(context: Context, conflicts: Iterable[Conflict]) -> frozenset[str]:
    """Ids of those whose two values are words that may stand one after the other."""
    found = set()
    with context.store.reading() as work:
        for conflict in conflicts:
            if isinstance(conflict.mine, str) and isinstance(conflict.theirs, str) and work.orders.get(conflict.order_id):
                definition = load(context, work, conflict.order_id).definition
                yours = definition.owner_of(conflict.field) is not Owner.DESK if conflict.field in definition else False
                if yours and is_words(definition, conflict.field, conflict.column):
                    found.add(conflict.id)
    return frozenset(found)


def both_of(conflict: Conflict, definition: FormDefinition) -> str:
    """The desk's words, then the engineer's. Raises RefusedFault `conflict.not-joinable` for what is no words."""
    mine, theirs = conflict.mine, conflict.theirs
    if not is_words(definition, conflict.field, conflict.column) or not isinstance(mine, str) or not isinstance(theirs, str):
        raise RefusedFault("conflict.not-joinable", f"only words can be joined, {conflict.field} is none", field=conflict.field)
    return theirs if mine in theirs else mine if theirs in mine else f"{theirs}\n{mine}"


def is_words(definition: FormDefinition, name: str, column: str | None = None) -> bool:
    """True for a field (or column) of free text of any length."""
    if name not in definition:
        return False
    field = definition.field(name)
    try:
        return (field.column(column) if column else field).type is FieldType.LONG_TEXT
    except KeyError:
        return False


def require_choosable(conflict: Conflict, owner_of: Callable[[str], Owner]) -> None:
    if conflict.field == STATE_FIELD:
        raise RefusedFault("conflict.not-choosable", "a step the desk's state no longer allows cannot be repeated from here")
    if owner_of(conflict.field) is Owner.DESK:
        raise RefusedFault("field.not-yours", f"{conflict.field} belongs to the service desk", field=conflict.field)


def with_value(doc: Document, conflict: Conflict, value: JSON) -> Document:
    """The document with one value put where the conflict is: an answer, a whole row, or one column of a row."""
    answers = dict(doc.get("answers", {}))
    if conflict.row_id is None:
        replace(answers, conflict.field, value)
        return doc | {"answers": answers}
    rows = list(answers.get(conflict.field, []))
    position = next((index for index, row in enumerate(rows) if row["_id"] == conflict.row_id), None)
    if conflict.column is None:
        rows = [row for row in rows if row["_id"] != conflict.row_id] if value is None else put_row(rows, position, value)
    elif position is not None:
        row = dict(rows[position])
        replace(row, conflict.column, value)
        rows[position] = row
    replace(answers, conflict.field, rows)
    return doc | {"answers": answers}


def put_row(rows: list[JSON], position: int | None, row: JSON) -> list[JSON]:
    return [*rows, row] if position is None else [*rows[:position], row, *rows[position + 1 :]]


def replace(target: dict[str, JSON], key: str, value: JSON) -> None:
    if value is None:
        target.pop(key, None)
    else:
        target[key] = value
