"""What the form shows, derived from the stored order and what has been typed since. Pure, run after every keystroke."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fieldapp.domain.records import JSON, Owner, Priority
from fieldapp.errors import InputFault
from fieldapp.forms import answers
from fieldapp.forms.answers import Problem
from fieldapp.forms.computed import COMPUTATIONS
from fieldapp.forms.expressions import Scope
from fieldapp.forms.formats import Formatter
from fieldapp.forms.printing import Unprintable, unprintable
from fieldapp.forms.schema import ROW_TYPES, Field, FieldType, FormDefinition, Step
from fieldapp.ui.i18n import labelled, tr
from fieldapp.ui.messages import explain_code

if TYPE_CHECKING:
    from fieldapp.services.detail import OrderDetail

ONE_TAP_TIMES = ("accepted_at", "departed_at", "arrived_at", "started_at", "left_at")
"""Written by a tap, corrected with a reason: never typed over in the form."""
_BY_STEP = frozenset({"accept_answer", "decline_reason", "sign_outcome", "unsigned_reason", "witness"})
"""Answers that the steps of the process write."""

_EMPTY: tuple[JSON, ...] = (None, "", [])

RowProblems = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class MissingItem:
    """One thing the next step needs; a click goes to the field (and cell)."""

    field_id: str
    section_id: str
    text: str
    row_id: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class SectionMark:
    """A line of the section index."""

    id: str
    letter: str
    label: str
    done: int
    needed: int
    wrong: int
    internal: bool
    filled: int = 0
    """Fields with an answer, also those that nothing asks for."""

    @property
    def complete(self) -> bool:
        return self.done >= self.needed and not self.wrong


@dataclass(frozen=True, slots=True)
class FormState:
    """`values` holds what the widgets show: stored answers, drafts and what is not saved yet."""

    values: Mapping[str, JSON]
    visible: frozenset[str]
    required: frozenset[str]
    problems: Mapping[str, str]
    row_problems: Mapping[str, RowProblems]
    missing: tuple[MissingItem, ...]
    unprintable: tuple[MissingItem, ...]
    """Answers with characters that the PDF can only give as codes: a warning, no step waits for them."""
    marks: tuple[SectionMark, ...]


def read_only_reason(field: Field, *, created_here: bool = False) -> str:
    """Why the engineer does not type this; empty when he does. An order he has just recorded himself he fills in whole."""
    if field.derived:
        return ""
    if field.owner is Owner.DESK and not created_here:
        return tr("由服务台填写")
    if field.id in ONE_TAP_TIMES or field.id in _BY_STEP:
        return tr("由流程记录")
    return ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form is filled with. `desk_too`: this person answers for the desk as well; `computed`: computed fields in words."""

    definition: FormDefinition
    answers: Mapping[str, JSON]
    drafts: Mapping[str, str]
    state: str
    priority: Priority | None
    desk_too: bool
    computed: Mapping[str, JSON]


def derive_form(detail: OrderDetail, unsaved: Mapping[str, JSON], step: Step | None, now: datetime, lang: str) -> FormState:
    """`step`: whose missing answers are listed, None for none."""
    status = detail.status
    answered: dict[str, JSON] = detail.doc.get("answers", {})
    computed = _computed(detail, lang)
    filled = Filled(detail.definition, answered, detail.drafts, status.state, status.priority, detail.created_here, computed)
    return derive_filled(filled, unsaved, step, now, lang)


def derive_filled(filled: Filled, unsaved: Mapping[str, JSON], step: Step | None, now: datetime, lang: str) -> FormState:
    """The same for the form of any record."""
    definition, stored = filled.definition, filled.answers
    shown: dict[str, JSON] = {**stored, **_drafts(definition, filled.drafts), **unsaved}
    fitting, wrong = _fitting(definition, stored, {name: shown[name] for name in {*filled.drafts, *unsaved} if name in shown})
    scope = Scope(fitting, filled.state, filled.priority, now)
    problems, row_problems = _problem_words((*answers.problems(definition, scope), *wrong), lang)
    owed = answers.missing(definition, scope, step) if step is not None else ()
    gaps = [gap for gap in owed if filled.desk_too or definition.owner_of(gap.field) is not Owner.DESK]
    missing = tuple(
        MissingItem(gap.field, gap.section, _gap_words(definition, fitting, gap, lang), gap.row_id, gap.column) for gap in gaps
    )
    shown |= filled.computed
    visible = answers.visible(definition, scope)
    coded = tuple(
        MissingItem(item.field, item.section, unprintable_words(definition, item, lang), item.row_id, item.column)
        for item in unprintable(definition, fitting, visible)
    )
    required = frozenset(
        field.id for field in definition.fields if field.required_when is not None and field.required_when.evaluate(scope)
    )
    marks = _marks(definition, scope, shown, {*problems, *row_problems}, lang)
    return FormState(shown, visible, required, problems, row_problems, missing, coded, marks)


def unprintable_words(definition: FormDefinition, item: Unprintable, lang: str) -> str:
    """Where it is, and which characters: 故障现象：👍 [U+1F44D]."""
    label = item.label.get(lang)
    if item.row and item.column is None:
        label = tr("{label}（第 {n} 项）", label=label, n=item.row)
    elif item.row:
        table = definition.field(item.field).label.get(lang)
        label = tr("{table}第 {n} 行：{column}", table=table, n=item.row, column=label)
    return labelled(label, item.words)


def draft_value(field: Field, text: str) -> JSON:
    """A kept draft as its widget takes it: rows were kept as JSON, everything else as it was typed."""
    if field.type not in ROW_TYPES and field.type is not FieldType.MULTI_CHOICE:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return None


def _drafts(definition: FormDefinition, drafts: Mapping[str, str]) -> dict[str, JSON]:
    found = {name: draft_value(definition.field(name), text) for name, text in drafts.items() if name in definition}
    return {name: value for name, value in found.items() if value is not None}


def _computed(detail: OrderDetail, lang: str) -> dict[str, JSON]:
    """Computed fields in words."""
    words = Formatter(lang)
    return {
        field.id: words.value(field, COMPUTATIONS[field.compute].value(detail.doc, detail.status))
        for field in detail.definition.fields
        if field.compute is not None
    }


def _fitting(
    definition: FormDefinition, stored: Mapping[str, JSON], typed: Mapping[str, JSON]
) -> tuple[dict[str, JSON], tuple[Problem, ...]]:
    """The answers as they would be stored, and what is wrong with those that would not."""
    result = dict(stored)
    wrong = []
    for name, value in typed.items():
        try:
            normal = answers.normalise(definition.field(name), value)
        except InputFault as fault:
            section = definition.section_of(name).id
            wrong.append(Problem(name, section, fault.code, None, fault.details.get("row_id"), fault.details.get("column")))
            continue
        if normal is None or normal == []:
            result.pop(name, None)
        else:
            result[name] = normal
    return result, tuple(wrong)


def _problem_words(problems: tuple[Problem, ...], lang: str) -> tuple[dict[str, str], dict[str, RowProblems]]:
    whole: dict[str, str] = {}
    rows: dict[str, RowProblems] = {}
    for problem in problems:
        words = problem.message.get(lang) if problem.message else explain_code(problem.code).line
        if problem.row_id and problem.column:
            rows.setdefault(problem.field, {}).setdefault((problem.row_id, problem.column), words)
        else:
            whole.setdefault(problem.field, words)
    return whole, rows


def _gap_words(definition: FormDefinition, values: Mapping[str, JSON], gap: answers.Missing, lang: str) -> str:
    label = gap.label.get(lang)
    if gap.row_id is not None:
        rows = values.get(gap.field) or []
        number = next((index for index, row in enumerate(rows, 1) if row.get("_id") == gap.row_id), 0)
        table = definition.field(gap.field).label.get(lang)
        return tr("{table}第 {n} 行：{column}", table=table, n=number, column=label)
    if gap.rows:
        return tr("{label}（至少 {n} 行）", label=label, n=gap.rows)
    return label


def _marks(
    definition: FormDefinition, scope: Scope, shown: Mapping[str, JSON], wrong: set[str], lang: str
) -> tuple[SectionMark, ...]:
    counts = answers.completeness(definition, scope)
    return tuple(
        SectionMark(
            section.id,
            section.letter,
            section.label.get(lang),
            *counts.get(section.id, (0, 0)),
            sum(field.id in wrong for field in section.fields),
            section.internal,
            sum(not field.derived and shown.get(field.id) not in _EMPTY for field in section.fields),
        )
        for section in definition.sections
    )
