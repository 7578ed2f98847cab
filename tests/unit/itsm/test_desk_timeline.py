"""The order's log at the desk page tells what became of each notice, and that the order was escalated."""

from __future__ import annotations

import pytest

from fieldapp.domain.records import EventKind
from fieldapp.forms.catalog import Catalog
from fieldapp.forms.schema import FormDefinition
from fieldapp.itsm.web.timeline import entries
from fieldapp.itsm.web.words import Words
from fieldapp.paths import resource
from tests.support.domain_documents import DESK, event, order, shipped_profile


def told(lang: str, **data: object) -> tuple[str, str]:
    entry = event(1, EventKind.NOTICE, 5, key="k", stage="target", audience=["pm", "director"])
    doc = order(events=[{**entry, "data": entry["data"] | data}])
    (line,) = entries(doc, Catalog([resource("forms")]).latest("maintenance-work-order"), shipped_profile(), Words(lang))
    return line.text, line.note


def test_a_call_is_told_with_who_and_what_came_of_it() -> None:
    text, note = told("zh", outcome="called", person="王强", number="138 0013 8000", result="已知悉")
    assert text == "超过目标时间：已电话"
    assert note.endswith("部门总监（处理部门、服务台） · 王强 · 138 0013 8000 · 已知悉")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [("missed", "Target missed: not given in time"), ("uncertain", "it may have gone out"), ("later", "Target missed: later")],
)
def test_what_was_not_given_does_not_read_as_given(outcome: str, words: str) -> None:
    assert words in told("en", outcome=outcome)[0]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["李旻改了内容，签名作废", "内容有改动，签名作废", "更正故障现象、of_a_newer_form"]),
        ("en", ["Changed by 李旻 after signing", "Changed after signing: signature", "Corrected: Symptom, of_a_newer_form"]),
    ],
)
def test_who_changed_what(lang: str, words: list[str]) -> None:
    log = [
        event(1, EventKind.EDITED, 1, DESK, fields=["symptom", "of_a_newer_form"]),
        event(2, EventKind.SIGNATURE_VOIDED, 2, revision=1, fields=["symptom"]),
        event(3, EventKind.SIGNATURE_VOIDED, 3, revision=1, fields=["symptom"], by=[DESK.name]),
    ]
    found = entries(order(events=log), form(), shipped_profile(), Words(lang))
    assert all(entry.text.startswith(begin) for entry, begin in zip(found, words, strict=True)), found
    assert [entry.actor for entry in found][2] == DESK.name


def test_a_cancellation_reads_as_it_always_did() -> None:
    note = event(1, EventKind.NOTE, 1, DESK, text="取消派工。客户撤销", cancels=True, reason="客户撤销")
    (entry,) = entries(order(events=[note]), form(), shipped_profile(), Words("zh"))
    assert entry.note == "取消派工。客户撤销"


def form() -> FormDefinition:
    return Catalog([resource("forms")]).latest("maintenance-work-order")


def test_the_escalation_of_the_order_is_told() -> None:
    doc = order(events=[event(1, EventKind.ESCALATED, 125, priority="CRITICAL", due_at="x", audience=["pm"])])
    (entry,) = entries(doc, Catalog([resource("forms")]).latest("maintenance-work-order"), shipped_profile(), Words("zh"))
    assert entry.text == "超过目标时间，事件升级"
