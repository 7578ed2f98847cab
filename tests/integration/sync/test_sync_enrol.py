"""The device's certificate: asked for once with a key of its own, believed only when it fits."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from cryptography import x509
from support.itsm_server import EndpointProcess
from support.sync_device import Device

from fieldapp.clock import SystemClock
from fieldapp.domain.records import Actor, Role
from fieldapp.errors import NetworkFault
from fieldapp.forms.signing.keys import describe
from fieldapp.itsm.revocation import revoke
from fieldapp.sync.enrol import KEY, enrol, keep_lists, refresh_trust
from fieldapp.sync.wire import Certificate, Trust, decode

MakeDevice = Callable[..., Device]
ACTOR = Actor("eng-001", "李旻", Role.ENGINEER)


def test_enrolled_twice_with_one_key(device: MakeDevice) -> None:
    one = device()
    enrol(one.client, one.store, one.vault, ACTOR, SystemClock())
    key = one.vault.get(KEY)
    enrol(one.client, one.store, one.vault, ACTOR, SystemClock())
    assert one.vault.get(KEY) == key
    with one.store.reading() as work:
        certificate, trust = work.meta.get("certificate"), work.meta.get("trust")
    info = describe(certificate.encode())
    assert (info.user_id, info.device_id) == ("eng-001", one.device_id)
    assert trust


def test_somebody_elses_certificate_is_not_kept(device: MakeDevice) -> None:
    one, two = device("one"), device("two", own=True)
    enrol(two.client, two.store, two.vault, ACTOR, SystemClock())
    with two.store.reading() as work:
        foreign = Certificate(work.meta.get("certificate"), work.meta.get("chain"))

    class Swapped:
        device_id = one.device_id
        trust = one.client.trust

        def enrol(self, _csr: str) -> Certificate:
            return foreign

    with pytest.raises(NetworkFault) as caught:
        enrol(Swapped(), one.store, one.vault, ACTOR, SystemClock())  # type: ignore[arg-type]
    assert caught.value.code == "net.not-the-endpoint"
    with one.store.reading() as work:
        assert work.meta.get("certificate") is None


def test_after_a_revocation_a_new_key_takes_the_place_of_the_old(device: MakeDevice, endpoint: EndpointProcess) -> None:
    one = device("one", own=True)
    clock = SystemClock()
    enrol(one.client, one.store, one.vault, ACTOR, clock)
    first, old_list = one.vault.get(KEY), held_list(one)
    with one.store.reading() as work:
        serial = describe(work.meta.get("certificate").encode()).serial
    with endpoint.opened() as office:
        revoke(office, serial=serial)
    refresh_trust(one.client, one.store, clock)
    assert int(serial, 16) in {entry.serial_number for entry in x509.load_der_x509_crl(held_list(one))}
    with one.store.writing() as work:  # an old list that is played back changes nothing
        keep_lists(work, Trust([], [base64.b64encode(old_list).decode()]), clock)
    assert int(serial, 16) in {entry.serial_number for entry in x509.load_der_x509_crl(held_list(one))}
    enrol(one.client, one.store, one.vault, ACTOR, clock)
    assert one.vault.get(KEY) != first
    with one.store.reading() as work:
        assert describe(work.meta.get("certificate").encode()).serial != serial


def test_lists_that_cannot_be_read_are_not_kept(device: MakeDevice) -> None:
    one = device("one", own=True)
    enrol(one.client, one.store, one.vault, ACTOR, SystemClock())
    before = held_list(one)
    for text in ("x", base64.b64encode(b"no list").decode()):
        with pytest.raises(NetworkFault), one.store.writing() as work:
            keep_lists(work, Trust([], [text]), SystemClock())
    assert held_list(one) == before


def test_an_endpoint_of_before_sends_no_lists() -> None:
    assert decode(b'{"roots":["x"]}', Trust) == Trust(["x"], [])


def held_list(device: Device) -> bytes:
    with device.store.reading() as work:
        return base64.b64decode(work.meta.get("crls")[0])
