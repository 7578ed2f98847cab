"""Revocation lists from where the certificates in a file say that they are: one question for each address in a run, however many
files name it. Which lists count is for verification to say; here they only have to be lists."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from fieldapp.downloads import Limits, Reach, download
from fieldapp.errors import Fault
from fieldapp.forms.signing import crls

log = logging.getLogger(__name__)

LIMITS = Limits(seconds=15.0, size=2_000_000)
"""A list goes into every file that needs it: one of two megabytes would make the archive twenty times as large."""


class ListFetcher:
    """For one run. `missed` is what could not be had, by address."""

    def __init__(self, reach: Reach, limits: Limits = LIMITS) -> None:
        self._reach, self._limits = reach, limits
        self._known: dict[str, tuple[bytes, ...]] = {}
        self.missed: dict[str, Fault] = {}

    def __call__(self, addresses: Sequence[str]) -> list[bytes]:
        """The lists (DER) that are to be had. Raises nothing: a file without them is as good as it was."""
        return [der for address in addresses for der in self._one(address)]

    def _one(self, address: str) -> tuple[bytes, ...]:
        if address not in self._known:
            try:
                self._known[address] = tuple(crls.load([download(address, self._reach, self._limits)]))
            except Fault as fault:
                log.warning("no revocation list from %s: %s", address, fault)
                self.missed[address] = fault
                self._known[address] = ()
        return self._known[address]
