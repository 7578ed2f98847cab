"""A file as customers get it, made now: certificates, time and lists by the reference endpoint's authorities."""

from __future__ import annotations

from pathlib import Path

from fieldapp.clock import SystemClock
from fieldapp.domain.records import Role
from fieldapp.forms.pdf.render import render
from fieldapp.forms.signing import extend, tokens
from fieldapp.forms.signing.keys import Identity, fingerprint, new_key, request_certificate
from fieldapp.forms.signing.seal import seal
from fieldapp.forms.signing.statement import SealStatement
from fieldapp.itsm.accounts import Caller, User
from fieldapp.itsm.authority import Authority
from fieldapp.itsm.time_keys import open_time_authority
from tests.support import pdf_orders

DEVICE = "3f0e7a52-8f6e-4d53-9f0c-6a9f0f1f7c11"


def sealed_now(folder: Path) -> tuple[bytes, bytes]:
    """(sealed PDF, the company's root in PEM); `folder` gets the authority's files."""
    authority = Authority(folder, SystemClock())
    key = new_key()
    request = request_certificate(key, common_name="李旻", user_id="eng-001", device_id=DEVICE)
    issued = authority.enrol(request.decode(), Caller(User("eng-001", "liming", "李旻", Role.ENGINEER), DEVICE))
    identity = Identity(key, issued.certificate.encode(), tuple(pem.encode() for pem in issued.chain))
    source = pdf_orders.order(certificate=fingerprint(identity.certificate_pem))
    statement = SealStatement.of(source.evidence)
    pdf = seal(render(source), identity, signer_name="李旻", statement=statement, signed_at=SystemClock().now())
    return pdf, authority.root_pem.encode()


def kept_now(folder: Path, pdf: bytes) -> bytes:
    """A file of `sealed_now` with a timestamp, validation data and a timestamp over these: B-LTA."""
    authority = Authority(folder, SystemClock())
    clock = open_time_authority(folder, authority, SystemClock())

    def stamp(digest: bytes) -> bytes:
        asked = tokens.query(digest)
        return tokens.granted(clock.answer(asked.der), asked)

    complete = extend.validation_data(extend.timestamp(pdf, stamp), [], authority.revocation_lists(1, []))
    return extend.timestamp(complete, stamp)
