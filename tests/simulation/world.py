"""Engineers, a desk, an endpoint and a network that fails: every rule is one step, and draws what it does from its own dice."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from simulation.bench import Bench
from simulation.device import SimDevice
from simulation.endpoint import Snapshot
from simulation.line import FAULTS
from simulation.truth import DESK, File, Sealed, Truth
from support.itsm_server import DESK as DESK_PERSON

from fieldapp.clock import to_wire
from fieldapp.domain import kinds, states
from fieldapp.domain.records import Document, EventKind, Role, State
from fieldapp.ids import named_id, new_id
from fieldapp.itsm import records
from fieldapp.store.records import SealedFile

ANSWERS = {"customer_unit": "临江市公安局", "contact_name": "欧阳𠅤", "symptom": "黑屏", "service_mode": "onsite"}
FIELDS = ("cause", "cause", "solution", "contact_name")
"""An engineer's: two are his own, one is shared."""
DESK_FIELDS = ("symptom", "contact_name", "cause")
DAY_S = 86400.0
FIRST_REQUESTS, FIRST_COMMITS = 8, 14


class World:
    """One seed's world. `log` is for the reader of a failure."""

    def __init__(self, bench: Bench, devices: int) -> None:
        self.bench, self.endpoint, self.time = bench, bench.endpoint, bench.time
        self.devices = bench.devices[:devices]
        self.truth = Truth()
        self.log: list[str] = []
        self.backup: Any = None
        self.numbers = 0
        for device in bench.devices:
            device.line.log = self.say

    def say(self, line: str) -> None:
        self.log.append(line)

    def do(self, rule: str, dice: Random) -> None:
        """One step by its name."""
        self.act(rule, (RULES | RECORD_RULES)[rule], dice)

    def act(self, name: str, step: Callable[[World, Random], None], dice: Random) -> None:
        self.log.append(name)
        self.time.seconds += dice.choice((1.0, 20.0, 90.0))
        step(self, dice)
        for device in self.devices:
            device.look()

    def fresh(self, who: str) -> str:
        """A value nobody has written before."""
        self.numbers += 1
        return f"{who}·{self.numbers}·"

    # --- engineers --------------------------------------------------------------------------------

    def somebody(self, dice: Random) -> SimDevice:
        return dice.choice(self.devices)

    def somewhere(self, device: SimDevice, dice: Random) -> str | None:
        """An order, or a record that is this person's to change."""
        return favourite(sorted(key for key, doc in device.docs().items() if is_his(doc, device.user.id)), dice)

    def edit(self, dice: Random) -> None:
        device = self.somebody(dice)
        self.edit_by(device, dice)

    def edit_by(self, device: SimDevice, dice: Random) -> None:
        order_id = self.somewhere(device, dice)
        if order_id is None:
            return
        kind = dice.choice(("answer", "answer", "answer", "note", "row", "photo", "move"))
        (self.attach_photo if kind == "photo" else getattr(self, f"_{kind}"))(device, order_id, dice)

    def photo(self, dice: Random) -> None:
        device = self.somebody(dice)
        order_id = self.somewhere(device, dice)
        if order_id is not None:
            self.attach_photo(device, order_id, dice)

    def _answer(self, device: SimDevice, order_id: str, dice: Random) -> None:
        self.write(device, order_id, dice.choice(FIELDS))

    def write(self, device: SimDevice, order_id: str, field: str) -> None:
        value = self.fresh(device.name)
        seen = device.docs()[order_id]["answers"].get(field)
        device.change(order_id, {"answers": {field: value}})
        self.truth.write(device.name, (order_id, field), seen, value)
        self.say(f"  {device.name} writes {field} of {order_id[:8]}: {value}")

    def _note(self, device: SimDevice, order_id: str, _dice: Random) -> None:
        self._log_entry(device, order_id, device.event("note", {"text": self.fresh(device.name)}))

    def _log_entry(self, device: SimDevice, order_id: str, event: dict[str, Any]) -> None:
        device.change(order_id, {"events": [event]})
        self.truth.entries[event["id"]] = order_id
        self.say(f"  {device.name} adds {event['kind']} {event['id'][:13]} to {order_id[:8]}: {event['data']}")

    def _row(self, device: SimDevice, order_id: str, dice: Random) -> None:
        rows = device.docs()[order_id]["answers"].get("parts", [])
        value = self.fresh(device.name)
        if rows and dice.random() < 0.6:
            row, column = dict(dice.choice(rows)), dice.choice(("name", "model"))
        else:
            row, column = {"_id": new_id(), "quantity": 1}, "name"
        seen = row.get(column)
        row[column] = value
        device.change(order_id, {"rows": {"parts": {"put": [row]}}})
        self.truth.write(device.name, (order_id, "parts", row["_id"], column), seen, value)  # it may have died in the change
        self.say(f"  {device.name} writes {column} of a part of {order_id[:8]}: {value}")

    def attach_photo(self, device: SimDevice, order_id: str, dice: Random) -> None:
        size = 300_000 if dice.random() < 0.1 else 200
        data = self.fresh(device.name).encode() + bytes([dice.randrange(256)]) * size
        self._attach(device, order_id, data, "photo")

    def _attach(self, device: SimDevice, order_id: str, data: bytes, kind: str, **more: Any) -> str:
        sha256 = device.store.blobs.put(data)
        with device.store.writing() as work:
            work.blobs.add(order_id, sha256, len(data), "image/jpeg")
        entry = {"id": new_id(), "sha256": sha256, "name": "现场.jpg", "mime": "image/jpeg", "size": len(data), "kind": kind}
        device.change(order_id, {"attachments": [{**entry, "added_at": to_wire(device.clock.now()), **more}]})
        self.truth.files.append(File(order_id, str(entry["id"]), sha256))
        self.say(f"  {device.name} attaches a {kind} {sha256[:8]} of {len(data)} bytes to {order_id[:8]}")
        return sha256

    def _move(self, device: SimDevice, order_id: str, dice: Random) -> None:
        if kinds.is_record(device.docs()[order_id]):
            self._move_record(device, order_id, dice)
            return
        state = State(device.docs()[order_id]["state"])
        possible = sorted(states.allowed(state, Role.ENGINEER) - {State.PENDING})
        if possible:
            to = dice.choice(possible)
            data: dict[str, Any] = {"from": state.value, "to": to.value}
            if to is State.ON_HOLD:
                data["hold"] = {"supplier": "华为", "reason": "等备件", "expected_at": "2026-12-01"}
            self._log_entry(device, order_id, device.event("transition", data))

    def _move_record(self, device: SimDevice, record_id: str, dice: Random) -> None:
        doc = device.docs()[record_id]
        possible = open_moves(doc, device.user.id, Role.ENGINEER)
        if possible:
            said = {"from": doc["state"], "to": dice.choice(possible), "reason": "再议"}
            self._log_entry(device, record_id, device.event("transition", said))

    def record(self, dice: Random) -> None:
        """A record of another kind: a problem, which everybody holds, or a change, which its author does."""
        device, kind = self.somebody(dice), dice.choice(("problem", "change"))
        record_id, value = device.record(kind), self.fresh(device.name)
        self.say(f"  {device.name} records the {kind} {record_id[:8]}")
        device.change(record_id, {"answers": {"cause": value}})
        self.truth.write(device.name, (record_id, "cause"), None, value)

    def create(self, dice: Random) -> None:
        """An order recorded on site."""
        device = self.somebody(dice)
        order_id, value = device.create(), self.fresh(device.name)
        self.say(f"  {device.name} records {order_id[:8]}")
        device.change(order_id, {"answers": {"cause": value}})
        self.truth.write(device.name, (order_id, "cause"), None, value)

    def seal(self, dice: Random) -> None:
        """A sealed PDF; a later one is a new revision beside it."""
        device = self.somebody(dice)
        order_id = self.somewhere(device, dice)
        if order_id is None:
            return
        with device.store.reading() as work:
            revision = 1 + max((held.revision for held in work.documents.of(order_id)), default=0)
        data = b"%PDF " + self.fresh(device.name).encode()
        more = {"revision": revision, "snapshot_sha256": "0" * 64}
        sha256 = self._attach(device, order_id, data, "signed_pdf", **more)
        with device.store.writing() as work:
            sealed = SealedFile(sha256, order_id, "WX", revision, "0" * 64, "a.pdf", len(data), device.clock.now(), 1, True)
            work.documents.add(sealed)
        self.truth.sealed.append(Sealed(device.name, order_id, sha256, revision))

    def poison(self, dice: Random) -> None:
        """A change that the endpoint must refuse."""
        device = self.somebody(dice)
        order_id = self.somewhere(device, dice)
        if order_id is not None:
            self.truth.poisoned.add(order_id)
            device.change(order_id, {"answers": {"symptom": self.fresh(device.name)}})
            self.say(f"  {device.name} writes the desk's field of {order_id[:8]}")

    def crash(self, dice: Random) -> None:
        """kill -9 while nothing is under way."""
        device = self.somebody(dice)
        device.start()
        self.say(f"  {device.name} starts again")

    def wrong_clock(self, dice: Random) -> None:
        device = self.somebody(dice)
        device.clock.skew = dice.choice((-DAY_S, 0.0, DAY_S))
        self.say(f"  the clock of {device.name} is wrong by {device.clock.skew} s")

    # --- sync -------------------------------------------------------------------------------------

    def sync(self, dice: Random) -> None:
        """A run over a line with up to three faults, in a process that may die, while others go on."""
        device = self.somebody(dice)
        names = tuple(FAULTS)
        plan = {early(dice): dice.choice(names) for _ in range(dice.choice((0, 1, 1, 2, 2, 3)))}
        meanwhile: dict[int, Callable[[], None]] = {}
        if dice.random() < 0.4:
            meanwhile[early(dice)] = self._meanwhile(device, dice)
        crash_at = dice.randrange(1, FIRST_COMMITS) if dice.random() < 0.3 else 0
        device.line.begin(Random(dice.random()), plan, meanwhile)
        report = device.sync(dice.random, crash_at, crash_after=dice.random() < 0.5)
        self.say(f"  {device.name}: " + (f"{report.outcome} {report.problem or ''}" if report else "died"))
        device.line.begin(dice, {}, {})

    def _meanwhile(self, device: SimDevice, dice: Random) -> Callable[[], None]:
        rule = dice.choice(("edit", "edit", "desk_edit", "reassign", "cancel", "restore", "renew_epoch"))
        own = Random(dice.random())

        def act() -> None:
            self.say(f"  meanwhile: {rule}")
            if rule == "edit":
                self.edit_by(device, own)
            else:
                RULES[rule](self, own)

        return act

    def strays(self, dice: Random) -> None:
        """What the network still holds arrives."""
        for device in self.devices:
            device.line.dice = dice
            device.line.deliver_strays()

    def time_passes(self, dice: Random) -> None:
        self.time.seconds += dice.choice((600.0, 4000.0, 2 * DAY_S))
        for device in self.devices:
            device.read_notices()

    # --- the desk and the endpoint ----------------------------------------------------------------

    def some_order(self, dice: Random) -> Any:
        held = self.endpoint.docs()
        return held[favourite(sorted(held), dice) or ""]

    def desk_edit(self, dice: Random) -> None:
        order = self.some_order(dice)
        field = dice.choice(DESK_FIELDS)
        value = self.fresh(DESK)
        if order is None:
            return
        if self.desk_writes(order.id, field, value):
            self.truth.write(DESK, (order.id, field), order.doc["answers"].get(field), value)
            self.say(f"  desk writes {field} of {order.id[:8]}: {value}")

    def desk_writes(self, order_id: str, field: str, value: str) -> bool:
        """The entry's id is made of what is there: no draw, so that seeds stay what they were."""
        at = to_wire(self.endpoint.clock.now())
        entry = {"id": named_id(order_id, value), "kind": EventKind.EDITED.value, "at": at, "server_at": at}
        entry |= {"actor": DESK_PERSON.actor.to_wire(), "data": {"fields": [field]}}
        return self.endpoint.edit(order_id, {"answers": {field: value}, "events": [entry]}, DESK_PERSON)

    def dispatch(self, dice: Random) -> None:
        to = dice.choice(self.devices).user
        order = self.endpoint.dispatch(ANSWERS, to.name)
        self.truth.moved.add(order["id"])
        self.say(f"  desk dispatches {order['id'][:8]} to {to.name}")

    def reassign(self, dice: Random) -> None:
        order = self.some_order(dice)
        to = dice.choice(self.bench.people)
        if order is not None and self.endpoint.act("reassign", order.doc["number"], to.name):
            self.truth.moved.add(order.id)
            self.say(f"  desk gives {order.id[:8]} to {to.name}")

    def cancel(self, dice: Random) -> None:
        order = self.some_order(dice)
        if order is not None and self.endpoint.act("cancel", order.doc["number"]):
            self.truth.moved.add(order.id)
            self.say(f"  desk cancels {order.id[:8]}")

    def close(self, dice: Random) -> None:
        order = self.some_order(dice)
        if order is not None and self.endpoint.act("close", order.doc["number"]):
            self.say(f"  desk closes {order.id[:8]}")

    def desk_moves(self, dice: Random) -> None:
        """The desk takes a record one step on, to a state in which its author may still write."""
        held = {key: order for key, order in self.endpoint.docs().items() if kinds.is_record(order.doc)}
        record = held.get(favourite(sorted(held), dice) or "")
        possible = open_moves(record.doc, DESK_PERSON.id, Role.DESK) if record is not None else []
        if record is not None and possible:
            records.move(self.endpoint.endpoint, record.id, to := dice.choice(possible), DESK_PERSON.actor, reason="再议")
            self.truth.moved.add(record.id)
            self.say(f"  desk moves {record.id[:8]} to {to}")

    def back_up(self, _dice: Random) -> None:
        self.backup = (self.endpoint.backup(), self.truth.snapshot())

    def restore(self, dice: Random) -> None:
        """The endpoint comes back from its last backup, of whose files some may be lost; the administrator may say so or not. Or
        the database is put back under the running endpoint, which then has no cause to look at its files."""
        if self.backup is None:
            return
        snapshot, _ = self.backup
        told = dice.random() < 0.5
        started_anew = told or dice.random() < 0.5
        files = {sha256: data for sha256, data in snapshot.files.items() if not started_anew or dice.random() < 0.5}
        self.put_back(told=told, started_anew=started_anew, files=files)

    def put_back(self, *, told: bool, started_anew: bool, files: dict[str, bytes]) -> None:
        snapshot, then = self.backup
        self.endpoint.restore(Snapshot(snapshot.data, files), started_anew=started_anew)
        if told:
            self.endpoint.renew_epoch()
        self.truth.restored_to(then)
        self.say(f"  the endpoint is restored{'' if told else ' and not told so' if started_anew else ' while it runs'}")

    def renew_epoch(self, _dice: Random) -> None:
        self.endpoint.renew_epoch()


def is_his(doc: Document, user_id: str) -> bool:
    kind = kinds.of(doc)
    return kind is None or (kinds.author(doc) == user_id and kind.may_edit(doc, user_id, Role.ENGINEER))


def open_moves(doc: Document, user_id: str, role: Role) -> list[str]:
    """States that this person may bring a record to and in which its author may still write."""
    kind = kinds.get(doc["kind"])
    moves = kind.allowed(doc["state"], kinds.hats(doc, user_id, role))
    return sorted({move.to for move in moves if kind.states[move.to].edit & {"author", "engineer"}})


def favourite(order_ids: list[str], dice: Random) -> str | None:
    """Most things happen to few orders: what meets nothing breaks nothing."""
    return order_ids[int(len(order_ids) * dice.random() ** 2)] if order_ids else None


def early(dice: Random) -> int:
    """The number of a request; most runs have few."""
    return int(FIRST_REQUESTS * dice.random() ** 1.6)


RULES: dict[str, Callable[[World, Random], None]] = {
    "edit": World.edit,
    "photo": World.photo,
    "create": World.create,
    "seal": World.seal,
    "poison": World.poison,
    "crash": World.crash,
    "wrong_clock": World.wrong_clock,
    "sync": World.sync,
    "strays": World.strays,
    "time_passes": World.time_passes,
    "desk_edit": World.desk_edit,
    "dispatch": World.dispatch,
    "reassign": World.reassign,
    "cancel": World.cancel,
    "close": World.close,
    "back_up": World.back_up,
    "restore": World.restore,
    "renew_epoch": World.renew_epoch,
}

RECORD_RULES: dict[str, Callable[[World, Random], None]] = {"record": World.record, "desk_moves": World.desk_moves}
"""In seeds of their own (`seeds.RECORDS_FROM`), so that the seeds of orders stay what they were."""

WEIGHTS = {"edit": 9, "sync": 9, "desk_edit": 3, "reassign": 1.5, "back_up": 1.5, "restore": 1.5, "crash": 0.5}
"""How often a rule is drawn; 0.7 for the others."""
