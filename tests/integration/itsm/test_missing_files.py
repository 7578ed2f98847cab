"""Files that are missing from the folder although the database is whole: noticed, asked for, and told when nobody has them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from support.itsm_server import EndpointProcess
from support.sync_device import Device

from fieldapp.cli import main
from fieldapp.itsm.blobs import BlobStore

WAIT_S = 60


def files(data: Path, *more: str) -> int:
    return main(["itsm", "files", "--data", str(data), *more])


def wait_until_asked(server: EndpointProcess, count: int) -> None:
    until = time.monotonic() + WAIT_S
    with server.login() as line:
        while len(line.send("GET", "/hello").json().get("missing", ())) != count:
            assert time.monotonic() < until, "it is not asked for"
            time.sleep(0.1)


def test_devices_bring_what_a_backup_lacked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "endpoint"
    blobs = BlobStore(data / "blobs", 10**9)
    with EndpointProcess(data) as server, Device(tmp_path / "device", server.url) as device:
        order = device.create(symptom="备份不全")
        photos = [device.photo(order, data) for data in (b"gone", b"half" * 200_000, b"stays", b"altered")]
        device.done()
        assert files(data, "--hash") == 0
        gone, half, stays, altered = (blobs.path(sha256) for sha256 in photos)
        gone.unlink()
        half.write_bytes(half.read_bytes()[:1000])
        altered.write_bytes(b"ALTERED")
        server.stop()
        server.restart()
        wait_until_asked(server, 2)
        assert files(data, "--hash") == 1, "bytes are only compared when that is asked for"
        said = capsys.readouterr().out
        assert "3 missing" in said
        assert photos[3] in said
        assert not half.exists(), "what is left of it would be taken for the file"
        device.through(server.url)
        device.done()
        assert [blobs.intact(sha256) for sha256 in photos] == [True] * 4
        assert stays.read_bytes() == b"stays"
        wait_until_asked(server, 0)
        assert files(data, "--hash") == 0
        assert "every file is here" in capsys.readouterr().out


def test_others_are_not_asked_and_what_nobody_has_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "endpoint"
    with EndpointProcess(data) as server, Device(tmp_path / "device", server.url) as device:
        order = device.create(symptom="无人再有")
        photo = device.photo(order, b"only here")
        device.done()
        BlobStore(data / "blobs", 10**9).path(photo).unlink()
        assert files(data) == 1
        said = capsys.readouterr().out
        assert photo in said
        assert "no device has" in said
        with server.login("wangyan") as other:
            assert "missing" not in other.send("GET", "/hello").json()
        wait_until_asked(server, 1)
