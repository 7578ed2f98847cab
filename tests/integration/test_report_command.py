"""`fieldapp report`: from an endpoint's folder, through its address, and from a device, the same orders give the same figures."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support.device import PASSPHRASE, open_device
from support.domain_documents import shipped_profile
from support.itsm_server import PASSWORD, EndpointProcess
from support.report_orders import Maker

from fieldapp.cli import main
from fieldapp.itsm import orders
from fieldapp.report.quarter import Quarter

QUARTER = Quarter(2026, 3)
AS_OF = ["--quarter", str(QUARTER), "--as-of", "2026-11-01T08:00+08:00"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointProcess]:
    maker, chance = Maker(11), random.Random(11)
    begins = QUARTER.begins(shipped_profile().zone)
    made = [maker.order(begins + timedelta(minutes=chance.randrange(90 * 1440))) for _ in range(150)]
    with EndpointProcess(tmp_path_factory.mktemp("endpoint")) as process:
        with process.opened() as endpoint:
            endpoint.database.run_writing(
                lambda connection: orders.save_all(
                    connection, [orders.Change(None, doc, gone and doc["state"] != "CLOSED") for doc, gone in made]
                )
            )
        yield process


def run(out: Path, *arguments: str) -> dict[str, Any]:
    assert main(["report", *AS_OF, "--out", str(out), *arguments]) == 0
    assert sorted(path.name for path in out.iterdir()) == [f"report-{QUARTER}.{kind}" for kind in ("json", "pdf", "xlsx")]
    found: dict[str, Any] = json.loads((out / f"report-{QUARTER}.json").read_bytes())
    return found


def test_folder_address_and_device(
    server: EndpointProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = run(tmp_path / "folder", "--from", str(server.data_dir))
    assert folder["figures"]["incidents"] > 120
    assert folder["figures"]["withdrawn"] > 0
    assert f"事件总数：{folder['figures']['incidents']}" in capsys.readouterr().out

    monkeypatch.setenv("FIELDAPP_ITSM_PASSWORD", PASSWORD)
    address = run(tmp_path / "address", "--url", server.url)
    assert address["source"] == "remote"
    assert address["flow"] == folder["flow"]
    assert address["breakdowns"]["level"] == folder["breakdowns"]["level"]

    device = open_device(tmp_path / "device", server.url)
    assert device.sync.run_once().outcome == "done"
    user = device.context.session.actor.id
    device.close()
    monkeypatch.setenv("FIELDAPP_PASSPHRASE", PASSPHRASE)
    own = run(tmp_path / "own", "--device", str(tmp_path / "device"))
    assert (own["source"], own["person"]) == ("device", user)
    (mine,) = (group for group in folder["breakdowns"]["engineer"] if group["code"] == user)
    assert own["figures"]["incidents"] == mine["incidents"] > 20
    assert own["figures"]["resolution"] == mine["resolution"]


def test_again_the_same_bytes(server: EndpointProcess, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(tmp_path / name, "--from", str(server.data_dir), "--lang", "en")
    for kind in ("json", "pdf"):
        first, second = ((tmp_path / name / f"report-{QUARTER}.{kind}").read_bytes() for name in ("one", "two"))
        assert first == second


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--quarter", "2026"], "2026Q3"),
        (["--from", "nowhere"], "no endpoint in"),
        (["--device", "nowhere"], "neither an endpoint nor a device"),
        (["--url", "ftp://x"], "http"),
        (["--as-of", "yesterday"], "--as-of"),
        (["--from", "a", "--device", "b"], "not allowed"),
    ],
    ids=["quarter", "folder", "device", "address", "moment", "two sources"],
)
def test_one_line_that_says_why(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIELDAPP_ITSM_PASSWORD", "x")
    try:
        code = main(["report", "--out", "out", *arguments])
    except SystemExit as exit_:
        code = exit_.code
    assert code == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not Path("out").exists()
