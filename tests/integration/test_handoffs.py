"""From an order on a device without a network to the ledger and back: the real application and the real endpoint process."""

from __future__ import annotations

from pathlib import Path

from fieldapp.itsm import desk, records
from fieldapp.itsm.desk import CONSOLE
from fieldapp.services.handoffs import Why
from tests.support.device import open_device
from tests.support.itsm_server import EndpointProcess

ORDER = {
    "customer_unit": "临江市公安局",
    "contact_name": "欧阳𠅤",
    "symptom": "汇聚交换机反复重启",
    "service_mode": "onsite",
}
CHANGE = {"_id": "0197a000-0000-7000-8000-00000000c001", "ci": "CI-SW-0112", "attribute": "固件", "new": "V200R022C00"}


def test_a_configuration_change_from_the_site_to_the_ledger(tmp_path: Path) -> None:
    with EndpointProcess(tmp_path / "endpoint") as server:
        with server.opened() as endpoint:
            order_id = desk.dispatch(endpoint, {"answers": ORDER}, "liming").id
            known = records.create(endpoint, "device", {"ci": "CI-SW-0112", "name": "汇聚交换机"}, CONSOLE).id
        device = open_device(tmp_path / "device", server.url)
        assert device.sync.run_once().outcome == "done"
        device.sync.close()  # from here on without the network
        device.filling.save(order_id, {"config_changes": [CHANGE], "change_kind": "normal"})
        offered = {offer.kind.code: offer.why for offer in device.handoffs.of(order_id).offers}
        assert offered == {"change": Why.ASKED, "configuration": Why.ASKED}
        change, request = (device.handoffs.hand_over(order_id, code) for code in ("change", "configuration"))
        number = device.orders.detail(order_id).number
        reference = device.records.detail(change).number
        assert device.orders.detail(order_id).doc["answers"]["change_ref"] == reference
        assert device.sync.run_once().outcome == "done"
        with server.opened() as endpoint:
            assert desk.look(endpoint, reference)["state"] == "SUBMITTED"
            assert desk.look(endpoint, number)["answers"]["change_ref"] == reference
            records.move(endpoint, request, "APPROVED", CONSOLE)
            records.move(endpoint, change, "REJECTED", CONSOLE, reason="请走客户流程")
        assert device.sync.run_once().outcome == "done"
        states = {row.kind: row.state for row in device.handoffs.of(order_id).records}
        assert states == {"change": "REJECTED", "configuration": "APPROVED"}
        assert [move.to for move in device.records.detail(change).moves] == ["SUBMITTED", "WITHDRAWN"]
        (row,) = device.records.detail(known).doc["answers"]["history"]
        assert (row["new"], row["order"], row["by"]) == ("V200R022C00", number, "李旻")
        device.close()
