"""`bridge --check`: what holds at a product, said by the connector itself."""

from __future__ import annotations

import hashlib
import io
import uuid
from pathlib import Path
from typing import Any

import pytest
from support.connector_rig import FIELDS
from support.itsm_products import Product, running

from fieldapp.cli import main
from fieldapp.sync.connectors.check import Check, Finding
from fieldapp.sync.connectors.check_writing import WritingCheck
from fieldapp.sync.connectors.interface import Connector
from fieldapp.sync.connectors.lossy import LossyTransport
from fieldapp.sync.connectors.opening import open_product
from fieldapp.sync.transport import Transport

READING, ALL = 7, 19


def findings(product: Product, change: Any = lambda connector: connector) -> list[Finding]:
    line = LossyTransport(product.url)
    connector = change(open_product(product.mapping(), line, product.login("bridge")))
    check = Check(connector, product.mapping(), sleep=lambda _seconds: None)
    return [*check.reading(), *WritingCheck(check, line).writing()]


@pytest.mark.parametrize(
    "name",
    [
        "glpi",
        "servicenow",
        pytest.param("request-tracker", marks=pytest.mark.itsm),
        pytest.param("redmine", marks=pytest.mark.itsm),
    ],
)
def test_everything_holds_and_the_ticket_is_left_closed(name: str) -> None:
    with running(name) as product:
        there = open_product(product.mapping(), Transport(product.url, deadline_s=30.0), product.login("eng2"))
        order = there.create(str(uuid.uuid4()), {"state": "PENDING", **FIELDS})
        data = b"%PDF-1.7\r\n"
        sha256 = hashlib.sha256(data).hexdigest()
        there.attach(order.rid, "手册.pdf", "application/pdf", sha256, io.BytesIO(data), lambda _sent, _all: None)
        found = findings(product)
        assert {finding.what: finding.words for finding in found if not finding.held} == {}
        assert len(found) == ALL
        made = found[READING].words.split()[1].strip(",")
        assert there.get(made).fields["state"] == "CLOSED"
        assert there.get(order.rid).fields == order.fields


class Forgets:
    """A connector that does one thing wrong."""

    def __init__(self, inner: Connector, call: str) -> None:
        self.inner, self.call = inner, call

    def __getattr__(self, name: str) -> Any:
        real = getattr(self.inner, name)
        if name != self.call:
            return real
        match name:
            case "find":
                return lambda client_id: (*real(client_id), "999")
            case "fetch":
                return lambda held: real(held)[:-1]
            case "note":
                return lambda rid, note_id, text: real(rid, note_id[:-1] + ("0" if self.counted() else "1"), text)
            case "update":
                return lambda rid, patch, _expect: real(rid, patch, None)
        raise AssertionError(name)

    def counted(self) -> int:
        self.count = getattr(self, "count", -1) + 1
        return self.count


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("find", "a client UUID that nobody has finds nothing"),
        ("fetch", "byte for byte"),
        ("note", "a note is there once"),
        ("update", "a write to a version that is over is refused"),
    ],
)
def test_what_does_not_hold_is_told(call: str, said: str) -> None:
    with running("glpi") as product:
        found = findings(product, lambda connector: Forgets(connector, call))
    assert [finding for finding in found if finding.held is False and said in finding.what]


def test_the_command_reads_only_unless_it_is_told_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with running("servicenow") as product:
        (tmp_path / "mapping.toml").write_text(product.mapping_text(), encoding="utf-8")
        monkeypatch.setenv("FIELDAPP_PRODUCT_TOKEN", product.token("bridge"))
        monkeypatch.setenv("FIELDAPP_PRODUCT_USER", "bridge")
        monkeypatch.setattr("time.sleep", lambda _seconds: None)
        asked = ["bridge", "--check", "--mapping", str(tmp_path / "mapping.toml"), "--product", product.url]
        assert main(asked) == 0
        assert product.played_back.records == {}
        assert main([*asked, "--write-test-ticket"]) == 0
        (record,) = product.played_back.records.values()
        assert record["state"] == "7"
        product.played_back.read_only.add("u_contact")
        assert main([*asked, "--write-test-ticket"]) == 1
        monkeypatch.setenv("FIELDAPP_PRODUCT_TOKEN", "wrong")
        assert main(asked) == 1
    said = capsys.readouterr().out
    assert "NO values come back as they were written: contact_name" in said
    assert "NO the login is taken" in said
    assert product.token("bridge") not in said


def test_what_has_to_be_given_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (["--endpoint", "x"], ["--data", "x"], ["--endpoint", "x", "--data", "x", "--write-test-ticket"]):
        with pytest.raises(SystemExit):
            main(["bridge", "--mapping", "x", "--product", "y", *wrong])
        assert "--endpoint and --data are needed" in capsys.readouterr().err
