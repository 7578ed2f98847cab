"""Which version a build is, and its moment: from the commit, so that the same commit always gives the same files."""

from __future__ import annotations

import os
import re
import subprocess

from contents import ROOT


def program() -> str:
    """`__version__` of the program."""
    text = (ROOT / "fieldapp" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    assert found is not None
    return found.group(1)


def package() -> str:
    """Of the .deb: the program's at its tag `v…`, before that `0.1.0~dev812.g1a2b3c4`, which every later one is newer than."""
    if f"v{program()}" in git("tag", "--points-at", "HEAD").split():
        return program()
    return f"{program()}~dev{git('rev-list', '--count', 'HEAD')}.g{git('rev-parse', '--short=7', 'HEAD')}"


def moment() -> int:
    """Seconds since 1970 of the commit (SOURCE_DATE_EPOCH where it is set)."""
    return int(os.environ.get("SOURCE_DATE_EPOCH") or git("log", "-1", "--format=%ct"))


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
