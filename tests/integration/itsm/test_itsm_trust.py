"""Enrolment: a certificate that names who logged in, below a root that the device can fetch."""

from __future__ import annotations

import stat

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from fieldapp.forms.signing.keys import new_key, request_certificate
from fieldapp.itsm.authority import DOCUMENT_SIGNING
from tests.support.itsm_server import Api, EndpointProcess

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def request_for(key: PrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "董事长")])
    built = x509.CertificateSigningRequestBuilder().subject_name(name)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def test_the_certificate_names_the_caller_whatever_the_request_said(api: Api) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    body = api.send("POST", "/enrol", json={"csr": request_for(key)}).json()
    certificate = x509.load_pem_x509_certificate(body["certificate"].encode())
    subject = {attribute.oid: attribute.value for attribute in certificate.subject}
    assert subject[NameOID.COMMON_NAME] == "李旻"
    assert subject[NameOID.USER_ID] == "eng-001"
    assert subject[NameOID.SERIAL_NUMBER] == api.device_id
    assert certificate.public_key() == key.public_key()
    extensions = certificate.extensions
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    usage = extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    assert DOCUMENT_SIGNING in extensions.get_extension_for_class(x509.ExtendedKeyUsage).value


def test_the_chain_leads_to_the_trusted_root(api: Api) -> None:
    csr = request_for(ec.generate_private_key(ec.SECP256R1()))
    body = api.send("POST", "/enrol", json={"csr": csr}).json()
    (root,) = [x509.load_pem_x509_certificate(pem.encode()) for pem in api.send("GET", "/trust").json()["roots"]]
    (issuing,) = [x509.load_pem_x509_certificate(pem.encode()) for pem in body["chain"]]
    leaf = x509.load_pem_x509_certificate(body["certificate"].encode())
    root.verify_directly_issued_by(root)
    issuing.verify_directly_issued_by(root)
    leaf.verify_directly_issued_by(issuing)
    assert issuing.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0


def test_the_projects_own_request_is_accepted(api: Api) -> None:
    key = new_key()
    csr = request_certificate(key, common_name="李旻", user_id="eng-001", device_id=api.device_id)
    text = csr.decode() if isinstance(csr, bytes) else csr
    assert api.send("POST", "/enrol", json={"csr": text}).status_code == 200


def test_requests_that_get_no_certificate(api: Api, desk_api: Api) -> None:
    good = request_for(ec.generate_private_key(ec.SECP256R1()))
    der = bytearray(x509.load_pem_x509_csr(good.encode()).public_bytes(serialization.Encoding.DER))
    der[-3] ^= 1
    try:
        forged = x509.load_der_x509_csr(bytes(der)).public_bytes(serialization.Encoding.PEM).decode()
    except ValueError:
        pytest.fail("the flipped bit broke the structure instead of the signature")
    weak = [request_for(ec.generate_private_key(ec.SECP384R1())), request_for(rsa.generate_private_key(65537, 2048)), forged]
    for csr in weak:
        assert api.send("POST", "/enrol", json={"csr": csr}).status_code == 400
    assert desk_api.send("POST", "/enrol", json={"csr": good}).status_code == 403


def test_keys_are_for_the_owner_only(server: EndpointProcess, api: Api) -> None:
    assert api.send("GET", "/trust").status_code == 200
    folder = server.data_dir / "authority"
    for name in ("root.key", "issuing.key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
