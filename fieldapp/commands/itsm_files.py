"""`fieldapp itsm files`: which files the endpoint's documents name and its folder does not hold."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

AddAction = Callable[..., argparse.ArgumentParser]


def register(actions: Any, add: AddAction) -> None:
    looking = add(actions, "files", files, "files that orders name and that are not here; devices are asked for them")
    looking.add_argument("--hash", action="store_true", help="read every file and check its bytes, not only its size")


def files(arguments: argparse.Namespace) -> int:
    """One line for each; 1 when there are any."""
    from fieldapp.commands.itsm import opened
    from fieldapp.itsm import missing, orders

    with opened(arguments) as endpoint:
        found = missing.look(endpoint, hashing=arguments.hash)
        with endpoint.database.reading() as connection:
            held = orders.load(endpoint.database, connection, [file.order_id for file in found])
    for file in found:
        number = held[file.order_id].doc["number"] if file.order_id in held else file.order_id
        print(f"{number}  {file.sha256}  {file.size:>10}  {file.name}")
    if found:
        print(f"{len(found)} missing; every device that still has one of these brings it with its next sync. Look again later:")
        print(
            "what is still missing then, no device has. It may be in another backup: copy it to blobs/<first two digits>/<hash>."
        )
    else:
        print("every file is here")
    return 1 if found else 0
