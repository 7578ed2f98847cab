"""The power goes: a file that was acknowledged is whole, and at no moment is half of one found under its name.

SQLite's own files are SQLite's matter (WAL with `synchronous=FULL`); what is tried here are ours, and that they are on the disk
before the row that names them.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from sqlalchemy import event

from fieldapp import files
from fieldapp.itsm import blobs as endpoint_blobs
from fieldapp.store.blobs import BlobStore
from tests.support.power import Power
from tests.support.store_builders import a_doc, a_store, order_id, pull

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks up open files in /proc")
KEY = bytes(32)
PHOTOS = [b"one " * 1000, b"two " * 2000, b"three"]


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def endpoint_store(folder: Path) -> endpoint_blobs.BlobStore:
    return endpoint_blobs.BlobStore(folder / "blobs", 10**9)


@pytest.mark.parametrize("early", [False, True], ids=["names-late", "names-early"])
def test_what_a_device_has_taken(tmp_path: Path, early: bool) -> None:
    root = tmp_path / "device"
    root.mkdir()
    with Power(root).watched() as power:
        store = BlobStore(root / "blobs", KEY)
        for number, data in enumerate(PHOTOS):
            store.put(data)
            found = power.cut(tmp_path / str(number), names_reached_the_disk=early)
            there = BlobStore(found / "blobs", KEY)
            assert [there.get(hash_of(photo)) for photo in PHOTOS[: number + 1]] == PHOTOS[: number + 1]


@pytest.mark.parametrize("early", [False, True], ids=["names-late", "names-early"])
def test_what_the_endpoint_has_acknowledged(tmp_path: Path, early: bool) -> None:
    root = tmp_path / "endpoint"
    root.mkdir()
    data, device = b"a photo " * 5000, "11111111-1111-4111-8111-111111111111"
    sha256, small = hash_of(data), b"by the desk"
    with Power(root).watched() as power:
        blobs = endpoint_store(root)
        blobs.append(sha256, device, 0, data[:10_000])
        held = blobs.keep(sha256, device)
        found = endpoint_store(power.cut(tmp_path / "half", names_reached_the_disk=early))
        assert (found.size(sha256), found.received(sha256, device)) == (None, held)
        blobs.append(sha256, device, 10_000, data[10_000:])
        blobs.complete(sha256, device)
        blobs.put(hash_of(small), small)
        found = endpoint_store(power.cut(tmp_path / "whole", names_reached_the_disk=early))
        assert found.intact(sha256)
        assert found.intact(hash_of(small))


def whole_or_absent(found: Path, photos: list[bytes]) -> None:
    for data in photos:
        path = found / "blobs" / hash_of(data)[:2] / hash_of(data)
        assert not path.exists() or hash_of(path.read_bytes()) == hash_of(data)


@pytest.mark.parametrize("early", [False, True], ids=["names-late", "names-early"])
def test_at_no_moment_half_of_a_file_has_its_name(tmp_path: Path, early: bool) -> None:
    """Looked at before every sync: after a rename and before the folder is synced, too."""
    root, device = tmp_path / "endpoint", "11111111-1111-4111-8111-111111111111"
    root.mkdir()
    with Power(root).watched() as power:
        synced, blobs = os.fsync, endpoint_store(root)

        def looked_at(handle: int) -> None:
            whole_or_absent(power.cut(tmp_path / f"at-{power.syncs}", names_reached_the_disk=early), PHOTOS)
            synced(handle)

        with mock.patch.object(os, "fsync", looked_at):
            for data in PHOTOS[:2]:
                blobs.append(hash_of(data), device, 0, data)
                blobs.complete(hash_of(data), device)
            blobs.put(hash_of(PHOTOS[2]), PHOTOS[2])
    assert power.syncs >= 7


def test_the_file_is_there_before_its_row(tmp_path: Path) -> None:
    root = tmp_path / "store"
    store = a_store(root)
    pull(store, a_doc(1))
    data, cuts = b"row and file", []
    with Power(root).watched() as power:
        event.listen(store._engines.writer, "commit", lambda _: cuts.append(power.cut(tmp_path / f"cut-{len(cuts)}")))
        sha256 = store.blobs.put(data)
        with store.writing() as work:
            work.blobs.add(order_id(1), sha256, len(data), "image/jpeg")
    assert cuts
    store.close()
    for found in cuts:
        assert (found / "blobs" / sha256[:2] / sha256).stat().st_size > len(data)


@pytest.mark.parametrize("left_out", ["the file's sync", "the folder's sync"])
def test_a_sync_left_out_would_be_seen(tmp_path: Path, left_out: str) -> None:
    root = tmp_path / "device"
    root.mkdir()
    early = left_out == "the file's sync"
    with Power(root).watched() as power:
        store: Callable[[bytes], str] = BlobStore(root / "blobs", KEY).put
        skipped = mock.patch.object(files.os, "fsync") if early else mock.patch.object(files, "sync_folder")
        with skipped:
            sha256 = store(b"lost")
        found = power.cut(tmp_path / "found", names_reached_the_disk=early) / "blobs" / sha256[:2] / sha256
        assert not found.exists() or found.read_bytes() == b""
