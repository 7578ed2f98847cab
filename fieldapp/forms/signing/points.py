"""Where certificates say that their issuer's revocation list can be had (RFC 5280 §4.2.1.13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from cryptography import x509

MOST = 8
"""Addresses of one file: a path has two or three certificates, each with one or two."""


def named(certificates: Iterable[bytes]) -> tuple[str, ...]:
    """The http(s) addresses of whole lists that these certificates (DER) name, each once, in their order; at most `MOST`."""
    found = dict.fromkeys(address for der in certificates for address in _of(der))
    return tuple(found)[:MOST]


def _of(der: bytes) -> Iterator[str]:
    try:
        extension = x509.load_der_x509_certificate(der).extensions.get_extension_for_class(x509.CRLDistributionPoints)
    except (x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, ValueError):
        return
    for point in extension.value:
        if point.reasons or point.crl_issuer:
            continue  # a part of a list, or another's: `crls` does not take those
        for name in point.full_name or ():
            if isinstance(name, x509.UniformResourceIdentifier) and urlsplit(name.value).scheme.lower() in {"http", "https"}:
                yield name.value
