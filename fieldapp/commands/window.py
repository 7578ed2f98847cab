"""`fieldapp` or `fieldapp window [--data DIR]`: the program."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path
from typing import Any


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("window", help="open the program (the default)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: this account's own)")
    parser.add_argument("--debug", action="store_true", help="say in the log what holds the window up for more than 50 ms")
    parser.set_defaults(handler=window)


def window(arguments: argparse.Namespace) -> int:
    sys.setswitchinterval(0.001)  # so long the window waits for Python's lock while something is done in the background
    gc.disable()  # imports make no garbage to speak of, and the window's own collector takes over (ui/background/collector.py)
    from fieldapp.bootstrap.qt_loading import load_qt

    load_qt()
    from fieldapp.bootstrap.window import open_window
    from fieldapp.paths import default_data_dir

    return open_window(arguments.data or default_data_dir(), debug=arguments.debug)
