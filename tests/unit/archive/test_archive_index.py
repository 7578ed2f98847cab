"""Which revision counts, what is doubled, what a search finds; what of a file's own words is fit for the register."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from fieldapp.archive.entry import Line, write_line
from fieldapp.archive.identity import plain
from fieldapp.archive.index import Catalogue, Standing, items, notices, search, shared_numbers
from fieldapp.archive.words import WORDS, Remark
from tests.support.archive_lines import an_entry

ROWS = (
    # order, revision, hash
    ("a", 1, "1"),
    ("b", 1, "2"),
    ("a", 3, "3"),
    ("a", 2, "4"),
    ("b", 1, "5"),
    ("c", 0, "6"),
)


def lines() -> list[Line]:
    return [
        write_line(
            msgspec.structs.replace(
                an_entry(seq),
                order_id=order,
                number=f"WX-{order}",
                revision=revision,
                sha256=letter * 64,
                file=f"2026/1{seq % 2}/WX-{order}_v{revision}_{letter * 8}.pdf",
                signed_at=f"2026-11-{seq:02}T23:30:00.000+08:00",
                customer="广州市公安局天河区分局" if order == "a" else "Straße GmbH",
            )
        )
        for seq, (order, revision, letter) in enumerate(ROWS, 1)
    ]


def test_standing_does_not_depend_on_the_order_of_import() -> None:
    said = [(item.standing.value, item.by, len(item.twins)) for item in items(lines())]
    assert said == [
        ("superseded", 3, 0),
        ("doubled", None, 1),
        ("current", None, 0),
        ("superseded", 3, 0),
        ("doubled", None, 1),
        ("current", None, 0),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [1, 2, 3, 4, 5, 6]),
        ({"text": "天河"}, [1, 3, 4]),
        ({"text": "STRASSE wx-c"}, [6]),
        ({"text": "4444"}, [4]),
        ({"text": "2026-11-05"}, [5]),
        ({"text": "天河 wx-b"}, []),
        ({"numbers": ["WX-b"]}, [2, 5]),
        ({"since": datetime(2026, 11, 3, 15, 30, tzinfo=UTC)}, [3, 4, 5, 6]),
        ({"since": datetime(2026, 11, 3, 15, 31, tzinfo=UTC)}, [4, 5, 6]),
    ],
    ids=str,
)
def test_search(query: dict[str, object], found: list[int]) -> None:
    assert [item.entry.seq for item in search(items(lines()), **query)] == found  # type: ignore[arg-type]


def test_notices_name_what_a_person_should_look_at() -> None:
    assert [remark.code for _, remark in notices(items(lines()))] == ["superseded", "twice", "superseded", "twice"]
    other = write_line(an_entry(7, number="WX-a", order_id="d"))
    assert list(shared_numbers([*lines(), other])) == ["WX-a"]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("欧阳𠅤  单位\n二部", "欧阳𠅤 单位 二部"),
        ("a\0b\x1b[31m", "a�b�[31m"),
        ("\ud800x", "�x"),
        ("\u202egpj.exe", "�gpj.exe"),
        ("x" * 300, "x" * 200),
        ("", ""),
    ],
)
def test_plain_text_is_one_printable_line(text: str, clean: str) -> None:
    assert plain(text, 200) == clean
    assert plain(clean, 200) == clean


def test_every_remark_has_words_in_both_languages() -> None:
    for code in WORDS:
        chinese, english = (Remark(code, "x{y}").words(lang) for lang in ("zh", "en"))
        assert chinese
        assert english
        assert chinese != english


def test_the_catalogue_finds_what_search_finds_and_more() -> None:
    lines = [
        write_line(an_entry(1, order_id="a", signed_at="2025-03-01T08:00:00.000+08:00")),
        write_line(an_entry(2, order_id="a", revision=2, signed_at="2026-01-02T08:00:00.000+08:00")),
        write_line(an_entry(3, order_id="b", customer="滨江区公安分局", signed_at="2026-01-01T23:00:00.000+00:00")),
    ]
    catalogue = Catalogue(lines)
    assert [item.entry.seq for item in catalogue.items] == [2, 3, 1], "the latest seal first, whatever its offset"
    assert catalogue.head == lines[-1].hash
    assert catalogue.years == (2026, 2025)
    assert [item.entry.seq for item in catalogue.search("滨江 wx")] == [3]
    assert [item.entry.seq for item in catalogue.search(year=2025)] == [1]
    assert [item.entry.seq for item in catalogue.search(standings=frozenset({Standing.SUPERSEDED}))] == [1]
    assert {item.entry.seq for item in catalogue.search("wx")} == {item.entry.seq for item in search(items(lines), text="wx")}
    found = catalogue.of_revision("a", 2)
    assert found is not None
    assert found.entry.seq == 2
    assert catalogue.of_revision("a", 3) is None
    assert catalogue.of_file(found.entry.sha256) is not None
    assert catalogue.of_file("0" * 64) is None
