"""Keys that are not the device's own: PKCS#12 files made by openssl, a PKCS#11 token made by SoftHSM2. Both seal for real."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import load_pem_x509_certificate

from fieldapp.errors import Fault
from fieldapp.forms.signing.identity import path_of, require_signed, require_usable
from fieldapp.forms.signing.keys import Identity, SignerIdentity, load_certificates, new_key
from fieldapp.forms.signing.pkcs11 import TokenIdentity, TokenPlace, open_token
from fieldapp.forms.signing.pkcs12 import open_file
from fieldapp.forms.signing.seal import seal
from fieldapp.forms.signing.statement import SealStatement
from fieldapp.forms.signing.verify import verify
from tests.support import tokens
from tests.support.pdfsig import needs_pdfsig, pdfsig_says
from tests.support.signing_ca import SIGNED_AT, authority, self_signed
from tests.support.signing_pdf import ORDER, company, demo_ink, engineer, evidence_for, small_pdf

PASSWORD = "口令 䶮 ß"
DAY = timedelta(days=1)


def sealed(identity: SignerIdentity) -> bytes:
    evidence = evidence_for(identity)  # type: ignore[arg-type]  # reads the certificate only
    ink = demo_ink()
    files = [("order.json", ORDER), ("evidence.json", evidence.to_bytes()), ("ink-customer_signature.json", ink.to_bytes())]
    pdf, statement = small_pdf(files), SealStatement.of(evidence)
    return seal(pdf, identity, signer_name="李旻", statement=statement, signed_at=SIGNED_AT)


# --- PKCS#12 -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["ec", "rsa"])
@needs_pdfsig
def test_a_file_from_openssl_seals_what_everybody_accepts(kind: str, tmp_path: Path) -> None:
    who = company().engineer() if kind == "ec" else company().rsa_engineer()
    data = tokens.openssl_p12(tmp_path, who, PASSWORD, [*company().chain, company().root_pem])
    identity = open_file(data, PASSWORD)
    assert (identity.chain_pem, identity.roots_pem) == (company().chain, (company().root_pem,))
    require_usable(identity, SIGNED_AT)
    pdf = sealed(identity)
    verdict = verify(pdf, [company().root_pem], expected_signatures=1)
    assert verdict.valid, verdict.problems
    said = pdfsig_says(tmp_path, pdf, company().root_pem)
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." in said


def test_the_chain_may_come_beside_the_file_and_what_does_not_belong_to_it_stays_out(tmp_path: Path) -> None:
    stranger = authority("别家")
    data = tokens.openssl_p12(tmp_path, engineer(), "", [stranger.root_pem])
    assert open_file(data, "").chain_pem == ()
    identity = open_file(data, "", b"".join([company().root_pem, *stranger.chain, *company().chain]))
    assert (identity.chain_pem, identity.roots_pem) == (company().chain, (company().root_pem,))
    assert verify(sealed(identity), [company().root_pem]).valid


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    good = tokens.openssl_p12(tmp_path, engineer(), PASSWORD)
    without_key = serialization.pkcs12.serialize_key_and_certificates(
        b"x", None, load_pem_x509_certificate(engineer().certificate_pem), None, serialization.NoEncryption()
    )
    foreign = serialization.pkcs12.serialize_key_and_certificates(
        b"x",
        ec.generate_private_key(ec.SECP256R1()),
        None,
        [load_pem_x509_certificate(engineer().certificate_pem)],
        serialization.NoEncryption(),
    )
    cases = [
        (good, "falsch", "pkcs12.password"),
        (good[:-40], PASSWORD, "pkcs12.password"),
        (b"", "", "pkcs12.unusable"),
        (b"-----BEGIN", "", "pkcs12.unusable"),
        (without_key, "", "pkcs12.unusable"),
        (foreign, "", "pkcs12.unusable"),
    ]
    for data, password, code in cases:
        with pytest.raises(Fault) as caught:
            open_file(data, password)
        assert caught.value.code == code


# --- rules for every identity --------------------------------------------------------------------


def test_an_identity_that_every_verification_would_refuse_is_refused_before() -> None:
    who = engineer()
    for identity, at, code in (
        (who, SIGNED_AT + 400 * DAY, "seal.certificate-expired"),
        (who, SIGNED_AT - 400 * DAY, "seal.certificate-not-yet-valid"),
        (company().engineer(signs=False), SIGNED_AT, "seal.certificate-usage"),
        (company().rsa_engineer(1024), SIGNED_AT, "certificate.unusable"),
        (Identity(who.key_pem, who.certificate_pem + who.certificate_pem), SIGNED_AT, "certificate.unusable"),
    ):
        with pytest.raises(Fault) as caught:
            require_usable(identity, at)
        assert caught.value.code == code


def test_a_signature_by_another_key_is_noticed() -> None:
    with pytest.raises(Fault) as caught:
        require_signed(engineer().certificate_pem, b"x", Identity(new_key(), b"").sign(b"x"))
    assert caught.value.code == "seal.key-mismatch"
    require_signed(engineer().certificate_pem, b"x", engineer().sign(b"x"))


def test_the_path_of_one_who_vouches_for_himself() -> None:
    (own,) = load_certificates([self_signed().certificate_pem])
    assert path_of(own, [own]) == ((), (self_signed_pem(own),))


def self_signed_pem(own) -> bytes:  # type: ignore[no-untyped-def]
    return own.public_bytes(serialization.Encoding.PEM)


# --- PKCS#11 -------------------------------------------------------------------------------------

needs_token = pytest.mark.skipif(
    tokens.softhsm() is None or shutil.which("softhsm2-util") is None, reason="SoftHSM2 is not on this machine"
)
MODULE = tokens.softhsm() or Path("none")


@pytest.fixture(scope="module")
def token_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Three tokens: 李旻 (one key), 双 (two keys and one that may not sign), 空 (nothing)."""
    folder = tmp_path_factory.mktemp("softhsm")
    with tokens.softhsm_in(folder):
        for label in ("李旻", "双", "空"):
            tokens.make_token(label)
        tokens.put_key(folder, "李旻", "engineer", "a1", engineer(), company().chain)
        tokens.put_key(folder, "双", "ec", "b1", company().engineer("王㛃"))
        tokens.put_key(folder, "双", "rsa", "b2", company().rsa_engineer())
        tokens.put_key(folder, "双", "mail", "b3", company().engineer("王㛃", signs=False))
        tokens.put_certificates("双", [("lonely", b"\xff", company().engineer().certificate_pem)])
        yield folder


@needs_token
@needs_pdfsig
@pytest.mark.usefixtures("token_folder")
def test_a_token_seals_what_everybody_accepts(tmp_path: Path) -> None:
    identity = open_token(TokenPlace(MODULE, "李旻"), tokens.PIN, company().root_pem)
    assert (identity.certificate_pem, identity.chain_pem) == (engineer().certificate_pem, company().chain)
    assert identity.roots_pem == (company().root_pem,)
    assert tokens.PIN not in repr(identity)
    pdf = sealed(identity)
    verdict = verify(pdf, [company().root_pem], expected_signatures=1)
    assert verdict.valid, verdict.problems
    said = pdfsig_says(tmp_path, pdf, company().root_pem)
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." in said
    assert "Signer Certificate Common Name: 李旻" in said


@needs_token
@pytest.mark.usefixtures("token_folder")
def test_an_rsa_key_on_a_token_seals_too() -> None:
    identity = open_token(TokenPlace(MODULE, "双", "rsa"), tokens.PIN, b"".join(company().chain))
    assert verify(sealed(identity), [company().root_pem]).valid


@needs_token
@pytest.mark.usefixtures("token_folder")
@pytest.mark.parametrize(
    ("place", "pin", "code"),
    [
        (TokenPlace(MODULE, "李旻"), "000000", "token.wrong-pin"),
        (TokenPlace(MODULE, "李旻"), "", "token.wrong-pin"),
        (TokenPlace(MODULE, "没有这个"), tokens.PIN, "token.not-inserted"),
        (TokenPlace(MODULE), tokens.PIN, "token.several"),
        (TokenPlace(MODULE, "双"), tokens.PIN, "token.several"),
        (TokenPlace(MODULE, "双", "lonely"), tokens.PIN, "token.no-key"),
        (TokenPlace(MODULE, "空"), tokens.PIN, "token.no-key"),
        (TokenPlace(Path("/nowhere/module.so")), tokens.PIN, "token.module"),
        (TokenPlace(Path(__file__)), tokens.PIN, "token.module"),
    ],
)
def test_what_a_token_can_say_instead(place: TokenPlace, pin: str, code: str) -> None:
    with pytest.raises(Fault) as caught:
        open_token(place, pin)
    assert caught.value.code == code


@needs_token
@pytest.mark.usefixtures("token_folder")
def test_a_key_that_is_gone_and_a_certificate_of_another_key_are_noticed_when_sealing() -> None:
    identity = open_token(TokenPlace(MODULE, "李旻"), tokens.PIN)
    gone = TokenIdentity(identity.place, tokens.PIN, b"\x77", identity.certificate_pem, identity.chain_pem, ())
    foreign = TokenIdentity(
        identity.place, tokens.PIN, identity.key_id, company().engineer().certificate_pem, company().chain, ()
    )
    for wrong, code in ((gone, "token.no-key"), (foreign, "seal.key-mismatch")):
        with pytest.raises(Fault) as caught:
            sealed(wrong)
        assert caught.value.code == code


@needs_token
def test_no_token_at_all(tmp_path: Path) -> None:
    """In a process of its own: SoftHSM2 looks for its tokens once."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n", "utf-8")
    code = (
        "import sys; from pathlib import Path\n"
        "from fieldapp.forms.signing.pkcs11 import TokenPlace, open_token\n"
        "from fieldapp.errors import Fault\n"
        "try: open_token(TokenPlace(Path(sys.argv[1])), '1234')\n"
        "except Fault as fault: print(fault.code)\n"
    )
    environment = {"SOFTHSM2_CONF": str(tmp_path / "softhsm2.conf"), "PATH": "/usr/bin:/bin"}
    words = [sys.executable, "-c", code, str(MODULE)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment, cwd=Path.cwd())
    assert done.stdout.strip() == "token.not-inserted"


def test_signing_over_sha256_is_what_the_interface_promises() -> None:
    (certificate,) = load_certificates([engineer().certificate_pem])
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(engineer().sign(b"data"), b"data", ec.ECDSA(hashes.SHA256()))
