"""Files to be judged, and a verdict as plain JSON: the same for the command line and for the window."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from fieldapp.clock import to_wire
from fieldapp.errors import InputFault
from fieldapp.forms.signing.verdict import Finding, LayerInfo, SignatureInfo, Verdict

LIMIT = 200 * 1024 * 1024


def read_file(path: Path) -> bytes:
    """Raises InputFault `file.unreadable|file.too-large`."""
    try:
        if path.stat().st_size > LIMIT:
            raise InputFault(
                "file.too-large", f"{path} is larger than {LIMIT // 2**20} MiB", path=str(path), name=path.name, limit=LIMIT
            )
        return path.read_bytes()
    except OSError as error:
        raise InputFault("file.unreadable", f"cannot read {path}: {error.strerror}", path=str(path)) from error


def report(verdict: Verdict, lang: str) -> dict[str, Any]:
    """The verdict as plain JSON, words in `lang`."""
    evidence = verdict.evidence
    return {
        "valid": verdict.valid,
        "sha256": verdict.sha256,
        "problems": [finding_json(finding, lang) for finding in verdict.problems],
        "notes": [finding_json(finding, lang) for finding in verdict.notes],
        "level": verdict.level.value if verdict.level else None,
        "proven_at": wire(verdict.proven_at),
        "renew_before": wire(verdict.renew_before),
        "facts": [finding_json(finding, lang) for finding in verdict.facts],
        "signatures": [signature_json(signature) for signature in verdict.signatures],
        "layers": [layer_json(layer) for layer in verdict.layers],
        "number": evidence.number if evidence else None,
        "revision": evidence.revision if evidence else None,
        "outcome": evidence.outcome if evidence else None,
        "snapshot_sha256": evidence.snapshot_sha256 if evidence else None,
    }


def unread(code: str, text: str) -> dict[str, Any]:
    """The same for a file that could not be looked at."""
    return {"valid": None, "problems": [{"code": code, "text": text}]}


def finding_json(finding: Finding, lang: str) -> dict[str, str]:
    return {"code": finding.code, "text": finding.words(lang)}


def signature_json(signature: SignatureInfo) -> dict[str, Any]:
    certificate = signature.certificate
    return {
        "field": signature.field,
        "signer": certificate.common_name if certificate else None,
        "user_id": certificate.user_id if certificate else None,
        "device_id": certificate.device_id if certificate else None,
        "fingerprint": certificate.fingerprint if certificate else None,
        "signed_at": wire(signature.signed_at),
        "proven_at": wire(signature.proven_at),
        "revocation": signature.revocation.value,
        "intact": signature.intact,
        "whole_file": signature.whole_file,
        "trusted": signature.trusted,
    }


def layer_json(layer: LayerInfo) -> dict[str, Any]:
    return {
        "kind": layer.kind.value,
        "size": layer.size,
        "sha256": layer.sha256,
        "time": wire(layer.proven_at),
        "authority": layer.authority.common_name if layer.authority else None,
    }


def wire(moment: datetime | None) -> str | None:
    return to_wire(moment) if moment else None
