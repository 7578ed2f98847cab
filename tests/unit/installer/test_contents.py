"""What the frozen program holds and what is kept out of it; the build itself is checked where it is made (installer/toc.py)."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import contents
import pytest
import toc
import traced
import trim
from support.signing_pdf import company, sealed_pdf

from fieldapp.cli import COMMANDS
from fieldapp.store.migrations.runner import REVISIONS

ROOT = Path(__file__).parents[3]
SOURCES = sorted((ROOT / "fieldapp").rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Full names in import statements: of modules, and of what is taken from them."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_every_command_and_migration_goes_in() -> None:
    hidden = set(contents.hidden_imports("linux"))
    assert {f"fieldapp.commands.{name}" for name in COMMANDS} <= hidden
    assert {revision.__name__ for revision in REVISIONS} <= hidden
    assert len(hidden) > len(SOURCES)


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_the_keyring_of_each_system_goes_in(platform: str) -> None:
    text = (ROOT / "fieldapp/store/vault_keyring.py").read_text(encoding="utf-8")
    backends = set(re.findall(r"from (keyring\.backends\.\w+) import", text))
    assert len(backends & set(contents.hidden_imports(platform))) == 1
    assert backends == {name for names in contents.KEYRINGS.values() for name in names if name.startswith("keyring.")}


def test_every_resource_that_the_program_names_goes_in() -> None:
    shipped = {f"{target}/{Path(source).name}" for source, target in contents.resources()}
    folders = {str(Path(name).parent) for name in shipped}
    named = {
        node.args[0].value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "resource"
        and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip
    assert len(named) > 5
    assert {name for name in named if f"resources/{name}" not in shipped | folders} == set()
    kept = {
        f"resources/{path.relative_to(ROOT / 'resources').as_posix()}"
        for path in (ROOT / "resources").rglob("*")
        if path.is_file()
    }
    assert {name for name in kept - shipped if not name.endswith(".ts")} == set()


def test_nothing_that_is_left_out_is_imported_by_the_program() -> None:
    guilty = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in SOURCES
        for name in imported(path)
        if traced.within(name, contents.MODULES_LEFT_OUT)
    }
    assert guilty == set()


def test_jobs_import_by_name_only_what_is_listed_and_nothing_that_is_left_out(tmp_path: Path) -> None:
    """Real jobs in processes of their own. The whole main job is traced by `python installer/build.py imports`."""
    orders = json.loads((ROOT / "resources/demo/orders.json").read_text(encoding="utf-8"))
    assert orders
    (tmp_path / "sealed.pdf").write_bytes(sealed_pdf())
    (tmp_path / "ca.pem").write_bytes(company().root_pem)
    pdf, trust, archive = (str(tmp_path / name) for name in ("sealed.pdf", "ca.pem", "archive"))
    trace = traced.run(
        [
            ["verify", pdf, "--trust", trust],
            ["archive", "import", pdf, "--archive", archive, "--trust", trust],
            ["itsm", "serve", "--data", str(tmp_path / "endpoint"), "--port", "0", "--exit-with-stdin"],
        ]
    )
    assert {"pyhanko.sign.validation", "fastapi", "sqlalchemy"} <= trace.modules, "the jobs did not do much"
    assert "fieldapp.commands.verify" in trace.dynamic, "imports by name were not noticed"
    assert trace.unknown == [], "run `python installer/build.py imports`"
    assert trace.left_out == []


@pytest.mark.parametrize(
    ("target", "out"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", False),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", False),
        ("PySide6/plugins/platforms/qwindows.dll", False),
        ("PySide6/plugins/imageformats/qtiff.dll", True),
        ("PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", True),
        ("PySide6/Qt/plugins/printsupport/libcupsprintersupport.so", False),
        ("PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so", False),
        ("PySide6/Qt/plugins/networkinformation/libqnetworkmanager.so", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("libxcb.so.1", True),
        ("libcrypto.so.3", False),
        ("pillow.libs/libxcb-9065bb12.so.1.1.0", False),
    ],
)
def test_what_stays_out_of_the_folder(target: str, out: bool) -> None:
    assert contents.stays_out(target, "linux") is out


def test_every_reason_is_given() -> None:
    for reasons in (contents.MODULES_LEFT_OUT, contents.QT_LEFT_OUT, contents.RESOURCES_LEFT_OUT, contents.OPTIONAL):
        assert all(len(reason) > 5 for reason in reasons.values())
    assert set(contents.OPTIONAL) <= set(contents.MODULES_LEFT_OUT)


def test_a_build_that_lacks_something_is_noticed(tmp_path: Path) -> None:
    """PyInstaller's tables as it writes them, once whole and once without a command and a resource."""
    work, folder = tmp_path / "work", tmp_path / "folder"
    work.mkdir()
    names = contents.hidden_imports()
    write_tables(work, names)
    for source, target in contents.resources():
        copy = folder / "_internal" / target / Path(source).name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.symlink_to(source)
    assert toc.missing(work, folder) == []

    write_tables(work, [name for name in names if name != "fieldapp.commands.verify"])
    (folder / "_internal/resources/profiles/default.toml").unlink()
    assert toc.missing(work, folder) == ["fieldapp.commands.verify", "resources/profiles/default.toml"]


def write_tables(work: Path, names: list[str]) -> None:
    import zipfile

    pure = [(name, f"/src/{name}.py", "PYMODULE") for name in names if not name.startswith("_")]
    compiled = [
        (f"lib-dynload/{name}.cpython-311-x86_64-linux-gnu.so", "/x", "EXTENSION") for name in names if name.startswith("_")
    ]
    (work / "PYZ-00.toc").write_text(repr(("out.pyz", pure)), encoding="utf-8")
    (work / "COLLECT-00.toc").write_text(repr(([], compiled)), encoding="utf-8")
    with zipfile.ZipFile(work / "base_library.zip", "w") as archive:
        archive.writestr("encodings/utf_8.pyc", b"")


@pytest.mark.parametrize(
    ("file", "module"),
    [
        ("sqlcipher3/_sqlite3.cpython-311-x86_64-linux-gnu.so", "sqlcipher3._sqlite3"),
        ("python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so", "_ssl"),
        ("PySide6\\QtCore.pyd", "PySide6.QtCore"),
        ("_cffi_backend.cp311-win_amd64.pyd", "_cffi_backend"),
        ("PySide6/QtCore.abi3.so", "PySide6.QtCore"),
    ],
)
def test_the_module_of_a_compiled_file(file: str, module: str) -> None:
    assert toc.module_of(file) == module


def test_programs_plugins_and_extensions_are_where_the_search_for_libraries_begins() -> None:
    roots = ["fieldapp", "PySide6/QtCore.abi3.so", "PySide6/Qt/plugins/platforms/libqxcb.so", "libpython3.11.so.1.0"]
    assert [name for name in [*roots, "libgtk-3.so.0", "PySide6/Qt/lib/libQt6Gui.so.6"] if trim.is_root(name)] == roots


def test_nothing_is_used_that_makes_its_imports_of_text() -> None:
    """ReportLab's bar codes do, and no packager sees such imports: installed, the check code beside a sealed file was missing."""
    used = [path.name for path in SOURCES if any(name.startswith("reportlab.graphics.barcode") for name in imported(path))]
    assert used == []
