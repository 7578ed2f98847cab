"""A small company CA for tests: root, intermediate, engineers' certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from fieldapp.forms.signing.keys import Identity, new_key, request_certificate

SIGNED_AT = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
YEAR = timedelta(days=365)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _build(
    subject: x509.Name,
    public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    span: tuple[datetime, datetime],
    authority: bool,
    signs: bool = True,
    list_at: str = "",
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not authority and signs,
        content_commitment=not authority and signs,
        key_encipherment=not signs,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(span[0])
        .not_valid_after(span[1])
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    return with_list(builder, list_at).sign(key, hashes.SHA256())


def with_list(builder: x509.CertificateBuilder, address: str) -> x509.CertificateBuilder:
    """The place of the issuer's revocation list; empty: none is named."""
    if not address:
        return builder
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(address)], None, None, None)
    return builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)


@dataclass(frozen=True)
class Authority:
    """A root and one intermediate that issues. `lists_at`: where both publish their lists, as `root.crl` and `issuing.crl`."""

    root: x509.Certificate
    intermediate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    root_key: ec.EllipticCurvePrivateKey
    lists_at: str = ""

    @property
    def root_pem(self) -> bytes:
        return _pem(self.root)

    @property
    def chain(self) -> tuple[bytes, ...]:
        return (_pem(self.intermediate),)

    def issue(self, csr_pem: bytes, span: tuple[datetime, datetime] | None = None, signs: bool = True) -> bytes:
        request = x509.load_pem_x509_csr(csr_pem)
        public = request.public_key()
        assert isinstance(public, ec.EllipticCurvePublicKey)
        life = span or (SIGNED_AT - timedelta(days=30), SIGNED_AT + YEAR)
        return _pem(_build(request.subject, public, self.intermediate.subject, self.key, life, authority=False, signs=signs))

    def engineer(self, name: str = "李旻", span: tuple[datetime, datetime] | None = None, signs: bool = True) -> Identity:
        key = new_key()
        csr = request_certificate(key, common_name=name, user_id="eng-001", device_id="3f0e7a52-8f6e-4d53-9f0c-6a9f0f1f7c11")
        return Identity(key, self.issue(csr, span, signs), self.chain)

    def rsa_engineer(self, bits: int = 2048) -> Identity:
        """An identity whose key only files and tokens can hold: the device's own is always EC P-256."""
        key = rsa.generate_private_key(65537, bits)
        life = (SIGNED_AT - timedelta(days=30), SIGNED_AT + YEAR)
        certificate = _build(_name("王㛃"), key.public_key(), self.intermediate.subject, self.key, life, authority=False)
        form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        return Identity(key.private_bytes(serialization.Encoding.PEM, *form), _pem(certificate), self.chain)


def authority(name: str = "现场服务测试根", lists_at: str = "") -> Authority:
    """A fresh CA; two of the same name differ in their keys."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    span = (SIGNED_AT - YEAR, SIGNED_AT + 10 * YEAR)
    root = _build(_name(name), root_key.public_key(), _name(name), root_key, span, authority=True)
    list_at = f"{lists_at}/root.crl" if lists_at else ""
    own = _name(f"{name} 签发")
    intermediate = _build(own, key.public_key(), root.subject, root_key, span, authority=True, list_at=list_at)
    return Authority(root, intermediate, key, root_key, lists_at)


def self_signed(name: str = "李旻") -> Identity:
    """An engineer who vouches for himself."""
    pem = new_key()
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    certificate = _build(_name(name), key.public_key(), _name(name), key, (SIGNED_AT - YEAR, SIGNED_AT + YEAR), authority=False)
    return Identity(pem, _pem(certificate))
