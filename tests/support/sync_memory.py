"""An endpoint in memory for simulations: one order, the same rules (op_id before ETag), and a network that loses replies."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldapp.domain import patches
from fieldapp.domain.records import Document
from fieldapp.errors import NetworkFault
from fieldapp.sync.packing import Batch
from fieldapp.sync.transport import Traffic
from fieldapp.sync.wire import BatchReply, Hello, Item, OpResult, Page, SchemaRange, encode


def etag_of(doc: Document) -> str:
    return hashlib.sha256(json.dumps(doc, sort_keys=True).encode()).hexdigest()[:32]


@dataclass
class MemoryEndpoint:
    """`docs` by id; `results` by op_id, so that the same operation is applied once."""

    docs: dict[str, Document]
    results: dict[str, OpResult] = field(default_factory=dict)
    position: int = 1

    def apply(self, op: Mapping[str, Any]) -> OpResult:
        known = self.results.get(op["op_id"])
        if known is not None:
            return known
        doc = self.docs[op["order"]]
        if op["base_etag"] != etag_of(doc):
            return OpResult(op["op_id"], "conflict", etag_of(doc), doc)
        self.write(op["order"], op["patch"])
        self.results[op["op_id"]] = OpResult(op["op_id"], "applied", etag_of(self.docs[op["order"]]))
        return self.results[op["op_id"]]

    def write(self, order_id: str, patch: Mapping[str, Any]) -> None:
        self.docs[order_id] = patches.apply(self.docs[order_id], patch)
        self.position += 1


@dataclass
class MemoryLine:
    """What `Client` is to the engine, for one device. `lose`: requests whose reply is lost, by their number from now."""

    endpoint: MemoryEndpoint
    seq: int = 0
    lose: set[int] = field(default_factory=set)
    instance: str | None = None
    requests: int = 0
    transport: Any = field(default_factory=lambda: type("NoTransport", (), {"traffic": Traffic()})())

    def _answered(self) -> None:
        self.requests += 1
        if self.requests in self.lose:
            raise NetworkFault("net.unreachable", "the reply was lost")

    def hello(self, _cursor: str | None = None) -> Hello:
        """An older endpoint, which does not say whether there is anything new."""
        self._answered()
        return Hello("memory", "1", self.seq, SchemaRange(1, 1), "0.1.0", "2026-11-22T09:00:00.000+00:00")

    def changes(self, cursor: str | None, limit: int) -> Page:
        self._answered()
        place = str(self.endpoint.position)
        held = {} if cursor == place else self.endpoint.docs
        items = tuple(Item(key, etag_of(doc), written=encode(doc)) for key, doc in held.items())
        return Page(items, place, more=False)

    def batch(self, asked: Batch) -> BatchReply:
        ops = asked.ops
        results = tuple(self.endpoint.apply(op) for op in ops)
        self.seq = max(
            [self.seq, *(op["device_seq"] for op, result in zip(ops, results, strict=True) if result.status == "applied")]
        )
        self._answered()
        return BatchReply(list(results))
