"""The catalogue of the screen's words is complete, fits the program, and nothing on the screen goes past it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.ui import i18n
from tools import i18n as tool

CHINESE = re.compile("[\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
UI = tool.SOURCES / "ui"

REASONS = {
    ("views/preferences.py", "中文"): "a language is named in itself",
    ("views/customer_parts.py", "中文"): "a language is named in itself",
    ("pilot/tour.py", "没有这样的单子"): "what the pilot types into the search",
    ("pilot/tour.py", "端口"): "what the pilot looks for",
    ("pilot/tour.py", "没有写过的问题"): "what the pilot looks for",
    ("pilot/bad_days.py", "档案馆"): "what the pilot looks for",
    ("pilot/bad_days.py", "交换机"): "what the pilot looks for",
    ("pilot/tour.py", "赵永明"): "whom the pilot names as commander",
    ("pilot/tour.py", "全部视频监控业务中断"): "why the pilot declares a major incident",
    ("widgets/fields/moment_text.py", "０"): "what a Chinese keyboard types",
    ("widgets/fields/moment_text.py", "年"): "what a person may type as a date",
    ("widgets/fields/moment_text.py", "时"): "what a person may type as a time",
    ("widgets/fields/numbers.py", "０"): "what a Chinese keyboard types",
}
"""Chinese in the program that is not a text of the screen: file and what it contains → why."""


@pytest.fixture
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("en")
    yield
    i18n.set_language(before)


def test_the_catalogue_has_no_faults() -> None:
    """Every call is literal, every text translated with the same placeholders, and the .qm made from the .ts."""
    assert tool.faults(tool.CATALOGUES / "en.ts", tool.scan()) == []


def test_translations_hold_no_chinese() -> None:
    words = tool.read(tool.CATALOGUES / "en.ts")
    assert {form for forms in words.values() for form in forms if CHINESE.search(form)} == set()


def test_every_text_is_found_at_run_time(english: None) -> None:
    for (source, meaning), forms in tool.read(tool.CATALOGUES / "en.ts").items():
        counted = {"n": 1} if len(forms) > 1 else {}
        values = dict.fromkeys(tool.placeholders(source), 7) | counted
        assert i18n.tr(source, meaning, **values) == (forms[0].format(**values) if values else forms[0])


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module that are neither documentation nor an argument of tr()."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Call) and is_tr(node) for part in node.args}
    told |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def is_tr(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "tr"


def test_no_chinese_past_the_catalogue() -> None:
    used, found = set(), []
    for path in sorted(UI.rglob("*.py")):
        name = path.relative_to(UI).as_posix()
        for line, text in literals(path):
            if not CHINESE.search(text):
                continue
            reasons = {(file, part) for file, part in REASONS if file == name and part in text}
            used |= reasons
            if not reasons:
                found.append(f"{name}:{line}: {text}")
    assert found == []
    assert used == set(REASONS)


@pytest.mark.parametrize(
    ("source", "values", "words"),
    [
        ("{n} 项冲突", {"n": 1}, "1 conflict"),
        ("{n} 项冲突", {"n": 2}, "2 conflicts"),
        ("{n} 项冲突", {"n": 0}, "0 conflicts"),
        ("共 {n:,} 条", {"n": 12_680}, "12,680 orders"),
        ("每 {n} 分钟", {"n": 1}, "Every minute"),
        ("{n} 秒", {"n": "1.4"}, "1.4 s"),
        ("没有译文的 {n}", {"n": 3}, "没有译文的 3"),
    ],
)
def test_counted_words(english: None, source: str, values: dict[str, object], words: str) -> None:
    assert i18n.tr(source, **values) == words


def test_one_chinese_word_with_two_meanings(english: None) -> None:
    assert (i18n.tr("挂起"), i18n.tr("挂起", "state")) == ("Put on hold", "On hold")


def test_joined_words(english: None) -> None:
    assert (i18n.listed("ab"), i18n.labelled("a", "b"), i18n.aside("a", "b")) == ("a, b", "a: b", "a (b)")


def test_joined_words_in_the_source_language() -> None:
    assert (i18n.listed("甲乙"), i18n.labelled("甲", "乙"), i18n.aside("甲", "乙")) == ("甲、乙", "甲：乙", "甲（乙）")


def test_languages_are_those_with_a_catalogue() -> None:
    assert i18n.languages() == ("zh", "en")
