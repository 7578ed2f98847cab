"""Who countersigns in the archive's window: the device behind its login, a file or a token also alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fieldapp.bootstrap.documents import EnrolledSigner, SettingsSigner
from fieldapp.forms.signing.extend import countersign
from fieldapp.forms.signing.keys import SignerIdentity
from fieldapp.forms.signing.verify import verify
from fieldapp.settings import Settings
from tests.support import tokens
from tests.support.signing_ca import SIGNED_AT
from tests.support.signing_pdf import company, parts
from tests.unit.services.test_identities import PASSWORD, Desk, desk, needs_token, refused

__all__ = ["desk"]


@dataclass
class Keeper:
    """The settings of a desk, as the window sees them."""

    of: Desk

    def load(self) -> Settings:
        return self.of.settings


@pytest.fixture
def enrolled(desk: Desk) -> EnrolledSigner:
    return EnrolledSigner(Keeper(desk), desk.identities)  # type: ignore[arg-type]


@pytest.fixture
def alone(desk: Desk) -> SettingsSigner:
    return SettingsSigner(Keeper(desk))  # type: ignore[arg-type]


def countersigned_by(identity: SignerIdentity) -> str:
    made = parts()
    pdf = countersign(
        made.sealed(), identity, signer_name="王建国", reason="归档复核", statement=made.statement, signed_at=SIGNED_AT
    )
    verdict = verify(pdf, [company().root_pem], expected_signatures=2)
    assert verdict.valid, verdict.problems
    (signer,) = verdict.countersigners
    assert signer.certificate is not None
    return signer.certificate.common_name


def test_the_device_signs_behind_its_login(desk: Desk, enrolled: EnrolledSigner, alone: SettingsSigner) -> None:
    desk.registered(company().engineer("李旻"))
    assert not enrolled.locked()
    assert countersigned_by(enrolled.open("")) == "李旻"
    assert not alone.locked()
    with refused("signer.behind-login"):
        alone.open("")


def test_a_file_is_opened_with_its_password(desk: Desk, enrolled: EnrolledSigner, alone: SettingsSigner) -> None:
    desk.settings = desk.settings.changed(signer="pkcs12", signer_file=desk.file(company().engineer("王建国")))
    for signer in (enrolled, alone):
        assert signer.locked()
        with refused("pkcs12.password"):
            signer.open("wrong")
        assert countersigned_by(signer.open(PASSWORD)) == "王建国"
    assert not enrolled.locked(), "known for the session"
    assert alone.locked(), "kept nowhere"


@pytest.fixture
def token(desk: Desk) -> Iterator[Path]:
    with tokens.softhsm_in(desk.folder / "hsm"):
        tokens.make_token("key")
        tokens.put_key(desk.folder, "key", "office", "a1", company().engineer("王建国"), [*company().chain, company().root_pem])
        yield desk.folder


@needs_token
@pytest.mark.usefixtures("token")
def test_a_token_signs_with_its_pin(desk: Desk, enrolled: EnrolledSigner, alone: SettingsSigner) -> None:
    desk.settings = desk.settings.changed(signer="pkcs11", signer_module=str(tokens.softhsm()), signer_token="key")
    for signer in (enrolled, alone):
        assert signer.locked()
        with refused("token.wrong-pin"):
            signer.open("000000")
        assert countersigned_by(signer.open(tokens.PIN)) == "王建国"
