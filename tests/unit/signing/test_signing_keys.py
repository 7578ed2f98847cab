"""Keys, requests and certificates."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import CertificateSigningRequestBuilder, Name, load_pem_x509_certificate, load_pem_x509_csr

from fieldapp.errors import InputFault
from fieldapp.forms.signing import keys
from fieldapp.forms.signing.keys import Validity
from tests.support.signing_ca import SIGNED_AT
from tests.support.signing_pdf import company, engineer

DEVICE = "3f0e7a52-8f6e-4d53-9f0c-6a9f0f1f7c11"


def test_request_names_person_and_device() -> None:
    csr = keys.request_certificate(keys.new_key(), common_name="李旻", user_id="eng-001", device_id=DEVICE)
    assert load_pem_x509_csr(csr).is_signature_valid
    assert keys.describe_request(csr) == keys.RequestInfo("李旻", "eng-001", DEVICE)


def test_every_key_is_new() -> None:
    assert keys.new_key() != keys.new_key()


def test_certificate_says_who_and_until_when() -> None:
    info = keys.describe(engineer().certificate_pem)
    assert (info.common_name, info.user_id, info.device_id) == ("李旻", "eng-001", DEVICE)
    assert info.issuer == "现场服务测试根 签发"
    assert info.not_after - SIGNED_AT == timedelta(days=365)
    der = load_pem_x509_certificate(engineer().certificate_pem).public_bytes(serialization.Encoding.DER)
    assert info.fingerprint == keys.fingerprint(engineer().certificate_pem) == hashlib.sha256(der).hexdigest()


def test_validity_at_its_edges() -> None:
    info = keys.describe(engineer().certificate_pem)
    second = timedelta(seconds=1)
    moments = (info.not_before - second, info.not_before, info.not_after, info.not_after + second)
    assert [info.validity(moment) for moment in moments] == [Validity.NOT_YET, Validity.VALID, Validity.VALID, Validity.EXPIRED]


def _p384() -> bytes:
    key = ec.generate_private_key(ec.SECP384R1())
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _locked() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    locked = serialization.BestAvailableEncryption(b"x")
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)


@pytest.mark.parametrize(
    "pem", [b"", b"garbage", _p384(), _locked(), b"x" * 300_000], ids=["empty", "garbage", "p384", "locked", "huge"]
)
def test_unusable_keys(pem: bytes) -> None:
    with pytest.raises(InputFault) as caught:
        keys.load_key(pem)
    assert caught.value.code == "key.unusable"


@pytest.mark.parametrize("pem", [b"", b"garbage", company().root_pem * 2, company().root_pem[:-60]])
def test_unusable_certificates(pem: bytes) -> None:
    with pytest.raises(InputFault) as caught:
        keys.describe(pem)
    assert caught.value.code == "certificate.unusable"


def _nameless() -> bytes:
    request = CertificateSigningRequestBuilder().subject_name(Name([])).sign(keys.load_key(keys.new_key()), hashes.SHA256())
    return request.public_bytes(serialization.Encoding.PEM)


def _tampered() -> bytes:
    csr = keys.request_certificate(keys.new_key(), common_name="abc", user_id="u", device_id="d")
    der = load_pem_x509_csr(csr).public_bytes(serialization.Encoding.DER).replace(b"abc", b"abd")
    request = serialization.Encoding.PEM
    from cryptography.x509 import load_der_x509_csr

    return load_der_x509_csr(der).public_bytes(request)


@pytest.mark.parametrize("csr", [b"", b"garbage", _nameless(), _tampered()], ids=["empty", "garbage", "nameless", "tampered"])
def test_unusable_requests(csr: bytes) -> None:
    with pytest.raises(InputFault) as caught:
        keys.describe_request(csr)
    assert caught.value.code == "request.invalid"


@pytest.mark.parametrize("name", ["", "长" * 65])
def test_names_that_no_certificate_takes(name: str) -> None:
    with pytest.raises(InputFault) as caught:
        keys.request_certificate(keys.new_key(), common_name=name, user_id="u", device_id="d")
    assert caught.value.code == "request.invalid"
