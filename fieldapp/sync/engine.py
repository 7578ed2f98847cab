"""One sync run: a plain function. What it needs is handed in; what it did is in the report; it raises nothing that is foreseen.

Order: hello (is it our endpoint, is it the one we knew) → operations with an unknown outcome → pull → push. Every step
commits as it goes,
so that a run may end at any point, by a cut, a crash or a wish, and the next one goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from fieldapp import __version__
from fieldapp.clock import Clock, from_wire, to_wire
from fieldapp.domain.profile import Profile
from fieldapp.errors import Fault, NetworkFault
from fieldapp.forms.catalog import Catalog
from fieldapp.store.store import Store
from fieldapp.sync.client import Client
from fieldapp.sync.faults import AuthFault, BusyFault, WrongServerFault
from fieldapp.sync.pull import pull
from fieldapp.sync.push import push
from fieldapp.sync.report import Outcome, Progress, SyncReport
from fieldapp.sync.run import Cancelled, Run
from fieldapp.sync.transport import Traffic
from fieldapp.sync.wire import Hello

SCHEMA = 1
RESEND_BLOBS = timedelta(days=90)
BUSY_DEFAULT_S = 60.0


def run_once(
    store: Store,
    client: Client,
    catalog: Catalog,
    profile: Profile,
    clock: Clock,
    cancel: Callable[[], bool] = lambda: False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> SyncReport:
    """Bring both sides together. Raises only bugs; every foreseen failure is the report's outcome and problem."""
    run = Run(store, client, catalog, profile, clock, cancel, progress)
    client.transport.traffic = Traffic()
    started_at = clock.now()
    outcome, fault = Outcome.DONE, None
    try:
        greet(run)
        push(run, only_sent=True)
        pull(run)
        push(run)
    except Cancelled:
        outcome = Outcome.CANCELLED
    except Fault as found:
        outcome, fault = outcome_of(found), found
    return make_report(run, outcome, fault, started_at)


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
    waiting = fault.details.get("retry_after_s") or BUSY_DEFAULT_S if isinstance(fault, BusyFault) else None
    return SyncReport(
        outcome=outcome,
        started_at=started_at,
        finished_at=run.now(),
        pulled=counts.pulled,
        pushed=counts.pushed,
        blobs=counts.blobs,
        conflicts=counts.conflicts,
        parked=counts.parked,
        unreadable=counts.unreadable,
        requests=traffic.requests,
        bytes_sent=traffic.bytes_sent,
        bytes_received=traffic.bytes_received,
        problem=fault.code if fault else None,
        text=fault.text if fault else "",
        retry_after_s=waiting,
    )


def greet(run: Run) -> None:
    """Find out who answers before anything is sent. Raises WrongServerFault."""
    run.progress(Progress("hello", 0, 1))
    with run.store.reading() as work:
        run.client.instance = work.meta.get("instance")
    before = run.now()
    hello = run.client.hello()
    after = run.now()
    require_compatible(hello)
    with run.store.writing() as work:
        if work.meta.get("instance") is None:
            work.meta.set("instance", hello.instance)
        if work.meta.get("epoch") not in {None, hello.epoch}:
            work.meta.set("cursor", None)
            work.blobs.resend_since(after - RESEND_BLOBS)
        work.meta.set("epoch", hello.epoch)
        if hello.device_seq < work.outbox.last_device_seq():
            work.outbox.resend_since(hello.device_seq)
        work.outbox.raise_device_seq(hello.device_seq)
        offset = from_wire(hello.server_time) - (before + (after - before) / 2)
        work.meta.set("clock", {"offset_s": round(offset.total_seconds(), 3), "compared_at": to_wire(after)})
    run.client.instance = hello.instance


def require_compatible(hello: Hello) -> None:
    if not hello.schema.min <= SCHEMA <= hello.schema.max:
        text = f"the endpoint speaks order documents {hello.schema.min} to {hello.schema.max}, this program {SCHEMA}"
        raise WrongServerFault("sync.schema", text)
    if version(hello.min_client) > version(__version__):
        raise WrongServerFault(
            "sync.client-too-old", f"the endpoint asks for version {hello.min_client} or later", wanted=hello.min_client
        )


def version(text: str) -> tuple[int, ...]:
    """Numbers of a dotted version; what is not a number ends it."""
    parts: list[int] = []
    for part in text.split("."):
        if not part.isdigit():
            break
        parts.append(int(part))
    return tuple(parts)
