"""What one check of `doctor` found: a code, how bad it is, and the numbers for the words (`ui/doctor_words.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Value = str | int | float | None


class Outcome(StrEnum):
    """`warn`: the work goes on, somebody should look at it soon. `fail`: something will not work, or is not safe."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is `<check>.<what was found>`. `values` hold numbers, codes and versions, nothing personal: findings are part of
    the diagnostics bundle."""

    code: str
    outcome: Outcome
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def check(self) -> str:
        """Which of the checks this is."""
        return self.code.partition(".")[0]


def ok(code: str, **values: Value) -> Finding:
    return Finding(code, Outcome.OK, values)


def warn(code: str, **values: Value) -> Finding:
    return Finding(code, Outcome.WARN, values)


def fail(code: str, **values: Value) -> Finding:
    return Finding(code, Outcome.FAIL, values)


def worst(findings: tuple[Finding, ...]) -> Outcome:
    """The outcome of all of them together."""
    found = {finding.outcome for finding in findings}
    return next((outcome for outcome in (Outcome.FAIL, Outcome.WARN) if outcome in found), Outcome.OK)
