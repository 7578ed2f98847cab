"""The device's certificate: asked for once with a key of its own, believed only when it fits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.sync_device import Device

from fieldapp.domain.records import Actor, Role
from fieldapp.errors import NetworkFault
from fieldapp.forms.signing.keys import describe
from fieldapp.sync.enrol import KEY, enrol
from fieldapp.sync.wire import Certificate

MakeDevice = Callable[..., Device]
ACTOR = Actor("eng-001", "李旻", Role.ENGINEER)


def test_enrolled_twice_with_one_key(device: MakeDevice) -> None:
    one = device()
    enrol(one.client, one.store, one.vault, ACTOR)
    key = one.vault.get(KEY)
    enrol(one.client, one.store, one.vault, ACTOR)
    assert one.vault.get(KEY) == key
    with one.store.reading() as work:
        certificate, trust = work.meta.get("certificate"), work.meta.get("trust")
    info = describe(certificate.encode())
    assert (info.user_id, info.device_id) == ("eng-001", one.device_id)
    assert trust


def test_somebody_elses_certificate_is_not_kept(device: MakeDevice) -> None:
    one, two = device("one"), device("two", own=True)
    enrol(two.client, two.store, two.vault, ACTOR)
    with two.store.reading() as work:
        foreign = Certificate(work.meta.get("certificate"), work.meta.get("chain"))

    class Swapped:
        device_id = one.device_id
        trust = one.client.trust

        def enrol(self, _csr: str) -> Certificate:
            return foreign

    with pytest.raises(NetworkFault) as caught:
        enrol(Swapped(), one.store, one.vault, ACTOR)  # type: ignore[arg-type]
    assert caught.value.code == "net.not-the-endpoint"
    with one.store.reading() as work:
        assert work.meta.get("certificate") is None
