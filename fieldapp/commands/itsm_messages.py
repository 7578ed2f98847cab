"""`fieldapp itsm messages`: the texts of notices that wait or failed, and trying them again."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from fieldapp.errors import InputFault


def register(actions: Any, action: Callable[..., argparse.ArgumentParser]) -> None:
    listing = action(actions, "messages", messages, "texts of escalation notices that wait, failed or are uncertain")
    listing.add_argument("--all", action="store_true", help="those that went out, too")
    listing.add_argument("--retry", metavar="ID", help="try a failed or uncertain one again; an uncertain one may arrive twice")


def messages(arguments: argparse.Namespace) -> int:
    from fieldapp.commands.itsm import opened
    from fieldapp.itsm.messages import outbox

    with opened(arguments) as endpoint:
        if arguments.retry:
            if not outbox.again(endpoint.database, arguments.retry, endpoint.clock.now()):
                raise InputFault("message.unknown", f"no failed or uncertain message {arguments.retry}")
            print(f"{arguments.retry} is tried again")
            return 0
        with endpoint.database.reading() as connection:
            rows = outbox.listed(connection, everything=arguments.all)
    for number, row in rows:
        asked = datetime.fromtimestamp(row.created_at / 1000, UTC).astimezone(endpoint.office)
        to = f"{row.recipient.name} {_masked(row.recipient.phone)}".strip()
        print(f"{row.id}  {asked:%Y-%m-%d %H:%M}  {row.state}  {number}  {row.notice_key}  {to}  {row.reason}".rstrip())
    print(f"{len(rows)} messages")
    return 0


def _masked(phone: str) -> str:
    """Enough to tell two people apart; lists are copied into tickets."""
    return f"{phone[:3]}****{phone[-2:]}" if len(phone) > 6 else ""
