"""`fieldapp tour --out DIR`: a picture of every screen, from the real windows on demo data."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from fieldapp.commands.demo import data_folder, say


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("tour", help="a picture of every screen")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the PNGs go")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the screens (default zh)")
    parser.add_argument("--theme", choices=("light", "dark", "contrast"), default="light", help="colours (default light)")
    parser.add_argument(
        "--archive", type=int, default=400, metavar="N", help="PDFs in the full archive (default 400, 0 for none)"
    )
    parser.set_defaults(handler=tour)


def tour(arguments: argparse.Namespace) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from fieldapp.bootstrap.tour_run import run_tour

    with data_folder(None) as folder:
        os.environ["HOME"] = str(folder)  # of the person in the pictures
        return run_tour(folder, arguments.out, arguments.lang, arguments.theme, arguments.archive, say)
