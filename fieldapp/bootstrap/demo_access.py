"""How to get into a demo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DemoAccess:
    """A demo's folder, endpoint and secrets. They guard made-up orders and are printed for whoever runs the demo."""

    folder: Path
    url: str
    user_name: str
    password: str
    passphrase: str
    pin: str
