"""Every word of the desk page is there in both languages, is used, and takes the values it is given."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

from fieldapp.domain.notice_log import Outcome
from fieldapp.domain.records import EventKind
from fieldapp.domain.status import Signing
from fieldapp.itsm.web.acts import ACTS
from fieldapp.itsm.web.words import FAMILIES, LANGUAGES, Words, chosen
from fieldapp.paths import resource

TABLES = tomllib.loads(resource("web/words.toml").read_text(encoding="utf-8"))
KEYS = {f"{table}.{name}" for table, entries in TABLES.items() for name in entries}
PACKAGE = Path(__file__).resolve().parents[3] / "fieldapp" / "itsm" / "web"
SOURCES = [*resource("web/templates").glob("*.html"), *PACKAGE.glob("*.py")]
USED = {
    key
    for path in SOURCES
    for key in re.findall(r'"([a-z]+\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    if key.split(".")[0] in TABLES
}
CALLED = {key for path in SOURCES for key in re.findall(r'\b(?:t|words)\("([^"]+)"', path.read_text(encoding="utf-8"))}


def test_there_is_something_to_look_at() -> None:
    assert len(SOURCES) > 15
    assert len(CALLED) > 100


def test_nothing_is_missing_and_nothing_is_left_over() -> None:
    assert not CALLED - KEYS
    assert not {key for key in KEYS - USED if key.split(".")[0] not in FAMILIES}


@pytest.mark.parametrize("key", sorted(KEYS))
def test_both_languages_say_the_same_thing(key: str) -> None:
    table, _, name = key.partition(".")
    entry = TABLES[table][name]
    assert len(entry) == len(LANGUAGES)
    assert all(text.strip() for text in entry)
    named = [{field for _, field, _, _ in string.Formatter().parse(text) if field} for text in entry]
    assert named[0] == named[1]
    assert not re.search(r"[\u4e00-\u9fff]", entry[1])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_codes_have_words(lang: str) -> None:
    words = Words(lang)
    for family, codes in (("event", EventKind), ("signing", Signing), ("done", ACTS), ("outcome", Outcome)):
        for code in codes:
            assert code in TABLES[family], (family, code)
            values = dict.fromkeys(
                ("to", "name", "number", "revision", "field", "fields", "by", "old", "new", "channel", "stage", "outcome"), "x"
            )
            assert words.of(family, code, **values)
    assert words.of("event", "something-new") == "something-new"


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (59, "剩 不到 1 分", "under 1 min left"),
        (60, "剩 1 分", "1 min left"),
        (-3600, "超时 1 时 0 分", "1 h 0 min overdue"),
        (90_000, "剩 1 天 1 时", "1 d 1 h left"),
    ],
)
def test_spans(seconds: int, zh: str, en: str) -> None:
    assert (Words("zh").left(seconds), Words("en").left(seconds)) == (zh, en)


@pytest.mark.parametrize(
    ("cookie", "accepted", "lang"),
    [("en", "zh-CN", "en"), ("xx", "zh-CN", "zh"), (None, "en-GB,zh", "en"), (None, "", "zh"), (None, "fr", "zh")],
)
def test_the_language_of_a_visitor(cookie: str | None, accepted: str, lang: str) -> None:
    assert chosen(cookie, accepted) == lang
