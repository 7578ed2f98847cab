"""Small parts of the endpoint on their own."""

from __future__ import annotations

import gzip
import hashlib
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from fieldapp.errors import EnvironmentFault
from fieldapp.itsm.authority import Authority
from fieldapp.itsm.blobs import STALE_AFTER_S, BlobStore
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.database import open_database
from fieldapp.itsm.embedded import EmbeddedEndpoint
from fieldapp.itsm.http import unpack
from fieldapp.itsm.orders import etag_of, same_etag
from fieldapp.itsm.problems import STATUS, TITLES, Code, Problem
from fieldapp.itsm.routes.access import version_of
from fieldapp.itsm.wire import canonical

DEVICE = "a2b0c1d2-0000-7000-8000-000000000001"


def test_a_configuration_travels_as_json(tmp_path: Path) -> None:
    config = EndpointConfig(tmp_path, "postgresql+psycopg://x", page_items=7)
    assert EndpointConfig.from_json(config.to_json()) == config


def test_what_a_failed_statement_was_about_stays_out_of_the_log(tmp_path: Path) -> None:
    """`on_database` writes the error's text into the journal."""
    database = open_database(EndpointConfig(tmp_path))
    with database.reading() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(sql("SELECT 1 FROM nowhere WHERE name = :name"), {"name": "欧阳𠅤"})
    database.close()
    assert "nowhere" in str(caught.value)
    assert "欧阳" not in str(caught.value)


def test_every_problem_has_a_status_and_a_title() -> None:
    assert set(STATUS) == set(TITLES) == set(Code)


@pytest.mark.parametrize(
    ("text", "numbers"), [("1.2.3", (1, 2, 3)), ("0.1", (0, 1, 0)), ("1.10.0rc1+local", (1, 10, 0)), ("2.0.0-dev", (2, 0, 0))]
)
def test_versions(text: str, numbers: tuple[int, int, int]) -> None:
    assert version_of(text) == numbers


@pytest.mark.parametrize("text", ["", "v1.2", "1", "１.２", "1.", "1." + "9" * 20])
def test_what_is_no_version(text: str) -> None:
    if text == "1." + "9" * 20:
        assert version_of(text) == (1, 999999, 0)  # digits beyond six are ignored, not an overflow
    else:
        with pytest.raises(Problem):
            version_of(text)


def test_etags_come_from_the_content_alone() -> None:
    one, other = canonical({"a": 1, "b": "䶮"}), canonical({"b": "䶮", "a": 1})
    assert etag_of(one) == etag_of(other) != etag_of(canonical({"a": 1, "b": "䶯"}))
    assert same_etag('"x"', "x")
    assert not same_etag('W/"x"', '"x"')


@settings(max_examples=50, deadline=None)
@given(data=st.binary(max_size=2000), cut=st.integers(min_value=1, max_value=20))
def test_gzip_is_taken_whole_or_not_at_all(data: bytes, cut: int) -> None:
    packed = gzip.compress(data)
    assert unpack(packed, 2000) == data
    with pytest.raises(Problem):
        unpack(packed[:-cut], 2000)


def test_unpacking_stops_at_the_limit() -> None:
    with pytest.raises(Problem) as caught:
        unpack(gzip.compress(bytes(10_000_000)), 1000)
    assert caught.value.code is Code.TOO_LARGE


@settings(max_examples=20, deadline=None)
@given(parts=st.lists(st.binary(min_size=1, max_size=50), max_size=5))
def test_parts_in_a_row_make_the_file(parts: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> None:
    blobs = BlobStore(tmp_path_factory.mktemp("blobs"), 1000)
    data = b"".join(parts)
    sha256 = hashlib.sha256(data).hexdigest()
    end = 0
    for part in parts:
        with pytest.raises(Problem):
            blobs.append(sha256, DEVICE, end + 1, part)
        end = blobs.append(sha256, DEVICE, end, part)
        assert blobs.keep(sha256, DEVICE) == blobs.received(sha256, DEVICE) == end
    assert blobs.complete(sha256, DEVICE) == len(data) == blobs.size(sha256)
    assert blobs.intact(sha256)
    assert blobs.received(sha256, DEVICE) == 0


def test_only_uploads_that_nobody_continues_are_swept_away(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path, 1000)
    old, young, whole = (hashlib.sha256(name).hexdigest() for name in (b"old", b"young", b"whole"))
    for sha256 in (old, young):
        blobs.append(sha256, DEVICE, 0, b"part")
    blobs.put(whole, b"whole")
    long_ago = time.time() - STALE_AFTER_S - 60
    for path in (tmp_path / "partial" / DEVICE / old, blobs.path(whole)):
        os.utime(path, (long_ago, long_ago))
    blobs.sweep()
    assert (blobs.received(old, DEVICE), blobs.received(young, DEVICE), blobs.size(whole)) == (0, 4, 5)


def test_a_damaged_authority_is_not_made_anew(tmp_path: Path) -> None:
    from fieldapp.clock import SystemClock

    first = Authority(tmp_path, SystemClock())
    assert Authority(tmp_path, SystemClock()).root_pem == first.root_pem
    (tmp_path / "issuing.key").write_bytes(b"garbage")
    with pytest.raises(EnvironmentFault):
        Authority(tmp_path, SystemClock())
    assert (tmp_path / "root.pem").read_text() == first.root_pem


def test_an_endpoint_that_does_not_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "endpoint.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(EnvironmentFault, match="not a database"):
        EmbeddedEndpoint(tmp_path).start()
