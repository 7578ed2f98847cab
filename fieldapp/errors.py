"""What can go wrong and is foreseen: faults. Anything else that is raised is a bug.

A fault carries a stable `code` (dotted, e.g. ``form.definition``), one English line for logs and the command line, and
`details` from which `ui/messages.py` makes the words a person reads. Commands print the line and leave with exit code 2.
"""

from __future__ import annotations

from typing import Any


class Fault(Exception):
    """A foreseen failure. `text` is one line without a trailing full stop."""

    def __init__(self, code: str, text: str, **details: Any) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.details = details

    def __str__(self) -> str:
        return self.text


class InputFault(Fault):
    """Something handed in by a person or a file is not usable: missing file, broken JSON, wrong type, bad definition."""


class DraftFault(InputFault):
    """Something typed does not fit its field yet: it is kept as typed, and everything else of the same save is stored."""


class EnvironmentFault(Fault):
    """The machine is in the way: disk full, keyring locked, store in use by another window, damaged file."""


class RefusedFault(Fault):
    """A rule of the process or of evidence says no; `details` names what is allowed instead."""


class NetworkFault(Fault):
    """The endpoint could not be reached, or what answered was not the endpoint. Always safe to try again."""
