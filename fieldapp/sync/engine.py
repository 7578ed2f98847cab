"""One sync run: a plain function. What it needs is handed in; what it did is in the report; it raises nothing that is foreseen.

Order: hello (is it our endpoint, is it the one we knew, has it anything new) → operations with an unknown outcome → pull → push.
Every step commits as it goes, so that a run may end at any point, by a cut, a crash or a wish, and the next one goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from fieldapp import __version__
from fieldapp.clock import Clock, from_wire, to_wire
from fieldapp.domain.profile import Profile
from fieldapp.errors import Fault, NetworkFault
from fieldapp.forms.catalog import Catalog
from fieldapp.release import is_newer
from fieldapp.store.store import Store
from fieldapp.store.unit_of_work import Work
from fieldapp.sync.client import Client
from fieldapp.sync.faults import (
    AuthFault,
    BusyFault,
    CursorGoneFault,
    ProblemFault,
    WrongServerFault,
    is_own_failure,
)
from fieldapp.sync.merging import forget_acknowledged
from fieldapp.sync.patience import RETRY_AFTER_CAP_S
from fieldapp.sync.policy import EVERY_FILE, FilePolicy
from fieldapp.sync.pull import CURSOR, pull
from fieldapp.sync.push import push
from fieldapp.sync.report import Outcome, Progress, SyncReport
from fieldapp.sync.run import PORTIONS, AttentionFault, Cancelled, Portions, Run
from fieldapp.sync.transport import Traffic
from fieldapp.sync.unreadable import how_many
from fieldapp.sync.wire import Hello

SCHEMA = 1
RESEND_BLOBS = timedelta(days=90)
BUSY_DEFAULT_S = 60.0
NOT_BEFORE = "not_before"
LARGEST_OFFSET = timedelta(days=36525)
"""Between two clocks, one of which may have lost its battery. What is beyond would not fit into a calendar when it is added."""

ABOUT_THE_PAGE = frozenset({"net.truncated", "net.too-large", "net.timeout", "net.not-the-endpoint"})
"""What may be wrong with a page of changes alone; where it is the line, whatever is sent next finds that out."""

LONGEST_REST = timedelta(seconds=RETRY_AFTER_CAP_S * 1.5)
"""A moment beyond this was stored under another clock and is not believed."""


def run_once(
    store: Store,
    client: Client,
    catalog: Catalog,
    profile: Profile,
    clock: Clock,
    cancel: Callable[[], bool] = lambda: False,
    progress: Callable[[Progress], None] = lambda _: None,
    *,
    chance: Callable[[], float],
    files: FilePolicy = EVERY_FILE,
    portions: Portions = PORTIONS,
) -> SyncReport:
    """Bring both sides together. `chance`: a random number from 0 to 1, spreads waiting times; `files`: which of them may go
    over the line there is; `portions`: how much at a time. Raises bugs only: every foreseen failure is the report's outcome."""
    run = Run(store, client, catalog, profile, clock, cancel, progress, chance, files, portions)
    client.transport.traffic = Traffic()
    started_at = clock.now()
    outcome = Outcome.DONE
    fault: Fault | None = None
    try:
        keep_rest(run)
        pulled = meet(run)
        push(run)
        if pulled is not None:
            raise pulled
    except Cancelled:
        outcome = Outcome.CANCELLED
    except BusyFault as found:
        outcome, fault = Outcome.OFFLINE, rested(run, found)
    except Fault as found:
        outcome, fault = outcome_of(found), found
    return make_report(run, outcome, fault, started_at)


def meet(run: Run) -> Fault | None:
    """Hello, what is on its way, and what is new. A feed that has begun anew may be that of an endpoint restored since its
    hello: it is greeted again, so that its older documents never take the place of what it had acknowledged."""
    try:
        return greet_and_pull(run)
    except CursorGoneFault:
        return greet_and_pull(run)


def greet_and_pull(run: Run) -> Fault | None:
    """A page that a person has to decide about, that never arrives whole or in time, or over which the endpoint fails, does not
    keep our work from the endpoint."""
    nothing_after = greet(run)
    push(run, only_sent=True)
    try:
        pull(run, nothing_after)
    except (AttentionFault, ProblemFault) as fault:
        return fault
    except NetworkFault as fault:
        if fault.code not in ABOUT_THE_PAGE and not is_own_failure(fault):
            raise
        return fault
    return None


def keep_rest(run: Run) -> None:
    """An endpoint that asked for patience is not disturbed before its time, not even by a program started anew."""
    with run.store.reading() as work:
        text = work.meta.get(NOT_BEFORE)
    left = from_wire(text) - run.now() if text else timedelta(0)
    if timedelta(0) < left <= LONGEST_REST:
        raise BusyFault("net.busy", "the endpoint has asked for patience", retry_after_s=left.total_seconds(), resting=True)


def rested(run: Run, fault: BusyFault) -> BusyFault:
    """Remember until when, a little spread so that devices do not come back together."""
    if not fault.details.get("resting"):
        seconds = (fault.details.get("retry_after_s") or BUSY_DEFAULT_S) * (1 + run.chance() / 4)
        fault.details["retry_after_s"] = seconds
        with run.store.writing() as work:
            work.meta.set(NOT_BEFORE, to_wire(run.now() + timedelta(seconds=seconds)))
    return fault


def outcome_of(fault: Fault) -> Outcome:
    match fault:
        case NetworkFault():
            return Outcome.OFFLINE
        case AuthFault():
            return Outcome.AUTH
        case WrongServerFault():
            return Outcome.WRONG_SERVER
        case _:
            return Outcome.ATTENTION


def make_report(run: Run, outcome: Outcome, fault: Fault | None, started_at: datetime) -> SyncReport:
    counts, traffic = run.counts, run.client.transport.traffic
    waiting = fault.details["retry_after_s"] if isinstance(fault, BusyFault) else None
    unreadable = 0
    try:
        with run.store.reading() as work:
            unreadable = how_many(work)
    except Fault as found:  # the disk fails at the very end: what was done counts, and the run was not a good one
        if fault is None:
            outcome, fault = outcome_of(found), found
    return SyncReport(
        outcome=outcome,
        started_at=started_at,
        finished_at=run.now(),
        pulled=counts.pulled,
        pushed=counts.pushed,
        blobs=counts.blobs,
        conflicts=counts.conflicts,
        parked=counts.parked,
        unreadable=unreadable,
        requests=traffic.requests,
        bytes_sent=traffic.bytes_sent,
        bytes_received=traffic.bytes_received,
        problem=fault.code if fault else None,
        text=fault.text if fault else "",
        retry_after_s=waiting,
        held_back=tuple(run.held_back.values()),
    )


def greet(run: Run) -> str | None:
    """Find out who answers before anything is sent; returns the cursor after which there is nothing new, None when there may be.
    Raises WrongServerFault."""
    run.progress(Progress("hello", 0, 1))
    with run.store.reading() as work:
        run.client.instance = work.meta.get("instance")
        cursor: str | None = work.meta.get(CURSOR)
    before = run.now()
    hello = run.client.hello(cursor)
    after = run.now()
    require_compatible(hello)
    offset = server_time(hello) - (before + (after - before) / 2)
    if abs(offset) > LARGEST_OFFSET:
        raise NetworkFault("net.not-the-endpoint", f"the endpoint's time is not one: {hello.server_time!r}")
    with run.store.writing() as work:
        if work.meta.get("instance") is None:
            work.meta.set("instance", hello.instance)
        mend_after_restore(run, work, hello)
        if hello.missing:
            work.blobs.send_again(hello.missing)
        work.meta.set("epoch", hello.epoch)
        work.meta.set(NOT_BEFORE, None)
        work.outbox.raise_device_seq(hello.device_seq)
        work.meta.set("clock", {"offset_s": round(offset.total_seconds(), 3), "compared_at": to_wire(after)})
    run.client.instance = hello.instance
    return None if hello.news else cursor


def mend_after_restore(run: Run, work: Work, hello: Hello) -> None:
    """An endpoint with another epoch, or that has not seen what it had acknowledged, came back from a backup: what this
    device told it in the last 90 days is sent again (it knows each op_id and each hash), and the feed is read anew."""
    renewed = work.meta.get("epoch") not in {None, hello.epoch}
    lost = work.outbox.resend_since(0 if renewed else hello.device_seq)
    if renewed or lost:
        work.meta.set(CURSOR, None)
        work.blobs.resend_since(run.now() - RESEND_BLOBS)
        forget_acknowledged(run, work)


def server_time(hello: Hello) -> datetime:
    """Raises NetworkFault when it is not a time."""
    try:
        return from_wire(hello.server_time)
    except ValueError as error:
        raise NetworkFault("net.not-the-endpoint", f"the endpoint's time is not one: {hello.server_time!r}") from error


def require_compatible(hello: Hello) -> None:
    if not hello.schema.min <= SCHEMA <= hello.schema.max:
        text = f"the endpoint speaks order documents {hello.schema.min} to {hello.schema.max}, this program {SCHEMA}"
        raise WrongServerFault("sync.schema", text)
    if is_newer(hello.min_client, __version__):
        raise WrongServerFault(
            "sync.client-too-old", f"the endpoint asks for version {hello.min_client} or later", wanted=hello.min_client
        )
