"""Adding to a sealed file: timestamps, what validation needs later, the back office's signature. The old file stays as its
beginning.

Each function takes a sealed file and returns it with one more layer; whoever keeps the result verifies it first. None of them
uses the network: a timestamp is got through a `Stamper`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding

from fieldapp.errors import InputFault, RefusedFault
from fieldapp.forms.signing import crls as lists
from fieldapp.forms.signing import increments, layers, tokens
from fieldapp.forms.signing.identity import require_usable
from fieldapp.forms.signing.importing import IMPORTING
from fieldapp.forms.signing.increments import Approval
from fieldapp.forms.signing.keys import SignerIdentity, load_certificates
from fieldapp.forms.signing.statement import SealStatement
from fieldapp.forms.signing.syntax import Unfit

Stamper = Callable[[bytes], bytes]
"""SHA-256 (32 bytes) in, timestamp token (RFC 3161, DER) out; raises what the way to the authority raises."""

ROOMS = (2048, 6144, 12288, 24576)
"""Bytes set aside for a token: how large it is, is known only when it is there, and the place must be known before."""


def timestamp(pdf: bytes, stamper: Stamper) -> bytes:
    """The file with a document timestamp over all of it. Asks again, once for each step of ROOMS, when the token needs more room.

    Raises InputFault `seal.pdf` when the file cannot take one, `timestamp.invalid` when the token is not one over this file;
    whatever the stamper raises.
    """
    smallest = ROOMS[0]
    for room in ROOMS:
        if room < smallest:
            continue
        with _translated():
            prepared = increments.timestamp(pdf, room)
        digest = prepared.digest(pdf)
        token = tokens.canonical(stamper(digest))
        if tokens.read(token).imprint != digest:
            raise InputFault("timestamp.invalid", "the timestamp is over something else")
        if len(token) <= room:
            return pdf + prepared.filled(token)
        smallest = len(token)
    raise InputFault("timestamp.invalid", "the timestamp is larger than a token should be")


def validation_data(pdf: bytes, certificates: Iterable[bytes], crls: Iterable[bytes] = ()) -> bytes:
    """The file with certificates (PEM) and revocation lists (PEM or DER) for those who check it when their issuers are gone.

    What is in it already is not added again; the same bytes come back when nothing is new. Raises InputFault `seal.pdf`,
    `certificate.unusable`, `crl.unusable`.
    """
    found = layers.read(pdf)
    held = {content for layer in found for content in (*layer.certificates, *layer.crls)}
    own = [certificate.public_bytes(Encoding.DER) for certificate in load_certificates(certificates)]
    new = [der for der in dict.fromkeys(own) if der not in held]
    new_lists = [der for der in dict.fromkeys(lists.load(list(crls))) if der not in held]
    if not new and not new_lists:
        return pdf
    with _translated():
        return pdf + increments.validation_data(pdf, sorted(new), sorted(new_lists))


def countersign(
    pdf: bytes,
    identity: SignerIdentity,
    *,
    signer_name: str,
    reason: str,
    statement: SealStatement,
    signed_at: datetime,
    locks: bool = True,
) -> bytes:
    """The file with one more signature, of the back office; `statement` is the seal's, which it vouches for a second time.

    `locks`: it is the last one, after it come only timestamps and validation data. Raises as `seal.seal` does, and RefusedFault
    `seal.locked` when an earlier one was the last.
    """
    require_usable(identity, signed_at)
    if any(layer.approval is not None and layer.approval.locks for layer in layers.read(pdf)):
        raise RefusedFault("seal.locked", "the last signature is in the file already")
    with IMPORTING:
        from fieldapp.forms.signing import pades

    approval = Approval(signer_name, reason, signed_at.replace(microsecond=0), locks)
    content = statement.to_bytes()
    with _translated():
        prepared = increments.countersignature(pdf, approval, pades.room(identity, content, approval.signed_at))
    return pdf + prepared.filled(pades.sign_digest(prepared.digest(pdf), identity, content, approval.signed_at))


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except Unfit as error:
        raise InputFault("seal.pdf", f"the file cannot be extended: {error}") from error
