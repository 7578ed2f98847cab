"""Which operations go next. Text never waits for files: what speaks of a file that has not arrived is held back as a part
of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any

from fieldapp.store.due import LONGEST_WAIT
from fieldapp.store.payloads import files_of
from fieldapp.store.records import Op, OpKind, OpState
from fieldapp.store.repositories.outbox import Mark
from fieldapp.store.unit_of_work import Work
from fieldapp.sync import wire
from fieldapp.sync.packing import Batch
from fieldapp.sync.run import Run

BATCH_BYTES = 900_000
EVERYTHING = 1_000_000
OP_OVERHEAD = 300
MOST_TURNS = 8
"""Operations of one order in one run: an endpoint that answers `conflict` for ever must not keep a run busy for ever."""

FIRST_WAIT = timedelta(minutes=1)

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Blocked:
    """An operation as it was when nothing of it could go without these files."""

    mark: Mark
    files: tuple[str, ...]


@dataclass(slots=True)
class Sending:
    """What one `push` remembers. `stuck`: files that cannot go in this run. `blocked`: operations that wait for files, the oldest
    first: they are not read again for each file that goes, there may be a thousand. `answered`: operations whose answer is there
    and not written down yet; `following`: those that come next, frozen; `asked`: the same as the endpoint was asked already."""

    sent_only: bool
    answered: frozenset[str] = frozenset()
    following: tuple[Op, ...] = ()
    asked: Batch | None = None
    turns: Counter[str] = field(default_factory=Counter)
    stuck: set[str] = field(default_factory=set)
    blocked: dict[str, Blocked] = field(default_factory=dict)
    failures: int = 0

    def settled(self, *hashes: str) -> None:
        """These files have arrived, or cannot go: who waited for one is looked at again."""
        over = frozenset(hashes)
        self.blocked = {op_id: held for op_id, held in self.blocked.items() if over.isdisjoint(held.files)}

    def give_up(self, *hashes: str) -> None:
        """These files cannot go in this run."""
        self.stuck.update(hashes)
        self.settled(*hashes)

    def asked_for(self, ops: Sequence[Op]) -> Batch | None:
        """What was asked ahead, when it was for these; it counts once."""
        asked, self.asked = self.asked, None
        return asked if asked is not None and asked.op_ids == tuple(op.op_id for op in ops) else None


def take(run: Run, sending: Sending) -> tuple[Op, ...]:
    """Choose and freeze what goes next, as much as one batch holds; empty when nothing can go without a file. Committed before
    a byte is sent: from here on these payloads never change."""
    with run.store.writing() as work:
        chosen = tuple(choose(run, work, sending))
        sending.turns.update(op.order_id for op in chosen)
        return work.outbox.freeze(chosen)


def choose(run: Run, work: Work, sending: Sending) -> Iterator[Op]:
    count = size = 0
    for op, missing in with_missing(run, work, candidates(run, work, sending)):
        part = sendable_part(op, missing, sending.stuck)
        if part is None:
            files = tuple(sha256 for sha256 in files_of(op) if sha256 in missing)
            sending.blocked[op.op_id] = Blocked((op.changed_at, op.state.value), files)
            continue
        now, rest = part
        size += len(wire.encode(now)) + OP_OVERHEAD
        if count and size > BATCH_BYTES:
            return
        if rest:
            work.outbox.divide(op.op_id, now, {"attachments": rest})
        count += 1
        yield op
        if count == run.portions.ops:
            return


def candidates(run: Run, work: Work, sending: Sending) -> Iterator[Op]:
    """Ready operations, oldest first, whose order has not had too many turns; those that had are put off. What is known to wait
    for a file, and has not changed since, is left out."""
    for op in unblocked(run, work, sending) if sending.blocked else all_ready(run, work, sending):
        if op.op_id in sending.answered:
            continue
        if sending.turns[op.order_id] < MOST_TURNS:
            yield op
        else:
            work.outbox.postpone([op.op_id], run.now() + FIRST_WAIT)


def unblocked(run: Run, work: Work, sending: Sending) -> Iterator[Op]:
    marks, blocked = work.outbox.ready_marks(run.now(), sent_only=sending.sent_only), sending.blocked
    sending.blocked = {op_id: blocked[op_id] for op_id, mark in marks.items() if op_id in blocked and blocked[op_id].mark == mark}
    left = [op_id for op_id in marks if op_id not in sending.blocked]
    for at in range(0, len(left), run.portions.ops):
        yield from work.outbox.these(left[at : at + run.portions.ops])


def all_ready(run: Run, work: Work, sending: Sending) -> Iterator[Op]:
    seen: set[str] = set()
    limit = run.portions.ops + len(sending.answered)
    while True:
        ops = work.outbox.ready(run.now(), limit, sent_only=sending.sent_only)
        yield from (op for op in ops if op.op_id not in seen)
        if len(ops) < limit:
            return
        seen, limit = {op.op_id for op in ops}, limit * 4


def sendable_part(op: Op, missing: frozenset[str], stuck: Set[str]) -> tuple[Payload, list[Payload]] | None:
    """(what can be sent now, attachments that follow when their files have arrived); None when nothing can.

    What was sent once goes whole or not at all, and so does a late report. Attachments alone wait for the last file that is
    not stuck.
    """
    if not missing:
        return op.payload, []
    if op.state is not OpState.PENDING or op.kind is OpKind.LATE_REPORT:
        return None
    entries = op.payload.get("attachments", ())
    rest = [entry for entry in entries if entry["sha256"] in missing]
    there = [entry for entry in entries if entry["sha256"] not in missing]
    if op.kind is OpKind.CREATE:
        return {**op.payload, "attachments": there}, rest
    now = {part: content for part, content in op.payload.items() if part != "attachments"}
    if not now and (missing - stuck or not there):
        return None
    return ({**now, "attachments": there} if there else now), rest


def with_missing(run: Run, work: Work, ops: Iterator[Op]) -> Iterator[tuple[Op, frozenset[str]]]:
    """Each with those of its files that have not arrived; asked for as many at once as go at a time."""
    while part := tuple(islice(ops, run.portions.ops)):
        hashes = {op.op_id: frozenset(files_of(op)) for op in part}
        missing = work.blobs.not_uploaded(frozenset().union(*hashes.values()))
        for op in part:
            yield op, missing & hashes[op.op_id]


def wait(run: Run, attempts: int) -> timedelta:
    """Longer after each attempt, up to an hour, spread so that devices do not come back together."""
    seconds = FIRST_WAIT.total_seconds() * 2 ** min(max(attempts - 1, 0), 10) * (1 + run.chance() / 4)
    return min(timedelta(seconds=seconds), LONGEST_WAIT)
