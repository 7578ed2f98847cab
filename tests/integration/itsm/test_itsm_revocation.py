"""Certificates taken back: the list a device fetches is what another program (openssl) refuses the certificate by."""

from __future__ import annotations

import base64
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from fieldapp.clock import SystemClock
from fieldapp.errors import InputFault
from fieldapp.forms.signing import extend
from fieldapp.forms.signing.keys import new_key, request_certificate
from fieldapp.forms.signing.revocation import standing
from fieldapp.forms.signing.verify import verify
from fieldapp.itsm.authority_lists import Reason
from fieldapp.itsm.context import Endpoint, open_endpoint
from fieldapp.itsm.revocation import current_lists, issued, revoke
from fieldapp.itsm.time_certificates import TIME
from fieldapp.itsm.time_keys import FILE, open_time_authority
from tests.support.itsm_contract import Contract
from tests.support.itsm_server import Api, EndpointProcess
from tests.support.signing_pdf import company, parts
from tests.support.signing_time import stamper_of


class LaterClock(SystemClock):
    ahead = timedelta(0)

    def now(self):  # type: ignore[no-untyped-def]
        return super().now() + self.ahead


class Holder:
    """A device with a certificate of its own."""

    def __init__(self, server: EndpointProcess, contract: Contract, user: str = "wangyan") -> None:
        self.api = server.login(user, watch=contract.watch)
        self.key = new_key()
        answer = self.ask()
        assert answer.status_code == 200, answer.text
        self.certificate, self.chain = answer.json()["certificate"], answer.json()["chain"]

    def ask(self):  # type: ignore[no-untyped-def]
        csr = request_certificate(self.key, common_name="x", user_id="x", device_id=self.api.device_id)
        return self.api.send("POST", "/enrol", json={"csr": csr.decode()})

    @property
    def serial(self) -> str:
        return f"{x509.load_pem_x509_certificate(self.certificate.encode()).serial_number:x}"


@pytest.fixture
def holder(server: EndpointProcess, contract: Contract) -> Iterator[Holder]:
    held = Holder(server, contract)
    with held.api:
        yield held


def lists_of(api: Api) -> list[bytes]:
    return [base64.b64decode(text) for text in api.send("GET", "/trust").json()["crls"]]


def openssl_says(folder: Path, holder: Holder, root: str, lists: list[bytes]) -> str:
    """What `openssl verify` says of the certificate when it has to look at the lists of the whole chain."""
    files = {"root.pem": root, "chain.pem": "".join(holder.chain), "own.pem": holder.certificate}
    for name, text in files.items():
        (folder / name).write_text(text, "ascii")
    pem = b"".join(x509.load_der_x509_crl(data).public_bytes(Encoding.PEM) for data in lists)
    (folder / "lists.pem").write_bytes(pem)
    words = ["openssl", "verify", "-crl_check_all", "-CAfile", "root.pem", "-untrusted", "chain.pem", "-CRLfile", "lists.pem"]
    done = subprocess.run([*words, "own.pem"], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    return done.stdout + done.stderr


def test_a_revoked_certificate_is_on_the_list_that_devices_fetch(
    office: Endpoint, holder: Holder, api: Api, tmp_path: Path
) -> None:
    root = api.send("GET", "/trust").json()["roots"][0]
    before = lists_of(api)
    assert openssl_says(tmp_path, holder, root, before).strip() == "own.pem: OK"
    (done,) = revoke(office, serial=holder.serial.upper(), reason=Reason.KEY_COMPROMISE)
    assert done.serial == holder.serial
    assert revoke(office, serial=holder.serial) == ()
    after = lists_of(api)
    assert "certificate revoked" in openssl_says(tmp_path, holder, root, after)
    issuers = [root.encode(), *(pem.encode() for pem in holder.chain)]
    found = standing(holder.certificate.encode(), issuers, after)
    assert (found.revoked, found.reason) == (True, "keyCompromise")
    assert not standing(holder.certificate.encode(), issuers, before).revoked
    numbers = [
        x509.load_der_x509_crl(data).extensions.get_extension_for_class(x509.CRLNumber).value for data in (before[0], after[0])
    ]
    assert numbers[0].crl_number < numbers[1].crl_number


def test_the_same_key_gets_no_second_certificate(office: Endpoint, holder: Holder) -> None:
    assert holder.ask().status_code == 200
    revoke(office, serial=holder.serial)
    refused = holder.ask()
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"code": "key-revoked"}]
    holder.key = new_key()
    assert holder.ask().status_code == 200


def test_a_lost_laptop_is_shut_out_and_others_are_not(
    office: Endpoint, holder: Holder, server: EndpointProcess, contract: Contract
) -> None:
    with Holder(server, contract).api as other:
        done = revoke(office, device=holder.api.device_id, reason=Reason.KEY_COMPROMISE)
        assert [item.serial for item in done] == [holder.serial]
        assert holder.api.send("GET", "/trust").status_code == 401
        assert holder.api.refresh().status_code == 401
        assert other.send("GET", "/trust").status_code == 200
    states = {item.serial: item.revoked for item in issued(office)}
    assert states[holder.serial] is not None
    assert any(state is None for state in states.values())


def test_a_person_is_shut_out_on_every_device(server: EndpointProcess, contract: Contract, office: Endpoint) -> None:
    devices = [Holder(server, contract), Holder(server, contract)]
    done = {item.serial for item in revoke(office, user="wangyan", reason=Reason.AFFILIATION_CHANGED)}
    assert {device.serial for device in devices} <= done
    for device in devices:
        with device.api as line:
            assert line.send("GET", "/hello").status_code == 401


@pytest.mark.parametrize("noted", [True, False], ids=["noted when it was made", "made by an earlier version"])
def test_the_key_for_timestamps_is_taken_back_and_replaced(office: Endpoint, noted: bool) -> None:
    folder = office.config.data_dir / "authority"
    (folder / FILE).unlink(missing_ok=True)
    old = office.time_authority() if noted else open_time_authority(folder, office.authority(), office.clock)
    pdf = extend.timestamp(parts().sealed(), stamper_of(old))
    done = revoke(office, time=True, reason=Reason.KEY_COMPROMISE)
    assert {item.user_id for item in done} == {TIME}
    assert f"{old.certificate.serial_number:x}" in {item.serial for item in done}
    assert revoke(office, time=True) == ()
    lists, root = list(current_lists(office)), office.authority().root_pem.encode()
    verdict = verify(pdf, [company().root_pem], timestamp_trust=[root], revocation=lists)
    assert [problem.code for problem in verdict.problems] == ["timestamp.revoked"]
    new = office.time_authority()
    assert new.key.public_key() != old.key.public_key()
    assert office.time_authority().certificate == new.certificate, "made once"
    again = extend.timestamp(parts().sealed(), stamper_of(new))
    assert verify(again, [company().root_pem], timestamp_trust=[root], revocation=lists).valid


@pytest.mark.parametrize(
    ("whose", "code"),
    [({"serial": "beef"}, "certificate.unknown"), ({"user": "x"}, "user.unknown"), ({"device": "x"}, "device.unknown")],
)
def test_what_was_never_here_cannot_be_revoked(office: Endpoint, whose: dict[str, str], code: str) -> None:
    with pytest.raises(InputFault) as caught:
        revoke(office, **whose)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_revocations_at_the_same_moment_are_all_on_the_last_list(server: EndpointProcess, contract: Contract) -> None:
    holders = [Holder(server, contract, "liming") for _ in range(6)]
    barrier, failures = threading.Barrier(len(holders)), []

    def one(holder: Holder) -> None:
        with server.opened() as endpoint:
            barrier.wait()
            try:
                revoke(endpoint, serial=holder.serial)
            except BaseException as error:  # noqa: BLE001  # reported below
                failures.append(error)

    threads = [threading.Thread(target=one, args=(holder,)) for holder in holders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    (issuing, _) = lists_of(holders[0].api)
    found = {f"{entry.serial_number:x}" for entry in x509.load_der_x509_crl(issuing)}
    assert {holder.serial for holder in holders} <= found
    for holder in holders:
        holder.api.session.close()


def test_a_list_is_signed_anew_before_it_is_old(server: EndpointProcess) -> None:
    clock = LaterClock()
    endpoint = open_endpoint(server.config, clock)
    try:
        first = current_lists(endpoint)
        assert current_lists(endpoint) == first
        clock.ahead = timedelta(hours=13)
        second = current_lists(endpoint)
    finally:
        endpoint.close()
    dates = [x509.load_der_x509_crl(data).last_update_utc for data in (first[0], second[0])]
    assert dates[1] > dates[0]
    life = x509.load_der_x509_crl(second[0])
    assert life.next_update_utc is not None
    assert life.next_update_utc - life.last_update_utc == timedelta(days=7)
