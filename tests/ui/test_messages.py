"""Every fault that a screen can meet has words of its own; details are put in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fieldapp.errors import Fault, InputFault, RefusedFault
from fieldapp.ui.messages import explain, explain_code, known_codes

PACKAGE = Path(__file__).parents[2] / "fieldapp"
SHOWN_BY = ("services", "store", "sync", "archive")
SHOWN_FILES = tuple(f"forms/signing/{name}.py" for name in ("identity", "pkcs11", "pkcs12", "revocation"))
NOT_SHOWN = {
    # raised for foreign files and for callers, never in front of a person at a screen
    "blob.name",
    "bridge.in-use",
    "bridge.ledger",
    "connector.conflict",
    "connector.gone",
    "connector.refused",
    "connector.unknown-outcome",
    "cursor.broken",
    "document.revision",
    "backup.unreadable",
    "field.not-typed",
    "login.not-desk",
    "mapping.invalid",
    "mapping.unreadable",
    "mapping.value",
    "order.json",
    "order.unreadable",
    "order.unsent",
    "profile.unreadable",
    "store.key-check",
    "store.lock",
}


def raised_codes() -> set[str]:
    pattern = re.compile(r'Fault\(\s*"([a-z0-9]+[.-][a-z0-9.-]+)"')
    paths = [path for folder in SHOWN_BY for path in (PACKAGE / folder).rglob("*.py")]
    paths += [PACKAGE / name for name in SHOWN_FILES]
    return {code for path in paths for code in pattern.findall(path.read_text("utf-8"))}


def test_every_code_of_services_store_and_sync_has_words() -> None:
    raised = raised_codes()
    assert len(raised) > 30
    spoken = known_codes()
    assert not {code for code in raised - NOT_SHOWN if code not in spoken and code.rsplit(".", 1)[-1] not in spoken}


def test_every_reason_why_a_step_is_not_possible_has_words() -> None:
    source = (PACKAGE / "domain" / "workflow.py").read_text("utf-8")
    reasons = set(re.findall(r'"(workflow\.[a-z-]+)"', source))
    assert len(reasons) > 10
    assert reasons <= known_codes()


@pytest.mark.parametrize(
    ("fault", "part"),
    [
        (RefusedFault("pin.locked", "x", seconds=17), "17 秒"),
        (RefusedFault("login.other-user", "x", name="王芳"), "王芳"),
        (RefusedFault("order.incomplete", "x", missing=(1, 2, 3)), "3 项"),
        (InputFault("file.too-large", "x", name="a.mp4", limit=50 * 2**20), "50 MB"),
        (RefusedFault("step.refused", "x"), "按流程"),
    ],
)
def test_details_are_put_in(fault: Fault, part: str) -> None:
    assert part in explain(fault).line


@pytest.mark.parametrize("code", ["sync.wrong-server", "wrong-server", "endpoint.refused", "stale"])
def test_codes_are_known_with_and_without_their_area(code: str) -> None:
    assert code not in explain_code(code).line


def test_every_reason_why_an_answer_does_not_fit_has_words_under_its_field() -> None:
    source = (PACKAGE / "forms" / "values.py").read_text("utf-8")
    reasons = {f"answer.{reason}" for reason in re.findall(r'_fault\(\s*\w+, "([a-z-]+)"', source)}
    assert len(reasons) > 8
    assert reasons <= known_codes()
    assert "answer" not in explain_code("answer.bad-phone").line
