"""An incident recorded on site, offline (§6.2.1–6.2.3): what is asked, carried over, judged, and what the order says then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldapp.domain import priority, validation
from fieldapp.domain.records import Priority
from fieldapp.domain.status import derive
from fieldapp.errors import InputFault
from fieldapp.forms.catalog import Catalog
from fieldapp.paths import resource
from fieldapp.services.intake import Intake, Override, layout
from fieldapp.services.shipped import FORM
from tests.support.ui_orders import Bench, a_bench, resolved_order

NEEDED: dict[str, Any] = {
    "customer_unit": "㛃州轨道交通",
    "symptom": "站厅全部球机黑屏。",
    "category": "platform",
    "impact": "outage",
    "scope": "all",
    "urgency": "critical",
    "service_mode": "onsite",
}
SERIAL = "ONLY-0042"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


def kinds(doc: dict[str, Any]) -> list[str]:
    return [entry["kind"] for entry in doc["events"]]


def test_the_layout_asks_for_fields_of_the_form() -> None:
    form = Catalog([resource("forms")]).latest(FORM)
    asked = [name for group in layout().groups for name in group.fields]
    assert len(set(asked)) == len(asked)
    for name in (*asked, *layout().required, *layout().known):
        assert name in form, name
    assert set(layout().required) <= set(asked)
    for group in layout().groups:
        if group.only_if:
            assert form.field(group.only_if[0]).option_label(group.only_if[1])


def test_what_is_recorded_is_an_order_that_the_endpoint_takes(bench: Bench) -> None:
    order_id = Intake(bench.context).record(NEEDED)
    doc = bench.stored(order_id)
    validation.check_document(doc)
    assert kinds(doc) == ["created", "assigned", "accepted", "arrived"]
    answers = doc["answers"]
    assert (answers["channel"], answers["received_by"]) == ("onsite", bench.context.session.actor.name)
    assert answers["accepted_at"] == answers["arrived_at"] == answers["received_at"]
    assert derive(doc, bench.context.profile, bench.clock.now()).priority is Priority.CRITICAL
    assert bench.orders.detail(order_id).primary == "start"
    assert bench.context.store.queries.counts().unsent == 1


def test_by_telephone_nobody_arrives(bench: Bench) -> None:
    order_id = Intake(bench.context).record({**NEEDED, "service_mode": "remote", "remote_consent": True})
    assert kinds(bench.stored(order_id)) == ["created", "assigned", "accepted"]
    assert bench.answer(order_id, "remote_consent") is True


def test_another_level_needs_a_reason_and_both_are_on_record(bench: Bench) -> None:
    intake = Intake(bench.context)
    with pytest.raises(InputFault) as caught:
        intake.record(NEEDED, Override(Priority.SEVERE, " "))
    assert caught.value.code == "intake.reason"
    order_id = intake.record(NEEDED, Override(Priority.SEVERE, "备用大屏可用"))
    doc = bench.stored(order_id)
    (entry,) = [entry for entry in doc["events"] if entry["kind"] == "priority_set"]
    assert entry["data"] == {"from": "CRITICAL", "to": "SEVERE", "proposed": "CRITICAL", "reason": "备用大屏可用"}
    status = derive(doc, bench.context.profile, bench.clock.now())
    assert (status.priority, status.proposed_priority) == (Priority.SEVERE, Priority.CRITICAL)
    same = intake.record(NEEDED, Override(Priority.CRITICAL, ""))
    assert "priority_set" not in kinds(bench.stored(same))


def test_a_suppliers_matter_goes_to_the_third_line(bench: Bench) -> None:
    """And what belongs to a group that does not apply is not recorded."""
    rows = [{"_id": "0197a000-0000-7000-8000-00000000bbbb", "supplier": "海康威视", "reference": "HK-7"}]
    intake = Intake(bench.context)
    third = intake.record({**NEEDED, "support_line": "third", "third_party": rows})
    assert bench.answer(third, "third_party")[0]["supplier"] == "海康威视"
    first = intake.record({**NEEDED, "support_line": "first", "third_party": rows})
    assert bench.answer(first, "third_party") is None


def test_the_first_category_stays_beside_the_final_one(bench: Bench) -> None:
    order_id = Intake(bench.context).record(NEEDED)
    bench.filling.save(order_id, {"final_category": "server"})
    assert (bench.answer(order_id, "category"), bench.answer(order_id, "final_category")) == ("platform", "server")


@pytest.mark.parametrize("gap", sorted(layout().required))
def test_nothing_is_recorded_without_what_is_needed(bench: Bench, gap: str) -> None:
    with pytest.raises(InputFault) as caught:
        Intake(bench.context).record({**NEEDED, gap: " " if gap in ("customer_unit", "symptom") else None})
    assert (caught.value.code, caught.value.details["fields"]) == ("intake.incomplete", [gap])
    assert bench.context.store.queries.counts().orders == 0


def test_a_wrong_value_is_refused_by_its_field(bench: Bench) -> None:
    with pytest.raises(InputFault) as caught:
        Intake(bench.context).record({**NEEDED, "impact": "huge"})
    assert caught.value.details["field"] == "impact"


def earlier(bench: Bench, customer: str, number: int, **answers: Any) -> None:
    doc = resolved_order() | {"id": f"0197a000-0000-7000-8000-{number:012x}", "number": f"WX-20261101-{number:06}"}
    bench.hold(doc | {"answers": {**doc["answers"], "customer_unit": customer, **answers}})


def test_known_customers_and_devices_fill_in_what_they_know(bench: Bench) -> None:
    device = {"_id": "0197a000-0000-7000-8000-00000000aaaa", "serial": SERIAL, "name": "核心交换机", "location": "3 楼"}
    earlier(bench, "天河区视频专网中心", 1, contact_name="王主任", contact_phone="13800138000", devices=[device])
    earlier(bench, "㛃州轨道交通", 2)
    intake = Intake(bench.context)
    assert set(intake.customers("")) == {"天河区视频专网中心", "㛃州轨道交通"}
    assert intake.customers("天河") == ("天河区视频专网中心",)
    assert intake.customers("没有这家") == ()
    assert intake.customers("sp") == ("天河区视频专网中心",)
    assert intake.customers("tianhequ zw") == ("天河区视频专网中心",)
    known = intake.known("天河区视频专网中心")
    assert (known["contact_name"], known["contact_phone"]) == ("王主任", "13800138000")
    assert set(known) <= {"customer_unit", *layout().known}
    found = intake.by_serial(SERIAL.lower())
    assert found["customer_unit"] == "天河区视频专网中心"
    (row,) = found["devices"]
    assert (row["name"], row["serial"]) == ("核心交换机", SERIAL)
    assert row["_id"] != device["_id"]
    assert intake.by_serial("nobody's") == {}
    order_id = intake.record({**NEEDED, **found})
    assert bench.answer(order_id, "devices")[0]["name"] == "核心交换机"


def test_what_was_typed_is_there_after_the_battery_died(bench: Bench, tmp_path: Path) -> None:
    intake = Intake(bench.context)
    typed = {"customer_unit": "㛃州轨道交通", "symptom": "黑"}
    intake.keep(typed, Priority.SEVERE, "备用")
    bench.close()
    again = a_bench(tmp_path / "data")
    form = Intake(again.context).begin()
    assert (form.begun, form.level, form.reason) == (typed, Priority.SEVERE, "备用")
    Intake(again.context).record({**NEEDED})
    assert "symptom" not in Intake(again.context).begin().begun, "recorded: begin anew"
    again.close()


def test_the_contracts_matrix_proposes(bench: Bench) -> None:
    form = Intake(bench.context).begin()
    assert form.proposed({}) is None
    proposed = priority.propose("single", "individual", "normal", bench.context.profile)
    assert form.proposed({"impact": "single", "scope": "individual", "urgency": "normal"}) is proposed is Priority.NORMAL
