"""The writing half of the check: the contract on a ticket made for it."""

from __future__ import annotations

import hashlib
import io
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from fieldapp.domain.records import JSON, Owner, State
from fieldapp.sync.connectors.check import Check, Differs, Finding, NothingToTry, tried
from fieldapp.sync.connectors.interface import ASSIGNEE, MARK, STATE, Attachment, ConflictFault, Order, RetryFault
from fieldapp.sync.connectors.lossy import LossyTransport

SAMPLE = 'fieldapp 检查，可删除：李䶮 O\'Neil "q" & <b>1 < 2</b> \\ 100%'
OTHER = "fieldapp 检查，第二个值"
WAY = (State.DISPATCHED, State.IN_PROGRESS, State.ON_HOLD, State.IN_PROGRESS, State.RESOLVED, State.CLOSED)
"""The way of an order, which a ticket has to be able to go."""

FILE_NAME = "检查 WX-20261123-000001（第 1 版）.pdf"


@dataclass(slots=True)
class WritingCheck:
    """`line`: the connector's own, on which answers can get lost."""

    check: Check
    line: LossyTransport
    client_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    order: Order | None = None
    data: bytes = field(default_factory=lambda: b"%PDF-1.7\r\n" + os.urandom(60_000))

    def writing(self) -> Iterator[Finding]:
        """Ends early where no ticket can be made."""
        made = tried("a ticket is made once, although the first answer gets lost", self._create)
        yield made
        if not made.held:
            return
        for what, trial in (
            ("values come back as they were written", self._values),
            ("an emptied field is empty", self._emptied),
            ("a write to a version that is over is refused", self._stale),
            ("a write whose answer is lost shows when read", self._lost_update),
            ("a change is seen in the list of changes", self._seen),
            ("a note is there once", self._note),
            ("a file with a Chinese name comes back byte for byte, once, although the first answer gets lost", self._file),
            ("other bytes under the same name are another file", self._other_file),
            ("a ticket is given to the people of the mapping", self._people),
            ("the ticket goes the way of an order", self._way),
            ("a state that may not follow is refused and told", self._forbidden),
        ):
            yield tried(what, trial)

    @property
    def _ticket(self) -> Order:
        if self.order is None:
            raise NothingToTry
        return self.order

    def _create(self) -> str:
        product, fields = self.check.product, self._samples()
        self.line.lose = 1
        try:
            product.create(self.client_id, fields)
            raise Differs("the answer should have got lost")
        except RetryFault:
            pass
        finally:
            self.line.lose = 0
        found = product.find(self.client_id)
        if len(found) > 1:
            raise Differs(f"after a lost answer there are {len(found)}: {', '.join(found)}")
        self.order = product.create(self.client_id, fields)
        found = product.find(self.client_id)
        if found != (self.order.rid,):
            raise Differs(f"made {self.order.rid}, found {', '.join(found) or 'nothing'}")
        return f"ticket {self.order.rid}, which may be deleted afterwards"

    def _samples(self) -> dict[str, JSON]:
        """A value for each text field, and what a title is made of."""
        texts = {name: SAMPLE for name, mapped in self.check.mapping.fields.items() if mapped.kind == "text"}
        firsts = {name: next(iter(mapped.choices)) for name, mapped in self.check.mapping.fields.items() if mapped.choices}
        return {STATE: State.PENDING.value, **texts, **firsts}

    def _values(self) -> str:
        self.order = self.check.product.get(self._ticket.rid)
        wanted = self._samples()
        wrong = [
            f"{name}: {self.order.fields.get(name)!r}" for name, value in wanted.items() if self.order.fields.get(name) != value
        ]
        if wrong:
            raise Differs("; ".join(wrong))
        return f"{len(wanted)} fields"

    def _written(self) -> str:
        """A text field that goes from the order to the ticket."""
        for name in (*self.check.mapping.owned_by(Owner.SHARED), *self.check.mapping.owned_by(Owner.ENGINEER)):
            if self.check.mapping.fields[name].kind == "text":
                return name
        raise NothingToTry

    def _emptied(self) -> str:
        name = self._written()
        result = self.check.product.update(self._ticket.rid, {name: None}, None)
        self.order = result.order
        if result.refused or self.order.fields.get(name) is not None:
            raise Differs(f"{name}: {result.refused or self.order.fields.get(name)!r}")
        return ""

    def _stale(self) -> str:
        before, name = self._ticket, self._written()
        self.order = self.check.product.update(before.rid, {name: OTHER}, None).order
        try:
            self.check.product.update(before.rid, {name: SAMPLE}, before.version)
        except ConflictFault:
            if self.check.product.get(before.rid).fields.get(name) == OTHER:
                return ""
        raise Differs("it was written all the same")

    def _lost_update(self) -> str:
        name = self._written()
        self._losing(lambda: self.check.product.update(self._ticket.rid, {name: SAMPLE}, None))
        self.order = self.check.product.get(self._ticket.rid)
        if self.order.fields.get(name) != SAMPLE:
            raise Differs(f"{name}: {self.order.fields.get(name)!r}")
        return ""

    def _losing(self, write: Callable[[], object]) -> None:
        self.line.lose = 1
        try:
            write()
        except RetryFault:
            return
        finally:
            self.line.lose = 0

    def _seen(self) -> str:
        check = self.check
        for _ in range(20):
            page = check.product.pull(check.cursor, ())
            check.cursor = page.next
            if any(item.rid == self._ticket.rid for item in page.items):
                return ""
            if not page.more:
                break
        raise Differs(f"ticket {self._ticket.rid} is not in it")

    def _note(self) -> str:
        note_id, product, rid = str(uuid.uuid4()), self.check.product, self._ticket.rid
        self._losing(lambda: product.note(rid, note_id, SAMPLE))
        once = product.get(rid).version
        product.note(rid, note_id, SAMPLE)
        if product.get(rid).version != once:
            raise Differs("it was written again")
        return ""

    def _attach(self, data: bytes) -> Attachment:
        sha256 = hashlib.sha256(data).hexdigest()
        file, progress = io.BytesIO(data), lambda _sent, _all: None
        return self.check.product.attach(self._ticket.rid, FILE_NAME, "application/pdf", sha256, file, progress)

    def _file(self) -> str:
        self._losing(lambda: self._attach(self.data))
        self.check.sleep(self.check.settle_s)
        kept = self._attach(self.data)
        held = self.check.product.attachments(self._ticket.rid)
        if len(held) != 1 or kept.name != FILE_NAME or self.check.product.fetch(kept) != self.data:
            raise Differs(f"{[(one.name, one.size) for one in held]}")
        return f"{len(self.data)} bytes"

    def _other_file(self) -> str:
        self._attach(self.data + b"\n")
        held = self.check.product.attachments(self._ticket.rid)
        if len(held) != 2:
            raise Differs(f"{len(held)} files")
        return ""

    def _people(self) -> str:
        wrong = []
        for user_id in self.check.mapping.people.values():
            result = self.check.product.update(self._ticket.rid, {ASSIGNEE: user_id}, None)
            self.order = result.order
            if result.refused or self.order.fields.get(ASSIGNEE) != user_id:
                wrong.append(f"{user_id}: {result.refused.get(ASSIGNEE) or self.order.fields.get(ASSIGNEE)}")
        if wrong:
            raise Differs("; ".join(wrong))
        return f"{len(self.check.mapping.people)} people"

    def _way(self) -> str:
        """As the bridge does it: state for state, with what has to go along, and the mark after each."""
        product, mapping, rid = self.check.product, self.check.mapping, self._ticket.rid
        person = next(iter(mapping.people.values()), None)
        for state in WAY:
            patch: dict[str, JSON] = {STATE: state.value}
            patch |= dict.fromkeys(mapping.along[state].fields, SAMPLE) if state in mapping.along else {}
            patch |= {ASSIGNEE: person} if state is State.DISPATCHED and person else {}
            result = product.update(rid, patch, None)
            if result.refused:
                raise Differs(f"{state}: {'; '.join(f'{name}: {reason}' for name, reason in result.refused.items())}")
            if product.update(rid, {MARK: str(uuid.uuid4())}, None).refused:
                raise Differs(f"{state}: {mapping.mark} cannot be written then")
        self.order = product.get(rid)
        return " → ".join(WAY)

    def _forbidden(self) -> str:
        result = self.check.product.update(self._ticket.rid, {STATE: State.DISPATCHED.value}, None)
        if STATE not in result.refused:
            raise Differs(f"from {self._ticket.fields.get(STATE)} it goes to {State.DISPATCHED}: nothing holds people back there")
        return str(result.refused[STATE])
