"""`fieldapp itsm release key | sign | publish | withdraw`: offering a newer version of the program to the devices.

The private key stays where the program is built: `key` makes it, `sign` uses it. `publish` runs on the endpoint and needs none.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from fieldapp.clock import SystemClock
from fieldapp.errors import InputFault
from fieldapp.files import write_atomically

AddAction = Callable[..., argparse.ArgumentParser]
DAYS = 90


def register(actions: Any, add: AddAction) -> None:
    parser = actions.add_parser("release", help="offer a newer version of the program")
    steps = parser.add_subparsers(dest="release_action", metavar="ACTION", required=True, parser_class=type(parser))

    making = steps.add_parser("key", help="a new key for signing releases; the public one is printed")
    making.add_argument("out", type=Path, metavar="KEY.pem")
    making.set_defaults(handler=key)

    signing = steps.add_parser("sign", help="sign a release")
    signing.add_argument("version", metavar="VERSION")
    signing.add_argument("files", nargs="+", metavar="SYSTEM=FILE", help="e.g. linux-amd64=fieldapp_0.2.0_amd64.deb")
    signing.add_argument("--key", type=Path, required=True, metavar="KEY.pem")
    signing.add_argument("--out", type=Path, required=True, metavar="RELEASE.json")
    signing.add_argument("--notes-zh", default="", metavar="TEXT", help="what is new, in Chinese")
    signing.add_argument("--notes-en", default="", metavar="TEXT", help="what is new, in English")
    signing.add_argument("--min-client", default="0.1.0", metavar="VERSION", help="older versions must update (default 0.1.0)")
    signing.add_argument("--days", type=int, default=DAYS, metavar="N", help=f"offered for so many days (default {DAYS})")
    signing.add_argument("--sequence", type=int, metavar="N", help="grows with every release (default: the time in seconds)")
    signing.set_defaults(handler=sign)

    publishing = add(steps, "publish", publish, "offer a signed release")
    publishing.add_argument("release", type=Path, metavar="RELEASE.json")
    publishing.add_argument("files", nargs="+", metavar="SYSTEM=FILE")
    add(steps, "withdraw", withdraw, "offer nothing")


def key(arguments: argparse.Namespace) -> int:
    from fieldapp.release import new_key, public_key

    if arguments.out.exists():
        raise InputFault("file.exists", f"{arguments.out} is there already; a key is not overwritten")
    private = new_key()
    write_atomically(arguments.out, private, private=True)
    print(public_key(private))
    return 0


def sign(arguments: argparse.Namespace) -> int:
    from fieldapp.forms.signing.report import read_file
    from fieldapp.itsm.releases import described
    from fieldapp.release import Manifest
    from fieldapp.release import sign as signed

    now = SystemClock().now()
    manifest = Manifest(
        sequence=arguments.sequence or int(now.timestamp()),
        version=arguments.version,
        min_client=arguments.min_client,
        released_at=now,
        expires_at=now + timedelta(days=arguments.days),
        notes={"zh": arguments.notes_zh, "en": arguments.notes_en},
        files={system: described(path) for system, path in by_system(arguments.files).items()},
    )
    envelope = signed(manifest, read_file(arguments.key))
    write_atomically(arguments.out, json.dumps(asdict(envelope), ensure_ascii=False).encode() + b"\n")
    print(f"{arguments.out}: {manifest.version}, number {manifest.sequence}, until {manifest.expires_at:%Y-%m-%d}")
    return 0


def publish(arguments: argparse.Namespace) -> int:
    from fieldapp.commands.itsm import opened
    from fieldapp.commands.render import read_json
    from fieldapp.itsm.releases import Releases
    from fieldapp.release import Envelope

    raw = read_json(arguments.release)
    if not isinstance(raw, dict) or not all(isinstance(raw.get(name), str) for name in ("manifest", "signature")):
        raise InputFault("release.unreadable", f"{arguments.release} is not a signed release")
    with opened(arguments) as endpoint:
        envelope = Envelope(raw["manifest"], raw["signature"])
        manifest = Releases(endpoint.config.data_dir).publish(envelope, by_system(arguments.files))
    print(f"{manifest.version} is offered for {', '.join(sorted(manifest.files))}")
    return 0


def withdraw(arguments: argparse.Namespace) -> int:
    from fieldapp.commands.itsm import opened
    from fieldapp.itsm.releases import Releases

    with opened(arguments) as endpoint:
        done = Releases(endpoint.config.data_dir).withdraw()
    print("nothing is offered any more" if done else "nothing was offered")
    return 0


def by_system(pairs: list[str]) -> dict[str, Path]:
    """`SYSTEM=FILE` each. Raises InputFault `usage`."""
    found: dict[str, Path] = {}
    for pair in pairs:
        system, given, path = pair.partition("=")
        if not given or not system or system in found:
            raise InputFault("usage", f"SYSTEM=FILE is expected, not {pair!r}")
        found[system] = Path(path)
    return found
