"""The trusted roots of a person: kept apart by where they came from, private, copied."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fieldapp.archive.trust import TrustFolder
from fieldapp.errors import InputFault
from tests.support.signing_ca import authority
from tests.support.signing_pdf import company


def test_what_a_person_picks_is_copied_and_can_be_taken_back(tmp_path: Path) -> None:
    trust = TrustFolder(tmp_path / "data")
    assert trust.roots() == ()
    two = company().root_pem + authority().root_pem
    assert trust.add(two) == 2
    assert trust.add(two) == 2
    roots = trust.roots()
    assert len(roots) == 2
    assert not any(root.enrolled for root in roots)
    trust.remove(roots[0].info.fingerprint)
    assert trust.roots() == roots[1:]


def test_the_roots_of_the_login_replace_each_other_and_leave_the_picked_ones_alone(tmp_path: Path) -> None:
    trust = TrustFolder(tmp_path / "data")
    trust.add(company().root_pem)
    trust.keep_enrolled([company().root_pem])
    (root,) = trust.roots()
    assert root.enrolled
    other = authority().root_pem
    trust.keep_enrolled([other])
    assert [(root.pem, root.enrolled) for root in trust.roots()] == [(other, True), (company().root_pem, False)]
    trust.keep_enrolled([])
    assert [root.enrolled for root in trust.roots()] == [False]
    trust.keep_enrolled([other])
    trust.remove(trust.roots()[0].info.fingerprint)
    assert len(trust.roots()) == 2, "what the login brought is not a person's to remove"


@pytest.mark.parametrize("data", [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_refused_and_passed_over(data: bytes, tmp_path: Path) -> None:
    trust = TrustFolder(tmp_path)
    with pytest.raises(InputFault) as caught:
        trust.add(data)
    assert caught.value.code == "trust.no-certificate"
    trust.add(company().root_pem)
    (tmp_path / "trust" / "chosen-odd.pem").write_bytes(data)
    assert len(trust.roots()) == 1


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_nobody_else_can_put_a_root_there(tmp_path: Path) -> None:
    trust = TrustFolder(tmp_path)
    trust.add(company().root_pem)
    folder = tmp_path / "trust"
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
