"""docs/process-map.md: every paragraph of the process document has a row, and whatever a row names is there."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fieldapp.domain import kinds
from fieldapp.paths import resource
from fieldapp.services.shipped import FORM, PROFILE, shipped_catalog

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "process-map.md"
WITHOUT = re.compile(r"(未实现|不由软件承担)：[^；|]{6,}")
TOKEN = re.compile(r"`([^`]+)`")


def numbered(clause: str, last: int) -> list[str]:
    return [f"{clause}-{number}" for number in range(1, last + 1)]


def paragraphs(clause: str, last: int) -> list[str]:
    return [f"{clause}¶{number}" for number in range(1, last + 1)]


def named(clause: str, *names: str) -> list[str]:
    return [f"{clause} {name}" for name in names]


DUTIES = {"负责人": 6, "一线": 8, "二线": 8, "三线": 7}
STAGES = [f"{level} {stage}" for level in ("紧急", "严重", "一般") for stage in ("发现", "进展", "解决")]
CLAUSES = [
    *["1¶1", *numbered("1", 11), *numbered("2", 3)],
    *paragraphs("3", 3),
    *named("3", "维护服务", "一线支持", "二线支持", "三线支持", "重大事件"),
    *["4.1", "4.2", *numbered("4.3", 3)],
    *[clause for who, last in DUTIES.items() for clause in numbered(f"4.4 {who}", last)],
    *["4.5", *numbered("4.6", 2), "4.6¶2", "5"],
    *["6.1.1-1", "6.1.1-2 派单", "6.1.1-2 答复", "6.1.1-3", "6.1.1-4"],
    *["6.1.2¶1", *named("6.1.2", "服务请求", "平台软件故障", "服务器应急故障", "硬件故障")],
    *named("6.1.2", *(f"状态{number}" for number in range(1, 7))),
    *["6.1.3¶1", *named("6.1.3", "紧急", "严重", "一般", "合同")],
    *[*paragraphs("6.1.4", 2), *named("6.1.4", *STAGES, "短信", "电话"), *numbered("6.1.5", 2)],
    *["6.2.1¶1", *numbered("6.2.1", 2), "6.2.1¶3", "6.2.2¶1", "6.2.2¶2 供应商", "6.2.2¶2 重大"],
    *[
        *paragraphs("6.2.3", 2),
        *paragraphs("6.2.4", 3),
        "6.2.5¶1",
        *named("6.2.5¶2", "方案", "约定", "备份"),
        "6.2.5¶3",
        "6.2.5¶4",
    ],
    *["6.2.6", "6.2.7", "6.2.8", "6.2.9", "6.2.10", "6.2.11¶1", *numbered("6.2.11", 4)],
    *["7.1", "7.2.1¶1", *numbered("7.2.1", 6), *paragraphs("7.2.2", 2), *paragraphs("7.2.3", 2), *numbered("7.2.3", 7)],
    *[*paragraphs("7.2.4", 3), *numbered("7.2.4", 14), *(f"7.2.4¶{number}" for number in range(4, 10)), *paragraphs("7.2.5", 4)],
    *[*numbered("8", 4), *numbered("9", 2)],
]
"""Every paragraph and list item of 事件管理过程 GSB/T 316.08 A2, in its order."""


@dataclass(frozen=True)
class Row:
    clause: str
    places: tuple[str, ...]
    tests: tuple[str, ...]
    remark: str


@cache
def rows() -> tuple[Row, ...]:
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|") or line.startswith(("|---", "| § ")):
            continue
        cells = [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        assert len(cells) == 5, f"five columns are wanted: {line}"
        clause, requirement, places, tests, remark = cells
        assert requirement, line
        for cell in (places, tests):
            assert not TOKEN.sub("", cell).strip(), (
                f"{clause}: places and tests are names in backticks, words go into the remark: {cell}"
            )
        found.append(Row(clause, tuple(TOKEN.findall(places)), tuple(TOKEN.findall(tests)), remark))
    return tuple(found)


def test_every_paragraph_has_its_row_once_in_the_documents_order() -> None:
    assert [row.clause for row in rows()] == CLAUSES


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.clause)
def test_a_row_shows_or_says_why_not(row: Row) -> None:
    assert bool(row.places) == bool(row.tests), "a place is shown by a test, and a test shows a place"
    assert row.places or WITHOUT.search(row.remark), (
        "without a place and a test it says 未实现：… or 不由软件承担：… with the reason"
    )
    for phrase in ("未实现", "不由软件承担"):
        assert row.remark.count(phrase) == len(re.findall(rf"{phrase}：[^；|]{{6,}}", row.remark)), f"{phrase} needs a reason"


@pytest.mark.parametrize("row", [row for row in rows() if row.places], ids=lambda row: row.clause)
def test_what_a_row_names_is_there(row: Row) -> None:
    for place in row.places:
        word, colon, rest = place.partition(":")
        look = LOOKS.get(word) if colon else None
        assert look(rest) if look else is_in_file(place), f"{place} is not there"
    for test in row.tests:
        assert re.fullmatch(r"tests/[\w/]+\.py::test_\w+", test), test
        assert is_in_file(test), f"{test} is not there"
    for file in TOKEN.findall(row.remark):
        assert not file.startswith("docs/") or (ROOT / file).is_file(), file


def is_in_file(place: str) -> bool:
    """`path` or `path::name` or `path::Class.name`: something that the file itself defines."""
    path, _, name = place.partition("::")
    if not (ROOT / path).is_file() or not path.startswith(("fieldapp/", "resources/", "docs/", "tests/")):
        return False
    return not name or name in defined(path)


@cache
def defined(path: str) -> frozenset[str]:
    return frozenset(names(ast.parse((ROOT / path).read_text(encoding="utf-8")), ""))


def names(owner: ast.Module | ast.ClassDef, before: str) -> list[str]:
    found = []
    for node in owner.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append(before + node.name)
        if isinstance(node, ast.ClassDef):
            found += names(node, f"{before}{node.name}.")
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        found += [before + target.id for target in targets if isinstance(target, ast.Name)]
    return found


def is_field(text: str) -> bool:
    """`[form/]field[.column][=option]`."""
    place, _, option = text.partition("=")
    form, slash, name = place.rpartition("/")
    field_id, _, column = name.partition(".")
    definition = shipped_catalog().latest(form if slash else FORM)
    if field_id not in definition:
        return False
    field = definition.field(field_id)
    if column:
        if column not in {one.id for one in field.columns}:
            return False
        field = field.column(column)
    return not option or option in {one.code for one in field.options}


def is_kind(text: str) -> bool:
    code, _, state = text.partition("/")
    kind = kinds.every().get(code)
    return kind is not None and (not state or state in kind.states)


@cache
def profile() -> dict[str, Any]:
    return tomllib.loads(resource(PROFILE).read_text(encoding="utf-8"))


def is_tailored(text: str) -> bool:
    """`key.of.the.file[=value as JSON]`."""
    key, equals, value = text.partition("=")
    found: Any = profile()
    for part in key.split("."):
        if not isinstance(found, dict) or part not in found:
            return False
        found = found[part]
    return not equals or json.loads(value) == found


@cache
def window_pages() -> frozenset[str]:
    """The keys of `ui/navigation.py` that a page is registered under."""
    keys = ast.parse((ROOT / "fieldapp/ui/navigation.py").read_text(encoding="utf-8")).body
    known = {
        node.targets[0].id: node.value.value
        for node in keys
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Constant)
    }
    sources = [(ROOT / f"fieldapp/ui/{name}.py").read_text(encoding="utf-8") for name in ("rail_pages", "order_pages")]
    used = {name for source in sources for name in re.findall(r"PageEntry\((\w+),", source)}
    return frozenset(known[name] for name in used)


@cache
def desk_pages() -> frozenset[str]:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "fieldapp/itsm/web").glob("*.py")]
    return frozenset("/desk" + path for source in sources for path in re.findall(r'@router\.(?:get|post)\("([^"]+)"\)', source))


LOOKS = {
    "字段": is_field,
    "记录": is_kind,
    "裁剪": is_tailored,
    "页面": lambda key: key in window_pages(),
    "网页": lambda path: path in desk_pages(),
}
