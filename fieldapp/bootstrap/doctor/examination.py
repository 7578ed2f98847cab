"""All checks in their order. One that meets a bug says so and does not keep the others from being made."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from fieldapp import crashes as crash_reports
from fieldapp import logs
from fieldapp.bootstrap.doctor import data, desktop, machine
from fieldapp.bootstrap.doctor.case import Case
from fieldapp.bootstrap.doctor.network import network
from fieldapp.errors import Fault
from fieldapp.services.findings import Finding, fail, warn

log = logging.getLogger(__name__)

Check = Callable[[Case], Finding | tuple[Finding, ...]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("fonts", machine.fonts),
    ("keyring", machine.keyring),
    ("disk", machine.disk),
    ("database", data.database),
    ("backups", data.backups),
    ("certificate", data.certificate),
    ("endpoint", network),
    ("input", desktop.input_method),
    ("codes", desktop.codes),
    ("printer", desktop.printer),
    ("files", data.files),
    ("crashes", data.crashes),
)
"""Endpoint answers for tls and clock, too."""


def examine(case: Case, told: Callable[[Finding], None] = lambda _finding: None) -> tuple[Finding, ...]:
    """Run every check; `told` hears of each finding as it comes."""
    found: list[Finding] = []
    for name, check in CHECKS:
        for finding in _outcome(name, check, case):
            found.append(finding)
            told(finding)
    return tuple(found)


def _outcome(name: str, check: Check, case: Case) -> Iterator[Finding]:
    try:
        result = check(case)
        yield from result if isinstance(result, tuple) else (result,)
    except Fault as fault:
        yield warn(f"{name}.not-read", reason=fault.code)
    except Exception as error:
        log.warning("the check %s failed", logs.code(name), exc_info=True)
        crash_reports.noticed(error)
        yield fail(f"{name}.bug", kind=type(error).__name__)
