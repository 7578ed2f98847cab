"""Timestamps (RFC 3161) by the endpoint itself: for the demo and for teams without a contract with a timestamp authority.

What it says is worth as much as the endpoint's clock and the safety of its key. Query in, reply out, both DER; no HTTP here.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from fieldapp.clock import Clock
from fieldapp.forms.signing.tokens import Reply

POLICY = "2.25.184582241275959899307305124951140308906"
"""Under the arc of ITU-T X.667: the time is the endpoint's clock, whatever keeps that right."""

MAX_QUERY = 2_000
ACCURACY_S = 1
_DIGESTS = {"sha256": 32, "sha384": 48, "sha512": 64}


@dataclass(frozen=True, slots=True)
class TimeAuthority:
    """`certificate` is for timestamps only; `issuers` are what stands between it and the root."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    issuers: Sequence[x509.Certificate]
    clock: Clock

    def answer(self, query: bytes) -> bytes:
        """A reply to any bytes: granted, or the failure that RFC 3161 §2.4.2 names for what is wrong with them."""
        try:
            if len(query) > MAX_QUERY:
                raise ValueError("too large")
            asked = tsp.TimeStampReq.load(query, strict=True)
            algorithm = asked["message_imprint"]["hash_algorithm"]["algorithm"].native
            digest = asked["message_imprint"]["hashed_message"].native
            policy = asked["req_policy"].native
            extensions = asked["extensions"].native
        except (ValueError, TypeError, KeyError):
            return _refused("bad_data_format")
        if algorithm not in _DIGESTS or len(digest) != _DIGESTS[algorithm]:
            return _refused("bad_alg")
        if policy not in (None, POLICY):
            return _refused("unaccepted_policy")
        if extensions:
            return _refused("unaccepted_extensions")
        token = self._token(self._info(asked, self.clock.now()), bool(asked["cert_req"].native))
        return bytes(Reply({"status": {"status": "granted"}, "time_stamp_token": token}).dump())

    def _info(self, asked: tsp.TimeStampReq, now: datetime) -> bytes:
        fields: dict[str, object] = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": asked["message_imprint"],
            "serial_number": secrets.randbits(127),
            "gen_time": now,
            "accuracy": {"seconds": ACCURACY_S},
        }
        if asked["nonce"].native is not None:
            fields["nonce"] = asked["nonce"].native
        return bytes(tsp.TSTInfo(fields).dump())

    def _token(self, info: bytes, with_certificates: bool) -> cms.ContentInfo:
        own = asn1.Certificate.load(self.certificate.public_bytes(Encoding.DER))
        algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(info).digest()]}),
                cms.CMSAttribute({"type": "signing_certificate_v2", "values": [_named(own)]}),
            ]
        )
        signed = cms.SignerInfo(
            {
                "version": "v1",
                "sid": {"issuer_and_serial_number": {"issuer": own.issuer, "serial_number": own.serial_number}},
                "digest_algorithm": algorithm,
                "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                "signed_attrs": attributes,
                "signature": self.key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
            }
        )
        content = {
            "version": "v3",
            "digest_algorithms": [algorithm],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(info)},
            "signer_infos": [signed],
        }
        if with_certificates:
            others = [asn1.Certificate.load(issuer.public_bytes(Encoding.DER)) for issuer in self.issuers]
            content["certificates"] = [cms.CertificateChoices(name="certificate", value=one) for one in (own, *others)]
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(content)})


def _named(certificate: asn1.Certificate) -> tsp.SigningCertificateV2:
    """By its hash, so that it cannot be exchanged for another of the same key (RFC 5816)."""
    name = asn1.GeneralName(name="directory_name", value=certificate.issuer)
    return tsp.SigningCertificateV2(
        {
            "certs": [
                {
                    "cert_hash": hashlib.sha256(certificate.dump()).digest(),
                    "issuer_serial": {"issuer": [name], "serial_number": certificate.serial_number},
                }
            ]
        }
    )


def _refused(failure: str) -> bytes:
    return bytes(Reply({"status": {"status": "rejection", "fail_info": {failure}}}).dump())
