"""The drill of docs/deployment.md with PostgreSQL's own programs: a backup under way, everything lost, everything back."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from support.itsm_postgres import PostgresCluster, programs
from support.itsm_server import EndpointProcess
from support.sync_device import Device

from fieldapp.cli import main
from tests.support.itsm_server import Api, op_id

pytestmark = pytest.mark.postgres


def pg(name: str, url: str, *arguments: str) -> None:
    """`pg_dump`, `pg_restore`: they take the address without SQLAlchemy's driver."""
    found = programs()
    assert found is not None
    subprocess.run([str(found / name), "--dbname", url.replace("+psycopg", ""), *arguments], check=True, capture_output=True)


def test_everything_lost_and_back(cluster: PostgresCluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, kept, url = tmp_path / "endpoint", tmp_path / "backup", cluster.new_database()
    kept.mkdir()
    with EndpointProcess(data, url) as server, Device(tmp_path / "device", server.url) as device:
        order = device.create(symptom="断电演练")
        before = device.photo(order, b"photo of before")
        device.note(order, "备份之前")
        device.done()
        root = (data / "authority" / "root.pem").read_bytes()

        # the database first: a file that it names is then there already, and files are never changed
        pg("pg_dump", url, "--format=custom", f"--file={kept / 'db.dump'}")
        shutil.copytree(data, kept / "files", ignore=shutil.ignore_patterns("partial", "*.log"))

        after = device.photo(order, b"photo of after")
        device.note(order, "备份之后")
        device.done()
        instance = server.child.instance
        server.kill()
        shutil.rmtree(data)

        fresh = cluster.new_database()
        pg("pg_restore", fresh, "--exit-on-error", "--no-owner", str(kept / "db.dump"))
        shutil.copytree(kept / "files", data)
        assert main(["itsm", "restored", "--data", str(data), "--db", fresh]) == 0
        assert "epoch" in capsys.readouterr().out

        with EndpointProcess(data, fresh) as again:
            assert again.child.instance == instance
            assert (data / "authority" / "root.pem").read_bytes() == root
            device.through(again.url)
            device.done()
            device.done()
            with again.login() as line:
                found, _ = line.everything()
                texts = [entry["data"]["text"] for entry in found[order]["doc"]["events"] if entry["kind"] == "note"]
                assert texts == ["备份之前", "备份之后"], "what the backup had missed comes back from the device"
                assert {entry["sha256"] for entry in found[order]["doc"]["attachments"]} == {before, after}
            number = found[order]["doc"]["number"]
            assert main(["itsm", "order", number, "--data", str(data), "--db", fresh]) == 0
            said = capsys.readouterr().out
            assert said.count(" intact ") == 2, said


def new_order(line: Api) -> None:
    """Recorded on site, so that nothing but the running workers opens the database."""
    doc = {"id": op_id(), "number": None, "schema": 1, "form": {"id": "maintenance-work-order", "version": 1}}
    doc |= {"assignee": "eng-001", "state": "DISPATCHED", "created_at": "2026-11-23T10:00:00.000+08:00", "answers": {}}
    doc |= {"events": [line.event("created")], "attachments": []}
    answer = line.send("POST", "/orders", json={"op_id": op_id(), "device_seq": line.next_seq(), "doc": doc})
    assert answer.status_code == 201, answer.text


def test_a_database_put_back_under_workers_that_go_on(cluster: PostgresCluster, tmp_path: Path) -> None:
    data, url = tmp_path / "endpoint", cluster.new_database()
    with EndpointProcess(data, url) as one, EndpointProcess(data, url) as two, one.login() as line:
        other = Api(two.url, line.device_id, line.tokens)
        new_order(line)
        pg("pg_dump", url, "--format=custom", f"--file={tmp_path / 'db.dump'}")
        for _ in range(3):
            new_order(line)
        lost, cursor = line.everything()  # the other process is idle since its start, and will have to learn from this one
        pg("pg_restore", url, "--exit-on-error", "--no-owner", "--clean", "--if-exists", str(tmp_path / "db.dump"))
        for _ in range(5):
            new_order(other)
        for asked in (line, other):
            assert asked.send("GET", "/changes", params={"cursor": cursor}).status_code == 410
        there, cursor = line.everything()
        assert len(there) == 6
        assert len(set(there) & set(lost)) == 1
        assert other.everything(cursor) == ({}, cursor)
        other.session.close()
