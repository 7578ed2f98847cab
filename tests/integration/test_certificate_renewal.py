"""A certificate is renewed before it ends, and a refusal of that does not spoil the sync."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from support.device import open_device
from support.itsm_server import EndpointProcess

from fieldapp.bootstrap.application import Application
from fieldapp.clock import SystemClock
from fieldapp.forms.signing.keys import describe
from fieldapp.itsm.revocation import revoke


class LaterClock(SystemClock):
    """Years ahead, when told."""

    ahead = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.ahead


def certificate(device: Application) -> str:
    with device.context.store.reading() as work:
        return str(work.meta.get("certificate"))


def test_a_certificate_that_soon_ends_is_renewed(tmp_path: Path) -> None:
    clock = LaterClock()
    with EndpointProcess(tmp_path / "endpoint") as server:
        server.seed()
        device = open_device(tmp_path / "device", server.url, clock=clock)
        try:
            first = certificate(device)
            assert device.sync.run_once().outcome == "done"
            assert certificate(device) == first
            clock.ahead = timedelta(days=3 * 365 - 10)
            assert device.access.certificate_due()
            assert device.sync.run_once().outcome == "done"
            assert certificate(device) != first
            device.context.vault.set("device-key", "not a key")
            assert device.sync.run_once().outcome == "done"
        finally:
            device.close()


def test_a_revoked_certificate_is_replaced_with_its_key(tmp_path: Path) -> None:
    clock = LaterClock()
    with EndpointProcess(tmp_path / "endpoint") as server:
        device = open_device(tmp_path / "device", server.url, clock=clock)
        try:
            first, key = certificate(device), device.context.vault.get("device-key")
            with server.opened() as office:
                revoke(office, serial=describe(first.encode()).serial)
            assert device.sync.run_once().outcome == "done"
            assert certificate(device) == first  # the lists at hand are younger than an hour
            clock.ahead = timedelta(hours=2)
            assert device.sync.run_once().outcome == "done"
            assert certificate(device) != first
            assert device.context.vault.get("device-key") != key
            assert not device.access.certificate_due()
        finally:
            device.close()
