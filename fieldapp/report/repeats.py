"""Devices that failed again and again (§6.2.5: 经常出现的问题 go to problem management)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta, tzinfo

from fieldapp.domain.profile import Repeat
from fieldapp.report.content import RepeatedDevice
from fieldapp.report.facts import Fact, FailedDevice
from fieldapp.report.quarter import Quarter

Failure = tuple[datetime, str, str, FailedDevice]
"""When it began, the order's number, the customer, the device as written there."""


class Repeats:
    """A device is repeated when, within the rule's days up to a failure in the quarter, it failed as often as the rule says."""

    def __init__(self, rule: Repeat, quarter: Quarter, zone: tzinfo) -> None:
        self._rule = rule
        self._begins, self._ends = quarter.begins(zone), quarter.ends(zone)
        self._since = self._begins - timedelta(days=rule.days)
        self._failures: defaultdict[str, list[Failure]] = defaultdict(list)

    def add(self, fact: Fact) -> None:
        if self._since <= fact.began < self._ends:
            for device in fact.devices:
                self._failures[device.key].append((fact.began, fact.number, fact.customer, device))

    def found(self) -> tuple[RepeatedDevice, ...]:
        """The most often failed first."""
        devices = [found for failures in self._failures.values() if (found := self._judge(sorted(failures, key=lambda f: f[:2])))]
        return tuple(sorted(devices, key=lambda device: (-device.failures, device.serial)))

    def _judge(self, failures: list[Failure]) -> RepeatedDevice | None:
        """The window with the most failures that ends with a failure of the quarter; the later one of two equal ones."""
        best: list[Failure] = []
        for last, (at, _number, _customer, _device) in enumerate(failures):
            if at < self._begins:
                continue
            window = [failure for failure in failures[: last + 1] if failure[0] > at - timedelta(days=self._rule.days)]
            if len(window) >= max(len(best), self._rule.failures):
                best = window
        if not best:
            return None
        _at, _number, customer, device = best[-1]
        name = device.name or next((failure[3].name for failure in reversed(best) if failure[3].name), "")
        return RepeatedDevice(device.serial, name, customer, len(best), tuple(failure[1] for failure in best))
