"""What the gate asks for. Apart from `services`, whose many protocols nobody needs before the first question."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """What stands before the store is open and somebody is known."""

    FIRST_RUN = "first_run"
    PASSPHRASE = "passphrase"  # noqa: S105 - a stage, not a secret
    PIN = "pin"
    NEW_PIN = "new_pin"
    READY = "ready"
