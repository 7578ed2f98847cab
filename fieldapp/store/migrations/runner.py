"""Bring a store to the schema of this program.

Alembic is imported only when there is something to do: it costs a tenth of a second at start.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from sqlalchemy import Connection

from fieldapp.errors import EnvironmentFault
from fieldapp.store.migrations.versions import v0001_first, v0002_levels, v0003_kinds, v0004_sounds, v0005_unindexed, v0006_told

REVISIONS: tuple[ModuleType, ...] = (v0001_first, v0002_levels, v0003_kinds, v0004_sounds, v0005_unindexed, v0006_told)
"""Oldest first; each follows the one before."""


def current_revision(connection: Connection) -> str | None:
    """The schema the file has; None for an empty file."""
    there = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'").first()
    if there is None:
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if found is None else str(found[0])


def pending(connection: Connection) -> tuple[ModuleType, ...]:
    """Revisions still to run. Raises EnvironmentFault `store.newer` when the file comes from a later version of the program."""
    current = current_revision(connection)
    if current is None:
        return REVISIONS
    known = [module.revision for module in REVISIONS]
    if current not in known:
        raise EnvironmentFault(
            "store.newer", f"the store has schema {current}, this program knows up to {known[-1]}", found=current, known=known[-1]
        )
    return REVISIONS[known.index(current) + 1 :]


def upgrade(connection: Connection) -> None:
    """Run what is pending on a connection whose transaction the caller commits: all of it, or nothing."""
    todo = pending(connection)
    if not todo:
        return
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext, RevisionStep
    from alembic.script import Script
    from alembic.script.revision import RevisionMap

    scripts = {module.revision: Script(module, module.revision, module.__name__) for module in REVISIONS}
    tree = RevisionMap(scripts.values)
    if tree.heads != (REVISIONS[-1].revision,):
        raise ValueError(f"revisions do not form one line: {tree.heads}")

    def steps(_heads: Any, _context: Any) -> list[RevisionStep]:
        return [RevisionStep.upgrade_from_script(tree, scripts[module.revision]) for module in todo]

    context = MigrationContext.configure(connection, opts={"fn": steps})
    with Operations.context(context):
        context.run_migrations()
