"""Runs in a process of its own and is killed: writes until then, saying on standard output what has been committed.

`python store_crash_child.py FOLDER FIRST [LIMIT]`: one line `n sha256` after each commit, beginning with FIRST. With
LIMIT no file may
grow beyond that many bytes (0: no such limit, the disk is small). When a fault comes its code is printed, the limit
lifted, `ballast`
beside the folder deleted, and one more commit made.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from fieldapp.clock import SystemClock
from fieldapp.domain import patches
from fieldapp.errors import Fault
from fieldapp.store.store import Store
from tests.support.store_builders import KEY, a_summary, order_id


def commit(store: Store, n: int) -> str:
    photo = f"photo {n} ".encode() * 300
    sha256 = store.blobs.put(photo)
    with store.writing() as work:
        order = work.orders.need(order_id(1))
        patch = {"answers": {f"field_{n % 400}": n, "last": n, "cause": f"第{n}次雷击"}}
        doc = patches.apply(order.doc, patch)
        work.blobs.add(order.id, sha256, len(photo), "image/jpeg")
        work.change(order.id, patch, a_summary(doc), doc)
        if n % 5 == 0:
            work.outbox.freeze(work.outbox.ready(store.clock.now(), 1))
        work.meta.set("last", n)
    return sha256


def main() -> None:
    folder, n = Path(sys.argv[1]), int(sys.argv[2])
    store = Store.open(folder, KEY, SystemClock())
    if len(sys.argv) > 3 and sys.argv[3] != "0":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
    while True:
        try:
            print(n, commit(store, n), flush=True)
        except Fault as fault:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            (folder.parent / "ballast").unlink(missing_ok=True)
            print(fault.code, commit(store, n), flush=True)
            store.close()
            return
        if n % 3:
            store.catch_up()  # a kill comes here, too
        n += 1


if __name__ == "__main__":
    main()
