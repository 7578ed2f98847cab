"""The identity that the settings choose: adopted only when it works, sealed with for real, its secret kept or forgotten."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from fieldapp.cli import main
from fieldapp.domain.records import Actor, Role
from fieldapp.errors import Fault
from fieldapp.forms.signing.keys import Identity, describe
from fieldapp.forms.signing.verify import verify
from fieldapp.services.certificates import in_force
from fieldapp.services.identities import SECRET, Identities
from fieldapp.services.overview import CheckKey
from fieldapp.services.signing import Signing
from fieldapp.services.upkeep import Upkeep
from fieldapp.settings import Settings
from tests.support import tokens
from tests.support.device import recorded_ink
from tests.support.forms_orders import NOW
from tests.support.pdfsig import needs_pdfsig, pdfsig_says
from tests.support.signing_ca import Authority, authority
from tests.support.signing_pdf import company
from tests.support.ui_orders import Bench, a_bench, resolved_order

PASSWORD = "geheim 䶮"
needs_token = pytest.mark.skipif(
    tokens.softhsm() is None or shutil.which("softhsm2-util") is None, reason="SoftHSM2 is not on this machine"
)


@dataclass
class Desk:
    """A device whose settings the test writes."""

    bench: Bench
    folder: Path
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        self.bench.context.settings = lambda: self.settings
        self.restart()

    def restart(self) -> None:
        """What was only in memory is gone."""
        self.identities = Identities(self.bench.context)
        self.signing = Signing(self.bench.context, self.identities)

    def adopt(self, secret: str, *, keep: bool = False, **chosen: str) -> None:
        settings = self.settings.changed(**chosen)
        self.identities.adopt(settings, secret, keep=keep)
        self.settings = settings

    def file(self, identity: Identity, name: str = "my.p12", ca: Authority | None = None) -> str:
        issuers = [*(ca or company()).chain, (ca or company()).root_pem]
        (self.folder / name).write_bytes(tokens.openssl_p12(self.folder, identity, PASSWORD, issuers))
        return str(self.folder / name)

    def registered(self, identity: Identity) -> None:
        """As the endpoint's certificate for this device."""
        self.bench.context.vault.set("device-key", identity.key_pem.decode())
        with self.bench.context.store.writing() as work:
            work.meta.set("certificate", identity.certificate_pem.decode())
            work.meta.set("chain", [pem.decode() for pem in identity.chain_pem])
            work.meta.set("trust", [company().root_pem.decode()])

    def signed(self) -> str:
        order_id = self.bench.hold(resolved_order())
        view = self.signing.prepare(order_id)
        self.signing.sign(order_id, view, recorded_ink())
        return order_id


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    bench = a_bench(tmp_path / "data")
    yield Desk(bench, tmp_path)
    bench.close()


def revocation_list(ca: Authority, *serials: int) -> bytes:
    builder = x509.CertificateRevocationListBuilder().issuer_name(ca.intermediate.subject)
    builder = builder.last_update(NOW).next_update(NOW + timedelta(days=7))
    for serial in serials:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(NOW).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(ca.key, hashes.SHA256()).public_bytes(Encoding.PEM)


def refused(code: str) -> pytest.RaisesContext[Fault]:  # type: ignore[name-defined]
    return pytest.raises(Fault, check=lambda fault: fault.code == code)


def test_an_order_sealed_with_a_file_of_the_companys_own_ca(desk: Desk) -> None:
    who = company().rsa_engineer()
    desk.adopt(PASSWORD, signer="pkcs12", signer_file=desk.file(who))
    order_id = desk.signed()
    document = desk.signing.seal(order_id)
    verdict = verify(desk.signing.document(document.sha256), [company().root_pem], expected_signatures=1)
    assert verdict.valid, verdict.problems
    sealed = [entry for entry in desk.bench.stored(order_id)["events"] if entry["kind"] == "sealed"]
    assert sealed[0]["data"]["certificate"] == describe(who.certificate_pem).fingerprint
    assert PASSWORD not in str(desk.settings)


@needs_token
@needs_pdfsig
def test_an_order_sealed_with_a_token(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    with tokens.softhsm_in(desk.folder / "hsm"):
        tokens.make_token("key")
        tokens.put_key(desk.folder, "key", "engineer", "a1", company().engineer(), [*company().chain, company().root_pem])
        desk.adopt(tokens.PIN, signer="pkcs11", signer_module=str(tokens.softhsm()), signer_token="key")
        order_id = desk.signed()
        document = desk.signing.seal(order_id)
        said = pdfsig_says(desk.folder, desk.signing.document(document.sha256), company().root_pem)
        assert "Signature is Valid." in said
        assert "Certificate is Trusted." in said
        assert main(["verify", str(desk.folder / "sealed.pdf"), "--trust", str(desk.folder / "root.pem")]) == 0, (
            capsys.readouterr()
        )
        desk.settings = desk.settings.changed(signer_token="another")
        with refused("signer.locked"):
            desk.identities.current()
        with refused("token.wrong-pin"):
            desk.adopt("000000", signer_token="key")
        with refused("signer.locked"):  # the PIN that was right before is not tried either: somebody should look
            desk.settings = desk.settings.changed(signer_token="key")
            desk.identities.current()


def test_a_secret_is_kept_for_the_session_or_in_the_vault(desk: Desk) -> None:
    path = desk.file(company().engineer())
    desk.adopt(PASSWORD, signer="pkcs12", signer_file=path)
    assert desk.identities.unlocked()
    assert desk.bench.context.vault.get(SECRET) is None
    desk.restart()
    assert not desk.identities.unlocked()
    with refused("signer.locked"):
        desk.identities.current()
    desk.adopt(PASSWORD, keep=True)
    desk.restart()
    assert desk.identities.current().certificate_pem
    assert Upkeep(desk.bench.context, desk.identities).view().signer_unlocked


def test_a_secret_is_not_tried_for_another_file_or_by_another_person(desk: Desk) -> None:
    desk.adopt(PASSWORD, keep=True, signer="pkcs12", signer_file=desk.file(company().engineer()))
    mine = desk.settings
    desk.settings = mine.changed(signer_file=desk.file(company().engineer(), "other.p12"))
    assert not desk.identities.unlocked()
    desk.settings = mine
    assert desk.identities.unlocked()
    session = desk.bench.context.session
    desk.bench.context.session = type(session)(Actor("eng-9", "王芳", Role.ENGINEER), "device-1", "测试机")
    assert not desk.identities.unlocked()


def test_what_does_not_work_is_not_adopted(desk: Desk) -> None:
    good = desk.file(company().engineer())
    lonely = tokens.openssl_p12(desk.folder, company().engineer(), PASSWORD)
    (desk.folder / "lonely.p12").write_bytes(lonely)
    late = company().engineer(span=(NOW - timedelta(days=9), NOW - timedelta(days=1)))
    cases = (
        ({"signer_file": good}, "falsch", "pkcs12.password"),
        ({"signer_file": str(desk.folder / "nothing.p12")}, PASSWORD, "signer.file"),
        ({"signer_file": str(desk.folder / "lonely.p12")}, PASSWORD, "signer.no-root"),
        ({"signer_file": desk.file(late, "late.p12")}, PASSWORD, "seal.certificate-expired"),
        ({"signer_file": desk.file(company().engineer(signs=False), "mail.p12")}, PASSWORD, "seal.certificate-usage"),
        ({"signer": "smoke signals"}, PASSWORD, "signer.unknown"),
    )
    for chosen, secret, code in cases:
        with refused(code):
            desk.adopt(secret, **({"signer": "pkcs12"} | chosen))
    assert desk.settings == Settings()
    assert in_force(desk.bench.context) is None


def test_the_chain_and_the_revocation_list_come_from_a_file(desk: Desk) -> None:
    who, path = company().engineer(), desk.folder / "issuers.pem"
    (desk.folder / "lonely.p12").write_bytes(tokens.openssl_p12(desk.folder, who, PASSWORD))
    above = company().root_pem + b"".join(company().chain)
    path.write_bytes(above)
    desk.adopt(PASSWORD, signer="pkcs12", signer_file=str(desk.folder / "lonely.p12"), signer_issuers=str(path))
    order_id = desk.signed()
    shown = Upkeep(desk.bench.context, desk.identities).view().certificate
    assert shown is not None
    assert (shown.issuer, shown.signer, shown.revoked_at, shown.checked_at) == ("现场服务测试根 签发", "pkcs12", None, None)
    path.write_bytes(above + revocation_list(company(), 7))
    held = in_force(desk.bench.context)
    assert held is not None
    assert (held.standing.revoked, held.standing.as_of) == (False, NOW.replace(microsecond=0))
    path.write_bytes(above + revocation_list(company(), int(describe(who.certificate_pem).serial, 16)))
    for attempt in (lambda: desk.signing.seal(order_id), lambda: desk.adopt(PASSWORD)):
        with refused("seal.certificate-revoked"):
            attempt()


def test_a_certificate_that_is_over_is_said_before_the_customer_signs(desk: Desk) -> None:
    who = company().engineer()
    order_id = desk.bench.hold(resolved_order())
    desk.registered(who)
    desk.signing.prepare(order_id)
    (check,) = (item for item in desk.bench.orders.today().checks if item.key is CheckKey.CERTIFICATE)
    assert check.ok
    revoked = revocation_list(company(), int(describe(who.certificate_pem).serial, 16))
    with desk.bench.context.store.writing() as work:
        work.meta.set("crls", [base64.b64encode(x509.load_pem_x509_crl(revoked).public_bytes(Encoding.DER)).decode()])
    with refused("seal.certificate-revoked"):
        desk.signing.prepare(order_id)
    (check,) = (item for item in desk.bench.orders.today().checks if item.key is CheckKey.CERTIFICATE)
    assert not check.ok
    assert check.certificate is not None
    assert check.certificate.revoked_at == NOW.replace(microsecond=0)
    assert desk.bench.access.certificate_due()
    desk.registered(company().engineer(span=(NOW - timedelta(days=9), NOW - timedelta(days=1))))
    with refused("seal.certificate-expired"):
        desk.signing.prepare(order_id)
    desk.registered(authority("别家").engineer(span=(NOW + timedelta(days=1), NOW + timedelta(days=9))))
    with refused("seal.certificate-not-yet-valid"):
        desk.signing.prepare(order_id)


def test_a_device_without_a_certificate_lets_the_customer_sign_and_seals_later(desk: Desk) -> None:
    order_id = desk.signed()
    with refused("seal.no-certificate"):
        desk.signing.seal(order_id)
    who = company().engineer()
    desk.registered(who)
    desk.bench.context.vault.delete("device-key")
    with refused("seal.no-key"):
        desk.signing.seal(order_id)
    desk.registered(who)
    assert desk.signing.seal(order_id).revision == 1
