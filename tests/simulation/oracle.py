"""Heal everything, then look: nothing lost, nothing doubled, both sides the same, nothing left to say."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from random import Random
from typing import Any

from simulation.device import SimDevice
from simulation.endpoint import PASSWORD
from simulation.truth import DESK
from simulation.world import World

from fieldapp.domain import kinds
from fieldapp.domain.records import ORDER
from fieldapp.store.records import OpState
from fieldapp.sync.removals import allow_removals, removals_asked
from fieldapp.sync.report import SyncReport

ROUNDS = 12
PAUSE_S = 7200.0
NOTHING_TO_SAY = 1
"""Requests of a sync that has nothing to do."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Broken(AssertionError):
    """A promise was not kept."""


def require(condition: object, text: str) -> None:
    if not condition:
        raise Broken(text)


def heal(world: World) -> None:
    """The network is sound again, people log in and answer what they are asked; time passes. Ends with a round in which every
    device says hello, hears that nothing has changed, and has nothing else to say; there must come one."""
    dice = Random(0)
    world.say("healing")
    world.strays(dice)
    for device in world.devices:
        device.look()
        device.line.begin(dice, {}, {})
        device.start()
        device.clock.skew = 0.0
    for _ in range(ROUNDS):
        world.time.seconds += PAUSE_S
        reports = [calm(world, device) for device in world.devices]
        if all(is_quiet(report) and report.requests == NOTHING_TO_SAY for report in reports):
            return
    raise Broken(f"never comes to rest: {reports}")


def calm(world: World, device: SimDevice) -> SyncReport:
    report = device.sync(lambda: 0.5)
    assert report is not None
    world.say(f"  {device.name}: {report.outcome} {report.problem or ''} pushed {report.pushed} pulled {report.pulled}")
    if report.outcome == "auth":
        device.client.login(device.user.name, PASSWORD)
    asked = removals_asked(device.store)
    if asked is not None:
        allow_removals(device.store, asked["cursor"])
    return report


def is_quiet(report: SyncReport) -> bool:
    return report.outcome == "done" and not (report.pushed or report.pulled or report.blobs or report.parked)


def check(world: World) -> None:
    """After `heal`. Raises Broken with the first promise that was not kept."""
    Findings(world).all()


class Findings:
    """Both sides as they are now."""

    def __init__(self, world: World) -> None:
        self.world, self.truth, self.endpoint = world, world.truth, world.endpoint
        self.server = world.endpoint.docs()
        self.late = world.endpoint.late()
        self.local = {device.name: device.docs() for device in world.devices}
        self.active: dict[str, list[Any]] = {}
        self.conflicts: dict[str, list[Any]] = {}
        for device in world.devices:
            with device.store.reading() as work:
                ids = {*self.local[device.name], *(op.order_id for op in work.outbox.changed_since(LONG_AGO))}
                self.active[device.name] = [op for order_id in sorted(ids) for op in work.outbox.active_of(order_id)]
                self.conflicts[device.name] = [c for order_id in sorted(ids) for c in work.conflicts.all_of(order_id)]
        self.excused = self.truth.poisoned | self.truth.lost

    def all(self) -> None:
        self.once()
        self.nothing_waits_without_reason()
        visible = self.visible()
        for place, values in self.truth.live.items():
            for value, author in values.items():
                require(value in visible, f"{author} wrote {value!r} in {place}: it is nowhere")
        for entry, order_id in self.truth.entries.items():
            require(entry in visible, f"the log entry {entry} of {order_id} is nowhere")
        self.files(visible)
        self.same()
        self.sealed()
        self.no_conflict_with_oneself()
        self.nothing_went_without_a_word()

    def once(self) -> None:
        ids = self.endpoint.op_ids()
        require(len(ids) == len(set(ids)), "an op_id is twice at the endpoint")
        for device in self.world.devices:
            with device.store.reading() as work:
                ops = work.outbox.changed_since(LONG_AGO)
            missing = [op.op_id for op in ops if op.state is OpState.DONE and op.op_id not in ids]
            require(not missing, f"{device.name} takes {missing} for done, the endpoint does not know them")
        for order in self.server.values():
            for part in ("events", "attachments"):
                entries = [entry["id"] for entry in order.doc[part]]
                require(len(entries) == len(set(entries)), f"an entry of {part} is twice in {order.id}")

    def nothing_waits_without_reason(self) -> None:
        for name, ops in self.active.items():
            for op in ops:
                reason = f"{name} still has {op.kind} {op.op_id} of {op.order_id} ({op.state}): {op.problem}"
                require(op.order_id in self.excused, reason)
                require(any(other.problem for other in ops if other.order_id == op.order_id), f"nothing says why: {reason}")

    def visible(self) -> str:
        """Everything that a person can come across at either side, as one text."""
        sides: list[Any] = [order.doc for order in self.server.values()]
        sides += [[row.patch, row.doc] for row in self.late]
        for ops in self.active.values():
            sides += [op.payload for op in ops]
        for conflicts in self.conflicts.values():
            sides += [[conflict.mine, conflict.theirs] for conflict in conflicts]
        return json.dumps(sides, ensure_ascii=False)

    def files(self, visible: str) -> None:
        named = json.dumps([order.doc["attachments"] for order in self.server.values()])
        arrived = named + "".join(row.patch for row in self.late)
        for file in self.truth.files:
            require(file.entry in visible, f"the attachment {file} is nowhere")
            if file.entry in arrived:
                require(self.endpoint.holds(file.sha256), f"the endpoint names {file} and has not got its bytes")

    def same(self) -> None:
        """Client = server for the orders that are somebody's, and nobody holds others as his own."""
        for device in self.world.devices:
            held = self.local[device.name]
            waiting = {op.order_id for op in self.active[device.name]}
            for order in self.server.values():
                if kinds.audience(order.doc).holds(device.user.id) and not order.cancelled and order.id not in waiting:
                    require(order.id in held, f"{device.name} does not hold {order.id}")
                    require(held[order.id] == order.doc, f"{device.name} holds another {order.id} than the endpoint")
            for order_id in held:
                with device.store.reading() as work:
                    frozen = work.orders.need(order_id).frozen
                theirs = self.server.get(order_id)
                ours = theirs is not None and kinds.audience(theirs.doc).holds(device.user.id) and not theirs.cancelled
                fits = ours is (frozen is None) or order_id in self.excused
                require(fits, f"{device.name}: {order_id} frozen: {frozen}, ours: {ours}")

    def sealed(self) -> None:
        """Write-once: every sealed file is still there, byte for byte, under its revision."""
        for device in self.world.devices:
            with device.store.reading() as work:
                for sealed in self.truth.sealed:
                    if sealed.device == device.name:
                        row = work.documents.get(sealed.sha256)
                        require(row is not None and row.revision == sealed.revision, f"{sealed} is not on record")
                        data = device.store.blobs.get(sealed.sha256)
                        require(hashlib.sha256(data).hexdigest() == sealed.sha256, f"{sealed} has other bytes")

    def nothing_went_without_a_word(self) -> None:
        """What left a device, or froze there, is told of or was acknowledged, with who did it; what is ours is not."""
        for device in self.world.devices:
            with device.store.reading() as work:
                ours = {order_id for order_id in work.orders.ids() if work.orders.need(order_id).frozen is None}
                for order_id in sorted(device.ever):
                    word, is_ours = work.taken.of(order_id), order_id in ours
                    require((word is None) is is_ours, f"{device.name}: {order_id} ours: {is_ours}, told: {word}")
                    unsaid = order_id in self.excused or (word is not None and word.kind != ORDER)
                    require(word is None or unsaid or word.done_by, f"{device.name}: nobody took {order_id} away: {word}")
            device.read_notices()
            with device.store.reading() as work:
                require(not work.taken.unseen(), f"{device.name}: what was acknowledged is told again")

    def no_conflict_with_oneself(self) -> None:
        """A retry that looks like a conflict is a wrong question to a person; a right one says who wrote the other value."""
        if self.truth.restored:
            return
        for conflict in (one for found in self.conflicts.values() for one in found):
            by_desk = self.truth.author.get(str(conflict.theirs)) == DESK
            require(not by_desk or conflict.written_by, f"nobody is told who at the desk wrote {conflict.theirs!r}")
        for name, conflicts in self.conflicts.items():
            for conflict in conflicts:
                authors = {self.truth.author.get(str(value)) for value in (conflict.mine, conflict.theirs)}
                require(authors != {name}, f"{name} is asked about its own values: {conflict.mine!r} or {conflict.theirs!r}")
