"""Writes that never overwrite, on shares with hard links and without; errors of the disk by their names."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from fieldapp.archive import disk
from fieldapp.errors import EnvironmentFault


@pytest.fixture(params=["links", "no links"])
def share(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def link(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if request.param == "no links":
        monkeypatch.setattr(os, "link", link)
    return tmp_path


def test_a_name_is_given_once(share: Path) -> None:
    first, second = (disk.write_new(share / "in", "x", data) for data in (b"first", b"second"))
    target = share / "2026" / "11" / "x.pdf"
    assert disk.place(first, target)
    assert not disk.place(second, target)
    assert target.read_bytes() == b"first"
    assert second.read_bytes() == b"second"
    assert not target.stat().st_mode & 0o222


def test_a_source_that_somebody_else_has_placed_is_no_error(share: Path) -> None:
    target = share / "2026" / "x.pdf"
    target.parent.mkdir()
    target.write_bytes(b"theirs")
    assert not disk.place(share / "gone", target)


def test_a_claim_is_created_once_and_whole(share: Path) -> None:
    target = share / "claim"
    assert disk.create_whole(share, target, b"mine")
    assert not disk.create_whole(share, target, b"theirs")
    assert [path.name for path in share.iterdir()] == ["claim"]
    assert target.read_bytes() == b"mine"


def test_only_plain_files_are_read(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_bytes(b"x")
    (tmp_path / "link").symlink_to(plain)
    assert disk.read_plain(plain) == b"x"
    for name in ("link", "", "missing"):
        for read in (disk.read_plain, disk.sha256_of):
            with pytest.raises(OSError, match=r"plain|No such"):
                read(tmp_path / name)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk.full"),
        (errno.EDQUOT, "disk.full"),
        (errno.EFBIG, "disk.full"),
        (errno.EROFS, "archive.read-only"),
        (errno.EACCES, "archive.read-only"),
        (errno.EIO, "archive.io"),
        (errno.ESTALE, "archive.io"),
    ],
)
def test_the_disk_s_errors_are_faults(number: int, code: str, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught, disk.translated(tmp_path):
        raise OSError(number, os.strerror(number))
    assert caught.value.code == code
