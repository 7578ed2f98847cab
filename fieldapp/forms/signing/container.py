"""The signature's container, byte by byte: the one part of a sealed file that no hash covers, so nothing in it is left to chance.

A reader skips over much of it: the padding behind the CMS, upper or lower case of the digits, the version, unused certificates,
unsigned attributes. Here the container is built once more from what is signed, and has to come out as it stands in the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from asn1crypto import cms, x509
from cryptography.x509 import load_der_x509_certificate

_HOLE = re.compile(rb"<([0-9A-F]+)>")


class NotCanonical(ValueError):
    """The container is not the one that sealing writes; the message is a few words for the finding."""


def split(hole: bytes) -> bytes:
    """The DER of the CMS from the bytes between the signed ranges, `<hex…000>`. Raises NotCanonical."""
    match = _HOLE.fullmatch(hole)
    if match is None or len(match[1]) % 2:
        raise NotCanonical("digits")
    content = bytes.fromhex(match[1].decode("ascii"))
    end = _der_length(content)
    if any(content[end:]):
        raise NotCanonical("padding")
    return content[:end]


def check(der: bytes, path: Sequence[x509.Certificate]) -> None:
    """Compare with the container built anew; `path` is the proven chain, signer first. Raises NotCanonical."""
    data = cms.ContentInfo.load(der, strict=True)["content"]
    given = [choice.chosen.dump() for choice in data["certificates"]]
    if sorted(given) != sorted(certificate.dump() for certificate in path if not _is_root(certificate, path)):
        raise NotCanonical("certificates")
    if not all(is_canonical(raw) for raw in given):
        raise NotCanonical("certificate")
    if _rebuilt(data, path[0]).dump() != der:
        raise NotCanonical("structure")


def _der_length(content: bytes) -> int:
    """Length of the outermost SEQUENCE with its header, in the definite form with two or more length bytes."""
    octets = content[1] & 0x7F if len(content) > 4 and content[0] == 0x30 and content[1] in (0x81, 0x82, 0x83) else 0
    end = 2 + octets + int.from_bytes(content[2 : 2 + octets], "big")
    if not octets or end > len(content):
        raise NotCanonical("length")
    return end


def _is_root(certificate: x509.Certificate, path: Sequence[x509.Certificate]) -> bool:
    return certificate is not path[0] and certificate.self_issued


def is_canonical(raw: bytes) -> bool:
    """Issuers sign the inner part of a certificate only, so what is around it is built anew too: the algorithm's repetition,
    and the signature without unused bits. cryptography insists on DER."""
    try:
        load_der_x509_certificate(raw)
    except ValueError:
        return False
    certificate = x509.Certificate.load(raw)
    inner = certificate["tbs_certificate"]
    content = {
        "tbs_certificate": inner,
        "signature_algorithm": inner["signature"],
        "signature_value": certificate["signature_value"].native,
    }
    return bool(x509.Certificate(content).dump() == raw)


def _rebuilt(data: cms.SignedData, signer: x509.Certificate) -> cms.ContentInfo:
    info = data["signer_infos"][0]
    attributes = info["signed_attrs"]
    protected = next(a["values"][0] for a in attributes if a["type"].native == "cms_algorithm_protection")
    digest = cms.DigestAlgorithm.load(protected["digest_algorithm"].dump())
    mechanism = cms.SignedDigestAlgorithm.load(protected["signature_algorithm"].untag().dump())
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
            "digest_algorithm": digest,
            "signature_algorithm": mechanism,
            "signed_attrs": cms.CMSAttributes.load(attributes.untag().dump()),
            "signature": info["signature"].native,
        }
    )
    certificates = {
        cms.CertificateChoices(name="certificate", value=x509.Certificate.load(c.chosen.dump())) for c in data["certificates"]
    }
    rebuilt = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": cms.DigestAlgorithms((digest,)),
            "encap_content_info": {"content_type": "data"},
            "certificates": certificates,
            "signer_infos": [signer_info],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": rebuilt})
