"""One program under measurement: a process that prints the orders of a folder, each when it is told to.

`python worker.py PEER FOLDER` answers every line of its input (an order's number) with one line of JSON: wall and CPU time in ms,
size in bytes. `python worker.py PEER FOLDER NUMBER OUT` prints one order into a file and ends: what a cold process costs.
Runs in our environment or in the peers' own, whichever has the library; so nothing is imported here that one of them lacks.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path


def main() -> None:
    peer, folder, *once = sys.argv[1:]
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    make = importlib.import_module(peer).opened(Path(folder))
    if once:
        Path(once[1]).write_bytes(make(int(once[0])))
        return
    for line in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        pdf = make(int(line))
        wall, spent = time.perf_counter() - start, time.process_time() - cpu
        print(json.dumps({"wall": wall * 1000, "cpu": spent * 1000, "size": len(pdf)}), flush=True)


if __name__ == "__main__":
    main()
