"""What was open when the quarter began, what came, what was closed, what is left."""

from __future__ import annotations

from datetime import datetime

from fieldapp.report.content import Flow
from fieldapp.report.facts import Fact


class FlowCount:
    """`begins` (included) and `ends` (excluded) of the quarter."""

    def __init__(self, begins: datetime, ends: datetime) -> None:
        self._begins, self._ends = begins, ends
        self._opening = self._new = self._closed = 0

    def add(self, fact: Fact) -> None:
        if fact.began >= self._ends:
            return
        before = fact.began < self._begins
        closed_before = before and fact.closed_at is not None and fact.closed_at < self._begins
        self._opening += before and not closed_before
        self._new += not before
        self._closed += not closed_before and fact.closed_at is not None and fact.closed_at < self._ends

    def flow(self) -> Flow:
        return Flow(self._opening, self._new, self._closed, self._opening + self._new - self._closed)
