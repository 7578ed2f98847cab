"""Calendar quarters by the office's clock (§4.6, §6.2.11: 每季)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from fieldapp.errors import InputFault

_SPELLING: Final = re.compile(r"(\d{4})[-_ ]?[Qq]([1-4])")
_YEARS: Final = range(2000, 2200)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """`number` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """`2026Q3`. Raises InputFault `report.quarter` for anything else."""
        found = _SPELLING.fullmatch(text.strip())
        if found is None or int(found[1]) not in _YEARS:
            raise InputFault("report.quarter", f"{text!r} is no quarter; write it like 2026Q3", given=text)
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, moment: datetime, zone: tzinfo) -> Quarter:
        """The quarter in which an aware moment falls on the office's clock."""
        local = moment.astimezone(zone)
        return cls(local.year, (local.month + 2) // 3)

    @classmethod
    def at(cls, index: int) -> Quarter:
        """The quarter with that `index`."""
        return cls(index // 4, index % 4 + 1)

    @property
    def index(self) -> int:
        """Counts quarters, so that two may be subtracted."""
        return self.year * 4 + self.number - 1

    def shifted(self, quarters: int) -> Quarter:
        """So many quarters later."""
        return Quarter.at(self.index + quarters)

    def begins(self, zone: tzinfo) -> datetime:
        """Its first moment."""
        return datetime(self.year, 3 * self.number - 2, 1, tzinfo=zone)

    def ends(self, zone: tzinfo) -> datetime:
        """The first moment after it."""
        return self.shifted(1).begins(zone)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"
