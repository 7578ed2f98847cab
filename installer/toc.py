"""What a build really holds, from PyInstaller's own tables, compared with what the program needs."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import contents


def modules(work: Path) -> frozenset[str]:
    """Names of all modules in a build: in the archive, compiled ones in the folder, `base_library`, and built in."""
    names: set[str] = set(sys.builtin_module_names)
    for table in ("PYZ-00.toc", "COLLECT-00.toc"):
        for entry in entries(work / table):
            name, kind = entry[0], entry[2]
            if kind in {"PYMODULE", "PYMODULE-1", "PYMODULE-2"}:
                names.add(name)
            elif kind == "EXTENSION":
                names.add(module_of(name))
    names |= {name.removesuffix(".pyc").replace("/", ".").removesuffix(".__init__") for name in base_library(work)}
    return frozenset(names)


def entries(table: Path) -> list[tuple[str, str, str]]:
    """The (name, source, kind) triples of one of PyInstaller's tables, wherever they are nested."""
    found: list[tuple[str, str, str]] = []

    def look(value: object) -> None:
        if isinstance(value, tuple) and len(value) == 3 and all(isinstance(part, str) for part in value):
            found.append(value)
        elif isinstance(value, list | tuple):
            for part in value:
                look(part)

    look(ast.literal_eval(table.read_text(encoding="utf-8")))
    return found


def module_of(file: str) -> str:
    """`pkg/mod.cpython-311-….so` → `pkg.mod`."""
    parts = [
        part for part in file.replace("\\", "/").split("/") if part not in {"lib-dynload"} and not part.startswith("python3")
    ]
    return ".".join(parts).split(".cpython-")[0].split(".cp3")[0].removesuffix(".so").removesuffix(".pyd").removesuffix(".abi3")


def base_library(work: Path) -> list[str]:
    import zipfile

    with zipfile.ZipFile(work / "base_library.zip") as archive:
        return archive.namelist()


def sort_base_library(folder: Path) -> None:
    """Put the entries of `base_library.zip` in order: it is all that differs between two builds of one commit."""
    import zipfile

    path = next(folder.rglob("base_library.zip"))
    with zipfile.ZipFile(path) as archive:
        inside = sorted(((entry, archive.read(entry)) for entry in archive.infolist()), key=lambda pair: pair[0].filename)
    with zipfile.ZipFile(path, "w") as archive:
        for entry, data in inside:
            archive.writestr(entry, data)


def missing(work: Path, folder: Path) -> list[str]:
    """What the program needs and the build does not hold: modules by name, resources by path."""
    there = modules(work)
    absent = [name for name in contents.hidden_imports() if name not in there]
    home = next(path for path in (folder / "_internal" / "resources", folder / "resources") if path.is_dir())
    for source, target in contents.resources():
        copy = home.parent / target / Path(source).name
        if not copy.is_file() or copy.stat().st_size != Path(source).stat().st_size:
            absent.append(f"{target}/{Path(source).name}")
    return absent


def check(folder: Path, work: Path) -> None:
    if absent := missing(work, folder):
        raise SystemExit("the build lacks:\n  " + "\n  ".join(absent))
