"""Encrypted files by hash."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.errors import EnvironmentFault, Fault, InputFault
from fieldapp.store.blobs import BlobStore
from tests.support.store_builders import KEY


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=5000))
def test_round_trip(tmp_path: Path, data: bytes) -> None:
    blobs = BlobStore(tmp_path, KEY)
    sha256 = blobs.put(data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert (blobs.get(sha256), blobs.has(sha256), blobs.size(sha256)) == (data, True, len(data))
    assert BlobStore(tmp_path, KEY).get(sha256) == data


def only_file(folder: Path) -> Path:
    (found,) = (path for path in folder.rglob("*") if path.is_file())
    return found


def test_any_change_on_disk_is_seen_and_a_new_put_heals(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path, KEY)
    sha256 = blobs.put(b"photo" * 20)
    path = only_file(tmp_path)
    whole = path.read_bytes()
    harmed = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(0, len(whole), 7)]
    harmed += [whole[:size] for size in (0, 3, 10, len(whole) - 1)]
    for content in harmed:
        path.write_bytes(content)
        with pytest.raises(EnvironmentFault) as caught:
            blobs.get(sha256)
        assert caught.value.code == "blob.damaged"
    assert blobs.put(b"photo" * 20) == sha256
    assert blobs.get(sha256) == b"photo" * 20


def test_one_file_cannot_stand_in_for_another(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path, KEY)
    first, second = blobs.put(b"first"), blobs.put(b"second")
    (tmp_path / first[:2] / first).write_bytes((tmp_path / second[:2] / second).read_bytes())
    with pytest.raises(EnvironmentFault):
        blobs.get(first)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_hashes_are_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputFault) as caught:
        BlobStore(tmp_path, KEY).get(name)
    assert caught.value.code == "blob.name"


def test_unknown_file_and_other_key(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path, KEY)
    with pytest.raises(InputFault) as caught:
        blobs.get("0" * 64)
    assert caught.value.code == "blob.unknown"
    with pytest.raises(EnvironmentFault):
        BlobStore(tmp_path, bytes(32)).get(blobs.put(b"x"))
    assert not blobs.has("0" * 64)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Fault) as caught:
        BlobStore(tmp_path, KEY).put(b"x")
    assert caught.value.code == "store.read-only"
