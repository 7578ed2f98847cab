"""All answers together: which questions show, what is wrong, what is missing for a step. The endpoint runs the same rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fieldapp.domain.records import JSON
from fieldapp.errors import InputFault
from fieldapp.forms.expressions import Scope, is_empty
from fieldapp.forms.schema import ROW_TYPES, Field, FieldType, FormDefinition, Label, Section, Step
from fieldapp.forms.values import normalise

__all__ = [
    "Missing",
    "Problem",
    "completeness",
    "defaults",
    "is_empty",
    "missing",
    "normalise",
    "problems",
    "row_defaults",
    "visible",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer that cannot stay as it is. `code`: `answer.rule` with the form's own message, or the code of `normalise`."""

    field: str
    section: str
    code: str
    message: Label | None = None
    row_id: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """An answer that a step still needs. `label` names what to fill in; `rows` > 0: so many rows are needed in the table.

    In a row `row_id` and `column` say where.
    """

    field: str
    section: str
    label: Label
    needed_for: Step
    row_id: str | None = None
    column: str | None = None
    rows: int = 0


def defaults(definition: FormDefinition) -> dict[str, JSON]:
    """The answers a new order starts with."""
    return {field.id: field.default for field in definition.fields if field.default is not None}


def row_defaults(field: Field) -> dict[str, JSON]:
    """The cells a new row of a table starts with; the caller adds `_id`."""
    return {column.id: column.default for column in field.columns if column.default is not None}


def visible(definition: FormDefinition, scope: Scope) -> frozenset[str]:
    """Ids of the fields that show. What a hidden field holds is kept, yet neither checked nor printed."""
    return frozenset(field.id for _, field in _shown(definition, scope))


def problems(definition: FormDefinition, scope: Scope) -> tuple[Problem, ...]:
    """Everything wrong with what is there, in the order of the form. Never raises, whatever the answers hold."""
    return tuple(
        problem
        for section, field in _shown(definition, scope)
        if not is_empty(value := scope.answers.get(field.id)) and not field.derived
        for problem in _field_problems(section, field, value, scope)
    )


def missing(definition: FormDefinition, scope: Scope, step: Step) -> tuple[Missing, ...]:
    """Everything still needed to get through `step`, in the order of the form; what earlier steps needed is included."""
    return tuple(
        gap
        for section, field in _shown(definition, scope)
        if field.needed_for.rank <= step.rank
        for gap in _field_gaps(section, field, scope)
    )


def completeness(definition: FormDefinition, scope: Scope) -> dict[str, tuple[int, int]]:
    """For each section id: how many of the fields needed by any step are done, and how many there are."""
    result = {section.id: (0, 0) for section in definition.sections}
    for section, field in _shown(definition, scope):
        gaps = list(_field_gaps(section, field, scope))
        if gaps or _required(field, scope):
            done, needed = result[section.id]
            result[section.id] = (done + (not gaps), needed + 1)
    return result


def _shown(definition: FormDefinition, scope: Scope) -> Iterator[tuple[Section, Field]]:
    for section, field in definition:
        if field.visible_when is None or field.visible_when.evaluate(scope):
            yield section, field


def _required(field: Field, scope: Scope) -> bool:
    return field.required_when is not None and field.required_when.evaluate(scope)


def _field_problems(section: Section, field: Field, value: JSON, scope: Scope) -> Iterator[Problem]:
    try:
        normalise(field, value)
    except InputFault as fault:
        yield Problem(field.id, section.id, fault.code, None, fault.details.get("row_id"), fault.details.get("column"))
        return
    for rule in field.rules:
        if not rule.valid_when.evaluate(scope):
            yield Problem(field.id, section.id, "answer.rule", rule.message)
    ruled = [column for column in field.columns if column.rules]
    for row in value if ruled else ():
        inner = scope.for_row(row)
        for column in ruled:
            if not is_empty(row.get(column.id)):
                yield from _cell_problems(section, field, column, row, inner)


def _cell_problems(section: Section, field: Field, column: Field, row: Mapping[str, JSON], scope: Scope) -> Iterator[Problem]:
    for rule in column.rules:
        if not rule.valid_when.evaluate(scope):
            yield Problem(field.id, section.id, "answer.rule", rule.message, row["_id"], column.id)


def _field_gaps(section: Section, field: Field, scope: Scope) -> Iterator[Missing]:
    value = scope.answers.get(field.id)
    if field.type in ROW_TYPES:
        yield from _row_gaps(section, field, value, scope)
    elif _required(field, scope) and is_empty(value):
        yield Missing(field.id, section.id, field.label, field.needed_for)


def _row_gaps(section: Section, field: Field, value: JSON, scope: Scope) -> Iterator[Missing]:
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    least = max(field.min_rows, 1)
    if len(rows) < least and _required(field, scope):
        yield Missing(field.id, section.id, field.label, field.needed_for, rows=least)
    if field.type is not FieldType.TABLE:
        return
    for row in rows:
        inner = scope.for_row(row)
        for column in field.columns:
            if is_empty(row.get(column.id)) and _required(column, inner):
                yield Missing(field.id, section.id, column.label, field.needed_for, row.get("_id"), column.id)
