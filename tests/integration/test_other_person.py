"""Two people, one device, the real endpoint: nobody's work goes out under another's login."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.device import open_device
from support.itsm_server import PASSWORD, EndpointProcess

from fieldapp.errors import RefusedFault


def test_a_login_of_somebody_else(tmp_path: Path) -> None:
    with EndpointProcess(tmp_path / "endpoint") as server:
        server.seed()
        device = open_device(tmp_path / "device", server.url)
        try:
            assert device.sync.run_once().outcome == "done"
            order_id = min(device.context.store.queries.order_ids())
            device.orders.note(order_id, "李旻离线所记")
            for name, code in (("wangyan", "login.other-user"), ("desk", "login.not-engineer")):
                with pytest.raises(RefusedFault) as caught:
                    device.sync.login(name, PASSWORD)
                assert caught.value.code == code
            report = device.sync.run_once()
            assert (report.outcome, report.pushed, report.parked) == ("done", 1, 0)
            device.sync.login("wangyan", PASSWORD)
            assert device.context.store.queries.counts().orders == 0
            assert device.sync.run_once().outcome == "done"
            assert device.access.enrolled()
            device.sync.login("liming", PASSWORD)
            assert device.sync.run_once().pulled > 20
            assert any(entry["kind"] == "note" for entry in device.orders.detail(order_id).doc["events"])
        finally:
            device.close()
