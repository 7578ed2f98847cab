"""Whom TLS trusts: the machine's own store, and one company CA where the settings name it."""

from __future__ import annotations

import ssl
import sys
from pathlib import Path

from fieldapp.errors import EnvironmentFault

SYSTEM_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
)


def trusted_context(ca_file: str) -> ssl.SSLContext:
    """The system's trust store, with a company's own CA beside it where one is configured.

    Raises EnvironmentFault `net.ca-file` when that file cannot be read.
    """
    context = linux_context() if sys.platform.startswith("linux") else native_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.hostname_checks_common_name = False  # a name is what the certificate lists as one (RFC 9525 §6.3)
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except OSError as error:
            raise EnvironmentFault("net.ca-file", f"the CA file {ca_file} cannot be used: {error}", path=ca_file) from error
    return context


def native_context() -> ssl.SSLContext:
    """Windows and macOS verify with the system's own services."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def linux_context() -> ssl.SSLContext:
    """The distribution's bundle by its path. OpenSSL's own way to it would let SSL_CERT_FILE and SSL_CERT_DIR say otherwise."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    built_in = ssl.get_default_verify_paths()
    bundle = next((path for path in (*SYSTEM_BUNDLES, built_in.openssl_cafile) if Path(path).is_file()), None)
    if bundle is not None:
        context.load_verify_locations(cafile=bundle)
    if Path(built_in.openssl_capath).is_dir():
        context.load_verify_locations(capath=built_in.openssl_capath)
    return context
