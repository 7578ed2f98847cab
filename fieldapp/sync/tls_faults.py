"""Why a TLS connection did not come about: OpenSSL's and the systems' numbers → a code for the words a person reads."""

from __future__ import annotations

import ssl
from types import MappingProxyType

EXPIRED, NOT_YET, WRONG_NAME, REVOKED = "net.tls-expired", "net.tls-not-yet", "net.tls-name", "net.tls-revoked"
SELF_SIGNED, UNKNOWN_CA, NO_ISSUER = "net.tls-self-signed", "net.tls-unknown-ca", "net.tls-no-issuer"
OLD, PLAIN, CUT, OTHER = "net.tls-old", "net.tls-plain", "net.tls-cut", "net.tls"

_VERIFY = MappingProxyType(
    {
        # OpenSSL, x509_vfy.h
        9: NOT_YET,
        10: EXPIRED,
        18: SELF_SIGNED,
        19: UNKNOWN_CA,
        20: NO_ISSUER,
        21: NO_ISSUER,
        23: REVOKED,
        62: WRONG_NAME,
        64: WRONG_NAME,
        66: OLD,
        67: OLD,
        68: OLD,
        # Windows, winerror.h: CERT_E_EXPIRED says both, too early and too late
        0x800B0101: EXPIRED,
        0x800B0109: UNKNOWN_CA,
        0x800B010A: NO_ISSUER,
        0x800B010C: REVOKED,
        0x800B010F: WRONG_NAME,
        # macOS, SecBase.h
        -67602: WRONG_NAME,
        -67818: EXPIRED,
        -67819: NOT_YET,
        -67820: REVOKED,
        -67843: UNKNOWN_CA,
    }
)
_REASONS = MappingProxyType(
    {
        "UNSUPPORTED_PROTOCOL": OLD,
        "TLSV1_ALERT_PROTOCOL_VERSION": OLD,
        "TLSV1_ALERT_INSUFFICIENT_SECURITY": OLD,
        "SSLV3_ALERT_HANDSHAKE_FAILURE": OLD,
        "DH_KEY_TOO_SMALL": OLD,
        "WRONG_VERSION_NUMBER": PLAIN,
        "UNKNOWN_PROTOCOL": PLAIN,
        "HTTP_REQUEST": PLAIN,
        "PACKET_LENGTH_TOO_LONG": PLAIN,
        "RECORD_LAYER_FAILURE": PLAIN,
        "UNEXPECTED_EOF_WHILE_READING": CUT,
    }
)


def tls_code(error: ssl.SSLError) -> str:
    """`net.tls` for what is not known more closely."""
    if isinstance(error, ssl.SSLCertVerificationError):
        number = getattr(error, "verify_code", 0)
        return _VERIFY.get(number, _VERIFY.get(number & 0xFFFFFFFF, OTHER))
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return CUT
    return _REASONS.get(error.reason or "", OTHER)
