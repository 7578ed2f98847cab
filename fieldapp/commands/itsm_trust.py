"""`fieldapp itsm certificates | revoke | crl`: what the reference endpoint's authority has issued, and taking it back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fieldapp.files import write_atomically

AddAction = Callable[..., argparse.ArgumentParser]
LISTS = ("issuing.crl", "root.crl")


def register(actions: Any, add: AddAction) -> None:
    add(actions, "certificates", certificates, "every certificate that was issued")

    revoking = add(actions, "revoke", revoke, "take certificates back; with --user or --device their logins end, too")
    which = revoking.add_mutually_exclusive_group(required=True)
    which.add_argument("serial", nargs="?", metavar="SERIAL", help="serial number in hexadecimal")
    which.add_argument("--user", metavar="USER", help="every certificate of this login name")
    which.add_argument("--device", metavar="DEVICE", help="every certificate of this device (its id)")
    which.add_argument(
        "--time", action="store_true", help="every certificate of the endpoint's own timestamps; it makes a new key"
    )
    reasons = ("unspecified", "key-compromise", "affiliation-changed", "superseded", "cessation-of-operation")
    revoking.add_argument("--reason", choices=reasons, default="unspecified")

    listing = add(actions, "crl", crl, "write the revocation lists, for whoever checks PDFs without the program")
    listing.add_argument("out", type=Path, metavar="FOLDER")


def certificates(arguments: argparse.Namespace) -> int:
    from fieldapp.commands.itsm import opened
    from fieldapp.itsm.revocation import issued

    with opened(arguments) as endpoint:
        found = issued(endpoint)
    for item in found:
        state = f"revoked {item.revoked.at.isoformat()} {item.revoked.reason.value}" if item.revoked else "stands"
        print(f"{item.serial}  {item.user_id}  {item.device_id}  {item.issued_at}  {state}")
    return 0


def revoke(arguments: argparse.Namespace) -> int:
    from fieldapp.commands.itsm import opened
    from fieldapp.itsm import revocation
    from fieldapp.itsm.authority_lists import Reason

    whose = {"serial": arguments.serial, "user": arguments.user, "device": arguments.device, "time": arguments.time}
    with opened(arguments) as endpoint:
        found = revocation.revoke(endpoint, **whose, reason=Reason(arguments.reason))
    for item in found:
        print(f"{item.serial}  {item.user_id}  {item.device_id}")
    print(f"{len(found)} revoked")
    return 0


def crl(arguments: argparse.Namespace) -> int:
    from fieldapp.commands.itsm import opened
    from fieldapp.itsm.revocation import current_lists

    with opened(arguments) as endpoint:
        lists = current_lists(endpoint)
    for name, data in zip(LISTS, lists, strict=True):
        write_atomically(arguments.out / name, data)
        print(arguments.out / name)
    return 0
