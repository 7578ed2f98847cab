"""Where things are: shipped resources and the data folder."""

from __future__ import annotations

import errno
import os
import sys
from functools import cache
from pathlib import Path


@cache
def resources_dir() -> Path:
    """The folder of shipped resources: beside the package in a checkout, inside it when installed or frozen."""
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / "resources"] if frozen else []
    candidates += [package / "_resources", package.parent / "resources"]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"no resources folder in {candidates}")


def own_program() -> list[str]:
    """How to start this program once more, without its arguments. On Windows the window's program (`fieldappw.exe`) has no
    output, so its neighbour of the console is named."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", "fieldapp"]
    program = Path(sys.executable)
    beside = program.with_name("fieldapp.exe")
    return [str(beside if program.suffix == ".exe" and beside.is_file() else program)]


def resource(relative: str) -> Path:
    """Path of one shipped file or folder, given relative to the resources folder with forward slashes."""
    return resources_dir().joinpath(*relative.split("/"))


def default_data_dir() -> Path:
    """The person's own data folder by the platform's custom."""
    from platformdirs import user_data_path

    return user_data_path("fieldapp", appauthor=False)


def runtime_dir() -> Path:
    """A folder of this account alone, for locks and sockets; made if need be. Raises PermissionError where its name is taken by
    somebody else."""
    import tempfile

    given = os.environ.get("XDG_RUNTIME_DIR", "")
    account = f"-{os.getuid()}" if hasattr(os, "getuid") else ""  # Windows has a temporary folder for each account
    folder = Path(given) / "fieldapp" if given else Path(tempfile.gettempdir()) / f"fieldapp{account}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if hasattr(os, "getuid") and folder.lstat().st_uid != os.getuid():
        raise PermissionError(errno.EPERM, "belongs to another account", str(folder))
    return folder
