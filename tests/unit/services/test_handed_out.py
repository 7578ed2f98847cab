"""Copies for other programs: private, harmlessly named, gone when the store closes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.errors import Fault
from fieldapp.services.handed_out import HandedOut, harmless_name
from tests.support.ui_orders import Bench, a_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("机柜图.pdf", "机柜图.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\合同.docx", "合同.docx"),
        ("..", "file"),
        ("", "file"),
        ("a\x00b\n.txt", "ab.txt"),
        ("con.txt", "_con.txt"),
        ('a<b>:"c|?*.csv', "a_b___c___.csv"),
        ("长" * 300 + ".pdf", "长" * 40 + ".pdf"),
        (".pdf", "pdf"),
    ],
)
def test_harmless_name(name: str, safe: str) -> None:
    assert harmless_name(name) == safe
    assert len(harmless_name(name).encode()) < 200


def test_a_copy_is_private_and_goes(bench: Bench) -> None:
    sha256 = bench.context.store.blobs.put("客户机房图".encode())
    out = HandedOut(bench.context)
    path = out.copy(sha256, "../机房图.pdf")
    assert path.read_text(encoding="utf-8") == "客户机房图"
    assert out.copy(sha256, "../机房图.pdf") == path
    assert path.is_relative_to(out.folder)
    if os.name != "nt":
        assert (out.folder.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o700, 0o700)
    out.sweep()
    assert not out.folder.exists()
    out.sweep()


@pytest.mark.parametrize("name", ["x.desktop", "x.sh", "x.EXE", "x.html", "x.svg", "x.lnk", "x.pdf.bat", "x.docm", "x", "x.jar"])
def test_what_would_be_run_is_not_handed_out(bench: Bench, name: str) -> None:
    sha256 = bench.context.store.blobs.put(b"#!/bin/sh")
    with pytest.raises(Fault) as caught:
        HandedOut(bench.context).copy(sha256, name)
    assert caught.value.code == "file.not-shown"
