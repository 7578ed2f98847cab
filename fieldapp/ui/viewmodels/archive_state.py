"""档案: everything that the archive's page shows, in one frozen state."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from fieldapp.archive.index import Standing
from fieldapp.archive.intake import Outcome
from fieldapp.ui.viewmodels.archive_words import CheckWords, EntryWords
from fieldapp.ui.viewmodels.base import Notice


class Work(StrEnum):
    """What is going on in the background."""

    OPEN = "open"
    IMPORT = "import"
    CHECK = "check"
    EXPORT = "export"
    STAMP = "stamp"
    RENEW = "renew"
    COUNTERSIGN = "countersign"


GROWTH = (Work.STAMP, Work.RENEW, Work.COUNTERSIGN)


class Depth(StrEnum):
    """How deep a check goes: sizes; every byte; every byte and every seal."""

    QUICK = "quick"
    FULL = "full"
    SEALS = "seals"


class Panel(StrEnum):
    """What stands beside the list."""

    ENTRY = "entry"
    IMPORT = "import"
    CHECK = "check"
    GROW = "grow"


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work under way; `total` 0 while it is not known."""

    work: Work
    done: int = 0
    total: int = 0
    rest: str = ""

    @property
    def share(self) -> float | None:
        return self.done / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for."""

    text: str = ""
    standings: frozenset[Standing] = frozenset()
    year: int | None = None

    @property
    def everything(self) -> bool:
        return self == Wanted()


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """`folder` is empty while no archive is open; `offered` is an empty folder in which one could be started. `found` counts what
    the list shows, `standings` what the archive holds. `outcomes` belong to `results_of`; `growing` is what the panel of that
    name asks about."""

    folder: str = ""
    offered: str = ""
    entries: int = 0
    standings: tuple[tuple[Standing, int], ...] = ()
    years: tuple[int, ...] = ()
    wanted: Wanted = field(default_factory=Wanted)
    found: int = 0
    task: Task | None = None
    panel: Panel = Panel.ENTRY
    entry: EntryWords | None = None
    outcomes: tuple[tuple[Outcome, int], ...] = ()
    results_of: Work = Work.IMPORT
    growing: Work = Work.STAMP
    check: CheckWords | None = None
    notice: Notice | None = None

    @property
    def open(self) -> bool:
        return bool(self.folder)
