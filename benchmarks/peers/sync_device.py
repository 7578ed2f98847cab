"""One device of ours: the real engine and client on an SQLCipher store, told what to do line by line, as `pouchdb/client.js` is.

`python sync_device.py FOLDER RELAY` answers every line of its input, a JSON list `[command, …]`, with one line of JSON: wall
and CPU time in ms and what there is to say.
"""

from __future__ import annotations

import gc
import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[2]))

from support.sync_device import Device

from benchmarks.saves import Background


def resident(what: str) -> float:
    """MB of this process: `VmRSS`, or `VmHWM` for the most so far."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(what))) / 1024


def run(device: Device) -> dict[str, Any]:
    report = device.sync()
    told = {"count": report.pulled + report.pushed, "requests": report.requests}
    return told if report.outcome == "done" else {**told, "failed": f"{report.outcome}: {report.text}"}


def edit(device: Device, count: int) -> dict[str, Any]:
    """A changed answer and a note in each of so many orders; ms of each save. A thread does what the window's does meanwhile."""
    saves = []
    with Background(device.store).running():
        for number, order_id in enumerate(device.store.queries.order_ids(most=count)):
            cause = device.doc(order_id)["answers"]["cause"]
            note = device.event("note", {"text": f"第{number}次复查：设备运行正常"})
            began = time.perf_counter()
            device.change(order_id, {"answers": {"cause": f"{cause}（{number}）"}, "events": [note]})
            saves.append((time.perf_counter() - began) * 1000)
    return {"count": len(saves), "saves": saves}


def catch_up(device: Device) -> dict[str, Any]:
    """What the window does after a sync, at once: the search's indexes."""
    waiting = device.store.waiting()
    while device.store.catch_up():
        pass
    return {"count": waiting}


def photo(device: Device, path: str) -> dict[str, Any]:
    device.photo(device.store.queries.order_ids()[0], Path(path).read_bytes())
    return {}


def collect_as_the_window() -> None:
    """Python's search for garbage as `fieldapp/ui/background/collector` does it: not in the middle of things, every 3 s what is
    young."""

    def work() -> None:
        while True:
            time.sleep(3)
            gc.collect(1)

    gc.disable()
    gc.freeze()
    threading.Thread(target=work, daemon=True).start()


def main() -> None:
    folder, url = sys.argv[1:]
    device = Device(Path(folder), url)
    collect_as_the_window()
    commands = {"pull": run, "push": run, "idle": run, "edit": edit, "catch up": catch_up, "photo": photo}
    for line in sys.stdin:
        name, *values = json.loads(line)
        began, cpu = time.perf_counter(), time.process_time()
        told = commands[name](device, *values)
        told |= {"mb": resident("VmRSS"), "peak": resident("VmHWM")}
        spent = {"wall": (time.perf_counter() - began) * 1000, "cpu": (time.process_time() - cpu) * 1000}
        print(json.dumps({**told, **spent}), flush=True)
    device.close()


if __name__ == "__main__":
    main()
