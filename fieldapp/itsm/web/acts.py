"""What may be done with an order from its page: who may, when, what is asked, and which use case it is. Nothing is decided here
that `desk_work` would not decide again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.records import Document, Owner, State
from fieldapp.domain.records import Priority as Level
from fieldapp.domain.status import Status
from fieldapp.forms.schema import FormDefinition
from fieldapp.itsm import desk_work
from fieldapp.itsm.desk_work import Assignment, Attempt
from fieldapp.itsm.duties import Right
from fieldapp.itsm.orders import StoredOrder
from fieldapp.itsm.web.guard import Form, Visitor
from fieldapp.itsm.web.inputs import EDITABLE, Input, of_field, plain, read_fields, shown
from fieldapp.itsm.web.intake import articles

Run = Callable[["Case", str, Form], StoredOrder]


@dataclass(frozen=True, slots=True)
class Case:
    """One order before one visitor. `people`: (user id, name with the load) of the engineers."""

    visitor: Visitor
    order: StoredOrder
    status: Status
    definition: FormDefinition
    people: Sequence[tuple[str, str]]

    @property
    def doc(self) -> Document:
        return self.order.doc


@dataclass(frozen=True, slots=True)
class Act:
    """One action. `words`: key of its name; `offered` says when it makes sense; `danger`: it cannot be undone."""

    name: str
    words: str
    icon: str
    offered: Callable[[Case], bool]
    asks: Callable[[Case], list[Input]]
    run: Run
    right: Right = Right.WORK
    danger: bool = False


class WrongAnswersError(Exception):
    """Answers that do not fit, in words, by question."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


DISPATCH_FIELDS: Final = ("support_line", "service_mode", "appointment_at")
_GOING: Final = frozenset({State.DISPATCHED, State.IN_PROGRESS, State.ON_HOLD})


def edit_fields(definition: FormDefinition) -> list[str]:
    """What the desk wrote down and may correct: its own fields of the form, and the contact (§6.2.1)."""
    set_elsewhere = {*DISPATCH_FIELDS, "assignee_name", "received_at", "received_by"}
    return [
        field.id
        for section in definition.sections
        for field in section.fields
        if field.type in EDITABLE
        and not field.derived
        and field.id not in set_elsewhere
        and (field.owner is Owner.DESK or (field.owner is Owner.SHARED and section.letter == "A"))
    ]


def _people(case: Case) -> Input:
    t = case.visitor.words
    return Input(
        "to", t("act.engineer"), "choice", case.order.assignee or "", options=tuple(case.people), required=True, width="half"
    )


def _dispatch_asks(case: Case) -> list[Input]:
    t, zone, answers = case.visitor.words, case.visitor.endpoint.office, case.doc["answers"]
    fields = [case.definition.field(name) for name in DISPATCH_FIELDS if name in case.definition]
    return [_people(case), *(of_field(field, answers.get(field.id), t, zone) for field in fields)]


def _reassign_asks(case: Case) -> list[Input]:
    return [*_dispatch_asks(case), *_reason(case, "act.why_reassign", required=False)]


def _dispatch(case: Case, base: str, form: Form) -> StoredOrder:
    visitor = case.visitor
    fields = [case.definition.field(name) for name in DISPATCH_FIELDS if name in case.definition]
    answers, errors = read_fields(fields, form, visitor.words, visitor.endpoint.office, {})
    if not form.get("to"):
        errors["to"] = visitor.words("form.needed", what=visitor.words("act.engineer"))
    if errors:
        raise WrongAnswersError(errors)
    given = Assignment(form.get("to"), answers, form.get("reason"))
    return desk_work.dispatch(visitor.endpoint, visitor.caller, case.order.id, base, given)


def _reason(case: Case, key: str, *, required: bool = True) -> list[Input]:
    return [Input("reason", case.visitor.words(key), "area", required=required, max_length=1000)]


def _heard(case: Case) -> list[Input]:
    return _reason(case, "act.heard", required=False)


def _why(key: str) -> Callable[[Case], list[Input]]:
    return lambda case: _reason(case, key)


def _said(case: Case, form: Form, name: str, key: str) -> str:
    text = form.get(name).strip()
    if not text:
        raise WrongAnswersError({name: case.visitor.words("form.needed", what=case.visitor.words(key))})
    return text


def _attempt_asks(case: Case) -> list[Input]:
    t, profile = case.visitor.words, case.visitor.endpoint.profile
    modes = tuple((code, profile.label("service_mode", code).get(t.lang)) for code in ("phone", "remote"))
    return [
        Input("tried_mode", t("attempt.mode"), "choice", "phone", options=modes, required=True, width="half"),
        Input("tried_consent", t("attempt.consent"), "check", width="half"),
        Input("tried_knowledge", t("attempt.knowledge"), "area", help=t("attempt.knowledge_help"), max_length=4000),
        Input("tried_result", t("attempt.result"), required=True, max_length=1000),
    ]


def _attempt(case: Case, base: str, form: Form) -> StoredOrder:
    result = _said(case, form, "tried_result", "attempt.result")
    consent = True if form.get("tried_consent") else None
    mode = "remote" if form.get("tried_mode") == "remote" else "phone"
    tried = Attempt(mode, consent, result, articles(form.get("tried_knowledge")))
    return desk_work.attempt(case.visitor.endpoint, case.visitor.caller, case.order.id, base, tried)


def _level_asks(case: Case) -> list[Input]:
    t, profile = case.visitor.words, case.visitor.endpoint.profile
    levels = tuple((code.value, terms.label.get(t.lang)) for code, terms in profile.levels.items())
    known = case.status.priority.value
    return [
        Input("level", t("act.level"), "choice", known, options=levels, required=True, width="half"),
        *_reason(case, "act.why_level"),
    ]


def _set_level(case: Case, base: str, form: Form) -> StoredOrder:
    reason = _said(case, form, "reason", "act.why_level")
    if form.get("level") not in set(Level):
        raise WrongAnswersError({"level": case.visitor.words("form.needed", what=case.visitor.words("act.level"))})
    return desk_work.set_level(case.visitor.endpoint, case.visitor.caller, case.order.id, base, Level(form.get("level")), reason)


def _edit_asks(case: Case) -> list[Input]:
    t, zone, answers = case.visitor.words, case.visitor.endpoint.office, case.doc["answers"]
    return [of_field(case.definition.field(name), answers.get(name), t, zone) for name in edit_fields(case.definition)]


def _edit(case: Case, base: str, form: Form) -> StoredOrder:
    visitor, answers = case.visitor, case.doc["answers"]
    zone = visitor.endpoint.office
    fields = [case.definition.field(name) for name in edit_fields(case.definition) if name in form]
    # what was not touched is not sent again: a time keeps its seconds, a text what the browser cannot show
    touched = [field for field in fields if plain(form.get(field.id)) != shown(field, answers.get(field.id), zone)]
    values, errors = read_fields(touched, form, visitor.words, zone, {})
    if errors:
        raise WrongAnswersError(errors)
    if not values:
        return case.order
    return desk_work.edit(visitor.endpoint, visitor.caller, case.order.id, base, values)


def _note(case: Case, base: str, form: Form) -> StoredOrder:
    text = _said(case, form, "text", "act.note_text")
    return desk_work.note(case.visitor.endpoint, case.visitor.caller, case.order.id, base, text)


def _note_asks(case: Case) -> list[Input]:
    return [Input("text", case.visitor.words("act.note_text"), "area", required=True, max_length=4000)]


def _close(case: Case, base: str, form: Form) -> StoredOrder:
    return desk_work.close(case.visitor.endpoint, case.visitor.caller, case.order.id, base, form.get("reason"))


def _reopen(case: Case, base: str, form: Form) -> StoredOrder:
    reason = _said(case, form, "reason", "act.why_reopen")
    return desk_work.reopen(case.visitor.endpoint, case.visitor.caller, case.order.id, base, reason)


def _cancel(case: Case, base: str, form: Form) -> StoredOrder:
    reason = _said(case, form, "reason", "act.why_cancel")
    return desk_work.cancel(case.visitor.endpoint, case.visitor.caller, case.order.id, base, reason)


def _in(*states: State) -> Callable[[Case], bool]:
    return lambda case: not case.order.cancelled and case.status.state in states


def _open(case: Case) -> bool:
    return not case.order.cancelled and case.status.state is not State.CLOSED


ACTS: Final = {
    act.name: act
    for act in (
        Act("close", "act.close", "check-circle", _in(State.RESOLVED), _heard, _close),
        Act("reopen", "act.reopen", "undo", _in(State.RESOLVED), _why("act.why_reopen"), _reopen),
        Act("dispatch", "act.dispatch", "user", _in(State.PENDING), _dispatch_asks, _dispatch),
        Act("attempt", "act.attempt", "phone", _in(State.PENDING, State.DISPATCHED), _attempt_asks, _attempt),
        Act("reassign", "act.reassign", "users", _in(*_GOING), _reassign_asks, _dispatch),
        Act("note", "act.note", "message", _open, _note_asks, _note),
        Act("level", "act.set_level", "flag", _in(State.PENDING, *_GOING), _level_asks, _set_level),
        Act("edit", "act.edit", "pen", _open, _edit_asks, _edit),
        Act("cancel", "act.cancel", "trash", _open, _why("act.why_cancel"), _cancel, Right.CANCEL, danger=True),
    )
}
"""In the order of the page: the first one offered is what comes next."""


def offered(case: Case) -> list[Act]:
    """What this visitor may do with this order as it stands."""
    return [act for act in ACTS.values() if case.visitor.may(act.right) and act.offered(case)]
