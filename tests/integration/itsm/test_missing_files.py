"""Files that are missing from the folder although the database is whole: noticed, asked for, and told when nobody has them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.itsm_server import EndpointProcess
from support.sync_device import Device

from fieldapp.bootstrap.doctor import data as doctor_data
from fieldapp.bootstrap.doctor.case import Case
from fieldapp.cli import main
from fieldapp.clock import SystemClock
from fieldapp.errors import EnvironmentFault
from fieldapp.itsm import missing
from fieldapp.itsm.blobs import BlobStore
from fieldapp.itsm.config import EndpointConfig
from fieldapp.settings import Settings
from fieldapp.ui import i18n

WAIT_S = 60


def files(data: Path, *more: str) -> int:
    return main(["itsm", "files", "--data", str(data), *more])


def doctor(data: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """Its exit code, and what it says of the endpoint's files."""
    try:
        code = main(["doctor", "--data", str(data), "--lang", "en"])
    finally:
        i18n.set_language("zh")
    said = capsys.readouterr().out.splitlines()
    first = next(number for number, text in enumerate(said) if "[files." in text)
    last = next(number for number, text in enumerate(said) if number > first and not text.startswith(" "))
    return code, said[first:last]


def found(data: Path, url: str = "") -> tuple[str, Mapping[str, object]]:
    (finding,) = doctor_data.files(Case(data, Settings(), SystemClock(), endpoint_db=url))
    return finding.code, finding.values


def everything_in(data: Path) -> dict[str, bytes]:
    """What the folder holds and a look may not change; -shm is where SQLite keeps the locks of a running endpoint."""
    return {str(one): one.read_bytes() for one in sorted(data.rglob("*")) if one.is_file() and one.suffix != ".db-shm"}


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


def test_doctor_counts_what_is_missing_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    data = tmp_path / "device" / "endpoint"
    with EndpointProcess(data) as server, Device(tmp_path / "other", server.url) as device:
        order = device.create(symptom="附件不全")
        gone, also = (device.photo(order, content) for content in (b"gone", b"also gone"))
        device.photo(order, b"stays")
        device.done()
        assert found(data) == ("files.ok", {"n": 3}), "beside the running endpoint"
        BlobStore(data / "blobs", 10**9).path(gone).unlink()
        server.stop()
    before = everything_in(data)
    code, said = doctor(data.parent, capsys)
    assert (code, "[files.missing]" in said[0]) == (1, True), "below the account's own folder, where `itsm` keeps it"
    assert "missing at the endpoint: 1 (the newest 3 " in said[0]
    assert "run `itsm files`" in " ".join(said)
    assert everything_in(data) == before
    BlobStore(data / "blobs", 10**9).path(also).unlink()
    elsewhere = (data / "endpoint.db").rename(tmp_path / "elsewhere.db")
    url = f"sqlite+pysqlite:///{elsewhere}"
    assert found(data, url) == ("files.missing", {"missing": 2, "n": 3})
    assert missing.count(EndpointConfig(data, url), most=1).looked == 1
    elsewhere.write_bytes(b"no database")
    with pytest.raises(EnvironmentFault, match="not a database"):
        found(data, url)
