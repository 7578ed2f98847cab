"""Files to the endpoint: resumable, checked by hash, never sent twice when the endpoint has them."""

from __future__ import annotations

import time

from fieldapp.errors import NetworkFault
from fieldapp.sync.report import Progress
from fieldapp.sync.run import Run

SMALL = 256 * 1024
FIRST_CHUNK = 256 * 1024
LARGEST_CHUNK = 4 * 1024 * 1024
SMALLEST_CHUNK = 32 * 1024
QUICK_S, SLOW_S = 1.0, 5.0
ATTEMPTS = 3


def upload(run: Run, sha256: str) -> None:
    """Bring one file to the endpoint. Raises NetworkFault, EnvironmentFault `blob.missing|blob.damaged`.

    The bytes are read through the blob store, which checks their hash before a byte is sent; the endpoint checks it
    again at the end.
    """
    data = run.store.blobs.get(sha256)
    offset, complete = (0, False) if len(data) <= SMALL else run.client.blob_offset(sha256)
    chunk, restarts = FIRST_CHUNK, 0
    while not complete:
        run.breathe()
        part = data[offset : offset + chunk]
        run.progress(Progress("blobs", offset, len(data), sha256))
        began = time.monotonic()
        held, complete = run.client.blob_put(sha256, part, offset, last=offset + len(part) == len(data))
        chunk = next_chunk(chunk, time.monotonic() - began)
        if complete:
            break
        if held <= offset:
            restarts += 1
            if restarts > ATTEMPTS:
                raise NetworkFault("net.upload-refused", f"the endpoint does not take {sha256[:12]}…")
        offset = min(held, len(data))
        with run.store.writing() as work:
            work.blobs.progress(sha256, offset)
    with run.store.writing() as work:
        work.blobs.uploaded(sha256, run.now())
    run.counts.blobs += 1
    run.progress(Progress("blobs", len(data), len(data), sha256))


def next_chunk(chunk: int, seconds: float) -> int:
    """Larger parts on a quick line, smaller on a slow one: at most one part is sent again after a cut."""
    if seconds < QUICK_S:
        return min(chunk * 2, LARGEST_CHUNK)
    if seconds > SLOW_S:
        return max(chunk // 2, SMALLEST_CHUNK)
    return chunk
