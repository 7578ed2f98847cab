"""How texts are folded for a search."""

from __future__ import annotations

import sys

import pytest

from fieldapp.domain import folding


def test_what_is_passed_over_stays_what_it_is() -> None:
    """Every character: alone, and among others."""
    for code in range(sys.maxunicode + 1):
        folded = folding._FOLDED[code]
        assert folding.plain(chr(code)) == folded
        assert folding.plain(f"线{chr(code)}a") == f"线{folded}a"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        (" \n ", ""),
        ("WX-2026 ／ ＡＢ", "wx2026 ab"),
        ("S5720-28X，S5720-28X。\n第二行", "s572028x s572028x 第二行"),
        ("Čeština ﬁ 交换机𠅤", "cestina fi 交换机𠅤"),
        ("。" * 50 + "A", "a"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert folding.fold(text) == folded


def test_what_is_remembered_of_runs_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "_RUNS", folding._Runs())
    for number in range(2 * folding.MOST_RUNS):
        folding.plain("".join(chr(ord("A") + int(digit)) for digit in str(number)))
    assert len(folding._RUNS) <= folding.MOST_RUNS
    assert folding.plain("ZZZZ") == "zzzz"
