"""`fieldapp render ORDER.json --out F.pdf`: an order document as unsigned PDF, for a look without the store."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from fieldapp.errors import InputFault
from fieldapp.files import write_atomically


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("render", help="an order document as unsigned PDF")
    parser.add_argument(
        "order", type=Path, metavar="ORDER.json", help="an order document, or the order.json taken out of a sealed PDF"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="F.pdf", help="where the PDF goes")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the labels (default zh)")
    parser.add_argument("--forms", type=Path, metavar="DIR", help="a folder of form definitions beside the shipped ones")
    parser.add_argument("--photos", type=Path, metavar="DIR", help="a folder of photos named by their sha256")
    parser.set_defaults(handler=render)


def render(arguments: argparse.Namespace) -> int:
    from fieldapp.services.offline_render import render_order

    document = read_json(arguments.order)
    pdf, notes = render_order(document, lang=arguments.lang, forms=arguments.forms, photos=arguments.photos)
    write_atomically(arguments.out, pdf)
    for note in notes:
        print(f"note: {note}")
    print(f"{arguments.out}: {len(pdf)} bytes")
    return 0


def read_json(path: Path, limit: int = 20_000_000) -> Any:
    """A JSON file. Raises InputFault `file.unreadable|file.too-large|json.broken` with the file and the place in it."""
    try:
        if path.stat().st_size > limit:
            raise InputFault("file.too-large", f"{path} is larger than {limit // 1_000_000} MB", path=str(path))
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputFault("file.unreadable", f"cannot read {path}: {error.strerror}", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise InputFault("json.broken", f"{path} is not UTF-8 text (byte {error.start})", path=str(path)) from error
    try:
        return json.loads(text, parse_constant=refuse_constant)
    except RecursionError as error:
        raise InputFault("json.broken", f"{path} is nested too deeply", path=str(path)) from error
    except ValueError as error:
        raise InputFault("json.broken", f"{path} is not JSON: {error}", path=str(path)) from error


def refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
