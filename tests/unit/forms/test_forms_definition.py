"""The shipped work order: every field that the process and the other parts of the program rely on, and its speed."""

from __future__ import annotations

import time

import pytest

from fieldapp.domain.records import Owner, Priority, State
from fieldapp.forms.answers import completeness, missing, problems, visible
from fieldapp.forms.expressions import Scope
from fieldapp.forms.schema import TEXT_TYPES, FieldType, Step
from tests.support.forms_orders import NOW, full_answers, long_text, photo_bytes, work_order_form

FORM = work_order_form()

SECTIONS = {
    "A": "number customer_unit contact_name contact_phone address contract channel discovered_at received_at received_by nature "
    "category impact scope urgency priority due_at symptom affected_business support_line service_mode assignee_name "
    "appointment_at",
    "B": "accept_answer decline_reason accepted_at departed_at arrived_at started_at left_at response_time arrival_time",
    "C": "devices comparison",
    "D": "knowledge_refs diagnosis_steps cause cause_category recurring",
    "E": "solution estimated_minutes customer_agrees_time workaround backup_done backup_reason backup_place backup_at "
    "remote_consent change_kind change_ref parts third_party",
    "F": "result restored_at checks open_issues agreed_at agreed_with_customer handling_time hold_time target_met",
    "G": "final_category to_problem to_problem_reason config_changes kb_title kb_symptom kb_cause kb_solution kb_keywords",
    "H": "notices internal_notes",
    "I": "photos files",
    "J": "problem_solved satisfaction customer_comment signer_name signer_title signer_phone customer_signature "
    "engineer_signature sign_outcome unsigned_reason witness",
}
CODES = {
    "impact": "outage risk single",
    "scope": "all part individual",
    "urgency": "critical urgent normal",
    "priority": "CRITICAL SEVERE NORMAL",
    "category": "service_request platform server hardware",
    "final_category": "service_request platform server hardware",
    "channel": "phone email itsm im onsite",
    "nature": "request fault security",
    "service_mode": "phone remote onsite",
    "result": "solved workaround unsolved",
    "satisfaction": "very_satisfied satisfied neutral dissatisfied",
    "photos": "before during after serial other",
    "sign_outcome": "signed refused absent later",
}


@pytest.mark.parametrize("letter", sorted(SECTIONS))
def test_sections_and_their_fields(letter: str) -> None:
    section = next(section for section in FORM.sections if section.letter == letter)
    assert [field.id for field in section.fields] == SECTIONS[letter].split()
    assert section.internal == (letter == "H")


@pytest.mark.parametrize("field", sorted(CODES))
def test_codes(field: str) -> None:
    assert [option.code for option in FORM.field(field).options] == CODES[field].split()


def test_who_owns_what() -> None:
    owners = {section.letter: {field.owner for field in section.fields} for section in FORM.sections}
    assert owners["A"] == {Owner.DESK, Owner.SHARED}
    assert all(owner == {Owner.ENGINEER} for letter, owner in owners.items() if letter != "A")
    assert [field.id for field in FORM.fields if field.owner is Owner.SHARED] == ["contact_name", "contact_phone"]


def test_every_long_text_takes_5000_characters() -> None:
    assert all(field.max_length == 5000 for field in FORM.fields if field.type is FieldType.LONG_TEXT)
    assert all(field.max_length for field in FORM.fields if field.type in TEXT_TYPES)


def test_what_the_customer_sees_is_what_is_printed() -> None:
    assert [field.id for field in FORM.fields if field.customer != field.printed] == []


def test_nothing_that_is_required_is_computed_or_a_signature() -> None:
    assert not [
        field.id
        for field in FORM.fields
        if field.required_when and (field.derived or field.type in {FieldType.SIGNATURE, FieldType.COMPUTED})
    ]


def test_the_steps_do_not_wait_for_what_they_themselves_write() -> None:
    scope = Scope({"service_mode": "onsite", "nature": "fault"}, State.DISPATCHED, Priority.NORMAL, NOW)
    assert {gap.field for gap in missing(FORM, scope, Step.ACCEPT)} == {"customer_unit"}
    assert not {"accepted_at", "started_at", "arrived_at"} & {gap.field for gap in missing(FORM, scope, Step.START)}
    assert not {"customer_signature", "sign_outcome"} & {gap.field for gap in missing(FORM, scope, Step.CONFIRM)}


def test_every_check_of_the_whole_form_fits_between_two_keystrokes() -> None:
    """Aim: 3 ms; the best of many tries, with room for a slow shared machine."""
    answers = {**full_answers(), "cause": long_text(), "solution": long_text(), "open_issues": long_text()}
    scope = Scope(answers, State.IN_PROGRESS, Priority.SEVERE, NOW)

    def once() -> float:
        start = time.perf_counter()
        visible(FORM, scope), problems(FORM, scope), missing(FORM, scope, Step.CONFIRM), completeness(FORM, scope)
        return time.perf_counter() - start

    assert min(once() for _ in range(30)) < 0.009


def test_the_builder_of_long_texts_is_exact() -> None:
    assert len(long_text(5000)) == 5000
    assert photo_bytes(1) != photo_bytes(2)
