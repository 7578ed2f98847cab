"""PDF, spreadsheet and JSON of one report: they say the same, conform, and are the same whenever they are made again."""

from __future__ import annotations

import io
import json
import random
from datetime import datetime, timedelta

import openpyxl
import pytest
from support.domain_documents import profile_with, uid
from support.pdf_reading import assert_conforms, attachments, pages_of, squeezed, text_of
from support.pdf_tags import Tagged, tag_findings
from support.report_orders import CONTRACTS, Maker

from fieldapp.report.as_json import to_json
from fieldapp.report.collector import Order, compile_report
from fieldapp.report.content import Dimension, Report, Source
from fieldapp.report.pdf import DATA, to_pdf
from fieldapp.report.quarter import Quarter
from fieldapp.report.spreadsheet import to_xlsx
from fieldapp.report.words import words
from fieldapp.services.shipped import FORM, shipped_catalog

ZH, EN = words("zh"), words("en")
LAST = Quarter(2026, 3)


def made(orders: list[Order], *, days: int = 9, customer: str = "") -> Report:
    profile = profile_with(CONTRACTS)
    as_of = LAST.ends(profile.zone) + timedelta(days=days)
    form = shipped_catalog().latest(FORM)
    return compile_report(orders, profile, form, LAST, as_of, Source.ENDPOINT, customer=customer)


@pytest.fixture(scope="module")
def orders() -> list[Order]:
    profile, maker, chance = profile_with(CONTRACTS), Maker(7), random.Random(7)
    begins = LAST.shifted(-7).begins(profile.zone)
    seconds = int((LAST.ends(profile.zone) - begins).total_seconds())
    return [maker.order(begins + timedelta(seconds=chance.randrange(seconds))) for _ in range(600)]


@pytest.fixture(scope="module")
def report(orders: list[Order]) -> Report:
    return made(orders)


@pytest.fixture(scope="module")
def pdf(report: Report) -> bytes:
    return to_pdf(report, ZH, "高新兴科技集团股份有限公司")


def test_the_pdf_conforms_and_is_tagged(pdf: bytes) -> None:
    assert_conforms(pdf)
    assert tag_findings(pdf) == []
    assert 3 <= pages_of(pdf) <= 8


def test_the_pdf_says_the_figures(pdf: bytes, report: Report) -> None:
    text = squeezed(text_of(pdf, "-layout"))
    rate = report.figures.solve_rate
    assert rate is not None
    assert f"事件总数{report.figures.incidents}" in text
    assert f"事件解决率{rate * 100:.1f}%" in text
    assert f"服务响应总数{report.responses}" in text
    forecast = report.outlooks[0].forecast
    assert forecast is not None
    assert f"{forecast.low:.0f}–{forecast.high:.0f}" in text
    for group in report.breakdowns[Dimension.CUSTOMER]:
        assert (group.label.zh or "（未填写）") in text


def test_charts_are_told_in_words(pdf: bytes, report: Report) -> None:
    tagged = Tagged(pdf)
    told = [str(figure.entry.Alt) for figure in tagged.root.of("Figure")]
    assert len(told) == 4
    assert f"{LAST} {report.figures.incidents}" in told[0]
    assert "80 % 区间" in told[0]


def test_the_figures_are_inside_without_the_orders(pdf: bytes, report: Report) -> None:
    inside = json.loads(attachments(pdf)[DATA])
    assert inside["figures"]["incidents"] == report.figures.incidents
    assert "incidents" not in inside
    assert json.loads(to_json(report))["incidents"][0]["number"] == report.incidents[0].number


def test_whatever_order_they_come_in_the_bytes_are_the_same(orders: list[Order], pdf: bytes, report: Report) -> None:
    shuffled = orders.copy()
    random.Random(1).shuffle(shuffled)
    again = made(shuffled)
    assert to_json(again) == to_json(report)
    assert to_pdf(again, ZH, "高新兴科技集团股份有限公司") == pdf


def test_an_engineer_under_two_names_gets_the_same_one_whatever_comes_first(orders: list[Order]) -> None:
    """Responses to orders of an earlier quarter: the person stands in the breakdown for them alone."""
    early = [order for order in orders if order[0]["answers"]["discovered_at"] < "2026-06-20"][:40]
    events = [
        {
            "id": uid(0xF0 + n),
            "kind": "accepted",
            "at": at,
            "server_at": at,
            "actor": {"id": "eng-9", "name": name, "role": "engineer"},
        }
        for n, (name, at) in enumerate((("旧名", "2026-07-02T10:00:00.000+08:00"), ("新名", "2026-07-03T10:00:00.000+08:00")))
    ]
    docs = [({**doc, "events": [event]}, False) for (doc, _gone), event in zip(early, events, strict=False)]
    one, other = made(docs), made(docs[::-1])
    assert to_json(one) == to_json(other)
    assert [(group.code, group.responses) for group in one.breakdowns[Dimension.ENGINEER]] == [("eng-9", 2)]


def test_a_quarter_that_is_not_over_says_so(orders: list[Order]) -> None:
    running = made(orders, days=-40)
    text = text_of(to_pdf(running, EN))
    assert "Quarter not over" in text
    assert running.outlooks[0].quarter == LAST


def test_nothing_at_all_is_a_report_too() -> None:
    empty = made([])
    for lang in (ZH, EN):
        pdf = to_pdf(empty, lang)
        assert_conforms(pdf)
        assert tag_findings(pdf) == []
    assert "不作预测：只有0个完整季度" in squeezed(text_of(to_pdf(empty, ZH)))
    assert to_xlsx(empty, ZH)


HOSTILE = '\x01=HYPERLINK("http://x")\u202e\x1f🛰 ' + "长" * 3000


def test_hostile_names(orders: list[Order]) -> None:
    """Control characters, signs without a glyph, names longer than a page is wide: all files are made, and conform."""
    spoilt = [
        ({**doc, "answers": {**doc["answers"], "customer_unit": HOSTILE, "contract": HOSTILE}}, gone) for doc, gone in orders
    ]
    report = made(spoilt)
    pdf = to_pdf(report, ZH)
    assert_conforms(pdf)
    assert tag_findings(pdf) == []
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(report, EN)))
    (row,) = book["By customer"].iter_rows(min_row=2)
    assert row[0].value.startswith("=HYPERLINK")
    assert (row[0].data_type, row[0].quotePrefix) == ("s", True)
    assert json.loads(to_json(report))["breakdowns"]["customer"][0]["code"].endswith("长长")


def test_one_customer_alone(orders: list[Order], report: Report) -> None:
    alone = made(orders, customer=" 地铁三号线 ")
    (all_of_it,) = (group for group in report.breakdowns[Dimension.CUSTOMER] if group.code == "地铁三号线")
    assert alone.figures == all_of_it.figures
    assert {fact.customer for fact in alone.incidents} == {"地铁三号线"}
    shown = text_of(to_pdf(alone, ZH))
    assert "白云机场股份" not in shown


def test_the_spreadsheet_has_numbers_and_no_formulas(report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(report, ZH)))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    listed = book["事件清单"]
    heads = [cell.value for cell in listed[1]]
    assert listed.max_row == len(report.incidents) + 1
    first, fact = dict(zip(heads, listed[2], strict=True)), report.incidents[0]
    assert (first["派工单号"].value, first["故障现象"].value) == (fact.number, "=1+1 画面黑屏")
    assert first["故障现象"].quotePrefix
    assert isinstance(first["事件发现"].value, datetime)
    spent = [row[heads.index("解决用时")].value for row in listed.iter_rows(min_row=2)]
    total = sum((value for value in spent if value is not None), timedelta())
    assert round(total.total_seconds()) == report.figures.resolution.total_s
    summary = {row[0].value: row[1].value for row in book["主要指标"].iter_rows(min_row=2)}
    assert summary["事件总数"] == report.figures.incidents
    assert summary["事件解决率"] == report.figures.solve_rate
    assert {"按客户单位", "按工程师", "各季度", "预测", "口径说明"} <= set(book.sheetnames)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages_have_all_words(lang: str, report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(report, words(lang))))
    assert len(book.sheetnames) == len(set(book.sheetnames)) == 18
    assert all(sheet.cell(1, 1).value for sheet in book)
    if lang == "en":
        heads = [cell.value for sheet in book for cell in sheet[1]]
        assert all(str(head).isascii() or "§" in str(head) for head in heads if head), heads
