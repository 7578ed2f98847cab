"""Recorded on site, offline: the engineer fills in all of it; the endpoint takes it over once, then it is the desk's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.device import open_device
from support.itsm_server import EndpointProcess

from fieldapp.errors import RefusedFault

DESKS_PART = {
    "customer_unit": "㛃州市轨道交通指挥中心",
    "contact_name": "李䶮",
    "contact_phone": "13800138000",
    "address": "二号线车辆段信号楼",
    "category": "hardware",
    "impact": "single",
    "scope": "individual",
    "urgency": "normal",
    "nature": "fault",
    "symptom": "站厅 3 号球机无图像。",
}


@pytest.mark.slow
def test_recorded_offline_and_taken_over_once(tmp_path: Path) -> None:
    with EndpointProcess(tmp_path / "endpoint") as server:
        device = open_device(tmp_path / "device", server.url)
        try:
            assert device.sync.last_ok_at() is None
            done_at = device.sync.run_once().finished_at
            server.kill()
            order_id = device.orders.create_on_site({})
            assert {gap.field for gap in device.orders.detail(order_id).missing} >= {"customer_unit"}
            detail = device.filling.save(order_id, DESKS_PART)
            assert detail.status.priority == "NORMAL"
            device.orders.accept(order_id)
            assert device.sync.run_once().outcome == "offline"
            kept = device.sync.last_ok_at()
            assert kept is not None
            assert abs((kept - done_at).total_seconds()) < 0.001, "the last good one, not the last one"
            server.restart()
            device.settings.save(device.settings.load().changed(server_url=server.url))
            assert device.sync.run_once().outcome == "done"
            assert device.sync.run_once().pushed == 0
            with device.context.store.reading() as work:
                mine = work.orders.need(order_id).doc
            with server.login() as api:
                items, _ = api.everything()
            assert [item["doc"] for item in items.values()] == [mine]
            assert re.fullmatch(r"XC-\d{8}-[0-9A-F]{6}", mine["number"]), "the number that may be signed already stays"
            assert mine["answers"]["customer_unit"] == DESKS_PART["customer_unit"]
            with pytest.raises(RefusedFault, match="belongs to the service desk"):
                device.filling.save(order_id, {"symptom": "…"})
        finally:
            device.close()
