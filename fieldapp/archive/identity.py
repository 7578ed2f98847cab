"""What a verified file says of itself, fit for the register."""

from __future__ import annotations

import getpass
import platform
from dataclasses import dataclass
from datetime import datetime

from fieldapp.archive.words import Remark
from fieldapp.domain.records import JSON
from fieldapp.forms.signing.verdict import Verdict

LONGEST = 100
CUSTOMER_FIELD = "customer_unit"


class UnusableError(Exception):
    """The file is validly sealed, but cannot be registered."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(remark.code)
        self.remark = remark


@dataclass(frozen=True, slots=True)
class Facts:
    number: str
    revision: int
    order_id: str
    customer: str
    signatures: int
    signed_at: datetime
    extends: tuple[str, ...]


def of(verdict: Verdict) -> Facts:
    """The facts of a valid file. Raises UnusableError when the order inside is another than the evidence says, or its number or
    id is no text for a register."""
    evidence, signed_at = verdict.evidence, verdict.signatures[0].signed_at
    if not verdict.valid or evidence is None or signed_at is None:
        raise ValueError("only a valid file has facts")
    for name, said, shown in (
        ("id", evidence.order_id, _inside(verdict.order, "order", "id")),
        ("number", evidence.number, _inside(verdict.order, "order", "number")),
        ("revision", evidence.revision, _inside(verdict.order, "revision")),
    ):
        if said != shown:
            raise UnusableError(Remark("order.identity", f"{name}: {plain(str(shown), 40)} ≠ {plain(str(said), 40)}"))
    for text in (evidence.order_id, evidence.number):
        if not text or plain(text, LONGEST) != text:
            raise UnusableError(Remark("order.unusable", repr(plain(text, 40))))
    customer = _inside(verdict.order, "answers", CUSTOMER_FIELD)
    return Facts(
        number=evidence.number,
        revision=evidence.revision,
        order_id=evidence.order_id,
        customer=plain(customer, 200) if isinstance(customer, str) else "",
        signatures=len(verdict.signatures),
        signed_at=signed_at,
        extends=tuple(layer.sha256 for layer in reversed(verdict.layers[:-1])),
    )


def account() -> str:
    """Who is at work: account and machine."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name
        name = "?"
    return f"{name}@{platform.node()}"


def plain(text: str, longest: int) -> str:
    """One line of printable Unicode text; what is not becomes �."""
    clean = "".join(char if char.isprintable() else " " if char.isspace() else "�" for char in text)
    return " ".join(clean.split())[:longest]


def _inside(content: JSON, *keys: str) -> JSON:
    for key in keys:
        content = content.get(key) if isinstance(content, dict) else None
    return content
