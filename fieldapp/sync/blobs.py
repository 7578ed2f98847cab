"""Files to the endpoint: resumable, checked by hash, never sent twice when the endpoint has them."""

from __future__ import annotations

from fieldapp.errors import EnvironmentFault, Fault, InputFault
from fieldapp.store.due import LONGEST_WAIT, is_due
from fieldapp.store.payloads import files_of
from fieldapp.store.records import OpKind, OpState
from fieldapp.store.unit_of_work import Work
from fieldapp.sync.faults import ProblemFault
from fieldapp.sync.outgoing import Sending
from fieldapp.sync.report import HeldBack, Progress
from fieldapp.sync.run import Run

SMALL = 256 * 1024
FIRST_CHUNK = 256 * 1024
LARGEST_CHUNK = 4 * 1024 * 1024
SMALLEST_CHUNK = 32 * 1024
PART_S = 3.0
MOST_GROWTH = 8
ATTEMPTS = 3
STUCK_WAIT = LONGEST_WAIT
AT_ONCE = 100
HOPELESS = frozenset({"endpoint.too-large", "endpoint.invalid", "endpoint.not-found", "endpoint.refused"})
"""The endpoint will never take this file; `blob-hash` and the like may pass."""


def bring_one(run: Run, sending: Sending) -> bool:
    """Upload the next file that an operation waits for; False when there is none that can go now."""
    stuck = len(sending.stuck)
    with run.store.reading() as work:
        found = next_file(run, work, sending)
    if found is None:
        return len(sending.stuck) > stuck  # others need not wait for these any more
    op_id, sha256 = found
    if not still_wanted(run, op_id, sha256):
        sending.settled(sha256)
        return True
    try:
        upload(run, sha256)
    except (InputFault, EnvironmentFault, ProblemFault) as fault:
        sending.give_up(sha256)
        if not is_about_the_file(fault):
            raise
        with run.store.writing() as work:
            if fault.code.startswith("blob.") or fault.code in HOPELESS:
                set_aside(run, work, op_id, sha256, fault)
            work.blobs.postpone(sha256, run.now() + STUCK_WAIT)
    else:
        sending.settled(sha256)
    return True


def bring_the_rest(run: Run, sending: Sending) -> None:
    """Files that no operation waits for: an endpoint restored from a backup has lost them, its orders still name them."""
    while True:
        run.breathe()
        with run.store.reading() as work:
            found = work.blobs.waiting(run.now(), AT_ONCE + len(sending.stuck))
            fresh = [blob.sha256 for blob in found if blob.sha256 not in sending.stuck]
            waiting = [sha256 for sha256 in fresh if may_go(run, work, sha256)]
        if not fresh:
            return
        sending.stuck.update(set(fresh) - set(waiting))
        for sha256 in waiting:
            with run.store.writing() as work:
                work.blobs.begin(sha256)
            try:
                upload(run, sha256)
            except (InputFault, EnvironmentFault, ProblemFault) as fault:
                if not is_about_the_file(fault):
                    raise
                sending.stuck.add(sha256)
                with run.store.writing() as work:
                    work.blobs.postpone(sha256, run.now() + STUCK_WAIT)


def next_file(run: Run, work: Work, sending: Sending) -> tuple[str, str] | None:
    """(operation, its file). Whatever waits for one is known by now: nothing could go without."""
    kept: dict[str, None] = {}
    found = None
    for op_id, sha256 in [(op_id, sha256) for op_id, held in sending.blocked.items() for sha256 in held.files]:
        if sha256 not in sending.stuck and sha256 not in kept:
            if may_go(run, work, sha256):
                found = op_id, sha256
                break
            kept[sha256] = None
    if kept:
        sending.give_up(*kept)
    return found


def still_wanted(run: Run, op_id: str, sha256: str) -> bool:
    """Note that the file is about to leave this device, in the transaction that finds that nobody has taken it back: from
    here on it counts as gone out."""
    with run.store.writing() as work:
        now = work.outbox.get(op_id)
        if now is None or sha256 not in files_of(now):
            return False
        work.blobs.begin(sha256)
        return True


def may_go(run: Run, work: Work, sha256: str) -> bool:
    """Neither put off nor kept for another line; what is kept is noted for the report."""
    blob = work.blobs.get(sha256)
    if blob is None:
        return True
    if not is_due(blob.not_before, run.now()):
        return False
    if run.files.holds(blob.size):
        orders = work.blobs.needed_by(sha256)
        if not orders & run.files.anyway:
            run.held_back[sha256] = HeldBack(sha256, blob.size, orders)
            return False
    return True


def is_about_the_file(fault: Fault) -> bool:
    """Not about the store, the disk or the login: only this file stays behind."""
    return fault.code.startswith(("blob.", "endpoint.blob-")) or fault.code in HOPELESS


def set_aside(run: Run, work: Work, op_id: str, sha256: str, fault: Fault) -> None:
    """The file cannot go: the operation's part that speaks of it is parked for a person to see, the rest of it goes on."""
    op = work.outbox.get(op_id)
    if op is None or op.state not in (OpState.PENDING, OpState.SENT):
        return
    parked = op_id
    if op.state is OpState.PENDING and op.kind is not OpKind.LATE_REPORT:
        entries = op.payload.get("attachments", ())
        kept = [entry for entry in entries if entry["sha256"] != sha256]
        lost = [entry for entry in entries if entry["sha256"] == sha256]
        others = {part: content for part, content in op.payload.items() if part != "attachments"}
        if kept or others:
            parked = work.outbox.divide(op_id, {**others, "attachments": kept}, {"attachments": lost})
    work.outbox.park(parked, {"code": fault.code, "detail": fault.text, "sha256": sha256})
    run.counts.parked += 1


def upload(run: Run, sha256: str) -> None:
    """Bring one file to the endpoint. Raises InputFault `blob.unknown`, EnvironmentFault `blob.damaged`, ProblemFault
    (`endpoint.blob-hash` when the bytes arrive broken time and again), NetworkFault.

    The bytes are read through the blob store, which checks their hash before a byte is sent; the endpoint checks it again
    at the end.
    """
    data = run.store.blobs.get(sha256)
    offset, complete = (0, False) if len(data) <= SMALL else run.client.blob_offset(sha256)
    chunk, restarts = FIRST_CHUNK, 0
    while not complete:
        run.breathe()
        part = data[offset : offset + chunk]
        run.progress(Progress("blobs", offset, len(data), sha256))
        began = run.clock.monotonic()
        held, complete = put(run, sha256, part, offset, last=offset + len(part) == len(data))
        chunk = next_chunk(chunk, run.clock.monotonic() - began)
        if complete:
            break
        if held != offset + len(part):  # one that goes back, or on by a byte at a time, is not sent to for ever
            restarts += 1
            if restarts > ATTEMPTS:
                raise ProblemFault("endpoint.blob-hash", f"the endpoint does not take {sha256[:12]}…", problem={})
        offset = min(held, len(data))
        with run.store.writing() as work:
            work.blobs.progress(sha256, offset)
    with run.store.writing() as work:
        work.blobs.uploaded(sha256, run.now())
    run.counts.blobs += 1
    run.progress(Progress("blobs", len(data), len(data), sha256))


def put(run: Run, sha256: str, part: bytes, offset: int, *, last: bool) -> tuple[int, bool]:
    """(bytes the endpoint holds, complete); (0, False) when what arrived was broken and the endpoint has dropped it."""
    try:
        return run.client.blob_put(sha256, part, offset, last=last)
    except ProblemFault as fault:
        if fault.code != "endpoint.blob-hash":
            raise
        return 0, False


def next_chunk(chunk: int, seconds: float) -> int:
    """As much as the line takes in PART_S: between two parts it stands still, and at most one part is sent again after a cut."""
    wanted = int(chunk * PART_S / max(seconds, PART_S / MOST_GROWTH))
    return min(max(wanted, SMALLEST_CHUNK), LARGEST_CHUNK)
