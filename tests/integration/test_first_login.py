"""A first login that fails leaves the passphrase that was given in force, and the form does not ask for another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from support.itsm_server import ENGINEER, PASSWORD, EndpointProcess

from fieldapp.bootstrap.gate import Gate
from fieldapp.clock import SystemClock
from fieldapp.ui.background.jobs import Jobs
from fieldapp.ui.stages import Stage
from fieldapp.ui.viewmodels.unlock import UnlockViewModel

NEW = "eine lange Losung"


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldapp.store.vault_keyring.keyring_usable", lambda: False)
    monkeypatch.setattr("fieldapp.store.vault.keyring_usable", lambda: False)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EndpointProcess]:
    with EndpointProcess(tmp_path / "endpoint") as made:
        yield made


def test_a_login_that_failed_does_not_ask_for_a_new_passphrase_again(
    qtbot: QtBot, no_keyring: None, server: EndpointProcess, tmp_path: Path
) -> None:
    jobs = Jobs()
    gate = Gate(tmp_path / "data", SystemClock())
    model = UnlockViewModel(gate, jobs, server_url=server.url)
    model.start()
    jobs.drain()
    assert (model.state.stage, model.state.new_passphrase) == (Stage.FIRST_RUN, True)
    model.enrol(ENGINEER.name, "not the password", NEW)
    jobs.drain()
    assert model.state.error is not None
    assert not model.state.new_passphrase
    gate.close()

    again = Gate(tmp_path / "data", SystemClock())  # started anew after that
    model = UnlockViewModel(again, jobs, server_url=server.url)
    model.start()
    jobs.drain()
    assert model.state.stage is Stage.PASSPHRASE
    model.give_passphrase(NEW)
    jobs.drain()
    assert (model.state.stage, model.state.new_passphrase) == (Stage.FIRST_RUN, False)
    model.enrol(ENGINEER.name, PASSWORD)
    jobs.drain(60)
    assert model.state.error is None
    assert model.state.stage is Stage.NEW_PIN
    again.close()
    jobs.close()
