"""`python store_content.py DEVICE-FOLDER PASSPHRASE`: what a store holds, as JSON. PYTHONPATH: the checkout that made it."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from fieldapp.clock import SystemClock
from fieldapp.store.layout import STORE_FOLDER
from fieldapp.store.store import Store
from fieldapp.store.vault import open_vault, store_key


def content(folder: Path, passphrase: str) -> dict[str, Any]:
    """Each order with its document, and every file of it, read and compared with its hash."""
    key = store_key(open_vault(folder, lambda _new: passphrase), folder / STORE_FOLDER)
    store = Store.open(folder / STORE_FOLDER, key, SystemClock())
    try:
        with store.writing() as work:
            docs = {order_id: work.orders.need(order_id).doc for order_id in sorted(work.orders.ids())}
        files = sorted(
            {each["sha256"] for doc in docs.values() for each in doc["attachments"] if store.blobs.has(each["sha256"])}
        )
        wrong = [name for name in files if hashlib.sha256(store.blobs.get(name)).hexdigest() != name]
        return {"orders": docs, "files": files, "wrong": wrong}
    finally:
        store.close()


if __name__ == "__main__":
    json.dump(content(Path(sys.argv[1]), sys.argv[2]), sys.stdout, ensure_ascii=False, sort_keys=True)
