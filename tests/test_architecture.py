"""Who may import which library, and how large a room may be. Proves also that it looked at something."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "fieldapp"
HOMES = {
    "PySide6": ("fieldapp.ui", "fieldapp.bootstrap"),
    "sqlalchemy": ("fieldapp.store", "fieldapp.itsm"),
    "alembic": ("fieldapp.store",),
    "sqlcipher3": ("fieldapp.store",),
    "requests": ("fieldapp.sync",),
    "urllib3": ("fieldapp.sync",),
    "keyring": ("fieldapp.store.vault_keyring",),
    "reportlab": ("fieldapp.forms.pdf",),
    "uharfbuzz": ("fieldapp.forms.pdf",),
    "pyhanko": ("fieldapp.forms.signing",),
    "fastapi": ("fieldapp.itsm",),
    "jinja2": ("fieldapp.itsm.web",),
    "openpyxl": ("fieldapp.itsm.sheets", "fieldapp.report.spreadsheet"),
    "uvicorn": ("fieldapp.itsm",),
    "lark": ("fieldapp.forms",),
    "mpmath": ("fieldapp.report",),
    "yaml": ("fieldapp.forms", "fieldapp.itsm"),
}
LOW = ("fieldapp.errors", "fieldapp.clock", "fieldapp.ids", "fieldapp.paths")
LINES = 420
FUNCTION_LINES = 60


def modules() -> list[tuple[str, Path]]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        found.append((name.removesuffix(".__init__"), path))
    return found


MODULES = modules()


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 150
    used = {name.split(".")[0] for _, path in MODULES for name in imports(path)}
    assert used >= set(HOMES)


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_only_at_home(library: str) -> None:
    strangers = [
        name
        for name, path in MODULES
        if any(found == library or found.startswith(f"{library}.") for found in imports(path))
        and not any(name == home or name.startswith(f"{home}.") for home in HOMES[library])
    ]
    assert not strangers


def test_domain_needs_only_the_standard_library_and_what_reads_values() -> None:
    allowed = sys.stdlib_module_names | {"msgspec"}  # docs/decisions/0035
    strangers = {
        (name, found)
        for name, path in MODULES
        if name.startswith("fieldapp.domain")
        for found in imports(path)
        if found.split(".")[0] not in allowed and not found.startswith(("fieldapp.domain", *LOW)) and found != "fieldapp"
    }
    assert not strangers


def test_rooms_are_small() -> None:
    long_files = {name: size for name, path in MODULES if (size := len(path.read_text(encoding="utf-8").splitlines())) > LINES}
    assert not long_files
    long_functions = {
        f"{name}.{node.name}": size
        for name, path in MODULES
        if ".migrations.versions." not in name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    }
    assert not long_functions


def test_nothing_names_what_is_not_part_of_the_project() -> None:
    """The project stands alone: no path of the machine it was written on."""
    words = ("/root" + "/", "/work" + "/")
    guilty = [
        str(path.relative_to(ROOT))
        for folder in ("fieldapp", "tests", "tools", "docs", "benchmarks", "resources")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".md", ".toml", ".yaml", ".json", ".ts"}
        and any(word in path.read_text(encoding="utf-8") for word in words)
    ]
    assert not guilty
