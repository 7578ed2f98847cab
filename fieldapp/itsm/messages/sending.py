"""What every sender is: one text to one person, and an honest word about what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from fieldapp.errors import Fault


@dataclass(frozen=True, slots=True)
class Text:
    """One message. `id` stays the same however often it is tried, for gateways that look for doubles."""

    id: str
    number: str
    name: str
    phone: str
    mail: str
    text: str

    def values(self) -> Mapping[str, str]:
        """What a template may name; `number` is the order's."""
        return {
            "id": self.id,
            "number": self.number,
            "name": self.name,
            "phone": self.phone,
            "mail": self.mail,
            "text": self.text,
        }


class BusyFault(Fault):
    """It surely did not go out, and trying later may help: no connection, or the gateway says so."""


class NotSentFault(Fault):
    """It surely did not go out, and trying again would not help."""


class UncertainFault(Fault):
    """The connection broke after the text had left: it may have gone out."""


class Sender(Protocol):
    """A way to reach telephones. `needs` says what of a person it uses: phone | mail. `deduplicates`: the other side keeps a
    text with an id it has seen from going out again, so an uncertain one may be sent once more."""

    @property
    def needs(self) -> str: ...

    @property
    def deduplicates(self) -> bool: ...

    def send(self, text: Text) -> str:
        """What the other side said, for the record. Raises BusyFault, NotSentFault, UncertainFault."""
        ...
