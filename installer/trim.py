"""Linux: take symbols for debuggers off, and look at every library that the folder needs and holds."""

from __future__ import annotations

import fnmatch
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import contents

LOADED_BY_NAME = ("libpython3*", "libcrypto.so.*", "libssl.so.*", "libQt6FFmpegStub-*", "libgcc_s.so.1")
"""Libraries that are opened at run time, so no file names them."""


@dataclass(frozen=True, slots=True)
class Binary:
    """One ELF file: its path below the folder, the libraries it names, and the newest glibc it asks for."""

    name: str
    needs: frozenset[str]
    glibc: tuple[int, ...]


def elf_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as stream:
                if stream.read(4) == b"\x7fELF":
                    yield path


def inside(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix().removeprefix("_internal/")


def strip_symbols(folder: Path) -> None:
    """Take symbols for debuggers off (60 MB). Not of Qt, which has none, nor of files with a search path of their own: those
    were patched by auditwheel, and `strip` would break them."""
    for path in elf_files(folder):
        name = inside(path, folder)
        if not name.startswith("PySide6/") and path.parent != folder and not patched(path):
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)


def patched(path: Path) -> bool:
    """Whether the file was given a search path of its own, or is one that was renamed (`libxcb-9065bb12.so`)."""
    told = subprocess.run(["objdump", "-p", str(path)], check=True, capture_output=True, text=True).stdout
    return bool(re.search(r"^\s+(?:RPATH|RUNPATH)\s.*\$ORIGIN", told, re.MULTILINE) or re.search(r"-[0-9a-f]{8}\.so", path.name))


def read_binaries(folder: Path) -> list[Binary]:
    found = []
    for path in elf_files(folder):
        told = subprocess.run(["objdump", "-p", str(path)], check=True, capture_output=True, text=True).stdout
        needs = frozenset(re.findall(r"^\s+NEEDED\s+(\S+)", told, re.MULTILINE))
        versions = [tuple(int(part) for part in text.split(".")) for text in re.findall(r"\bGLIBC_([\d.]+)", told)]
        found.append(Binary(inside(path, folder), needs, max(versions, default=(0,))))
    return found


def held(folder: Path) -> set[str]:
    """Names of all libraries in the folder, links too."""
    return {path.name for path in folder.rglob("*.so*")}


def drop_idle(folder: Path) -> list[str]:
    """Delete the libraries that nothing needs any more (what a plugin brought that stays out); their names."""
    binaries = read_binaries(folder)
    by_name: dict[str, list[Binary]] = {}
    for binary in binaries:
        by_name.setdefault(Path(binary.name).name, []).append(binary)
    waiting = [binary for binary in binaries if is_root(binary.name)]
    used: set[str] = set()
    while waiting:
        binary = waiting.pop()
        if binary.name not in used:
            used.add(binary.name)
            waiting += [found for need in binary.needs for found in by_name.get(need, ())]
    idle = sorted({Path(binary.name).name for binary in binaries if binary.name not in used})
    for path in sorted(folder.rglob("*.so*")):
        if path.name in idle:
            path.unlink()
    return idle


def is_root(name: str) -> bool:
    """Programs, plugins and Python's extension modules are opened by name; libraries only because something needs them."""
    file = name.rsplit("/", 1)[-1]
    return "/plugins/" in name or not file.startswith("lib") or any(fnmatch.fnmatchcase(file, each) for each in LOADED_BY_NAME)


def check_libraries(folder: Path) -> None:
    """Raises SystemExit when a library is needed that is neither in the folder nor among the system's."""
    binaries, there = read_binaries(folder), held(folder)
    missing = {
        f"{need} (of {binary.name})" for binary in binaries for need in binary.needs - there - set(contents.SYSTEM_LIBRARIES)
    }
    if missing:
        raise SystemExit("libraries neither held nor the system's:\n  " + "\n  ".join(sorted(missing)))


def packages(folder: Path) -> tuple[list[str], list[str]]:
    """Debian packages the folder needs, and those only a plugin needs."""
    binaries = read_binaries(folder)
    asked = {need for binary in binaries for need in binary.needs} - held(folder)
    names = {contents.SYSTEM_LIBRARIES[need] for need in asked}
    glibc = ".".join(str(part) for part in max(binary.glibc for binary in binaries))
    needed = sorted(names - {"libc6"} - set(contents.OPTIONAL_PACKAGES))
    return [f"libc6 (>= {glibc})", *needed], sorted(names & set(contents.OPTIONAL_PACKAGES))
