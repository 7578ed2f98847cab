"""Blocks: the same for the customer's screen and the PDF, in both languages."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from fieldapp.domain.profile import parse as parse_profile
from fieldapp.domain.status import derive
from fieldapp.forms.formats import EMPTY, Formatter, offsets_differ
from fieldapp.forms.presentation import (
    Audience,
    Block,
    Grid,
    Heading,
    LongText,
    Pair,
    Pairs,
    Photos,
    Remark,
    SignatureBlock,
    blocks,
)
from fieldapp.forms.schema import FieldType, FormDefinition
from fieldapp.forms.snapshot import freeze
from fieldapp.paths import resource
from tests.support.forms_orders import NOW, full_order, work_order_form
from tests.support.forms_small import small_form

PROFILE = parse_profile(resource("profiles/default.toml").read_text(encoding="utf-8"), "default.toml")


def shown(lang: str = "zh", audience: Audience = "print", **changes: Any) -> tuple[Block, ...]:
    doc, form = full_order(**changes), work_order_form()
    content = freeze(form, doc, derive(doc, PROFILE, NOW), revision=1, frozen_at=NOW).content
    return blocks(form, content, lang, audience)


def pairs(found: tuple[Block, ...]) -> dict[str, Pair]:
    return {pair.field: pair for block in found if isinstance(block, Pairs) for pair in block.items}


def written(found: tuple[Block, ...]) -> str:
    """Blocks as text, for eyes that review the golden file."""
    lines: list[str] = []
    for block in found:
        match block:
            case Remark():
                lines.append(block.text)
            case Heading():
                lines.append(f"\n## {block.letter} {block.text} {block.note}".rstrip())
            case Pairs():
                lines.extend(f"{pair.label}: {pair.value}  ({pair.width.value})" for pair in block.items)
            case LongText():
                lines.append(f"{block.label}:\n{block.text}")
            case Grid():
                lines.append(f"{block.label}: {' | '.join(f'{column.label} ({column.type.value})' for column in block.columns)}")
                lines.extend("    " + " | ".join(row) for row in block.rows)
            case Photos():
                lines.append(f"{block.label}:")
                lines.extend(f"    {photo.tag} {photo.taken_at} {photo.caption} {photo.sha256[:12]}" for photo in block.items)
            case SignatureBlock():
                lines.append(f"{block.label}: [{block.field}]")
    return "\n".join(lines).lstrip() + "\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_full_order_reads_as_it_did(lang: str, golden: Any) -> None:
    golden.check(f"forms/full-order.print.{lang}.txt", written(shown(lang)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_screen_and_paper_say_the_same_of_a_full_order(lang: str) -> None:
    assert shown(lang, "customer") == shown(lang, "print")


@pytest.mark.parametrize("audience", ["customer", "print"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_internal_is_ever_laid_out(lang: str, audience: Audience) -> None:
    found = shown(lang, audience)
    assert "机密" not in written(found)
    assert "H" not in [block.letter for block in found if isinstance(block, Heading)]


def test_even_a_forged_snapshot_shows_no_internal_section() -> None:
    form = work_order_form()
    content = freeze(form, full_order(), derive(full_order(), PROFILE, NOW), revision=1, frozen_at=NOW).content
    content["answers"]["internal_notes"] = "机密"
    assert "机密" not in written(blocks(form, content, "zh", "print"))


def test_an_empty_optional_section_shrinks_to_its_heading_on_paper_only() -> None:
    on_paper = shown(photos=None, files=None)
    heading = next(block for block in on_paper if isinstance(block, Heading) and block.letter == "I")
    assert heading.note == "无"
    assert "photos" not in pairs(on_paper)
    on_screen = shown("en", "customer", photos=None, files=None)
    assert pairs(on_screen)["photos"] == Pair("photos", "Photos", EMPTY, pairs(on_screen)["photos"].width, True)


def test_a_section_that_owes_an_answer_does_not_shrink() -> None:
    gone = dict.fromkeys(("knowledge_refs", "diagnosis_steps", "cause", "cause_category", "recurring"))
    found = shown(**gone)
    assert next(block for block in found if isinstance(block, Heading) and block.letter == "D").note == ""
    assert pairs(found)["cause"].value == EMPTY
    assert pairs(found)["cause"].empty


def test_long_text_keeps_its_lines() -> None:
    symptom = next(block for block in shown() if isinstance(block, LongText) and block.field == "symptom")
    assert symptom.text.count("\n") == 1


def test_rows_have_a_text_for_every_column() -> None:
    for block in shown():
        if isinstance(block, Grid):
            assert block.rows
            assert all(len(row) == len(block.columns) and all(row) for row in block.rows)


@pytest.mark.parametrize("audience", ["customer", "print"])
def test_the_usual_offset_is_said_once_and_others_where_they_are(audience: Audience) -> None:
    laid_out = shown("zh", audience, received_at="2026-11-22T00:09:00Z")
    found = pairs(laid_out)
    assert found["received_at"].value == "2026-11-22 00:09 UTC"
    assert found["discovered_at"].value == "2026-11-22 08:05"
    assert laid_out[0] == Remark("时间均为 UTC+08:00，另有注明的除外。")
    assert "+08:00" not in written(laid_out[1:])
    assert shown("en", audience, received_at="2026-11-22T00:09:00Z")[0] == Remark(
        "All times are UTC+08:00 unless they say otherwise."
    )


def test_times_of_one_offset_need_no_words() -> None:
    laid_out = shown()
    assert not [block for block in laid_out if isinstance(block, Remark)]
    assert "+08:00" not in written(laid_out)


def test_times_of_one_other_zone_say_so() -> None:
    """Without an offset a time is in the zone in which the snapshot was frozen (+08:00): the evidence page says that one."""
    answers = full_order()["answers"]
    times = {name: value for name, value in answers.items() if isinstance(value, str) and value.endswith("+08:00")}
    laid_out = shown(**{name: value.replace("+08:00", "+09:00") for name, value in times.items()})
    assert pairs(laid_out)["discovered_at"].value.endswith(" +09:00")
    assert laid_out[0] == Remark("时间均为 UTC+08:00，另有注明的除外。")


def test_a_time_that_this_audience_does_not_see_changes_nothing_for_it() -> None:
    form, doc = work_order_form(), full_order()
    table, column = next(
        (field, column)
        for section in form.sections
        if section.internal
        for field in section.fields
        for column in field.columns
        if column.type is FieldType.DATETIME
    )
    content = freeze(form, doc, derive(doc, PROFILE, NOW), revision=1, frozen_at=NOW).content
    answers = content["answers"] | {table.id: [{"_id": "1", column.id: "2026-11-22T00:09:00Z"}]}
    audiences: tuple[Audience, ...] = ("customer", "print")
    for audience in audiences:
        assert not isinstance(blocks(form, content | {"answers": answers}, "zh", audience)[0], Remark)


def test_a_snapshot_frozen_by_a_clock_without_a_place_says_utc() -> None:
    doc, form = full_order(), work_order_form()
    content = freeze(form, doc, derive(doc, PROFILE, NOW), revision=1, frozen_at=NOW.astimezone(UTC)).content
    laid_out = blocks(form, content, "zh", "print")
    assert laid_out[0] == Remark("时间均为 UTC，另有注明的除外。")
    assert pairs(laid_out)["discovered_at"].value == "2026-11-22 08:05 +08:00"


def test_columns_kept_from_the_customer_are_not_in_the_grid() -> None:
    form = small_form()
    assert "cost" not in [column.id for column in grid(form, [{"name": "x", "cost": "5.00"}]).columns]


def grid(form: FormDefinition, rows: list[dict[str, Any]]) -> Grid:
    content = {"answers": {"rows": rows}, "state": "RESOLVED", "priority": None, "frozen_at": "2026-11-22T12:00:00+08:00"}
    return next(block for block in blocks(form, content, "zh", "print") if isinstance(block, Grid))


@pytest.mark.parametrize(
    ("field", "value", "zh", "en"),
    [
        ("line", "  x ", "x", "x"),
        ("line", None, EMPTY, EMPTY),
        ("sure", True, "是", "Yes"),
        ("sure", False, "否", "No"),
        ("sure", "maybe", "maybe", "maybe"),
        ("colour", "blue", "蓝", "Blue"),
        ("colour", "gone", "gone", "gone"),
        ("tags", ["a", "b"], "甲、乙", "A, B"),
        ("amount", 12345.5, "12,345.5 米", "12,345.5 m"),
        ("amount", 1e-7, "0.0000001 米", "0.0000001 m"),
        ("amount", "many", "many", "many"),
        ("price", "1234.50", "1,234.50", "1,234.50"),
        ("day", "2026-11-22", "2026-11-22", "2026-11-22"),
        ("clock", "09:05", "09:05", "09:05"),
        ("moment", "2026-11-22T14:30:59.999+08:00", "2026-11-22 14:30", "2026-11-22 14:30"),
        ("moment", "noon", "noon", "noon"),
        ("length", 80, "1 小时 20 分", "1 h 20 min"),
        ("length", 0, "0 分", "0 min"),
        ("length", 60, "1 小时", "1 h"),
        ("length", 1500, "25 小时", "25 h"),
        ("length", "long", "long", "long"),
        ("held", 30, "30 分", "30 min"),
    ],
)
def test_how_values_read(field: str, value: Any, zh: str, en: str) -> None:
    form = small_form()
    assert Formatter("zh").value(form.field(field), value) == zh
    assert Formatter("en").value(form.field(field), value) == en


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ([], False),
        (["2026-11-22T14:30:00+08:00", "2026-11-23T14:30:00+08:00"], False),
        (["2026-11-22T14:30:00+08:00", "2026-11-22T14:30:00+09:00"], True),
        (["2026-11-22T14:30:00Z"], True),
        (["noon"], False),
    ],
)
def test_when_offsets_are_spelled_out(moments: list[str], expected: bool) -> None:
    assert offsets_differ(moments) is expected


@pytest.mark.parametrize(("count", "text"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (2_500_000, "2.5 MB")])
def test_sizes(count: int, text: str) -> None:
    assert Formatter("zh").size(count) == text
