"""Optional: the public keys that the endpoint may have (ADR 0029). A pin narrows what the trust store allows, it never widens it.

Written as curl's `--pinnedpubkey` and OpenSSL's tools have it: `sha256//` and the base64 of the SHA-256 of the key's
SubjectPublicKeyInfo.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from fieldapp.errors import EnvironmentFault, NetworkFault

PREFIX = "sha256//"
Pins = frozenset[str]


def parsed(texts: Iterable[object]) -> Pins:
    """Raises EnvironmentFault `net.pin-format` for what is no pin: one that is passed over would protect nobody."""
    found = set()
    for text in texts:
        coded = text.strip().removeprefix(PREFIX) if isinstance(text, str) else ""
        try:
            digest = base64.b64decode(coded, validate=True)
        except ValueError:
            digest = b""
        if len(digest) != hashlib.sha256().digest_size:
            raise EnvironmentFault("net.pin-format", f"server_pins: {str(text)[:60]!r} is not {PREFIX} and a SHA-256 in base64")
        found.add(PREFIX + base64.b64encode(digest).decode())
    return frozenset(found)


def pins_for(url: str, endpoint_url: str, pins: tuple[str, ...]) -> tuple[str, ...]:
    """The pins as far as `url` leads to the endpoint's own host and port, whatever is asked there; none for other machines."""
    return pins if _place(url) == _place(endpoint_url) else ()


def _place(url: str) -> tuple[str, int | None] | None:
    try:
        parts = urlsplit(url.strip())
        return ((parts.hostname or "").rstrip("."), parts.port or {"https": 443}.get(parts.scheme.lower()))
    except ValueError:
        return None


def pin_of(certificate_der: bytes) -> str:
    """Of a certificate that TLS has verified; raises ValueError for bytes that are none."""
    key = x509.load_der_x509_certificate(certificate_der).public_key()
    form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return PREFIX + base64.b64encode(hashlib.sha256(key.public_bytes(*form)).digest()).decode()


def require_pinned(certificate_der: bytes | None, pins: Pins) -> None:
    """Raises NetworkFault `net.tls-pin` with the key that came in `found`."""
    if not pins:
        return
    found = pin_of(certificate_der) if certificate_der else "no certificate"
    if found not in pins:
        raise NetworkFault("net.tls-pin", f"the endpoint's key is {found}, which is not pinned here", found=found)
