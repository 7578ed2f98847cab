"""Is this sealed file what it claims to be? Works offline; accepts only what this program writes, and nothing added by others.

Accepted is a file of layers that the writer makes to the byte (`layers`), whose first is an engineer's seal over everything
below, whose every signature and timestamp is valid and leads to a given root at the proven (else the stated) time, with the
expected number of signatures, and whose order.json, ink, evidence sheet and seal agree.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence

from cryptography.hazmat.primitives.serialization import Encoding

from fieldapp.errors import InputFault
from fieldapp.forms.evidence import Evidence
from fieldapp.forms.signing import contents, crls
from fieldapp.forms.signing.importing import IMPORTING
from fieldapp.forms.signing.keys import load_certificates
from fieldapp.forms.signing.statement import SealStatement
from fieldapp.forms.signing.verdict import Finding, SignatureInfo, Verdict

__all__ = ["Finding", "SignatureInfo", "Verdict", "preload", "verify"]

_log = logging.getLogger(__name__)

MAX_BYTES = 256 * 1024 * 1024
_END = re.compile(rb"%%EOF(\r\n|\r|\n)?\Z")


def preload() -> None:
    """Import what checking needs (most of a second): for a background thread."""
    with IMPORTING:
        from pyhanko.pdf_utils import filters  # noqa: F401 - pyHanko itself imports it at the first stream

        from fieldapp.forms.signing import judging  # noqa: F401


def verify(
    pdf: bytes,
    trust: Sequence[bytes],
    *,
    expected_signatures: int | None = None,
    expected_sha256: str | None = None,
    timestamp_trust: Sequence[bytes] | None = None,
    revocation: Sequence[bytes] = (),
) -> Verdict:
    """Judge any bytes; `trust` are PEM texts with the root certificates, `expected_sha256` what the archive has registered (hex).

    `expected_signatures` counts the engineer's and the back office's, never timestamps. `timestamp_trust`: roots of timestamp
    authorities (PEM; None: the same). `revocation`: lists (PEM or DER) beside those in the file. Never fails on a bad file:
    that is for the verdict to say. Raises InputFault `verify.trust` when no root can be read, `crl.unusable`.
    """
    roots = _roots(trust)
    authorities = roots if timestamp_trust is None else _roots(timestamp_trust)
    lists = crls.load(revocation)
    sha256 = hashlib.sha256(pdf).hexdigest()
    problems = [] if expected_sha256 is None or expected_sha256.lower() == sha256 else [Finding("file.sha256")]
    if finding := _outside(pdf):
        return Verdict((*problems, finding), sha256)
    with IMPORTING:
        from fieldapp.forms.signing import judging

    try:
        seen = judging.judge(pdf, roots, authorities, lists)
    except Exception as error:  # noqa: BLE001 - pyHanko and asn1crypto raise anything at all on bytes made to hurt them
        _log.debug("a file could not be read", exc_info=True)
        return Verdict((*problems, Finding("pdf.damaged", type(error).__name__)), sha256)
    seal = seen.signatures[0] if seen.signatures else None
    found = contents.check(
        seen.files, seal.statement if seal else None, seal.certificate.fingerprint if seal and seal.certificate else None
    )
    problems += _count(len(seen.signatures), expected_signatures, seal.statement if seal else None, found.evidence)
    problems += [*seen.problems, *found.problems]
    return Verdict(
        problems=tuple(dict.fromkeys(problems)),
        sha256=sha256,
        signatures=seen.signatures,
        order=found.order,
        evidence=found.evidence,
        notes=seen.notes,
        layers=seen.layers,
        level=None if problems else seen.level,
        renew_before=seen.renew_before,
        list_points=() if problems else seen.list_points,
    )


def _roots(trust: Sequence[bytes]) -> list[bytes]:
    try:
        certificates = load_certificates(trust)
    except InputFault as fault:
        raise InputFault("verify.trust", "the trusted certificates cannot be read") from fault
    if not certificates:
        raise InputFault("verify.trust", "no trusted certificate is given")
    return [certificate.public_bytes(Encoding.DER) for certificate in certificates]


def _outside(pdf: bytes) -> Finding | None:
    """What the first and the last bytes tell, before anything is parsed."""
    if len(pdf) > MAX_BYTES:
        return Finding("pdf.too-large")
    match pdf.find(b"%PDF-"):
        case -1:
            return Finding("pdf.not-a-pdf")
        case 0:
            return None if _END.search(pdf, max(0, len(pdf) - 16)) else Finding("pdf.end")
        case _:
            return Finding("pdf.prepended")


def _count(found: int, asked: int | None, statement: SealStatement | None, evidence: Evidence | None) -> list[Finding]:
    """Whoever asks means exactly that number; the seal was made before any countersignature and knows the least there has to
    be."""
    if found == 0:
        return [Finding("signature.none")]
    least = {"seal": statement, "evidence": evidence}
    wrong = [("argument", asked)] if asked is not None and asked != found else []
    wrong += [(source, said.signatures_expected) for source, said in least.items() if said and said.signatures_expected > found]
    return [Finding("signature.count", f"{found} ≠ {number} ({source})") for source, number in wrong]
