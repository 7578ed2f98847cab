"""Is a document timestamp what it claims to be? The authority is judged at the time it states, revocation at the time after
it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms, x509
from cryptography.x509 import ExtendedKeyUsage, ExtensionNotFound, load_der_x509_certificate
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.path import ValidationPath

from fieldapp.errors import InputFault
from fieldapp.forms.signing import container, tokens
from fieldapp.forms.signing.keys import CertificateInfo, Validity, describe_certificate
from fieldapp.forms.signing.layers import Layer
from fieldapp.forms.signing.verdict import Finding


@dataclass(frozen=True, slots=True)
class Stamp:
    """One timestamp as found; `moment` (aware) is proven only without problems. `path`: the authority's chain, DER, its own
    first, root last."""

    moment: datetime | None
    authority: CertificateInfo | None
    path: tuple[bytes, ...]
    problems: tuple[Finding, ...]


def check(pdf: bytes, layer: Layer, roots: Sequence[x509.Certificate]) -> Stamp:
    """`pdf` may go on behind the layer. Whatever asn1crypto or pyHanko raise on a broken token goes through."""
    assert layer.hole is not None
    begin, end = layer.hole
    try:
        der = container.split(pdf[begin:end])
        token = tokens.read(der)
        same = tokens.canonical(der) == der
    except (container.NotCanonical, InputFault) as error:
        return Stamp(None, None, (), (Finding("timestamp.form", type(error).__name__),))
    digest = hashlib.sha256(pdf[:begin] + pdf[end : layer.end]).digest()
    authority = describe_certificate(load_der_x509_certificate(token.certificate))
    if token.imprint != digest:
        return Stamp(token.moment, authority, (), (Finding("timestamp.other"),))
    path, problems = _proven(der, digest, token, authority, roots)
    if not same:
        problems = (*problems, Finding("timestamp.form", "structure"))
    return Stamp(token.moment, authority, path, problems)


def _proven(
    der: bytes, digest: bytes, token: tokens.Token, authority: CertificateInfo, roots: Sequence[x509.Certificate]
) -> tuple[tuple[bytes, ...], tuple[Finding, ...]]:
    data = cms.ContentInfo.load(der)["content"]
    moment = token.moment.astimezone(UTC)
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=moment, best_signature_time=moment)
    status = asyncio.run(validate_tst_signed_data(data, context, lambda _algorithm: digest))
    if not (status["intact"] and status["valid"]):
        return (), (Finding("timestamp.forged"),)
    if authority.validity(moment) is not Validity.VALID:
        return (), (Finding("timestamp.expired"),)
    if not is_for_timestamps(token.certificate):
        return (), (Finding("timestamp.usage"),)
    path: ValidationPath | None = status["validation_path"]
    if status["trust_problem_indic"] is not None or path is None:
        return (), (Finding("timestamp.untrusted"),)
    chain = tuple(certificate.dump() for certificate in path.iter_certs(include_root=True))[::-1]
    held = {choice.chosen.dump() for choice in data["certificates"]}
    if not held <= set(chain) or not all(container.is_canonical(certificate) for certificate in held):
        return chain, (Finding("timestamp.form", "certificates"),)
    return chain, ()


def is_for_timestamps(certificate: bytes) -> bool:
    """The one purpose, and critical (RFC 3161 §2.3)."""
    try:
        usage = load_der_x509_certificate(certificate).extensions.get_extension_for_class(ExtendedKeyUsage)
    except (ExtensionNotFound, ValueError):
        return False
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
