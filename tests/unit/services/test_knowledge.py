"""The knowledge base: found offline, named by the order that it helped, written from an order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldapp.domain import links
from fieldapp.domain.records import Actor, Role
from fieldapp.services.handoffs import Why
from fieldapp.services.knowledge import KIND, Knowledge
from fieldapp.services.records import Records
from tests.support.ui_orders import Bench, a_bench, resolved_order, working_order

DESK = Actor("desk-01", "服务台", Role.DESK)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


def article(bench: Bench, title: str, *, state: str = "PUBLISHED", **answers: Any) -> str:
    given = {"title": title, "symptom": "画面卡顿", "solution": "更换光模块", **answers}
    article_id = Records(bench.context).create(KIND, given)
    return bench.hold({**bench.stored(article_id), "state": state}) if state != "DRAFT" else article_id


def test_published_articles_are_found_by_any_of_their_words(bench: Bench) -> None:
    optics = article(bench, "汇聚交换机端口震荡", keywords="S5720 光模块", solved_count=2)
    power = article(bench, "摄像机反复重启", solution="换 PoE 供电", solved_count=7)
    article(bench, "草稿里的重启", state="DRAFT")
    knowledge = Knowledge(bench.context)
    assert [one.id for one in knowledge.search()] == [power, optics]
    assert [one.id for one in knowledge.search("光模")] == [optics]
    assert [one.id for one in knowledge.search("重启")] == [power]
    assert [one.id for one in knowledge.search("S5720 端口")] == [optics]
    assert [one.title for one in knowledge.search("重启", unfinished=True)] == ["草稿里的重启"]


def test_an_order_names_the_article_it_used_once(bench: Bench) -> None:
    article_id, order_id = article(bench, "端口震荡"), bench.hold(working_order())
    knowledge, before = Knowledge(bench.context), len(bench.answer(order_id, "knowledge_refs") or [])
    for _ in range(2):
        knowledge.use(order_id, article_id)
    rows = bench.answer(order_id, "knowledge_refs")
    assert (len(rows) - before, rows[-1]["title"], rows[-1]["article"]) == (1, "端口震荡", bench.stored(article_id)["number"])
    assert links.targets(bench.stored(order_id)) == (article_id,)
    assert [one.used for one in knowledge.search(order_id=order_id)] == [True]
    knowledge.leave(order_id, article_id)
    assert len(bench.answer(order_id, "knowledge_refs") or []) == before
    assert links.targets(bench.stored(order_id)) == ()


def test_what_was_signed_stays_as_it_was_signed(bench: Bench) -> None:
    article_id, order_id = article(bench, "端口震荡"), bench.hold(resolved_order())
    view = bench.signing.prepare(order_id)
    bench.signing.not_signed(order_id, view, "refused", "客户拒绝", "王工")
    rows = bench.answer(order_id, "knowledge_refs")
    Knowledge(bench.context).use(order_id, article_id)
    assert bench.answer(order_id, "knowledge_refs") == rows
    assert links.targets(bench.stored(order_id)) == (article_id,)


def test_what_was_published_is_read_while_it_is_revised_and_kept_for_good(bench: Bench) -> None:
    records, knowledge = Records(bench.context), Knowledge(bench.context)
    article_id = records.create(KIND, {"title": "端口震荡", "symptom": "卡顿", "solution": "更换光模块"})
    records.move(article_id, "SUBMITTED")
    engineer = bench.context.session
    for solution in ("更换光模块", "先清洁接头，再更换光模块"):
        bench.context.session = replace(engineer, actor=DESK)
        if solution != "更换光模块":
            records.move(article_id, "REVISION", reason="方法有改进")
            records.save(article_id, {"solution": solution})
            assert knowledge.read(article_id).content["answers"]["solution"] == "更换光模块"
            records.move(article_id, "SUBMITTED")
            assert [one.id for one in knowledge.search("接头")] == [article_id]
        records.move(article_id, "PUBLISHED")
    reading = knowledge.read(article_id)
    assert reading.content["answers"]["solution"] == "先清洁接头，再更换光模块"
    assert [(one.number, one.sound, one.content["solution"]) for one in reading.versions if one.content] == [
        (1, True, "更换光模块"),
        (2, True, "先清洁接头，再更换光模块"),
    ]


def test_an_article_is_written_from_an_order(bench: Bench) -> None:
    doc = working_order()
    doc["answers"] = {name: value for name, value in doc["answers"].items() if name not in {"kb_symptom", "kb_cause"}}
    doc["answers"] |= {"kb_title": "端口每 40 秒震荡", "kb_solution": "更换光模块", "symptom": "画面卡顿", "cause": "光模块老化"}
    order_id = bench.hold(doc)
    assert {offer.kind.code: offer.why for offer in bench.handoffs.of(order_id).offers}[KIND] is Why.ASKED
    answers = bench.stored(bench.handoffs.hand_over(order_id, KIND))["answers"]
    assert (answers["title"], answers["symptom"], answers["cause"]) == ("端口每 40 秒震荡", "画面卡顿", "光模块老化")
    assert links.targets({"answers": answers}) == (order_id,)
