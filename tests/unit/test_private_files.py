"""Nobody else on the machine reads what this program keeps, whatever the account's umask is."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.files import private_folder, write_atomically
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.context import open_endpoint
from fieldapp.store.store import Store
from fieldapp.store.vault_file import PassphraseVault
from tests.support.store_builders import KEY, HandClock

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps other accounts out of the profile folder")


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    before = os.umask(0o000)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_store_folder_is_closed_even_when_it_was_open(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "store"
    folder.mkdir(parents=True)
    Store.open(folder, KEY, HandClock()).close()
    assert mode(folder) == 0o700


def test_the_vault_and_what_is_written_privately(tmp_path: Path) -> None:
    PassphraseVault.create(tmp_path / "new" / "vault.json", "geheim")
    assert (mode(tmp_path / "new"), mode(tmp_path / "new" / "vault.json")) == (0o700, 0o600)
    write_atomically(tmp_path / "key", b"old")
    write_atomically(tmp_path / "key", b"new", private=True)
    assert mode(tmp_path / "key") == 0o600


def test_the_endpoint_with_its_orders_password_hashes_and_keys(tmp_path: Path) -> None:
    open_endpoint(EndpointConfig(tmp_path / "endpoint")).close()
    assert mode(tmp_path / "endpoint") == 0o700
    for key in (tmp_path / "endpoint").rglob("*.key"):
        assert mode(key) == 0o600


def test_a_folder_of_ours_stays_usable(tmp_path: Path) -> None:
    private_folder(tmp_path / "a" / "b")
    private_folder(tmp_path / "a" / "b")
    assert mode(tmp_path / "a" / "b") == 0o700


def test_threads_that_write_the_same_file_do_not_disturb_each_other(tmp_path: Path) -> None:
    path, contents = tmp_path / "file", [bytes([number]) * 300_000 for number in range(4)]
    errors: list[Exception] = []

    def write(data: bytes) -> None:
        try:
            for _ in range(5):
                write_atomically(path, data)
        except OSError as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(data,)) for data in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert path.read_bytes() in contents
