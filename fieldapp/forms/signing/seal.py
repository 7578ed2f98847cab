"""The seal on site, offline: the unsigned PDF in, the sealed file out. What it vouches for is its `SealStatement`."""

from __future__ import annotations

from datetime import datetime

from fieldapp.forms.signing.identity import require_usable
from fieldapp.forms.signing.importing import IMPORTING
from fieldapp.forms.signing.keys import Identity, SignerIdentity
from fieldapp.forms.signing.statement import SealStatement

__all__ = ["Identity", "SealStatement", "SignerIdentity", "preload", "seal"]


def preload_files() -> None:
    """A part of what `preload` imports: PDF files without their signatures."""
    with IMPORTING:
        from pyhanko.pdf_utils import generic, incremental_writer  # noqa: F401


def preload() -> None:
    """Import what sealing needs (most of a second): for a background thread, some time before the first seal."""
    with IMPORTING:
        from fieldapp.forms.signing import pades  # noqa: F401


def seal(
    pdf: bytes,
    identity: SignerIdentity,
    *,
    signer_name: str,
    statement: SealStatement,
    signed_at: datetime,
    field: str = "Engineer",
) -> bytes:
    """Seal an unsigned PDF 1.7; `signed_at` is aware and is stated, not proven, until a timestamp is added.

    Raises InputFault `seal.pdf`, `key.unusable`, `certificate.unusable`, `seal.key-mismatch`; RefusedFault
    `seal.certificate-usage|seal.certificate-expired|seal.certificate-not-yet-valid`, because every verification would refuse
    such a seal; what the identity's own key raises (`token.*`).
    """
    if signed_at.tzinfo is None:
        raise ValueError("a naive datetime has no place in a seal")
    require_usable(identity, signed_at)
    with IMPORTING:
        from fieldapp.forms.signing import pades

    return pades.sign(pdf, identity, signer_name=signer_name, statement=statement, signed_at=signed_at, field=field)
