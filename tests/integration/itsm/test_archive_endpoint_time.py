"""The archive's files get their time from our own endpoint."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.cli import main
from tests.support.archive_files import order_pdf, put
from tests.support.itsm_server import PASSWORD, EndpointProcess
from tests.support.signing_pdf import company


def test_stamps_from_the_endpoint(server: EndpointProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ca, times = tmp_path / "ca.pem", tmp_path / "times.pem"
    ca.write_bytes(company().root_pem)
    with server.login("desk") as api:
        times.write_text("".join(api.send("GET", "/trust").json()["roots"]), encoding="utf-8")
    put(tmp_path / "in", [order_pdf(1)])
    here = ["--archive", str(tmp_path / "archive"), "--trust", str(ca), "--time-trust", str(times)]
    assert main(["archive", "import", str(tmp_path / "in"), *here]) == 0
    stamp = ["archive", "stamp", *here, "--endpoint", server.url]
    monkeypatch.delenv("FIELDAPP_ITSM_PASSWORD", raising=False)
    assert main(stamp) == 2
    monkeypatch.setenv("FIELDAPP_ITSM_PASSWORD", "wrong")
    assert main(stamp) == 2
    monkeypatch.setenv("FIELDAPP_ITSM_PASSWORD", PASSWORD)
    assert main(stamp) == 0
    assert main(["archive", "check", *here]) == 0
    assert len((tmp_path / "archive" / "register.jsonl").read_bytes().splitlines()) == 2
