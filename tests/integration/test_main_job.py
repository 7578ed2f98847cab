"""The whole main job with real parts, without a window: pull, work offline, sign, seal, sync; each thing once at the endpoint."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from support.device import CONFIRMATION, fill_and_resolve, open_device, photo, recorded_ink
from support.itsm_server import EndpointProcess

from fieldapp.bootstrap.application import Application
from fieldapp.domain.records import State
from fieldapp.domain.workflow import Action
from fieldapp.forms.signing.verify import verify
from fieldapp.store.records import OrderFilter


def waiting_order(device: Application) -> str:
    ids = device.context.store.queries.order_ids(OrderFilter(states=frozenset({State.DISPATCHED})))
    return next(order_id for order_id in ids if device.orders.detail(order_id).primary is Action.ACCEPT)


@pytest.mark.slow
def test_main_job_offline_then_synced(tmp_path: Path) -> None:
    with EndpointProcess(tmp_path / "endpoint") as server:
        server.seed()
        device = open_device(tmp_path / "device", server.url)
        try:
            report = device.sync.run_once()
            assert report.outcome == "done", report
            assert report.pulled >= 20
            order_id = waiting_order(device)
            server.kill()
            fill_and_resolve(device, order_id)
            rows = [device.attachments.add_photo(order_id, "photos", photo(shade=s), f"现场{s}.jpg", "after") for s in (10, 60)]
            device.filling.save(order_id, CONFIRMATION)
            view = device.signing.prepare(order_id)
            device.signing.shown(order_id, view.snapshot.sha256, "zh")
            device.signing.sign(order_id, view, recorded_ink())
            sealed = device.signing.seal(order_id)
            pdf = device.signing.document(sealed.sha256)
            assert device.sync.run_once().outcome == "offline"
            server.restart()
            device.settings.save(device.settings.load().changed(server_url=server.url))
            report = device.sync.run_once()
            assert report.outcome == "done", report
            assert report.parked == 0
            again = device.sync.run_once()
            assert (again.pushed, again.blobs, again.conflicts) == (0, 0, 0)
            with device.context.store.reading() as work:
                trust = [root.encode() for root in work.meta.get("trust")]
                assert not work.outbox.active_of(order_id)
                mine = work.orders.need(order_id).doc
            api = server.login(device_id=device.context.session.device_id)
            theirs = api.send("GET", f"/orders/{order_id}").json()
            assert theirs == mine
            assert theirs["state"] == "RESOLVED"
            files = api.send("GET", f"/orders/{order_id}/attachments").json()["attachments"]
            hashes = [entry["sha256"] for entry in files]
            assert sorted(hashes) == sorted(set(hashes))
            assert {sealed.sha256, rows[0]["sha256"], rows[1]["sha256"]} <= set(hashes)
            assert all(entry["complete"] for entry in files)
            fetched = api.send("GET", f"/blobs/{sealed.sha256}").content
            assert fetched == pdf
            assert hashlib.sha256(fetched).hexdigest() == sealed.sha256
            assert verify(fetched, trust).valid
            api.session.close()
        finally:
            device.close()
