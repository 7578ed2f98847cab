"""`fieldapp demo`: the whole main job on an embedded endpoint; a window when there is a display, else headless with
every step printed."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fieldapp.errors import EnvironmentFault


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("demo", help="the whole main job on an embedded endpoint")
    parser.add_argument("--headless", action="store_true", help="drive the windows offscreen through the main job")
    parser.add_argument("--data", type=Path, metavar="DIR", help="keep the demo's data here (default: a temporary folder)")
    parser.add_argument("--out", type=Path, default=Path("demo-out"), metavar="DIR", help="PDFs, pictures and summary.json")
    parser.set_defaults(handler=demo)


def demo(arguments: argparse.Namespace) -> int:
    headless = arguments.headless or not has_display()
    with data_folder(arguments.data) as folder:
        if headless:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
            from fieldapp.bootstrap.demo_run import run_headless

            return run_headless(folder, arguments.out, say)
        from fieldapp.bootstrap.demo_run import run_window

        return run_window(folder, say)


@contextlib.contextmanager
def data_folder(asked: Path | None) -> Iterator[Path]:
    """The folder asked for, made when it is not there, or a temporary one that goes away afterwards."""
    if asked is None:
        folder = Path(tempfile.mkdtemp(prefix="fieldapp-demo-"))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return
    try:
        asked.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFault("folder.unusable", f"cannot use {asked}: {error.strerror}", path=str(asked)) from error
    yield asked.resolve()


def has_display() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def say(line: str) -> None:
    print(line, flush=True)
