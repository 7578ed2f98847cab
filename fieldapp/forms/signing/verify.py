"""Is this sealed file what it claims to be? Works offline; accepts only what sealing writes, and nothing added afterwards.

Accepted is a file whose every signature is valid and leads to a given root at the stated time, whose signature leaves out nothing
but its own container, which has the expected number of signatures, and whose order.json, ink, evidence sheet and seal agree.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence

from cryptography.hazmat.primitives.serialization import Encoding

from fieldapp.errors import InputFault
from fieldapp.forms.signing import contents
from fieldapp.forms.signing.keys import load_certificates
from fieldapp.forms.signing.verdict import Finding, SignatureInfo, Verdict

__all__ = ["Finding", "SignatureInfo", "Verdict", "preload", "verify"]

_log = logging.getLogger(__name__)

MAX_BYTES = 256 * 1024 * 1024
_NOTES = (Finding("note.revocation"), Finding("note.time"))
_END = re.compile(rb"%%EOF(\r\n|\r|\n)?\Z")


def preload() -> None:
    """Import what checking needs (most of a second): for a background thread."""
    from pyhanko.pdf_utils import filters  # noqa: F401 - pyHanko itself imports it at the first stream

    from fieldapp.forms.signing import inspection  # noqa: F401


def verify(
    pdf: bytes, trust: Sequence[bytes], *, expected_signatures: int | None = None, expected_sha256: str | None = None
) -> Verdict:
    """Judge any bytes; `trust` are PEM texts with the root certificates, `expected_sha256` what the archive has registered (hex).

    Never fails on a bad file: that is for the verdict to say. Raises InputFault `verify.trust` when no root can be read.
    """
    roots = _roots(trust)
    sha256 = hashlib.sha256(pdf).hexdigest()
    problems = [] if expected_sha256 is None or expected_sha256.lower() == sha256 else [Finding("file.sha256")]
    if finding := _outside(pdf):
        return Verdict((*problems, finding), sha256)
    from fieldapp.forms.signing import inspection

    try:
        seen = inspection.inspect(pdf, roots)
    except Exception as error:  # noqa: BLE001 - pyHanko and asn1crypto raise anything at all on bytes made to hurt them
        _log.debug("a file could not be read", exc_info=True)
        return Verdict((*problems, Finding("pdf.damaged", type(error).__name__)), sha256)
    last = seen.signatures[-1] if seen.signatures else None
    found = contents.check(
        seen.files, last.statement if last else None, last.certificate.fingerprint if last and last.certificate else None
    )
    expected = {
        "argument": expected_signatures,
        "seal": last.statement.signatures_expected if last and last.statement else None,
        "evidence": found.evidence.signatures_expected if found.evidence else None,
    }
    problems += _count(len(seen.signatures), expected)
    problems += [*seen.problems, *found.problems]
    return Verdict(tuple(dict.fromkeys(problems)), sha256, seen.signatures, found.order, found.evidence, _NOTES)


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


def _count(found: int, expected: dict[str, int | None]) -> list[Finding]:
    if found == 0:
        return [Finding("signature.none")]
    problems = [
        Finding("signature.count", f"{found} ≠ {number} ({source})")
        for source, number in expected.items()
        if number is not None and number != found
    ]
    return [*problems, Finding("signature.several")] if found > 1 else problems
