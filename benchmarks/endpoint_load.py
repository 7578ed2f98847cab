"""How much one endpoint carries: `nice python benchmarks/endpoint_load.py [DEVICES] [SECONDS]` (default 24 devices, 5 s a phase).

PostgreSQL, one and then two workers, the delivered nginx site with TLS in front, and devices that speak sync/v1 with the
program's own client. Devices, workers, database and nginx share this machine: requests a second are what all of it reaches, the
CPU time of each part is what the arithmetic of docs/deployment.md is made of. PostgreSQL runs as in production (fsync on).
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from support.endpoint_proxy import Proxy, free_port
from support.itsm_postgres import PostgresCluster
from support.itsm_server import PASSWORD, EndpointProcess
from support.sync_device import MemoryVault

from benchmarks.desk_board import fill
from fieldapp import clock, ids
from fieldapp.domain.records import Role
from fieldapp.itsm.accounts import User, add_user
from fieldapp.sync.client import Client
from fieldapp.sync.packing import batch_of
from fieldapp.sync.tokens import TokenStore
from fieldapp.sync.transport import Transport

ORDERS = 2_000
PHOTO = 150_000
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class SimulatedDevice:
    """One engineer with one order; `quiet` and `working` are a sync each."""

    client: Client
    actor: dict[str, str]
    cursor: str | None = None
    order: str = ""
    etag: str = ""
    seq: int = 0
    taken: list[float] = field(default_factory=list)

    def timed(self, call: Callable[[], object]) -> object:
        before = time.perf_counter()
        result = call()
        self.taken.append(time.perf_counter() - before)
        return result

    def begin(self) -> None:
        """An order recorded on site, and the feed up to it."""
        at, order_id = clock.to_wire(clock.SystemClock().now()), ids.new_id()
        form = {"id": "maintenance-work-order", "version": 1}
        created = {"id": ids.new_ordered_id(), "kind": "created", "at": at, "server_at": at, "actor": self.actor, "data": {}}
        doc = {"id": order_id, "number": None, "schema": 1, "form": form, "assignee": self.actor["id"], "state": "DISPATCHED"}
        doc |= {"created_at": at, "answers": {"customer_unit": "客户", "symptom": "无图像"}, "events": [created]}
        self.seq += 1
        self.client.create(ids.new_ordered_id(), self.seq, {**doc, "attachments": []})
        self.order = order_id
        self.pull()

    def pull(self) -> None:
        while True:
            page = self.client.changes(self.cursor, 200)
            self.cursor = page.next
            for item in page.items:
                if item.id == self.order:
                    self.etag = item.etag
            if not page.more:
                return

    def quiet(self) -> None:
        self.timed(self.client.hello)
        self.timed(self.pull)

    def working(self) -> None:
        """A note of progress; with every third a photo."""
        self.timed(self.client.hello)
        if self.seq % 3 == 0:
            data = os.urandom(PHOTO)
            sha256 = hashlib.sha256(data).hexdigest()
            self.timed(lambda: self.client.blob_put(sha256, data, 0, last=True))
        self.seq += 1
        at = clock.to_wire(clock.SystemClock().now())
        note = {"id": ids.new_ordered_id(), "kind": "note", "at": at, "server_at": at, "actor": self.actor}
        op = {"op_id": ids.new_ordered_id(), "device_seq": self.seq, "order": self.order, "base_etag": self.etag}
        patch = {"events": [{**note, "data": {"text": "进展"}}]}
        (result,) = self.timed(lambda: self.client.batch(batch_of([{**op, "patch": patch}]))).results
        assert result.status == "applied", result
        self.etag = result.etag
        self.timed(self.pull)


def cpu_of(*roots: int) -> float:
    """Seconds of these processes, what they have reaped, and what lives below them."""
    total, below = 0.0, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            below[int(entry.name)] = (int(fields[1]), [int(n) / TICKS for n in fields[11:15]])
    for pid, (_, times) in below.items():
        line = pid
        while line in below and line not in roots:
            line = below[line][0]
        if line in roots:
            total += sum(times)
    return total


def log_in(url: str, ca_file: str, name: str) -> SimulatedDevice:
    client = Client(Transport(url, ca_file=ca_file), ids.new_id(), "load", TokenStore(MemoryVault()))
    user = client.login(name, PASSWORD)
    client.instance = client.hello().instance
    return SimulatedDevice(client, {"id": user.id, "name": user.name, "role": user.role})


def phase(
    name: str, devices: list[SimulatedDevice], do: Callable[[SimulatedDevice], None], seconds: float, parts: dict[str, list[int]]
) -> None:
    """Every device one sync after the other, for `seconds`; prints what came of it."""
    for device in devices:
        device.taken.clear()
    before = {part: cpu_of(*pids) for part, pids in parts.items()}
    began, end, syncs, lock = time.perf_counter(), time.perf_counter() + seconds, [0], threading.Lock()

    def run(device: SimulatedDevice) -> None:
        while time.perf_counter() < end:
            do(device)
            with lock:
                syncs[0] += 1

    with ThreadPoolExecutor(len(devices)) as pool:
        list(pool.map(run, devices))
    took = time.perf_counter() - began
    taken = sorted(t for device in devices for t in device.taken)
    cost = {part: (cpu_of(*pids) - before[part]) * 1000 / syncs[0] for part, pids in parts.items()}
    print(
        f"{name:22} {len(taken) / took:7.0f} {syncs[0] / took:7.0f} {taken[len(taken) // 2] * 1000:7.0f} "
        f"{taken[int(len(taken) * 0.95)] * 1000:7.0f}   " + " ".join(f"{part} {ms:5.1f}" for part, ms in cost.items())
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 5.0
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {count} devices, {ORDERS} orders of others")
    print(f"{'':22} {'req/s':>7} {'syncs/s':>7} {'p50 ms':>7} {'p95 ms':>7}   CPU, ms a sync")
    with tempfile.TemporaryDirectory(prefix="fieldapp-load-") as temporary, ExitStack() as stack:
        folder = Path(temporary)
        cluster = PostgresCluster().start()
        stack.callback(cluster.stop)
        url = cluster.new_database()
        workers = [EndpointProcess(folder / "data", url, port=free_port()) for _ in range(2)]
        with workers[0].opened() as endpoint:
            fill(endpoint, ORDERS // 4, ORDERS * 3 // 4)
            for n in range(count):
                add_user(endpoint.database, User(f"load-{n:03}", f"load{n}", f"工程师{n}", Role.ENGINEER), PASSWORD)
        for worker in workers:
            stack.enter_context(worker)
        postmaster = int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])
        for used in (1, 2):
            ports = [int(worker.url.rpartition(":")[2]) for worker in workers[:used]]
            with Proxy(folder / f"nginx{used}", ports) as proxy:
                devices = [log_in(proxy.url, str(proxy.ca_file), f"load{n}") for n in range(count)]
                for device in devices:
                    device.begin()
                pids = [worker.child.pid for worker in workers[:used]]
                parts = {"workers": pids, "PostgreSQL": [postmaster], "nginx": [proxy.pid], "devices": [os.getpid()]}
                phase(f"{used} worker(s), quiet", devices, SimulatedDevice.quiet, seconds, parts)
                phase(f"{used} worker(s), working", devices, SimulatedDevice.working, seconds, parts)
                for device in devices:
                    device.client.transport.close()


if __name__ == "__main__":
    main()
