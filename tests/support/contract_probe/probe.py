"""schemathesis against a real endpoint: its own contract is the list of what may be asked, and of what may be answered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.itsm_server import Api, EndpointProcess, op_id, random_file

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Probe:
    """`code` 0: nothing was found. `log`: what the endpoint wrote meanwhile."""

    code: int
    output: str
    log: str


def probe(folder: Path, examples: int, seed: int, *, person: str = "liming", more: tuple[str, ...] = ()) -> Probe:
    """A fresh endpoint with the demo's orders in `folder`, asked at most `examples` questions of each kind and operation."""
    with EndpointProcess(folder) as server:
        server.seed()
        with server.login(person) as api:
            known = json.dumps(what_exists(api))
            command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run"]
            command += [f"{server.url}/sync/v1/openapi.json", "-u", f"{server.url}/sync/v1", "--no-color", "--no-shrink"]
            command += [word for name, value in api.headers.items() for word in ("-H", f"{name}: {value}")]
            command += ["-n", str(examples), "--seed", str(seed), *more]
            environment = os.environ | {"FIELDAPP_CONTRACT_KNOWN": known, "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py")}
            done = subprocess.run(
                command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
            )
        return Probe(done.returncode, done.stdout.decode("utf-8", "replace"), server.child.log_path.read_text("utf-8"))


def what_exists(api: Api) -> dict[str, Any]:
    """Orders with their ETags, a file that one of them names, and a document as a device makes it."""
    found, _ = api.everything()
    orders = [{"id": order_id, "etag": item["etag"]} for order_id, item in sorted(found.items()) if "doc" in item]
    sha256, data = random_file(5000)
    api.upload(data, sha256)
    if api.tokens["user"]["role"] == "engineer":
        first = orders[0]
        (result,) = api.batch(api.op(first["id"], first["etag"], {"attachments": [api.attachment(sha256, len(data))]}))
        first["etag"] = result["etag"]
    doc = {"number": None, "schema": 1, "form": {"id": "maintenance-work-order", "version": 1}, "state": "DISPATCHED"}
    doc |= {"assignee": api.tokens["user"]["id"], "created_at": "2026-11-23T10:00:00.000+08:00", "attachments": []}
    return {"orders": orders, "blob": sha256, "doc": doc | {"events": [api.event("created", id=op_id())]}}
