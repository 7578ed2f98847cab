"""The certificate that seals, and what is known of its end: expiry and revocation. Nothing here needs the key.

For a PKCS#12 file or a token the certificate was remembered when the identity was adopted (`meta["signer"]`), so that the day's
overview neither asks for a PIN nor needs the token.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from fieldapp.clock import from_wire
from fieldapp.errors import InputFault, RefusedFault
from fieldapp.forms.signing.identity import require_usable
from fieldapp.forms.signing.keys import CertificateInfo, Identity, SignerIdentity, describe
from fieldapp.forms.signing.revocation import Standing, standing
from fieldapp.services import overview
from fieldapp.services.context import Context
from fieldapp.settings import Settings

DEVICE = "device"
SIGNER = "signer"
CERTIFICATE_DAYS = 14.0
"""A certificate is renewed when it ends within this."""

ASK_AGAIN = timedelta(hours=1)
"""How old the revocation lists may be before a sync asks for new ones."""

_PEM = re.compile(rb"-----BEGIN (CERTIFICATE|X509 CRL)-----.+?-----END \1-----\s*", re.DOTALL)
MAX_ISSUERS_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Held:
    """The certificate in force, with what leads to its root."""

    pem: bytes
    issuers: tuple[bytes, ...]
    info: CertificateInfo
    standing: Standing


def in_force(context: Context) -> Held | None:
    """The certificate of the chosen identity; None while there is none, or none was adopted yet."""
    return _held(context, context.settings())


def certificate_days(context: Context, held: Held | None) -> float | None:
    """Days until it expires; None without one."""
    return (held.info.not_after - context.clock.now()).total_seconds() / 86400 if held else None


def certificate_info(context: Context, held: Held) -> overview.CertificateInfo:
    """What the screens say of it."""
    info = held.info
    return overview.CertificateInfo(
        subject=info.common_name,
        fingerprint=info.fingerprint,
        valid_from=info.not_before,
        valid_until=info.not_after,
        issuer=info.issuer,
        signer=context.settings().signer,
        revoked_at=held.standing.revoked_at,
        checked_at=held.standing.as_of,
    )


def require_in_force(context: Context, settings: Settings, pem: bytes, issuers: Sequence[bytes]) -> None:
    """Raises RefusedFault `seal.certificate-revoked`."""
    found = standing(pem, issuers, _lists(context, settings))
    if found.revoked:
        raise RefusedFault("seal.certificate-revoked", "the certificate was revoked", revoked_at=found.revoked_at)


def require_sealable(context: Context) -> None:
    """Before the customer signs: a certificate that is known to be over would leave a signature that cannot be sealed. What may
    still come (a token to be inserted, a PIN, the first certificate) does not hold the customer up.

    Raises RefusedFault `seal.certificate-expired|seal.certificate-not-yet-valid|seal.certificate-revoked`.
    """
    settings = context.settings()
    held = _held(context, settings)
    if held is not None:
        require_usable(Identity(b"", held.pem), context.clock.now())
        require_in_force(context, settings, held.pem, held.issuers)


def certificate_due(context: Context) -> bool:
    """True when the endpoint has to be asked for the device's certificate: there is none, its key is gone, it ends within a
    fortnight, or it was revoked. Whatever seals at present: the device keeps its own ready."""
    held = _held(context, Settings())
    days = certificate_days(context, held)
    if held is None or days is None or days <= CERTIFICATE_DAYS or context.vault.get("device-key") is None:
        return True
    return held.standing.revoked


def trust_due(context: Context) -> bool:
    """True when the endpoint should be asked what was revoked meanwhile."""
    with context.store.reading() as work:
        asked_at = work.meta.get("trust_at")
    return asked_at is None or not timedelta(0) <= context.clock.now() - from_wire(asked_at) < ASK_AGAIN


def place_of(settings: Settings) -> str:
    """Names one key: what was remembered for another place does not count."""
    where = (settings.signer_file,) if settings.signer == "pkcs12" else (settings.signer_module, settings.signer_token)
    return "\n".join((settings.signer, *where, settings.signer_certificate))


def remember(context: Context, settings: Settings, identity: SignerIdentity) -> None:
    """Keep the certificate of an adopted identity for showing."""
    issuers = [pem.decode() for pem in (*identity.chain_pem, *identity.roots_pem)]
    entry = {"place": place_of(settings), "certificate": identity.certificate_pem.decode(), "issuers": issuers}
    with context.store.writing() as work:
        work.meta.set(SIGNER, entry)


def issuers_of(context: Context, settings: Settings) -> bytes:
    """Certificates above an identity: the file of the settings, and the roots that the endpoint named."""
    with context.store.reading() as work:
        known = [pem.encode() for name in ("chain", "trust") for pem in work.meta.get(name, [])]
    return b"".join([*known, *(block for kind, block in _issuers_file(settings) if kind == b"CERTIFICATE")])


def _held(context: Context, settings: Settings) -> Held | None:
    with context.store.reading() as work:
        if settings.signer == DEVICE:
            pem = work.meta.get("certificate")
            above = [item for name in ("chain", "trust") for item in work.meta.get(name, [])]
        else:
            entry = work.meta.get(SIGNER) or {}
            known = entry.get("place") == place_of(settings)
            pem, above = (entry["certificate"], entry["issuers"]) if known else (None, [])
    if not pem:
        return None
    issuers = tuple(item.encode() for item in above)
    try:
        found = standing(pem.encode(), issuers, _lists(context, settings))
    except InputFault:
        found = Standing()  # a broken list says nothing; `require_in_force` says that it is broken
    return Held(pem.encode(), issuers, describe(pem.encode()), found)


def known_lists(context: Context) -> list[bytes]:
    """The revocation lists at hand, DER: the endpoint's and those of the settings. Raises InputFault `crl.unusable`."""
    return _lists(context, context.settings())


def _lists(context: Context, settings: Settings) -> list[bytes]:
    with context.store.reading() as work:
        lists = [base64.b64decode(text) for text in work.meta.get("crls", [])]
    try:
        blocks = [block for kind, block in _issuers_file(settings) if kind == b"X509 CRL"]
        return lists + [x509.load_pem_x509_crl(block).public_bytes(Encoding.DER) for block in blocks]
    except ValueError as error:
        raise InputFault("crl.unusable", f"a revocation list in {settings.signer_issuers} cannot be read") from error


def _issuers_file(settings: Settings) -> list[tuple[bytes, bytes]]:
    """(kind, PEM block) each; nothing where the file is not there: then it has nothing to say."""
    if settings.signer == DEVICE or not settings.signer_issuers:
        return []
    try:
        with Path(settings.signer_issuers).open("rb") as stream:
            data = stream.read(MAX_ISSUERS_BYTES)
    except OSError:
        return []
    return [(match[1], match[0]) for match in _PEM.finditer(data)]
