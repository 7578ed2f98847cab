"""§7.2.3 and §7.2.4: a version of a plan holds every content that the process lists, and what §7.2.5 asks besides is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldapp.services.major import Manager
from tests.support.domain_documents import uid
from tests.support.major_documents import MANAGER, cause
from tests.support.ui_orders import Bench, a_bench, working_order

WHEN = "2026-11-23T12:00:00.000+08:00"
RECOVERY: dict[str, Any] = {
    "known_problem": "全部视频中断",
    "components": [
        {"_id": uid(1), "name": "核心交换机", "sort": "component", "condition": "suspect"},
        {"_id": uid(2), "name": "与市局的级联接口", "sort": "interface", "condition": "good"},
    ],
    "causes": [cause(3, "光端机", "high", "easy") | {"component": "核心交换机", "test": "换一只光端机"}],
    "recovery_actions": [
        {
            "_id": uid(4),
            "action": "倒换主备",
            "detail": "先断业务口",
            "cause": "光端机",
            "who": "王岩",
            "begins": WHEN,
            "until": WHEN,
        }
    ],
    "next_recovery_review": WHEN,
}
COMMUNICATION: dict[str, Any] = {
    "parties": [{"_id": uid(5), "name": "王科长", "audience": "customer", "phone": "13800138000", "mail": "wang@example.cn"}],
    "updates": [
        {
            **{"_id": uid(10 + number), "audience": audience, "content": "说什么", "every": 60, "next_due": WHEN},
            **{"approver": "赵总", "user": "mgr", "mechanism": "phone"},
        }
        for number, audience in enumerate(["senior", "staff", "customer", "partner", "handling", "press", "emergency"])
    ],
    "next_management_review": WHEN,
}
BESIDES: dict[str, Any] = {
    "resources": [{"_id": uid(6), "what": "备用核心板", "provider": "厂家", "standing": "assigned"}],
    "continuity": "considered",
    "continuity_note": "由客户方值班长决定",
    "evidence": "防火墙日志已封存",
    "workaround": "先用备用链路",
}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


def told(said: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Of what is kept, the answers and columns that were given."""
    rows = {name: [set(row) for row in value] for name, value in given.items() if isinstance(value, list)}
    return {
        name: [{key: row[key] for key in keys if key in row} for row, keys in zip(said[name], rows[name], strict=True)]
        if name in rows
        else said[name]
        for name in given
        if name in said
    }


@pytest.mark.parametrize(("plan", "contents"), [("recovery", RECOVERY), ("communication", COMMUNICATION)], ids=["7.2.3", "7.2.4"])
def test_a_version_holds_every_content_that_is_listed(bench: Bench, plan: str, contents: dict[str, Any]) -> None:
    record_id = bench.major.declare(bench.hold(working_order(priority="CRITICAL")), "中断", Manager(MANAGER.name, MANAGER.id))
    bench.context.session = replace(bench.context.session, actor=MANAGER)
    bench.records.save(record_id, contents)
    bench.major.issue(record_id, plan, "初始会议")
    (version,) = bench.major.detail(record_id).plans[plan].versions
    assert version.sound
    assert told(dict(version.content or {}), contents) == contents


def test_resources_continuity_evidence_and_workaround_are_kept(bench: Bench) -> None:
    record_id = bench.major.declare(bench.hold(working_order(priority="CRITICAL")), "中断", Manager(MANAGER.name, MANAGER.id))
    bench.records.save(record_id, BESIDES)
    assert told(bench.stored(record_id)["answers"], BESIDES) == BESIDES
    assert any(BESIDES["workaround"] in text for text in bench.major.detail(record_id).drafts.values())
