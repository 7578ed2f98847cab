"""§6.2.1–6.2.3 recording an incident at the desk: who calls, what is affected, how urgent; three answers propose the level.

One page without any script: "work out the level" sends the form and shows it again with the proposal; "record" records.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from fastapi import APIRouter, Response

from fieldapp import clock, ids
from fieldapp.domain.priority import propose
from fieldapp.domain.records import JSON, Priority
from fieldapp.forms.answers import defaults
from fieldapp.forms.schema import Field, FormDefinition
from fieldapp.itsm import desk_work
from fieldapp.itsm.desk_work import Attempt, Intake
from fieldapp.itsm.envelope import FORM
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.web.guard import Form, Visitor, Worker, WorkSent
from fieldapp.itsm.web.inputs import Input, of_field, read_fields
from fieldapp.itsm.web.pages import go, page

router = APIRouter()

GROUPS: Final = (
    ("who", ("channel", "customer_unit", "contact_name", "contact_phone", "address", "contract")),
    ("what", ("discovered_at", "nature", "category", "symptom", "affected_business")),
    ("level", ("impact", "scope", "urgency")),
)
"""What the desk asks, in the order of a call (§6.2.1); labels, options and checks are the form definition's."""
NEEDED: Final = frozenset(name for _, names in GROUPS for name in names) - {"address", "contract", "affected_business"}
THIRD_LINE: Final = "third"


@router.get("/intake")
def intake(visitor: Worker) -> Response:
    definition = _definition(visitor)
    local = clock.to_wire(visitor.now.astimezone(visitor.endpoint.office))
    answers = {**defaults(definition), "discovered_at": local}
    return _page(visitor, _questions(visitor, definition, answers), ids.new_id())


@router.post("/intake")
def record(posted: WorkSent) -> Response:
    visitor, form = posted.visitor, posted.form
    definition = _definition(visitor)
    fields = [definition.field(name) for _, names in GROUPS for name in names]
    needed = {name: form.get("do") == "record" for name in NEEDED}
    answers, errors = read_fields(fields, form, visitor.words, visitor.endpoint.office, needed)
    order_id = form.get("id") if ids.is_id(form.get("id")) else ids.new_id()
    if _is_future(answers.get("discovered_at"), visitor.now):
        errors["discovered_at"] = visitor.words("intake.future")
    if form.get("do") == "record" and not errors:
        try:
            stored = desk_work.record(visitor.endpoint, visitor.caller, _asked(form, answers), order_id)
        except Problem as problem:
            errors |= _errors(visitor, problem)
        else:
            return go(f"/desk/orders/{stored.id}?done=recorded")
    if form.get("do") != "record":
        errors = {}
    questions = [
        (group, [one.typed(form).wrong(errors.get(one.name, "")) for one in asked])
        for group, asked in _questions(visitor, definition, {})
    ]
    return _page(visitor, questions, order_id, form, errors, _proposal(visitor, answers))


def _definition(visitor: Visitor) -> FormDefinition:
    return visitor.endpoint.catalog.latest(str(FORM["id"]))


def _questions(visitor: Visitor, definition: FormDefinition, answers: dict[str, JSON]) -> list[tuple[str, list[Input]]]:
    def question(field: Field) -> Input:
        return of_field(field, answers.get(field.id), visitor.words, visitor.endpoint.office, required=field.id in NEEDED)

    return [(group, [question(definition.field(name)) for name in names]) for group, names in GROUPS]


def _page(
    visitor: Visitor,
    questions: Sequence[tuple[str, Sequence[Input]]],
    order_id: str,
    form: Form | None = None,
    errors: dict[str, str] | None = None,
    proposal: Priority | None = None,
) -> Response:
    profile, lang = visitor.endpoint.profile, visitor.lang
    levels = [
        (code.value, terms.label.get(lang), int(terms.target.total_seconds() // 60)) for code, terms in profile.levels.items()
    ]
    values: dict[str, Any] = {
        "questions": questions,
        "order_id": order_id,
        "form": form or Form(),
        "errors": errors or {},
        "levels": levels,
        "proposal": proposal.value if proposal else "",
        "sent": form is not None,
    }
    return page(visitor, "intake.html", 422 if errors else 200, **values)


def _proposal(visitor: Visitor, answers: dict[str, JSON]) -> Priority | None:
    terms = visitor.endpoint.profile.for_contract(answers.get("contract"))
    return propose(answers.get("impact"), answers.get("scope"), answers.get("urgency"), terms)


def _asked(form: Form, answers: dict[str, JSON]) -> Intake:
    level = form.get("level")
    line = {"support_line": THIRD_LINE} if form.get("supplier") else {}
    tried = None
    if form.get("tried_mode"):
        consent = True if form.get("tried_consent") else None
        tried = Attempt(form.get("tried_mode"), consent, form.get("tried_result"), articles(form.get("tried_knowledge")))
    chosen = Priority(level) if level in set(Priority) else None
    return Intake({**answers, **line}, chosen, form.get("reason"), form.get("told"), tried)


def articles(text: str) -> list[tuple[str, str]]:
    """One article a line: its number, a space, its title."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [(number, title.strip() or number) for number, _, title in (line.partition(" ") for line in lines)]


_WHERE: Final = {"intake.reason": "reason", "intake.told": "told", "attempt.consent": "tried_consent"}


def _errors(visitor: Visitor, problem: Problem) -> dict[str, str]:
    """A refusal beside the question that it is about."""
    if problem.code not in (Code.REFUSED, Code.INVALID):
        raise problem
    code = str(problem.errors[0].get("code")) if problem.errors else problem.code.value
    return {_WHERE.get(code, ""): visitor.words.of("fault", code, what="", limit="")}


def _is_future(value: JSON, now: datetime) -> bool:
    return isinstance(value, str) and clock.from_wire(value) > now
