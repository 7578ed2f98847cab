"""One stage of the timetable, found out by two devices and the endpoint, with a real gateway behind: told once, and all agree."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.device import open_device
from support.itsm_server import EndpointProcess
from support.sms_gateway import Gateway, configuration
from support.store_builders import HandClock

from fieldapp.bootstrap.application import Application
from fieldapp.cli import main
from fieldapp.clock import to_wire
from fieldapp.domain.escalation import NoticeState
from fieldapp.itsm import desk, orders
from fieldapp.itsm.context import open_endpoint
from fieldapp.itsm.messages.service import Messages
from fieldapp.itsm.messages.settings import load_settings

KEY = "CRITICAL:discovery:sms"
ANSWERS = {"customer_unit": "临江分局", "symptom": "黑屏", "service_mode": "onsite", "priority": "CRITICAL"}
WAIT_S = 30


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, gateway: Gateway) -> Path:
    path = tmp_path / "messages.toml"
    path.write_text(configuration(gateway.url), encoding="utf-8")
    return path


def wait_for(what: Callable[[], bool]) -> None:
    ends = time.monotonic() + WAIT_S
    while not what():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.05)


def dispatched(server: EndpointProcess, minutes_ago: float) -> str:
    moment = to_wire(datetime.now(UTC) - timedelta(minutes=minutes_ago))
    with server.opened() as endpoint:
        made = desk.dispatch(endpoint, {"created_at": moment, "answers": {"discovered_at": moment, **ANSWERS}}, "liming")
    return made.id


def log_of(server: EndpointProcess, order_id: str) -> list[dict[str, Any]]:
    with server.opened() as endpoint, endpoint.database.reading() as connection:
        return list(orders.load(endpoint.database, connection, [order_id])[order_id].doc["events"])


def told(log: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    return Counter((entry["data"]["key"], entry["data"]["outcome"]) for entry in log if entry["kind"] == "notice")


def state_of(device: Application, order_id: str, key: str) -> NoticeState:
    return next(one.state for one in device.orders.detail(order_id).notices if one.key == key)


@pytest.mark.slow
def test_two_devices_and_the_endpoint_tell_a_stage_once(tmp_path: Path, gateway: Gateway, settings: Path) -> None:
    with EndpointProcess(tmp_path / "endpoint", more=("--messages", str(settings))) as server:
        order_id = dispatched(server, 11)
        devices = [open_device(tmp_path / name, server.url) for name in ("one", "other")]
        try:
            for device in devices:
                assert device.sync.run_once().outcome == "done"
                assert [one.name for one in device.orders.detail(order_id).owed[0].people]
                device.orders.watch()
                device.orders.hand_over(order_id, [KEY])
            for device in (*devices, *devices):
                assert device.sync.run_once().outcome == "done"
            wait_for(lambda: (KEY, "late") in told(log_of(server, order_id)))
            for device in devices:
                device.orders.watch()
                assert device.sync.run_once().outcome == "done"
            log = log_of(server, order_id)
            assert set(told(log).values()) == {1}, told(log)
            assert {key for key, outcome in told(log) if outcome == "missed"} >= {KEY, "CRITICAL:discovery:phone:pm"}
            assert sorted(text["to"] for text in gateway.texts()) == ["13800138000", "13900000001", "13900000002"]
            assert len({text["id"] for text in gateway.texts()}) == 3
            for device in devices:
                assert state_of(device, order_id, KEY) is NoticeState.LATE
                with device.context.store.reading() as work:
                    assert {entry["id"] for entry in work.orders.need(order_id).doc["events"]} == {entry["id"] for entry in log}
        finally:
            for device in devices:
                device.close()


@pytest.mark.slow
def test_an_endpoint_killed_while_it_sends_does_not_send_again(
    tmp_path: Path, gateway: Gateway, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """kill -9 between the sending and the record: nobody can know whether it went out, so it is said and not repeated."""
    gateway.mode("drip")
    with EndpointProcess(tmp_path / "endpoint", more=("--messages", str(settings))) as server:
        order_id = dispatched(server, 1)
        device = open_device(tmp_path / "device", server.url)
        device.sync.run_once()
        device.orders.hand_over(order_id, [KEY])
        device.sync.run_once()
        device.close()
        wait_for(lambda: len(gateway.received()) == 1)
        server.kill()
        gateway.mode("ok")
        later = HandClock(datetime.now(UTC) + timedelta(minutes=2))
        endpoint = open_endpoint(server.config, later)
        Messages(endpoint, load_settings(settings)).run()
        endpoint.close()
        assert len({text["id"] for text in gateway.texts()}) == len(gateway.texts()) == 3
        (uncertain,) = [entry for entry in log_of(server, order_id) if entry["data"].get("outcome") == "uncertain"]
        assert "可能已发出" in uncertain["data"]["result"]
        capsys.readouterr()
        assert main(["itsm", "messages", "--data", str(server.data_dir)]) == 0
        listed = capsys.readouterr().out.splitlines()
        assert listed[-1] == "1 messages"
        assert "uncertain" in listed[0]
        assert "****" in listed[0]
        assert main(["itsm", "messages", "--data", str(server.data_dir), "--retry", listed[0].split()[0]]) == 0
        assert main(["itsm", "messages", "--data", str(server.data_dir), "--retry", "nobody"]) == 2


@pytest.mark.slow
def test_what_is_wrong_with_the_file_is_said_when_the_endpoint_starts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "messages.toml"
    path.write_text("schema = 1\n[sms]\nsender = 'pigeon'\n", encoding="utf-8")
    assert main(["itsm", "serve", "--port", "0", "--data", str(tmp_path / "e"), "--messages", str(path)]) == 2
    assert "pigeon" in capsys.readouterr().err
