"""`python upgrade_child.py FOLDER POINT`: opens a store with a program that has two revisions more, and kills itself at a
point."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from fieldapp.clock import SystemClock
from fieldapp.store import backup, opening
from fieldapp.store.migrations import runner
from fieldapp.store.store import Store
from tests.support.store_builders import KEY

POINTS = ("backup-copied", "backup-made", "first-revision", "upgraded", "committed")


def revision(name: str, follows: str, body: str) -> ModuleType:
    """A revision as the program has them."""
    module = ModuleType(f"v{name}")
    exec(
        f"from alembic import op\nrevision = {name!r}\ndown_revision = {follows!r}\ndef upgrade():\n    {body}\n", module.__dict__
    )
    return module


def newer_revisions(between: str = "") -> tuple[ModuleType, ...]:
    """Those of this program and two more; `between` runs after the first of them."""
    first = revision("9001", runner.REVISIONS[-1].revision, "op.execute('ALTER TABLE drafts ADD COLUMN note TEXT')")
    second = revision("9002", "9001", f"{between or 'pass'}\n    op.execute('CREATE TABLE later(y)')")
    return (*runner.REVISIONS, first, second)


def die(*_: object, **__: object) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_after(function: Callable[..., Any]) -> Callable[..., Any]:
    def called(*arguments: Any, **named: Any) -> Any:
        function(*arguments, **named)
        die()

    return called


def main() -> None:
    folder, point = Path(sys.argv[1]), sys.argv[2]
    between = "import os; os.kill(os.getpid(), 9)" if point == "first-revision" else ""
    runner.REVISIONS = newer_revisions(between)
    match point:
        case "backup-copied":
            backup.problem = die  # type: ignore[assignment]
        case "backup-made":
            backup.Backups.make = dying_after(backup.Backups.make)  # type: ignore[method-assign]
        case "upgraded":
            opening._upgrade = dying_after(opening._upgrade)  # type: ignore[assignment]
        case "committed":
            opening._bring_up_to_date = dying_after(opening._bring_up_to_date)  # type: ignore[assignment]
    Store.open(folder, KEY, SystemClock()).close()


if __name__ == "__main__":
    main()
