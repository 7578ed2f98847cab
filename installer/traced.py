"""Run jobs of the program from source and see what they import: by name (which PyInstaller cannot see), and all in all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import contents
from contents import ROOT

TRACER = Path(__file__).resolve().parent / "trace"
HEAD = """# Imported by name while the program runs, so PyInstaller cannot see them in import statements.
# `python installer/build.py imports` adds to this list; a test fails when a new one turns up.
"""
NOT_LISTED = ("fieldapp", "runpy", "sitecustomize")
"""Ours are all collected; the others belong to the interpreter that traces, as does its table of build settings, which Debian
and others call differently."""
BUILD_SETTINGS = "_sysconfigdata"


@dataclass(frozen=True, slots=True)
class Trace:
    """Names of modules: those imported by name, and all that were there in the end."""

    dynamic: frozenset[str]
    modules: frozenset[str]

    @property
    def unknown(self) -> list[str]:
        """By name, wanted in the frozen program, and in no list."""
        known = {*contents.dynamic_imports(), *contents.KEYRINGS["linux"]}
        theirs = {*NOT_LISTED, *contents.OPTIONAL}
        unlisted = (name for name in self.dynamic - known if name.split(".")[0] not in theirs)
        return sorted(name for name in unlisted if not name.startswith(BUILD_SETTINGS))

    @property
    def left_out(self) -> list[str]:
        """Imported, although contents.MODULES_LEFT_OUT keeps them out of the frozen program."""
        return sorted(
            name for name in self.modules if within(name, contents.MODULES_LEFT_OUT) and not within(name, contents.OPTIONAL)
        )


def within(name: str, parents: Iterable[str]) -> bool:
    return any(name == parent or name.startswith(f"{parent}.") for parent in parents)


def run(jobs: Iterable[Sequence[str]]) -> Trace:
    """Each job is the arguments of one command. Raises CalledProcessError when one fails."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"FIELDAPP_TRACE": folder, "PYTHONPATH": str(TRACER), "QT_QPA_PLATFORM": "offscreen"}
        for job in jobs:
            subprocess.run(
                [sys.executable, str(ROOT / "main.py"), *job], cwd=ROOT, env=environment, check=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        told = [json.loads(path.read_text(encoding="utf-8")) for path in Path(folder).glob("*.json")]
    gather = lambda key: frozenset(name for each in told for name in each[key])  # noqa: E731
    return Trace(gather("dynamic"), gather("modules"))


def update() -> None:
    """The whole main job, the archive, the endpoint: what they import by name is added to the list."""
    with tempfile.TemporaryDirectory() as place:
        out, archive = f"{place}/out", f"{place}/archive"
        trace = run(
            [
                ["demo", "--headless", "--out", out],
                ["archive", "import", out, "--archive", archive, "--trust", f"{out}/ca.pem"],
                ["archive", "check", "--archive", archive],
                *([command, "--help"] for command in commands()),
            ]
        )
    if trace.left_out:
        raise SystemExit("imported, but left out of the frozen program (installer/contents.py): " + ", ".join(trace.left_out))
    new = trace.unknown
    names = sorted({*contents.dynamic_imports(), *new})
    contents.DYNAMIC_IMPORTS.write_text(HEAD + "\n".join(names) + "\n", encoding="utf-8")
    print(f"{len(names)} names, new: {', '.join(new) or 'none'}")


def commands() -> tuple[str, ...]:
    from fieldapp.cli import COMMANDS

    return COMMANDS
