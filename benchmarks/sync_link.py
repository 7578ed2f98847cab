"""How much of a link the upload of a photo uses, and what is sent again after a break, beside PouchDB and a bare TCP connection.

    python benchmarks/sync_link.py [--mbit 8] [--mb 4] [--delay 0] [--alone]

The link is shaped by the kernel between two network namespaces (`peers/shaped.py`; Linux with `unshare`, `ip` and `tc`).
`--delay`: ms by which the relay holds every answer, as a link over land does. The break comes in the middle of a second photo;
the sync after it brings the rest. Measured is the whole sync that brings the photo; what bare TCP needs for the same bytes is
all of the link.
"""

from __future__ import annotations

import argparse
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.peers import shaped
from benchmarks.peers.sync_orders import written
from benchmarks.peers.sync_sides import Side, Worker, ours, pouchdb

SENDER = """
import json, os, socket, sys
for line in sys.stdin:
    host, port, size = json.loads(line)
    with socket.create_connection((host, port)) as line:
        line.sendall(os.urandom(size))
        line.shutdown(socket.SHUT_WR)
        line.recv(1)
    print("{}", flush=True)
"""


def bare_tcp(prefix: Sequence[str], size: int) -> float:
    """Seconds until the other side has all of it and says so."""
    listener = socket.create_server((shaped.NEAR, 0))

    def take() -> None:
        connection, _ = listener.accept()
        while connection.recv(65536):
            pass
        connection.sendall(b"!")
        connection.close()

    taker = threading.Thread(target=take)
    taker.start()
    sender = Worker([*prefix, sys.executable, "-c", SENDER], Path.cwd(), greets=False)
    began = time.perf_counter()
    sender.ask(f'["{shaped.NEAR}", {listener.getsockname()[1]}, {size}]')
    took = time.perf_counter() - began
    taker.join()
    sender.close()
    return took


def upload(side: Side, folder: Path, size: int, bare: float) -> None:
    for name in ("whole", "broken"):
        (folder / f"{side.name}-{name}.jpg").write_bytes(os.urandom(size))
    for command in (["pull"], ["edit", 1], ["push"]):  # the first time of everything is not the line's
        side.do(*command)
    side.do("photo", str(folder / f"{side.name}-whole.jpg"))
    whole = side.do("push", name="whole")
    side.do("photo", str(folder / f"{side.name}-broken.jpg"))
    side.relay.ask(f"cut {size // 2}")
    first = side.do("push", name="broken", may_fail=True)
    assert "failed" in first, "the line did not break"
    rest = side.do("push", name="rest")
    again = first["up"] + rest["up"] - whole["up"]
    print(
        f"{side.name:12}{whole['wall'] / 1000:8.2f} s  {bare / whole['wall'] * 100_000:4.0f} % of the link  "
        f"{whole['up'] / size:5.2f} bytes a byte  {whole['requests']:3} requests  "
        f"CPU {(whole['cpu'] + whole['server_cpu']):5.0f} ms  sent again after the break {max(again, 0) / 1000:6.0f} kB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mbit", type=float, default=8.0)
    parser.add_argument("--mb", type=float, default=4.0, help="size of the photo")
    parser.add_argument("--delay", type=int, default=0, help="ms by which answers are held")
    parser.add_argument("--alone", action="store_true", help="without PouchDB")
    options = parser.parse_args()
    size = int(options.mb * 1_000_000)
    makers = [ours] if options.alone else [ours, pouchdb]
    shaped.enter()
    with tempfile.TemporaryDirectory(prefix="fieldapp-link-") as name, ExitStack() as stack:
        folder = Path(name)
        prefix = stack.enter_context(shaped.link(options.mbit))
        written(folder / "orders.ndjson", 5)
        bare = bare_tcp(prefix, size)
        print(f"{options.mb} MB at {options.mbit} Mbit/s, answers held {options.delay} ms, load {os.getloadavg()[0]:.1f}")
        print(f"{'bare TCP':12}{bare:8.2f} s")
        for make in makers:
            side = make(stack, folder, folder / "orders.ndjson", prefix=prefix, host=shaped.NEAR, delay_ms=options.delay)
            upload(side, folder, size, bare)


if __name__ == "__main__":
    main()
