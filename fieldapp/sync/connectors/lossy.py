"""A line on which one answer can get lost on purpose: what a connector does then can be tried on a product as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fieldapp.errors import NetworkFault
from fieldapp.sync.transport import BODY_LIMIT, Answer, Transport

READING = frozenset({"GET", "HEAD"})


@dataclass(slots=True)
class LossyTransport(Transport):
    """`lose`: so many answers to writes are thrown away, after the product gave them."""

    lose: int = 0

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None = None,
        deadline_s: float | None = None,
        limit: int = BODY_LIMIT,
    ) -> Answer:
        # named: in a class with slots the short form of super() is another class
        answer = Transport.send(self, method, path, headers=headers, body=body, deadline_s=deadline_s, limit=limit)
        if self.lose and method not in READING and 200 <= answer.status < 300:
            self.lose -= 1
            raise NetworkFault("net.timeout", "the answer was thrown away on purpose")
        return answer
