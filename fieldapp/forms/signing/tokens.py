"""Timestamps (RFC 3161): the query, the reply, and the one form in which a token is kept in a file.

A token comes from a foreign authority and is in whatever form that has: spare certificates, unsigned attributes, other names
for the same algorithm. None of that is signed, so anybody could change it later. It is built anew before it goes into a file,
and once more, to the same bytes, when the file is checked.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509 import load_der_x509_certificate

from fieldapp.errors import InputFault, RefusedFault
from fieldapp.forms.signing.token_types import MAX_REPLY

_DIGESTS = frozenset({"sha256", "sha384", "sha512"})
_MAX_CHAIN = 8
_ASN1_FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


class Reply(core.Sequence):
    """TimeStampResp (RFC 3161 §2.4.2); asn1crypto's own insists on a token, also in a refusal."""

    _fields: ClassVar[list[tuple[Any, ...]]] = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says: when, over which SHA-256, by whom (DER of the authority's certificate)."""

    moment: datetime
    imprint: bytes
    certificate: bytes


@dataclass(frozen=True, slots=True)
class Query:
    """A question to an authority; `nonce` has to come back."""

    der: bytes
    digest: bytes
    nonce: int


def query(digest: bytes) -> Query:
    """Ask for a timestamp over a SHA-256, with the authority's certificates in it."""
    nonce = secrets.randbits(63) | 1 << 62
    imprint = tsp.MessageImprint({"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest})
    request = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    return Query(request.dump(), digest, nonce)


def granted(reply: bytes, asked: Query) -> bytes:
    """The token (DER) of a reply. RefusedFault `timestamp.refused` when the authority says no, InputFault `timestamp.invalid`
    when the reply is not one to this query."""
    try:
        if len(reply) > MAX_REPLY:
            raise ValueError("too large")
        answer = Reply.load(reply, strict=True)
        status = answer["status"]["status"].native
        said = "; ".join(answer["status"]["status_string"].native or ())
        if status in ("granted", "granted_with_mods"):
            info = _info(answer["time_stamp_token"])
            if info["nonce"].native != asked.nonce or _imprint(info) != asked.digest:
                raise ValueError("an answer to another question")
            return bytes(answer["time_stamp_token"].dump())
    except _ASN1_FAULTS as error:
        raise InputFault("timestamp.invalid", f"the timestamp authority's reply: {error}") from error
    raise RefusedFault("timestamp.refused", f"the timestamp authority refused: {status} {said}".strip(), status=status)


def canonical(token: bytes) -> bytes:
    """The same token in the one form that is kept: only what its signature vouches for, and the certificates that prove it,
    without the root. InputFault `timestamp.invalid`."""
    try:
        return bytes(_rebuilt(token).dump())
    except _ASN1_FAULTS as error:
        raise InputFault("timestamp.invalid", f"the timestamp cannot be kept: {error}") from error


def read(token: bytes) -> Token:
    """InputFault `timestamp.invalid`. Nothing is proven by this."""
    try:
        content = cms.ContentInfo.load(token, strict=True)
        info = _info(content)
        return Token(info["gen_time"].native, _imprint(info), _signer(content["content"]).dump())
    except _ASN1_FAULTS as error:
        raise InputFault("timestamp.invalid", f"the timestamp cannot be read: {error}") from error


def _info(token: cms.ContentInfo) -> tsp.TSTInfo:
    info = token["content"]["encap_content_info"]["content"].parsed
    if not isinstance(info, tsp.TSTInfo):
        raise TypeError("no timestamp in it")
    return info


def _imprint(info: tsp.TSTInfo) -> bytes:
    imprint = info["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != "sha256":
        raise ValueError("not over a SHA-256")
    return bytes(imprint["hashed_message"].native)


def _rebuilt(token: bytes) -> cms.ContentInfo:
    content = cms.ContentInfo.load(token, strict=True)
    data = content["content"]
    encapsulated = data["encap_content_info"]
    _imprint(_info(content))
    (info,) = data["signer_infos"]
    digest = info["digest_algorithm"]["algorithm"].native
    if digest not in _DIGESTS:
        raise ValueError(f"the digest {digest} is not accepted")
    signer = _signer(data)
    algorithm = cms.DigestAlgorithm({"algorithm": digest, "parameters": core.Null()})
    signer_info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": signer.issuer, "serial_number": signer.serial_number}
                    )
                }
            ),
            "digest_algorithm": algorithm,
            "signature_algorithm": _mechanism(info["signature_algorithm"], signer, digest),
            "signed_attrs": cms.CMSAttributes.load(info["signed_attrs"].untag().dump()),
            "signature": info["signature"].native,
        }
    )
    kept = _chain(signer, _certificates(data))
    rebuilt = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": cms.DigestAlgorithms((algorithm,)),
            "encap_content_info": {
                "content_type": "tst_info",
                "content": core.ParsableOctetString(bytes(encapsulated["content"])),
            },
            "certificates": [cms.CertificateChoices(name="certificate", value=x509.Certificate.load(c.dump())) for c in kept],
            "signer_infos": [signer_info],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": rebuilt})


def _mechanism(found: algos.SignedDigestAlgorithm, signer: x509.Certificate, digest: str) -> algos.SignedDigestAlgorithm:
    """One name for each mechanism (RFC 3370 §3.2, RFC 5754 §3.3). The parameters of PSS stay as they are."""
    kind = signer.public_key.algorithm
    if kind == "ec":
        return cms.SignedDigestAlgorithm({"algorithm": f"{digest}_ecdsa"})
    if kind == "rsa" and found["algorithm"].native == "rsassa_pss":
        return cms.SignedDigestAlgorithm.load(found.dump())
    if kind == "rsa":
        return cms.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15", "parameters": core.Null()})
    raise ValueError(f"keys of the kind {kind} are not accepted")


def _certificates(data: cms.SignedData) -> list[x509.Certificate]:
    return [choice.chosen for choice in data["certificates"] if choice.name == "certificate"]


def _signer(data: cms.SignedData) -> x509.Certificate:
    (info,) = data["signer_infos"]
    wanted = info["sid"].chosen
    for certificate in _certificates(data):
        if isinstance(wanted, core.OctetString):
            if certificate.key_identifier == wanted.native:
                return certificate
        elif certificate.serial_number == wanted["serial_number"].native and certificate.issuer == wanted["issuer"]:
            return certificate
    raise ValueError("the authority's certificate is not in it")


def _chain(signer: x509.Certificate, others: Iterable[x509.Certificate]) -> list[x509.Certificate]:
    """The signer and those who vouch for it, as far as they are there; never a root."""
    pool = list(others)
    chain = [signer]
    while len(chain) < _MAX_CHAIN:
        issuer = next((one for one in pool if not one.self_issued and _issued(one, chain[-1])), None)
        if issuer is None or issuer in chain:
            break
        chain.append(issuer)
    return chain


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        load_der_x509_certificate(certificate.dump()).verify_directly_issued_by(load_der_x509_certificate(issuer.dump()))
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
