"""The demo never mixes with the real data, not even where it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.bootstrap.demo_access import DemoAccess
from fieldapp.bootstrap.gate import Gate
from fieldapp.clock import SystemClock
from fieldapp.errors import InputFault, NetworkFault
from fieldapp.settings import FILE_NAME
from fieldapp.ui.stages import Stage


def test_a_demo_that_fails_leads_back_to_the_real_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldapp.store.vault_keyring.keyring_usable", lambda: False)
    monkeypatch.setattr("fieldapp.store.vault.keyring_usable", lambda: False)
    nobody = DemoAccess(tmp_path / "real-demo" / "device", "http://127.0.0.1:1", "liming", "x", "demo passphrase", "2580")
    gate = Gate(tmp_path / "real", SystemClock(), lambda _folder: nobody)
    with pytest.raises(NetworkFault):
        gate.start_demo()
    assert gate.folder == tmp_path / "real"
    assert gate.stage() is Stage.FIRST_RUN
    with pytest.raises(InputFault) as short:
        gate.give_passphrase("my own")
    assert short.value.code == "vault.short-passphrase"
    assert not (tmp_path / "real" / "vault.json").exists()
    gate.give_passphrase("my own words")
    assert not (tmp_path / "real-demo" / "device" / FILE_NAME).exists() or "127.0.0.1" not in (
        tmp_path / "real-demo" / "device" / FILE_NAME
    ).read_text(encoding="utf-8")
    assert (tmp_path / "real" / "vault.json").exists()
    gate.close()
