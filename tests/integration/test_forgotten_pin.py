"""Who forgot the PIN gets in with the server's password, keeps everything, and is told plainly when there is no network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.device import PASSPHRASE, open_device
from support.itsm_server import OTHER_ENGINEER, PASSWORD, EndpointProcess

from fieldapp.bootstrap.gate import Gate
from fieldapp.clock import SystemClock
from fieldapp.errors import Fault, InputFault, NetworkFault
from fieldapp.ui.stages import Stage

FORGOTTEN, NEW = "482601", "135790"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointProcess]:
    with EndpointProcess(tmp_path_factory.mktemp("endpoint")) as made:
        yield made


@pytest.fixture
def gate(server: EndpointProcess, tmp_path: Path) -> Iterator[Gate]:
    """A device with an order recorded offline, not sent, behind a PIN that nobody knows any more."""
    device = open_device(tmp_path / "data", server.url)
    device.access.set_pin(FORGOTTEN)
    device.orders.create_on_site({"symptom": "球机无图像"})
    device.close()
    made = Gate(tmp_path / "data", SystemClock())
    made.give_passphrase(PASSPHRASE)
    yield made
    made.close()


def unsent(gate: Gate) -> int:
    assert gate.application is not None
    return gate.application.context.store.queries.counts().unsent


def refused(gate: Gate, password: str, pin: str = NEW) -> Fault:
    with pytest.raises(Fault) as caught:
        gate.reset_pin(password, pin)
    assert gate.stage() is Stage.PIN
    return caught.value


def test_the_servers_password_opens_and_sets_a_new_pin(gate: Gate) -> None:
    assert gate.stage() is Stage.PIN
    before = unsent(gate)
    assert before
    gate.reset_pin(PASSWORD, NEW)
    assert gate.stage() is Stage.READY
    assert unsent(gate) == before
    gate.lock()
    assert not gate.give_pin(FORGOTTEN)
    assert gate.give_pin(NEW)
    services = gate.open()
    assert services.sync.run_once(lambda: False, lambda _progress: None).outcome == "done"


def test_a_locked_pin_does_not_stand_in_the_way(gate: Gate) -> None:
    for _ in range(5):
        gate.give_pin("0000")
    with pytest.raises(Fault, match="too many wrong PINs"):
        gate.give_pin(FORGOTTEN)
    gate.reset_pin(PASSWORD, NEW)
    gate.lock()
    assert gate.give_pin(NEW)


def test_a_wrong_password_changes_nothing(gate: Gate) -> None:
    assert refused(gate, "not the password").code == "auth.refused"
    assert gate.give_pin(FORGOTTEN)


def test_a_pin_of_letters_is_refused_before_the_server_is_asked(gate: Gate, server: EndpointProcess) -> None:
    server.kill()
    try:
        assert isinstance(refused(gate, PASSWORD, "abcd"), InputFault)
    finally:
        server.restart()


def test_without_a_network_it_is_said_and_the_old_pin_stays(gate: Gate, server: EndpointProcess) -> None:
    server.kill()
    try:
        assert isinstance(refused(gate, PASSWORD), NetworkFault)
        assert gate.give_pin(FORGOTTEN)
        assert unsent(gate)
    finally:
        server.restart()


def test_a_colleagues_password_opens_nothing(gate: Gate) -> None:
    assert gate.application is not None
    settings = gate.application.settings
    settings.save(settings.load().changed(user_name=OTHER_ENGINEER.name))
    assert refused(gate, PASSWORD).code == "login.not-you"
    assert gate.application.context.session.actor.id != OTHER_ENGINEER.id
    assert gate.give_pin(FORGOTTEN)
