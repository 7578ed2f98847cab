"""What verification answers: frozen records, no behaviour but their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fieldapp.clock import to_wire
from fieldapp.domain.records import JSON
from fieldapp.forms.evidence import Evidence
from fieldapp.forms.signing import words
from fieldapp.forms.signing.crls import Standing
from fieldapp.forms.signing.keys import CertificateInfo
from fieldapp.forms.signing.layers import LayerKind
from fieldapp.forms.signing.statement import SealStatement


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why a file is not accepted, or one limit of the check. `detail` is a name or a number, for one line."""

    code: str
    detail: str = ""

    @property
    def text(self) -> str:
        """One English line, for logs and the command line."""
        return self.words("en")

    def words(self, lang: str) -> str:
        """The same in "zh" or "en"."""
        return words.say(self.code, lang, self.detail)


class Level(StrEnum):
    """How long a file can be checked (ETSI EN 319 142-1 §6): B-B the signer's word, B-T a timestamp, B-LT with what validation
    needs, B-LTA that too under a timestamp."""

    B = "B-B"
    T = "B-T"
    LT = "B-LT"
    LTA = "B-LTA"

    def words(self, lang: str) -> str:
        """What it means, in "zh" or "en"."""
        return words.say(f"level.{self.value}", lang)


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """One layer of the file: the first `size` bytes, with their SHA-256, were the whole file then. `proven_at`: of a
    timestamp."""

    kind: LayerKind
    size: int
    sha256: str
    proven_at: datetime | None = None
    authority: CertificateInfo | None = None


@dataclass(frozen=True, slots=True)
class SignatureInfo:
    """One digital signature: the engineer's seal, or a countersignature. `signed_at` is what the signer states; `intact`: bytes
    and signature agree; `whole_file`: nothing but later layers lies outside of it; `trusted`: the certificate leads to one of
    the given roots and was valid at `proven_at` (the first timestamp after it), without one at `signed_at`. `revocation` is
    what the lists in the file, or given, say: unknown, good, revoked."""

    field: str
    certificate: CertificateInfo | None
    signed_at: datetime | None
    intact: bool
    whole_file: bool
    trusted: bool
    statement: SealStatement | None
    proven_at: datetime | None = None
    revocation: Standing = Standing.UNKNOWN


@dataclass(frozen=True, slots=True)
class Verdict:
    """Accepted only without any problem. `order` (the content of order.json) and `evidence` are given as found, for the report;
    nothing vouches for them unless `valid`. `notes` are the limits of this check and come with valid files too."""

    problems: tuple[Finding, ...]
    sha256: str
    signatures: tuple[SignatureInfo, ...] = ()
    order: JSON = None
    evidence: Evidence | None = None
    notes: tuple[Finding, ...] = ()
    layers: tuple[LayerInfo, ...] = ()
    level: Level | None = None
    """None unless valid."""
    renew_before: datetime | None = None
    """When the certificate of the last timestamp ends: by then another one is due. None without a timestamp."""
    list_points: tuple[str, ...] = ()
    """Where the revocation lists can be had that the file lacks, as the certificates say that lead to a trusted root; none unless
    valid."""

    @property
    def valid(self) -> bool:
        return not self.problems

    @property
    def proven_at(self) -> datetime | None:
        """The moment at which the seal is proven to have been there."""
        return self.signatures[0].proven_at if self.signatures else None

    @property
    def countersigners(self) -> tuple[SignatureInfo, ...]:
        """Who signed after the engineer."""
        return self.signatures[1:]

    @property
    def facts(self) -> tuple[Finding, ...]:
        """What a reader wants to know of a valid file beside that: level, proven time, who countersigned, when to renew."""
        if self.level is None:
            return ()
        found = [Finding(f"level.{self.level.value}")]
        if self.proven_at is not None:
            found.append(Finding("fact.proven", to_wire(self.proven_at)))
        found += [
            Finding("fact.countersigned", signer.certificate.common_name) for signer in self.countersigners if signer.certificate
        ]
        if self.renew_before is not None:
            found.append(Finding("fact.renew", self.renew_before.date().isoformat()))
        return tuple(found)
