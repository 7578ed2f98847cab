"""`fieldapp itsm …` as a person runs it: output, exit codes, one line for every mistake."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from fieldapp.cli import main
from fieldapp.commands.itsm import PASSWORD_VARIABLE
from fieldapp.forms.signing.keys import new_key, request_certificate
from tests.support.itsm_server import PASSWORD, Api, EndpointProcess

Run = Any


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command on an endpoint with one engineer; returns exit code, output and error output."""
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)

    def command(*words: str, data: Path | None = tmp_path / "endpoint") -> tuple[int, str, str]:
        folder = ["--data", str(data)] if data else []
        try:
            code = main(["itsm", *words, *folder])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    assert command("user", "add", "liming", "--full-name", "李旻", "--id", "eng-001")[0] == 0
    return command


def order_file(tmp_path: Path, content: Any) -> str:
    path = tmp_path / "ORDER.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return str(path)


def dispatched(run: Run, tmp_path: Path, **more: Any) -> str:
    code, out, err = run(
        "dispatch", order_file(tmp_path, {"answers": {"customer_unit": "龘海港务", "contact_name": "𪚥"}, **more})
    )
    assert (code, err) == (0, "")
    return str(out.split()[0])


def test_dispatch_and_look(run: Run, tmp_path: Path) -> None:
    number = dispatched(run, tmp_path)
    code, out, _ = run("order", number)
    assert code == 0
    assert "DISPATCHED" in out
    assert "𪚥" in out
    seen = json.loads(run("order", number, "--json")[1])
    assert (seen["state"], seen["assignee"]) == ("DISPATCHED", "eng-001")
    assert [event["kind"] for event in seen["events"]] == ["assigned", "transition"]


def test_a_large_order(run: Run, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    entries, rows = [], []
    for index in range(30):
        data = f"照片 {index}".encode()
        (photos / f"{index}.jpg").write_bytes(data)
        sha256 = hashlib.sha256(data).hexdigest()
        identity = {"sha256": sha256, "name": f"{index}.jpg", "mime": "image/jpeg", "size": len(data)}
        uid = f"a2b0c1d2-0000-7000-8000-{index:012d}"
        entries.append({**identity, "id": uid, "kind": "photo", "added_at": "2026-11-23T10:00:00.000+08:00"})
        rows.append({**identity, "_id": uid, "tag": "before"})
    devices = [
        {"_id": f"b2b0c1d2-0000-7000-8000-{index:012d}", "name": f"摄像机 {index}", "serial": f"䶮{index}"} for index in range(60)
    ]
    answers = {"customer_unit": "㛃", "symptom": "长" * 5000, "devices": devices, "photos": rows}
    content = {"answers": answers, "attachments": entries}
    code, _, err = run("dispatch", order_file(tmp_path, content))
    assert (code, err.count("\n")) == (2, 1)
    assert "--files" in err
    number = run("dispatch", order_file(tmp_path, content), "--files", str(photos))[1].split()[0]
    seen = json.loads(run("order", number, "--json")[1])
    assert seen["answers"]["symptom"] == "长" * 5000
    assert len(seen["answers"]["devices"]) == 60
    assert [entry["intact"] for entry in seen["attachments"]] == [True] * 30


def test_reassign_cancel_close(run: Run, tmp_path: Path) -> None:
    number = dispatched(run, tmp_path)
    assert run("user", "add", "wangyan")[0] == 0
    assert run("reassign", number, "wangyan", "--reason", "离现场近")[0] == 0
    seen = json.loads(run("order", number, "--json")[1])
    assert (seen["assignee"], seen["events"][-1]["data"]["reason"]) == ("wangyan", "离现场近")
    code, _, err = run("close", number)
    assert (code, err.count("\n")) == (2, 1)
    assert run("cancel", number, "--reason", "客户撤单")[0] == 0
    assert json.loads(run("order", number, "--json")[1])["cancelled"]


def test_seeding_twice_adds_nothing(run: Run) -> None:
    first, second = run("seed"), run("seed")
    assert int(first[1].split()[0]) >= 24
    assert second[1].split()[0] == "0"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "7",
        '{"answers": NaN}',
        "[" * 100_000,
        {"answers": []},
        {"answers": {"customer_unit": 5}},
        {"answers": {"nature": "x"}},
        {"answers": {"devices": [{"name": "无标识"}]}},
        {"state": "RESOLVED", "answers": {}},
        {"state": 7},
        {"form": {"id": "nothing", "version": 1}},
        {"form": "x"},
        {"number": "x" * 99},
        {"number": "a\nb"},
        {"id": "x"},
        {"attachments": [{"id": "x"}]},
        {"assignee": "nobody"},
        {"schema": 2},
        {"answers": {"cause": "\ud800"}},
    ],
    ids=lambda content: str(content)[:40],
)
def test_orders_that_cannot_be_dispatched(run: Run, tmp_path: Path, content: Any) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    code, out, err = run("dispatch", order_file(tmp_path, text))
    assert (code, out) == (2, "")
    assert err.startswith("fieldapp: ")
    assert err.count("\n") == 1


def test_mistakes_are_one_line(run: Run, tmp_path: Path) -> None:
    number = dispatched(run, tmp_path)
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / "endpoint.db").write_bytes(b"not a database" * 100)
    tries: list[tuple[tuple[str, ...], Path | None]] = [
        (("dispatch", str(tmp_path / "missing.json")), tmp_path / "endpoint"),
        (("dispatch", str(tmp_path)), tmp_path / "endpoint"),
        (("dispatch", order_file(tmp_path, {"answers": {}}), "--to", "nobody"), tmp_path / "endpoint"),
        (("dispatch", order_file(tmp_path, {"answers": {}}), "--files", str(tmp_path / "none")), tmp_path / "endpoint"),
        (("order", "WX-0"), tmp_path / "endpoint"),
        (("order", number), tmp_path / "elsewhere"),
        (("order", number), damaged),
        (("reassign", number, "nobody"), tmp_path / "endpoint"),
        (("cancel", "WX-0"), tmp_path / "endpoint"),
        (("order", number, "--db", "postgresql+psycopg://127.0.0.1:1/none"), tmp_path / "endpoint"),
        (("order", number, "--db", "nonsense"), tmp_path / "endpoint"),
        (("serve", "--port", "99999"), tmp_path / "endpoint"),
        (("serve", "--host", "999.1.1.1", "--port", "0"), tmp_path / "endpoint"),
        (("dispatch", order_file(tmp_path, {"answers": {}}), "--to", "x", "--url", "http://127.0.0.1:1"), None),
        (("dispatch", order_file(tmp_path, {"answers": {}}), "--url", "file:///etc"), None),
        (("nothing",), None),
        ((), None),
    ]
    for words, data in tries:
        code, out, err = run(*words, data=data)
        assert (code, out, err.count("\n")) == (2, "", 1), (words, out, err)
    assert not (tmp_path / "elsewhere").exists()


def test_a_database_of_a_newer_program_is_left_alone(run: Run, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "endpoint" / "endpoint.db") as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE name = 'layout'")
    connection.close()
    code, _, err = run("order", "WX-0")
    assert (code, err.count("\n")) == (2, 1)
    assert "layout 99" in err


def test_dispatch_through_a_running_endpoint(run: Run, tmp_path: Path) -> None:
    data = b"a photo"
    sha256 = hashlib.sha256(data).hexdigest()
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "p.jpg").write_bytes(data)
    with EndpointProcess(tmp_path / "remote") as server:
        with server.login() as api:
            entry = api.attachment(sha256, len(data))
            path = order_file(tmp_path, {"answers": {"customer_unit": "远程"}, "attachments": [entry]})
            words = ("dispatch", path, "--to", "eng-001", "--url", server.url)
            assert run(*words, data=None)[0] == 2
            code, out, err = run(*words, "--files", str(tmp_path / "files"), data=None)
            assert (code, err) == (0, "")
            (item,) = api.everything()[0].values()
            assert (item["doc"]["number"], item["doc"]["state"]) == (out.split()[0], "DISPATCHED")
            assert Api(api.base, api.device_id, api.tokens).send("GET", f"/blobs/{sha256}").content == data


def test_the_ready_line_and_the_port(tmp_path: Path) -> None:
    with EndpointProcess(tmp_path / "one") as server:
        port = int(server.url.rpartition(":")[2])
        assert port > 0
        code = main(["itsm", "serve", "--data", str(tmp_path / "two"), "--port", str(port)])
        assert code == 2


def test_certificates_are_listed_revoked_and_the_lists_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "endpoint", tmp_path / "lists"

    def command(*words: str) -> tuple[int, str]:
        return main(["itsm", *words, "--data", str(folder)]), capsys.readouterr().out

    with EndpointProcess(folder) as server, server.login() as api:
        csr = request_certificate(new_key(), common_name="x", user_id="x", device_id="x").decode()
        assert api.send("POST", "/enrol", json={"csr": csr}).status_code == 200
        code, text = command("certificates")
        serial = text.split()[0]
        assert (code, text.strip().endswith("stands")) == (0, True)
        code, text = command("revoke", serial, "--reason", "superseded")
        assert (code, text.splitlines()[-1]) == (0, "1 revoked")
        assert command("revoke", "--device", api.device_id)[1].strip() == "0 revoked"
        assert "superseded" in command("certificates")[1]
        assert command("revoke", "beef")[0] == 2
        assert command("crl", str(out))[0] == 0
    found = x509.load_der_x509_crl((out / "issuing.crl").read_bytes())
    assert [f"{entry.serial_number:x}" for entry in found] == [serial]
    assert list(x509.load_der_x509_crl((out / "root.crl").read_bytes())) == []
