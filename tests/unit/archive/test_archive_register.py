"""The register: what a line says, what breaks the chain, what half lines and claims turn into."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.archive.disk import write_new
from fieldapp.archive.entry import Entry, Line, read_line, write_line
from fieldapp.archive.layout import Layout, file_names
from fieldapp.archive.opening import prepare
from fieldapp.archive.register import Flaw, Register, judged_lines
from fieldapp.errors import EnvironmentFault
from tests.support.archive_files import NOW
from tests.support.archive_lines import an_entry, chain


def a_register(root: Path, data: bytes = b"") -> Register:
    layout = Layout(root)
    prepare(layout)
    layout.register.write_bytes(data)
    return Register(layout)


def add(register: Register, root: Path, data: bytes) -> Entry | None:
    source = write_new(Layout(root).incoming, hashlib.sha256(data).hexdigest(), data)
    return register.add(source, lambda seq, previous: an_entry(seq, previous, data))


def test_a_line_can_be_checked_by_hand() -> None:
    line = write_line(an_entry())
    text = line.data.decode()
    assert text.endswith(f',"hash":"{line.hash}"}}\n')
    without = text[: text.rindex(',"hash"')] + "}"
    assert hashlib.sha256(without.encode()).hexdigest() == line.hash == json.loads(text)["hash"]
    assert read_line(line.data) == line


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_no_bit_of_a_line_can_be_flipped(at: int, bit: int) -> None:
    data = bytearray(write_line(an_entry()).data)
    data[at % len(data)] ^= 1 << bit
    with pytest.raises(ValueError, match=r"."):
        read_line(bytes(data))


@pytest.mark.parametrize(
    "changes",
    [
        {"file": "../../etc/passwd"},
        {"file": "2026/11/../../../x_v1_00000000.pdf"},
        {"file": "/2026/11/x_v1_00000000.pdf"},
        {"file": "2026\\11\\x_v1_00000000.pdf"},
        {"sha256": "x" * 64},
        {"supersedes": "no hash"},
        {"size": 0},
        {"seq": 0},
        {"revision": -1},
        {"signed_at": "yesterday"},
        {"signed_at": "2026-11-22T14:30:00"},
        {"schema": 2},
    ],
    ids=str,
)
def test_a_line_that_leads_astray_is_not_read(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_line(write_line(an_entry(**changes)).data)


def resealed(lines: list[Line], at: int) -> bytes:
    """Somebody who knows the format changes a line and gives it a fitting hash."""
    return write_line(msgspec.structs.replace(lines[at].entry, who="Mallory")).data


@pytest.mark.parametrize(
    ("change", "flaws"),
    [
        (lambda lines: [line.data for line in lines], []),
        (lambda lines: [lines[0].data, lines[1].data.replace(b"WX-2", b"WX-9"), *(line.data for line in lines[2:])], [2]),
        (lambda lines: [lines[0].data, resealed(lines, 1), *(line.data for line in lines[2:])], [3]),
        (lambda lines: [lines[0].data, *(line.data for line in lines[2:])], [2, 3, 4]),
        (lambda lines: [lines[0].data, lines[2].data, lines[1].data, lines[3].data, lines[4].data], [2, 3, 4]),
        (lambda lines: [lines[0].data, b"\n", *(line.data for line in lines[2:])], [2]),
        (lambda lines: [lines[0].data, b"\r\0\xff\n", *(line.data for line in lines[2:])], [2]),
        (lambda lines: [line.data for line in lines[1:]], [1, 2, 3, 4]),
    ],
    ids=["whole", "changed", "resealed", "taken out", "swapped", "emptied", "binary", "first gone"],
)
def test_the_chain_shows_every_change(change: Callable[[list[Line]], list[bytes]], flaws: list[int], tmp_path: Path) -> None:
    data = b"".join(change(chain(5)))
    assert [found.number for found in judged_lines(data) if isinstance(found, Flaw)] == flaws
    register = a_register(tmp_path, data)
    if flaws:
        with pytest.raises(EnvironmentFault, match=f"line {flaws[0]}:") as caught:
            add(register, tmp_path, b"more")
        assert caught.value.code == "register.broken"
        assert Layout(tmp_path).register.read_bytes() == data
    else:
        assert add(register, tmp_path, b"more") is not None


def test_a_register_that_became_shorter_is_noticed(tmp_path: Path) -> None:
    lines = chain(3)
    register = a_register(tmp_path, b"".join(line.data for line in lines))
    register.refresh()
    Layout(tmp_path).register.write_bytes(lines[0].data)
    with pytest.raises(EnvironmentFault, match="shorter"):
        register.refresh()
    Layout(tmp_path).register.unlink()
    with pytest.raises(EnvironmentFault, match="gone"):
        register.refresh()


@pytest.mark.parametrize("half", [b'{"schema":1,"seq":9', b"\0" * 5000, b"x" * 3])
def test_a_half_line_is_kept_aside_then_cut(half: bytes, tmp_path: Path) -> None:
    lines = chain(2)
    whole = b"".join(line.data for line in lines)
    register = a_register(tmp_path, whole + half)
    entry = add(register, tmp_path, b"third")
    assert entry is not None
    assert entry.seq == 3
    data = Layout(tmp_path).register.read_bytes()
    assert data.startswith(whole)
    assert not [found for found in judged_lines(data) if isinstance(found, Flaw)]
    assert data.count(b"\n") == 3
    assert data.endswith(b"}\n")
    assert [path.read_bytes() for path in Layout(tmp_path).aside.iterdir()] == [half]


@pytest.mark.parametrize("written", [0, 1, 100, -1])
@pytest.mark.parametrize("placed", [False, True])
def test_a_claim_of_a_dead_archivist_is_finished(written: int, placed: bool, tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    first = write_line(an_entry(1))
    claimed = write_line(an_entry(2, first.hash, b"claimed"))
    register = a_register(tmp_path, first.data + claimed.data[:written])
    layout.claim(2).write_bytes(claimed.data)
    if placed:
        layout.path(claimed.entry.file).parent.mkdir(parents=True)
        layout.path(claimed.entry.file).write_bytes(b"claimed")
    else:
        write_new(layout.incoming, claimed.entry.sha256, b"claimed")
    register.recover()
    assert layout.register.read_bytes() == first.data + claimed.data
    assert layout.path(claimed.entry.file).read_bytes() == b"claimed"
    assert not list(layout.claims.iterdir())
    assert not layout.aside.exists()


@pytest.mark.parametrize("content", ["file nowhere", "another file there", "half", "empty"])
def test_a_claim_that_cannot_be_finished_is_kept_aside(content: str, tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    register = a_register(tmp_path)
    claimed = write_line(an_entry(1, data=b"claimed"))
    layout.claim(1).write_bytes({"half": claimed.data[:50], "empty": b""}.get(content, claimed.data))
    if content == "another file there":
        layout.path(claimed.entry.file).parent.mkdir(parents=True)
        layout.path(claimed.entry.file).write_bytes(b"foreign")
    entry = add(register, tmp_path, b"other")
    assert entry is not None
    assert entry.seq == 1
    assert len(list(layout.aside.iterdir())) == 1
    if content == "another file there":
        assert layout.path(claimed.entry.file).read_bytes() == b"foreign"


def test_a_stale_claim_changes_nothing(tmp_path: Path) -> None:
    """Made by somebody who had not seen that the line was written meanwhile."""
    layout = Layout(tmp_path)
    lines = chain(2)
    register = a_register(tmp_path, lines[0].data)
    register.refresh()
    layout.register.write_bytes(b"".join(line.data for line in lines))
    stale = write_line(an_entry(2, lines[0].hash, b"stale"))
    layout.claim(2).write_bytes(stale.data)
    write_new(layout.incoming, stale.entry.sha256, b"stale")
    assert not register._finish(stale, None)
    assert layout.register.read_bytes() == b"".join(line.data for line in lines)
    assert not layout.claim(2).exists()
    assert not layout.path(stale.entry.file).exists()


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("WX-20261122-000137", "WX-20261122-000137"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a/b\\c:d*e", "a_b_c_d_e"),
        ("派工单 7", "_7"),
        ("..", "_"),
        ("\0\n", "_"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_number_is_never_a_path(number: str, name: str) -> None:
    names = list(file_names(number, 2, "ab" * 32, NOW))
    assert names[0] == f"2026/11/{name}_v2_abababab.pdf"
    for file in names:
        read_line(write_line(an_entry(file=file)).data)
