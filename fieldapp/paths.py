"""Where things are: shipped resources and the data folder."""

from __future__ import annotations

import sys
from pathlib import Path


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


def resource(relative: str) -> Path:
    """Path of one shipped file or folder, given relative to the resources folder with forward slashes."""
    return resources_dir().joinpath(*relative.split("/"))


def default_data_dir() -> Path:
    """The person's own data folder by the platform's custom."""
    from platformdirs import user_data_path

    return user_data_path("fieldapp", appauthor=False)
