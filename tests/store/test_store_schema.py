"""Migrations: what they make is what `tables.py` says; none runs without a backup; none needs files on disk."""

from __future__ import annotations

import py_compile
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Text

from fieldapp.errors import EnvironmentFault
from fieldapp.store import tables
from fieldapp.store.engine import open_engines
from fieldapp.store.migrations import runner
from fieldapp.store.opening import raw_connection
from fieldapp.store.store import Store
from tests.support.store_builders import KEY, HandClock, a_doc, a_store, order_id, pull

ROOT = Path(__file__).parents[2]
_SEARCH_PARTS = tuple(
    f"{table}{part}"
    for table in (tables.SEARCH_TABLE, tables.SOUNDS_TABLE)
    for part in ("", "_config", "_content", "_data", "_docsize", "_idx")
)


def objects(connection: object) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")  # type: ignore[attr-defined]
    return {name: sorted_parts(sql) for name, sql in rows if name != "alembic_version"}


def sorted_parts(sql: str) -> str:
    plain = re.sub(r"\s+", " ", sql.replace('"', ""))
    return ", ".join(sorted(part.strip() for part in re.split(r",(?![^(]*\))", plain.rstrip(") "))))


def test_migrated_schema_equals_the_tables(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    with raw_connection(store._engines.readers) as connection:
        migrated = objects(connection)
    with store._engines.readers.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _ours})
        assert compare_metadata(context, tables.metadata) == []
    store.close()
    fresh = open_engines(tmp_path / "fresh.db", KEY)
    with fresh.writer.begin() as bare:
        tables.metadata.create_all(bare)
        bare.exec_driver_sql(tables.CREATE_SEARCH)
        bare.exec_driver_sql(tables.CREATE_SOUNDS)
    with raw_connection(fresh.readers) as connection:
        declared = objects(connection)
    fresh.dispose()
    assert migrated == declared


def _ours(_thing: object, name: str, kind: str, *_rest: object) -> bool:
    return kind != "table" or name not in _SEARCH_PARTS


def test_the_drift_test_sees_a_drift(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    extra = tables.MetaData()
    for table in tables.metadata.tables.values():
        table.to_metadata(extra)
    extra.tables["drafts"].append_column(Column("new", Text))
    with store._engines.readers.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _ours})
        assert [found[0] for found in compare_metadata(context, extra)] == ["add_column"]
    store.close()


def revision(name: str, follows: str, statement: str) -> ModuleType:
    module = ModuleType(f"v{name}")
    head = f"from alembic import op\nrevision = {name!r}\ndown_revision = {follows!r}\n"
    exec(f"{head}def upgrade():\n    op.execute({statement!r})\n", module.__dict__)
    return module


def test_backup_is_made_before_an_upgrade_and_an_old_program_refuses_the_new_file(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    pull(store, a_doc(1))
    store.close()
    with pytest.MonkeyPatch.context() as patch:
        more = (
            revision("1001", runner.REVISIONS[-1].revision, "ALTER TABLE drafts ADD COLUMN note TEXT"),
            revision("1002", "1001", "CREATE TABLE x(y)"),
        )
        patch.setattr(runner, "REVISIONS", (*runner.REVISIONS, *more))
        store = a_store(tmp_path)
        assert store.queries.order_ids() == (order_id(1),)
        store.close()
        a_store(tmp_path).close()
    assert [path.name.split("-2")[0] for path in (tmp_path / "backups").iterdir()] == ["before-1002"]
    with pytest.raises(EnvironmentFault) as caught:
        Store.open(tmp_path, KEY, HandClock())
    assert (caught.value.code, caught.value.details["found"]) == ("store.newer", "1002")


def test_sealed_files_of_an_earlier_version_have_no_time_yet(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "REVISIONS", runner.REVISIONS[:1])
        store = a_store(tmp_path)
        with store._engines.writer.begin() as connection:
            columns = (
                "sha256, order_id, number, revision, snapshot_sha256, name, size, sealed_at, signatures_expected, verdict_valid"
            )
            values = f"'{'a' * 64}', '{order_id(1)}', 'WX-1', 1, '{'b' * 64}', 'a.pdf', 9, 1, 1, 1"
            connection.exec_driver_sql(f"INSERT INTO documents ({columns}) VALUES ({values})")
        store.close()
    store = a_store(tmp_path)
    with store.reading() as work:
        (found,) = work.documents.without_time()
    assert (found.level, found.extends) == ("B-B", None)
    store.close()


def test_a_conflict_of_an_earlier_version_names_nobody(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "REVISIONS", runner.REVISIONS[:5])
        store = a_store(tmp_path)
        with store._engines.writer.begin() as connection:
            columns = "id, order_id, field, winner, created_at, mine, theirs"
            values = f"'c', '{order_id(1)}', 'cause', 'desk', 1, '1', '2'"
            connection.exec_driver_sql(f"INSERT INTO conflicts ({columns}) VALUES ({values})")
        store.close()
    store = a_store(tmp_path)
    (found,) = store.queries.conflicts()
    assert (found.mine, found.written_by, found.written_at) == (1, None, None)
    assert store.queries.taken_away() == ()
    store.close()


def test_failed_upgrade_leaves_the_old_schema(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    pull(store, a_doc(1))
    store.close()
    with pytest.MonkeyPatch.context() as patch:
        last = runner.REVISIONS[-1].revision
        more = (revision("1001", last, "CREATE TABLE half(y)"), revision("1002", "1001", "INSERT INTO nowhere VALUES (1)"))
        patch.setattr(runner, "REVISIONS", (*runner.REVISIONS, *more))
        with pytest.raises(Exception, match="nowhere"):
            a_store(tmp_path)
    store = a_store(tmp_path)
    with raw_connection(store._engines.readers) as connection:
        assert "half" not in objects(connection)
    assert store.queries.order_ids() == (order_id(1),)
    store.close()


def test_a_packaged_program_finds_its_revisions(tmp_path: Path) -> None:
    """From a zip of byte code there is no folder to list."""
    packed = tmp_path / "program.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for source in (ROOT / "fieldapp").rglob("*.py"):
            code = tmp_path / "one.pyc"
            py_compile.compile(str(source), cfile=str(code), doraise=True)
            archive.write(code, source.relative_to(ROOT).with_suffix(".pyc"))
    script = (
        f"import sys; sys.path.insert(0, {str(packed)!r})\n"
        "import fieldapp; assert '.zip' in fieldapp.__file__, fieldapp.__file__\n"
        "from pathlib import Path; from fieldapp.clock import SystemClock; from fieldapp.store.store import Store\n"
        f"store = Store.open(Path({str(tmp_path / 'data')!r}), bytes(range(32)), SystemClock())\n"
        "print(store.queries.counts().orders)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.stdout.strip(), done.stderr) == ("0", "")
