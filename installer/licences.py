"""The licences of everything a build holds, as texts beside it: `licences/<package>/…` and one table, `licences/README.txt`."""

from __future__ import annotations

import shutil
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from contents import ROOT

HEAD = """What is inside this program, and under which licence. The texts are in the folders beside this file.

fieldapp itself: all rights reserved by its makers.
Qt and PySide6 are used under the LGPL 3 as separate libraries, unchanged, from the wheels PySide6 on the Python package index
(source: https://download.qt.io/official_releases/QtForPython/). You may replace them by your own build of the same
version: they are the files below PySide6 in the program's folder.

"""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing inside: its name, version and licence in a word, and the files with the licence's text."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]


def parts(modules: Iterable[str]) -> list[Part]:
    """Python, and every distribution that one of these modules comes from."""
    owners = metadata.packages_distributions()
    names = {owner for module in modules for owner in owners.get(module.split(".")[0], ())}
    found = [part(metadata.distribution(name)) for name in sorted(names - {"fieldapp"}, key=str.lower)]
    python = Path(sysconfig.get_paths()["stdlib"]) / "LICENSE.txt"
    return [Part("Python", sys.version.split()[0], "PSF-2.0", (python,) if python.is_file() else ()), *found]


def part(distribution: metadata.Distribution) -> Part:
    told = distribution.metadata
    classifiers = [line.split(" :: ")[-1] for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    short = told.get("License-Expression") or (told.get("License") or "").strip().splitlines()[:1] or classifiers
    licence = short if isinstance(short, str) else ", ".join(short)
    texts = [Path(str(distribution.locate_file(file))) for file in distribution.files or () if is_licence(file.name, file.parts)]
    return Part(told["Name"], distribution.version, licence or ", ".join(classifiers) or "?", tuple(texts))


def is_licence(name: str, parts: tuple[str, ...]) -> bool:
    """Inside the distribution's own metadata: a file called LICENSE, COPYING, NOTICE, AUTHORS …, or in its folder `licenses`."""
    if not parts or not parts[0].endswith(".dist-info"):
        return False
    return "licenses" in parts or name.upper().startswith(("LICEN", "COPYING", "NOTICE", "COPYRIGHT"))


def table(found: list[Part]) -> str:
    rows = [f"{each.name} {each.version}: {each.licence}" for each in found]
    fonts = sorted(path.name for path in (ROOT / "resources" / "fonts").glob("*.txt"))
    return HEAD + "\n".join(rows) + "\n\nFonts (resources/fonts): " + ", ".join(fonts) + "\n"


def write(folder: Path, modules: Iterable[str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    found = parts(modules)
    (folder / "README.txt").write_text(table(found), encoding="utf-8")
    for each in found:
        for source in each.texts:
            target = folder / each.name / source.name
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(source, target)
