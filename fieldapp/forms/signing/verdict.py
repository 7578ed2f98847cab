"""What verification answers: frozen records, no behaviour but their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fieldapp.domain.records import JSON
from fieldapp.forms.evidence import Evidence
from fieldapp.forms.signing import words
from fieldapp.forms.signing.keys import CertificateInfo
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


@dataclass(frozen=True, slots=True)
class SignatureInfo:
    """One digital signature. `signed_at` is what the signer states; `intact`: bytes and signature agree; `whole_file`: nothing
    lies outside of it; `trusted`: the certificate leads to one of the given roots and was valid at `signed_at`."""

    field: str
    certificate: CertificateInfo | None
    signed_at: datetime | None
    intact: bool
    whole_file: bool
    trusted: bool
    statement: SealStatement | None


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

    @property
    def valid(self) -> bool:
        return not self.problems
