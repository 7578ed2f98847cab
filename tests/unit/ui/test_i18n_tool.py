"""tools/i18n.py on small programs: what it finds, keeps and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import i18n as tool


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return tmp_path / "en.ts"


def program(folder: Path, text: str) -> tool.Found:
    sources = folder / "fieldapp"
    sources.mkdir(exist_ok=True)
    (sources / "page.py").write_text(text, encoding="utf-8")
    return tool.scan(sources)


def test_scan_finds_texts_meanings_and_calls_it_cannot_read(tmp_path: Path) -> None:
    found = program(tmp_path, 'tr("同步")\ntr("挂起", "state")\nself.tr("同步")\ntr(word)\ntr(f"共{n}")\ntr()\n')
    assert found.texts == {("同步", ""): ["fieldapp/page.py"], ("挂起", "state"): ["fieldapp/page.py"]}
    assert [line.split(": ", 1)[1] for line in found.odd] == ["tr(word)", "tr(f'共{n}')", "tr()"]


def test_update_keeps_translations_and_marks_what_is_new_and_gone(tmp_path: Path, catalogue: Path) -> None:
    words = {("同步", ""): ("Sync",), ("旧", ""): ("Old",), ("共 {n} 条", ""): ("{n} order", "{n} orders")}
    found = program(tmp_path, 'tr("同步")\ntr("新")\ntr("共 {n} 条", n=1)\n')
    tool.write(catalogue, found, words)
    text = catalogue.read_text(encoding="utf-8")
    assert text.count('type="unfinished"') == text.count('type="vanished"') == 1
    assert text.count('numerus="yes"') == 1
    assert tool.read(catalogue) == {("同步", ""): ("Sync",), ("新", ""): ("",), ("共 {n} 条", ""): ("{n} order", "{n} orders")}


def test_update_twice_gives_the_same_file(tmp_path: Path, catalogue: Path) -> None:
    found = program(tmp_path, 'tr("甲 & <乙>")\ntr("末尾 ")\n')
    tool.write(catalogue, found, {("甲 & <乙>", ""): ("a & <b>",), ("末尾 ", ""): ("end. ",)})
    first = catalogue.read_bytes()
    tool.write(catalogue, found, tool.read(catalogue))
    assert catalogue.read_bytes() == first


@pytest.mark.parametrize(
    ("source", "forms", "said"),
    [
        ("同步", ("Sync",), False),
        ("同步", ("",), True),
        ("同步", (), True),
        ("{a} 在 {b}", ("{b} has {a}",), False),
        ("{a} 在 {b}", ("{a}",), True),
        ("{a}", ("{a} {c}",), True),
        ("{n} 项", ("one", "{n} items"), False),
        ("{n} 项", ("{n} item", "items"), True),
        ("{n} 项", ("{n} item", ""), True),
    ],
)
def test_what_is_wrong_about_a_translation(source: str, forms: tuple[str, ...], said: bool) -> None:
    assert bool(tool.wrong((source, ""), forms)) is said


def test_check_tells_of_a_catalogue_that_was_not_compiled(tmp_path: Path, catalogue: Path) -> None:
    found = program(tmp_path, 'tr("同步")\n')
    tool.write(catalogue, found, {("同步", ""): ("Sync",)})
    assert tool.faults(catalogue, found) == ["en.qm was not made from en.ts (run compile)"]
    catalogue.with_suffix(".qm").write_bytes(tool.compiled(catalogue))
    assert tool.faults(catalogue, found) == []
    tool.write(catalogue, found, {("同步", ""): ("Synchronise",)})
    assert tool.faults(catalogue, found) == ["en.qm was not made from en.ts (run compile)"]


def test_check_tells_of_texts_no_longer_used(tmp_path: Path, catalogue: Path) -> None:
    tool.write(catalogue, program(tmp_path, 'tr("同步")\n'), {("同步", ""): ("Sync",)})
    catalogue.with_suffix(".qm").write_bytes(tool.compiled(catalogue))
    assert tool.faults(catalogue, program(tmp_path, "")) == ["no longer used (run update): 同步"]
