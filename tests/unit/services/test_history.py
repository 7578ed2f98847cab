"""What earlier orders offer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldapp.errors import RefusedFault
from fieldapp.ids import is_id
from fieldapp.services.history import History
from tests.support.ui_orders import Bench, a_bench, dispatched_order, resolved_order

SERIAL = "2102351XYZ0123456789"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = a_bench(tmp_path / "data")
    yield made
    made.close()


def numbered(n: int) -> dict[str, str]:
    return {"id": f"0197a000-0000-7000-8000-{n:012x}", "number": f"WX-20261101-{n:06}"}


def earlier(bench: Bench, n: int, **answers: Any) -> str:
    doc = resolved_order() | numbered(n)
    doc["answers"] = {**doc["answers"], "discovered_at": f"2026-11-{n:02}T08:00:00.000+08:00", **answers}
    return bench.hold(doc)


def now_dispatched(bench: Bench, **answers: Any) -> str:
    doc = dispatched_order(id="0197a000-0000-7000-8000-0000000000ff")
    doc["answers"] = {**doc["answers"], **answers}
    return bench.hold(doc)


def test_visits_of_the_site_and_of_the_device_latest_first(bench: Bench) -> None:
    earlier(bench, 3, cause="电源老化", solution="换电源")
    earlier(bench, 9, customer_unit="别的单位", devices=[{"_id": "0197a000-0000-7000-8000-00000000aaaa", "serial": "sn 77"}])
    earlier(bench, 5)
    earlier(bench, 7, customer_unit="不相干", devices=None)
    order = now_dispatched(bench, devices=[{"_id": "0197a000-0000-7000-8000-00000000bbbb", "serial": "SN-77", "name": "交换机"}])
    visits = bench.orders.history(order).visits
    assert [(seen.number[-1], seen.here, seen.serials) for seen in visits] == [
        ("9", False, ("sn 77",)),
        ("5", True, ()),
        ("3", True, ()),
    ]
    assert (visits[2].cause, visits[2].solution) == ("电源老化", "换电源")


def test_empty_fields_that_carry_over_are_offered_from_the_last_visit(bench: Bench) -> None:
    earlier(bench, 3, contact_name="旧联系人")
    last = earlier(bench, 5, contact_name="王主任", contact_phone="13800138000")
    order = now_dispatched(bench, contact_name=None, contact_phone="020-1")
    seen = bench.orders.history(order)
    assert seen.source[0].endswith("5")
    assert seen.offers is not None
    assert set(seen.offers) == {"contact_name", "devices"}, "what is filled in, and what is the desk's, is not offered"
    assert seen.offers["contact_name"] == "王主任"
    before = bench.answer(last, "devices")
    assert [row["serial"] for row in seen.offers["devices"]] == [row["serial"] for row in before]
    assert not {row["_id"] for row in seen.offers["devices"]} & {row["_id"] for row in before}
    assert all(is_id(row["_id"]) for row in seen.offers["devices"])
    bench.filling.save(order, dict(seen.offers))
    assert bench.orders.history(order).offers is None


def test_an_order_recorded_here_is_offered_the_desks_fields_too(bench: Bench) -> None:
    earlier(bench, 5, address="番禺大道 1 号", contract="HT-1")
    customer = bench.answer(earlier(bench, 4), "customer_unit")
    order = bench.orders.create_on_site({})
    assert bench.orders.history(order) == History()
    bench.filling.save(order, {"customer_unit": customer})
    offers = bench.orders.history(order).offers
    assert offers is not None
    assert (offers["address"], offers["contract"]) == ("番禺大道 1 号", "HT-1")


def test_a_device_by_its_serial_number(bench: Bench) -> None:
    assert bench.orders.known_device(SERIAL) is None
    first = earlier(bench, 3)
    earlier(bench, 5, devices=[{"_id": "0197a000-0000-7000-8000-00000000aaaa", "serial": SERIAL.lower(), "name": "核心交换机"}])
    device = bench.orders.known_device(f" {SERIAL[:7]}-{SERIAL[7:]} ")
    assert device is not None
    assert (device.field_id, device.row["name"], device.number[-1], device.orders) == ("devices", "核心交换机", "5", 2)
    assert "_id" not in device.row
    only = bench.orders.known_device(SERIAL, but_for="0197a000-0000-7000-8000-000000000005")
    assert only is not None
    assert only.number == bench.stored(first)["number"]
    assert bench.orders.known_device("—") is None


def test_the_third_failure_within_the_profiles_days_is_told(bench: Bench) -> None:
    device = [{"_id": "0197a000-0000-7000-8000-00000000aaaa", "serial": "SN-77", "name": "交换机"}]
    earlier(bench, 3, devices=device)
    order = now_dispatched(bench, devices=device)
    assert bench.orders.history(order).repeated == ()
    earlier(bench, 1, devices=device, discovered_at="2026-05-01T08:00:00.000+08:00")  # too long ago
    assert bench.orders.history(order).repeated == ()
    earlier(bench, 5, devices=device)
    (again,) = bench.orders.history(order).repeated
    assert (again.serial, again.name, again.failures, again.days) == ("SN-77", "交换机", 3, 90)


def test_an_order_that_is_not_here(bench: Bench) -> None:
    with pytest.raises(RefusedFault):
        bench.orders.history("0197a000-0000-7000-8000-0000000000aa")
