"""Saving what was typed while the order changes elsewhere: other people's rows stay, frozen orders take the last words."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldapp.errors import DraftFault
from fieldapp.services.filling import rebased
from tests.support.ui_orders import Bench, a_bench, resolved_order, working_order


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


def rows(*names: str, **texts: str) -> list[dict[str, str]]:
    return [{"_id": name, "text": texts.get(name, "")} for name in names]


@pytest.mark.parametrize(
    ("held", "seen", "value", "result"),
    [
        (rows("a", "b"), rows("a"), rows("a", a="x"), rows("a", "b", a="x")),  # b came meanwhile
        (rows("a", "b", b="desk"), rows("a", "b"), rows("a", "b", a="x"), rows("a", "b", a="x", b="desk")),
        (rows("a", "b"), rows("a", "b"), rows("b"), rows("b")),  # a was taken away by the person
        (rows("a", "b"), rows("a"), None, rows("b")),
        (rows("a"), None, rows("c"), rows("a", "c")),
        (None, rows("a"), rows("a", "c"), rows("c")),  # the others took a away
        ("text", "old", "new", "new"),
        (None, None, False, False),  # 否 and 0 are answers
        (None, None, 0, 0),
        (True, True, False, False),
        (["code"], ["code"], ["other"], ["other"]),
    ],
)
def test_rebased(held: Any, seen: Any, value: Any, result: Any) -> None:
    assert rebased(held, seen, value) == result


def test_the_desks_row_survives_a_table_typed_over(bench: Bench) -> None:
    order_id = bench.hold(working_order())
    seen = copy.deepcopy(bench.answer(order_id, "devices"))
    doc = copy.deepcopy(bench.stored(order_id))
    doc["answers"]["devices"].append({**seen[0], "_id": "0197a000-0000-7000-8000-00000000dddd"})
    bench.hold(doc)
    typed = [{**seen[0], "remark": "已更换"}, *seen[1:]]
    bench.filling.save(order_id, {"devices": typed}, {"devices": seen})
    assert [row["_id"] for row in bench.answer(order_id, "devices")] == [row["_id"] for row in doc["answers"]["devices"]]


def test_what_was_typed_while_the_order_was_taken_away_becomes_a_late_report(bench: Bench) -> None:
    order_id = bench.hold(working_order())
    with bench.context.store.writing() as work:
        work.orders.freeze(order_id, "reassigned")
    detail = bench.filling.save(order_id, {"cause": "离线写完才知道已改派"})
    assert detail.frozen == "reassigned"
    with bench.context.store.reading() as work:
        (op,) = work.outbox.active_of(order_id)
    assert op.kind == "late_report"
    assert op.payload["patch"]["answers"]["cause"] == "离线写完才知道已改派"


def test_a_draft_says_that_it_is_one(bench: Bench) -> None:
    order_id = bench.hold(working_order())
    with pytest.raises(DraftFault) as caught:
        bench.filling.save(order_id, {"estimated_minutes": "四十", "cause": "合格的一项"})
    assert caught.value.details["field"] == "estimated_minutes"
    assert bench.answer(order_id, "cause") == "合格的一项"


def test_a_signed_order_whose_snapshot_is_on_another_device_can_be_edited(bench: Bench) -> None:
    """A new laptop pulls a signed order: the snapshot never travels by itself. What is printed voids, what is not does not."""
    signed = resolved_order()
    signed["events"].append(
        {
            "id": "0197a000-0000-7000-8000-00000000eeee",
            "kind": "signed",
            "at": bench.clock.now().isoformat(timespec="milliseconds"),
            "server_at": None,
            "actor": signed["events"][-1]["actor"],
            "data": {"snapshot_sha256": "ab" * 32, "ink_sha256": "cd" * 32, "revision": 1},
        }
    )
    order_id = bench.hold(signed)
    assert bench.orders.detail(order_id).status.signing == "signed"
    bench.orders.note(order_id, "内部备注")
    assert bench.orders.detail(order_id).status.signing == "signed"
    bench.filling.save(order_id, {"cause": "换机后更正"})
    assert bench.answer(order_id, "cause") == "换机后更正"
    assert bench.orders.detail(order_id).status.signing == "voided"
