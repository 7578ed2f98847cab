"""Do order, ink, evidence sheet and seal speak of the same thing? Pure: files and the seal's statement in, findings out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fieldapp.domain.records import JSON
from fieldapp.errors import InputFault
from fieldapp.forms import evidence as sheets
from fieldapp.forms.evidence import Evidence
from fieldapp.forms.signing.ink import Ink
from fieldapp.forms.signing.statement import SealStatement
from fieldapp.forms.signing.verdict import Finding

ORDER = "order.json"
EVIDENCE = "evidence.json"


@dataclass(frozen=True, slots=True)
class Contents:
    """What the embedded files hold, as found, and what does not fit."""

    order: JSON
    evidence: Evidence | None
    problems: tuple[Finding, ...]


def check(files: Mapping[str, bytes], statement: SealStatement | None, fingerprint: str | None) -> Contents:
    """`fingerprint`: of the certificate that sealed the file, None when it cannot be read. What can be compared is compared."""
    problems: list[Finding] = []
    order = _order(files, problems)
    evidence = _evidence(files, problems)
    if evidence is not None:
        problems += _against_evidence(files, evidence, fingerprint)
    if statement is not None and ORDER in files and _sha256(files[ORDER]) != statement.snapshot_sha256:
        problems.append(Finding("order.statement"))
    if statement is not None and evidence is not None:
        differing = _differences(SealStatement.of(evidence), statement)
        problems += [Finding("statement.evidence", name) for name in differing]
    return Contents(order, evidence, tuple(problems))


def _order(files: Mapping[str, bytes], problems: list[Finding]) -> JSON:
    if ORDER not in files:
        problems.append(Finding("order.missing"))
        return None
    try:
        return json.loads(files[ORDER])
    except (ValueError, RecursionError):
        problems.append(Finding("order.unreadable"))
        return None


def _evidence(files: Mapping[str, bytes], problems: list[Finding]) -> Evidence | None:
    if EVIDENCE not in files:
        problems.append(Finding("evidence.missing"))
        return None
    try:
        return sheets.parse(files[EVIDENCE])
    except InputFault:
        problems.append(Finding("evidence.unreadable"))
        return None


def _against_evidence(files: Mapping[str, bytes], evidence: Evidence, fingerprint: str | None) -> Iterator[Finding]:
    if ORDER in files and _sha256(files[ORDER]) != evidence.snapshot_sha256:
        yield Finding("order.evidence")
    if fingerprint is not None and evidence.certificate != fingerprint:
        yield Finding("certificate.evidence")
    named = {ink.file_name: ink for ink in evidence.inks}
    for name, ink in named.items():
        if name not in files:
            yield Finding("ink.missing", ink.field)
        elif _sha256(files[name]) != ink.sha256:
            yield Finding("ink.differs", ink.field)
        elif not _is_ink(files[name]):
            yield Finding("ink.unreadable", ink.field)
    for name in files:
        if name.startswith("ink-") and name not in named:
            yield Finding("ink.unlisted", name[:60])


def _differences(expected: SealStatement, found: SealStatement) -> list[str]:
    fields = ("number", "revision", "snapshot_sha256", "inks", "signatures_expected")
    return [name for name in fields if getattr(expected, name) != getattr(found, name)]


def _is_ink(data: bytes) -> bool:
    try:
        Ink.parse(data)
    except InputFault:
        return False
    return True


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
