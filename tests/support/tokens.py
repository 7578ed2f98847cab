"""A SoftHSM2 token in a folder of its own, and PKCS#12 files, made with the tools that people use for them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pkcs11 import Attribute, CertificateType, ObjectClass

from fieldapp.forms.signing.keys import Identity

PIN, SO_PIN = "246813", "135792468"
MODULES = (Path("/usr/lib/softhsm/libsofthsm2.so"), Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"))


def softhsm() -> Path | None:
    """The module, None where SoftHSM2 is not installed."""
    return next((path for path in MODULES if path.is_file()), None)


@contextmanager
def softhsm_in(folder: Path) -> Iterator[None]:
    """SoftHSM2 with its tokens in `folder`. It looks for them once, when it is loaded: make all before the first use."""
    (folder / "tokens").mkdir(parents=True)
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n", "utf-8")
    pkcs11.unload(str(softhsm()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        yield
        pkcs11.unload(str(softhsm()))


def make_token(label: str) -> None:
    """An empty token."""
    words = ["--init-token", "--free", "--label", label, "--so-pin", SO_PIN, "--pin", PIN]
    subprocess.run(["softhsm2-util", *words], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def put_key(folder: Path, token: str, label: str, key_id: str, identity: Identity, issuers: Sequence[bytes] = ()) -> None:
    """Key and certificate under one id, and certificates above it without a key."""
    path = folder / f"{label}.key"
    path.write_bytes(identity.key_pem)
    words = ["--import", str(path), "--token", token, "--label", label, "--id", key_id, "--pin", PIN]
    subprocess.run(["softhsm2-util", *words], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    path.unlink()
    put_certificates(token, [(label, bytes.fromhex(key_id), identity.certificate_pem), *(("CA", b"", pem) for pem in issuers)])


def put_certificates(token: str, entries: Sequence[tuple[str, bytes, bytes]]) -> None:
    """(label, id, PEM) each."""
    found = pkcs11.lib(str(softhsm())).get_token(token_label=token)
    with found.open(rw=True, user_pin=PIN) as session:
        for label, key_id, pem in entries:
            certificate = x509.load_pem_x509_certificate(pem)
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                    Attribute.TOKEN: True,
                    Attribute.LABEL: label,
                    Attribute.ID: key_id,
                    Attribute.SUBJECT: certificate.subject.public_bytes(),
                    Attribute.VALUE: certificate.public_bytes(serialization.Encoding.DER),
                }
            )


def openssl_p12(folder: Path, identity: Identity, password: str, more: Sequence[bytes] = ()) -> bytes:
    """What `openssl pkcs12 -export` makes of a key, its certificate and those above it."""
    (folder / "key.pem").write_bytes(identity.key_pem)
    (folder / "own.pem").write_bytes(identity.certificate_pem)
    (folder / "more.pem").write_bytes(b"".join(more))
    words = ["openssl", "pkcs12", "-export", "-inkey", "key.pem", "-in", "own.pem", "-passout", "stdin", "-out", "out.p12"]
    extra = ["-certfile", "more.pem"] if more else []
    subprocess.run([*words, *extra], cwd=folder, check=True, input=password.encode() + b"\n", stdout=subprocess.DEVNULL)
    return (folder / "out.p12").read_bytes()
