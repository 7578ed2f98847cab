"""Both products under comparison, each as three processes: server, relay, client. A client is told what to do line by line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from support.itsm_server import EndpointProcess

from benchmarks.endpoint_load import cpu_of
from fieldapp.itsm import orders

PEERS = Path(__file__).resolve().parent
NODE_PEER = PEERS / "pouchdb"
AT_ONCE = 500


class Worker:
    """A process that answers every line of its input with one of JSON; it ends with its input."""

    def __init__(self, command: Sequence[str], folder: Path, *, greets: bool = True) -> None:
        self.process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.greeting: dict[str, Any] = self.answer() if greets else {}

    @property
    def pid(self) -> int:
        return self.process.pid

    def ask(self, line: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"this ended: {' '.join(self.process.args)}")
        told: dict[str, Any] = json.loads(line)
        return told

    def close(self) -> None:
        self.process.communicate()


@dataclass
class Side:
    """One product. `do` returns what the client says, with bytes and requests as the relay saw them and the server's CPU time."""

    name: str
    server: int
    relay: Worker
    client: Worker
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    catches_up: bool = False
    """Whether something is left to be done after a pull."""

    def do(self, *command: Any, name: str = "", may_fail: bool = False) -> dict[str, Any]:
        self.relay.ask("count")
        before = cpu_of(self.server)
        told = self.client.ask(json.dumps(command))
        told |= {"server_cpu": (cpu_of(self.server) - before) * 1000, **self.relay.ask("count")}
        if "failed" in told and not may_fail:
            raise SystemExit(f"{self.name}, {command[0]}: {told['failed']}")
        self.results[name or command[0]] = told
        return told


def relay_to(stack: ExitStack, url: str, host: str = "127.0.0.1", delay_ms: int = 0) -> Worker:
    server, _, port = url.removeprefix("http://").partition(":")
    relay = Worker([sys.executable, str(PEERS / "relay.py"), server, port, host, str(delay_ms)], PEERS)
    stack.callback(relay.close)
    return relay


def ours(
    stack: ExitStack, folder: Path, documents: Path, *, prefix: Sequence[str] = (), host: str = "127.0.0.1", delay_ms: int = 0
) -> Side:
    server = stack.enter_context(EndpointProcess(folder / "ours-server"))
    fill(server, documents)
    relay = relay_to(stack, server.url, host, delay_ms)
    command = [*prefix, sys.executable, str(PEERS / "sync_device.py"), str(folder / "ours"), relay.greeting["url"]]
    client = Worker(command, PEERS, greets=False)
    stack.callback(client.close)
    return Side("fieldapp", server.child.pid, relay, client, catches_up=True)


def fill(server: EndpointProcess, documents: Path) -> None:
    with server.opened() as endpoint, documents.open("rb") as lines:
        while part := [json.loads(line) for line in islice(lines, AT_ONCE)]:
            changes = [orders.Change(None, doc) for doc in part]
            endpoint.database.run_writing(lambda connection, changes=changes: orders.save_all(connection, changes))


def pouchdb(
    stack: ExitStack, folder: Path, documents: Path, *, prefix: Sequence[str] = (), host: str = "127.0.0.1", delay_ms: int = 0
) -> Side:
    home = node_modules()
    kept = folder / "pouch-server"
    kept.mkdir()
    server = Worker(["node", str(home / "server.js"), str(kept)], kept)
    stack.callback(server.close)
    relay = relay_to(stack, server.greeting["url"], host, delay_ms)
    filler = Worker(["node", str(home / "client.js"), str(folder), server.greeting["url"]], folder, greets=False)
    filler.ask(json.dumps(["fill", str(documents)]))
    filler.close()
    client = Worker([*prefix, "node", str(home / "client.js"), str(folder), relay.greeting["url"]], folder, greets=False)
    stack.callback(client.close)
    return Side("PouchDB", server.pid, relay, client)


def node_modules() -> Path:
    """A folder with the listed versions and our two scripts, in the user's cache; installed when it is not there yet."""
    listed = (NODE_PEER / "package-lock.json").read_bytes()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fieldapp-benchmarks"
    home = cache / f"pouchdb-{sha256(listed).hexdigest()[:12]}"
    if not (home / "node_modules").is_dir():
        if shutil.which("npm") is None:
            raise SystemExit("the peer needs Node.js and npm (Debian: apt install nodejs npm)")
        home.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(NODE_PEER / name, home / name)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=home, check=True)
    for script in NODE_PEER.glob("*.js"):
        shutil.copyfile(script, home / script.name)
    return home
