"""裁剪 from file to order: published, handed out by a real endpoint, kept by a real device, in force when that is reopened."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert
from support.device import open_device
from support.itsm_contract import Contract
from support.itsm_server import EndpointProcess
from support.tailored import FORM, OWN, own_form, own_profile

from fieldapp.bootstrap.application import Application
from fieldapp.cli import main
from fieldapp.clock import to_wire
from fieldapp.domain.records import Priority
from fieldapp.itsm.tables import tailoring as table
from fieldapp.services.tailoring import tailoring_view
from fieldapp.sync.tailoring import ASKED_AT
from fieldapp.tailoring.published import sha256_of
from fieldapp.ui.viewmodels.tailoring_lines import tailoring_lines


def publish(server: EndpointProcess, *paths: Path) -> int:
    said = ["--data", str(server.data_dir), "--approved-by", "王强", "--note", "合同 HT-2026-018"]
    return main(["itsm", "tailoring", "publish", *map(str, paths), *said])


def ask_again(device: Application) -> None:
    with device.context.store.writing() as work:
        work.meta.set(ASKED_AT, None)
    assert device.sync.run_once().outcome == "done"


def form_of(device: Application, order_id: str) -> int:
    with device.context.store.reading() as work:
        version: int = work.orders.need(order_id).doc["form"]["version"]
    return version


def target(device: Application) -> timedelta:
    return device.context.profile.levels[Priority.SEVERE].target


@pytest.mark.slow
def test_published_synced_reopened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile, form = tmp_path / "own.toml", tmp_path / "own.yaml"
    profile.write_text(own_profile(), encoding="utf-8")
    form.write_text(own_form(), encoding="utf-8")
    with EndpointProcess(tmp_path / "endpoint") as server:
        device = open_device(tmp_path / "device", server.url)
        try:
            assert device.sync.run_once().outcome == "done"
            old = device.orders.create_on_site({"symptom": "黑屏"})
            assert publish(server, profile, form) == 0
            assert "published, in force from" in capsys.readouterr().out
            server.stop()
            server.restart()
            device.settings.save(device.settings.load().changed(server_url=server.url))
            ask_again(device)
            assert target(device) == timedelta(minutes=300), "what is open goes on as it was opened"
            assert tailoring_view(device.context).coming
            assert tailoring_lines(tailoring_view(device.context)) == ("已收到新的裁剪文件，下次打开程序时生效。",)
            device.close()

            device = open_device(tmp_path / "device", server.url)
            assert target(device) == timedelta(minutes=240)
            lines = tailoring_lines(device.upkeep.view().tailoring)
            assert [line.split("，自")[0] for line in lines] == [
                "过程配置 第 2 版，王强 批准",
                f"表单 {FORM} 第 {OWN} 版，王强 批准",
            ]
            new = device.orders.create_on_site({"symptom": "黑屏"})
            device.filling.save(new, {"site_access_card": "A-17"})
            assert (form_of(device, old), form_of(device, new)) == (1, OWN)
            device.filling.save(old, {"cause": "电源适配器损坏"})
            assert device.sync.run_once().outcome == "done"
            assert device.sync.run_once().pushed == 0
            with server.login() as api:
                items, _ = api.everything()
            sent = {item["id"]: item["doc"] for item in items.values()}
            assert (sent[old]["form"]["version"], sent[new]["form"]["version"]) == (1, OWN)
            assert sent[new]["answers"]["site_access_card"] == "A-17", "the endpoint knows the form it hands out"
            with server.opened() as endpoint:
                assert endpoint.profile.levels[Priority.SEVERE].target == timedelta(minutes=240)

            _put_broken(server, own_profile(9).replace("[repeat]", "[repeated]"))
            server.stop()
            server.restart()
            device.settings.save(device.settings.load().changed(server_url=server.url))
            ask_again(device)
            refused = tailoring_view(device.context).refused
            assert refused.startswith("profile.v9: ")
            assert any(refused in line for line in tailoring_lines(tailoring_view(device.context)))
            device.close()
            device = open_device(tmp_path / "device", server.url)
            assert target(device) == timedelta(minutes=240), "the old one stays in force"
            server.kill()
            assert device.sync.run_once().outcome == "offline"
            assert form_of(device, device.orders.create_on_site({})) == OWN
        finally:
            device.close()


def _put_broken(server: EndpointProcess, text: str) -> None:
    """Past the command, which would not take it."""
    row = {"kind": "profile", "name": "profile", "version": 9, "sha256": sha256_of(text), "text": text}
    with server.opened() as endpoint:
        now = endpoint.clock.now()
        said = {"approved_by": "?", "note": "?", "published_at": to_wire(now), "since": "2026-01-01"}
        endpoint.database.run_writing(lambda connection: connection.execute(insert(table).values(**row, **said)))


@pytest.mark.slow
def test_the_route_and_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form, bad = tmp_path / "own.yaml", tmp_path / "bad.toml"
    form.write_text(own_form(), encoding="utf-8")
    bad.write_text(own_profile().replace("target_minutes = 240", "target_minutes = 0"), encoding="utf-8")
    server = EndpointProcess(tmp_path / "endpoint")
    with server.opened():
        pass
    assert main(["itsm", "tailoring", "check", str(form), str(bad)]) == 1
    out = capsys.readouterr().out
    assert f"form {FORM} version {OWN}, sound" in out
    assert "bad.toml: levels.SEVERE.target_minutes: " in out
    assert publish(server, form, bad) != 0
    assert publish(server, form) == 0
    assert main(["itsm", "tailoring", "list", "--data", str(server.data_dir)]) == 0
    assert f"form  {FORM}  v{OWN}" in capsys.readouterr().out
    with server, server.login(watch=Contract().watch) as api:
        answer = api.send("GET", "/tailoring")
        (file,) = answer.json()["files"]
        assert (file["name"], file["kind"], file["version"], file["approved_by"]) == (FORM, "form", OWN, "王强")
        assert file["text"] == own_form()
        etag = answer.headers["ETag"]
        again = api.send("GET", "/tailoring", headers={"If-None-Match": etag})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
        assert api.send("GET", "/tailoring", headers={"If-None-Match": '"other"'}).status_code == 200
        assert api.send("GET", "/tailoring", headers={"Authorization": ""}).status_code == 401
