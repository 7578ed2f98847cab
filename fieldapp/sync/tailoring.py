"""The endpoint's approved files of 裁剪 (§6.1.5): asked for now and then, checked, kept for the next opening of the program."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, Final

from fieldapp.clock import Clock, from_wire, to_wire
from fieldapp.errors import Fault
from fieldapp.store.store import Store
from fieldapp.sync.client import Client
from fieldapp.tailoring.checking import check_all
from fieldapp.tailoring.kept import KEPT, REFUSED, files_of, followed_by
from fieldapp.tailoring.published import from_wire_list

log = logging.getLogger(__name__)
ASKED_AT: Final = "tailoring_at"
ASK_AGAIN: Final = timedelta(hours=1)


def tailoring_due(store: Store, clock: Clock) -> bool:
    with store.reading() as work:
        asked_at = work.meta.get(ASKED_AT)
    return asked_at is None or not timedelta(0) <= clock.now() - from_wire(asked_at) < ASK_AGAIN


def refresh_tailoring(client: Client, store: Store, clock: Clock) -> None:
    """Ask for the files. What is not sound is refused as a whole, the reason is kept for 设置, and what was here stays.

    Raises NetworkFault, AuthFault.
    """
    with store.reading() as work:
        kept: dict[str, Any] = work.meta.get(KEPT) or {}
    answer = client.tailoring(str(kept.get("etag") or ""))
    changes: dict[str, Any] = {ASKED_AT: to_wire(clock.now())}
    if answer is not None:
        etag, sent = answer
        try:
            files = followed_by(files_of(kept), from_wire_list(sent))
            check_all(files)
        except Fault as fault:
            log.warning("the tailoring that was sent is refused: %s", fault)
            changes[REFUSED] = fault.text[:300]
        else:
            changes |= {KEPT: {"etag": etag, "files": [one.to_wire() for one in files]}, REFUSED: None}
    with store.writing() as work:
        for name, value in changes.items():
            work.meta.set(name, value)
