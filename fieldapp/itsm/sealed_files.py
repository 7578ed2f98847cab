"""§6.2.7 the sealed work orders that have arrived: which there are, what each is worth, and a month of them for the archive."""

from __future__ import annotations

import io
import re
import zipfile
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final

from fieldapp.clock import from_wire
from fieldapp.domain.documents import SEALED, superseding
from fieldapp.domain.records import Document
from fieldapp.forms.signing.verdict import Verdict
from fieldapp.forms.signing.verify import verify
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.listing import Listing, Wanted
from fieldapp.itsm.problems import Code, Problem
from fieldapp.itsm.revocation import current_lists
from fieldapp.itsm.sheets import Sheet, to_csv

FRESH: Final = timedelta(minutes=10)
"""A verdict is made anew after this: a certificate may have been revoked, or have ended."""
REMEMBERED: Final = 5_000
_ODD: Final = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One sealed PDF of an order. `over`: the later revision that supersedes it; `here`: its bytes have arrived."""

    order_id: str
    number: str
    customer: str
    revision: int
    sha256: str
    size: int
    added_at: datetime
    over: int | None
    here: bool

    @property
    def name(self) -> str:
        """As the archive calls it: `<number>_v<revision>_<sha256[:8]>.pdf`."""
        safe = _ODD.sub("_", self.number).strip(".")[:80] or "_"
        return f"{safe}_v{self.revision}_{self.sha256[:8]}.pdf"


class SealedFiles:
    """Finds and judges them. Judging takes a fraction of a second each: never call it from the event loop."""

    def __init__(self, endpoint: Endpoint, listing: Listing) -> None:
        self._endpoint = endpoint
        self._listing = listing
        self._verdicts: OrderedDict[str, tuple[datetime, Verdict]] = OrderedDict()
        self._lock = Lock()

    def of_order(self, doc: Document) -> list[SealedFile]:
        """Those of one order, latest first. A file that a longer one begins with is left out once the longer one has arrived:
        all of it is there."""
        over = superseding(doc["attachments"])
        sealed = [entry for entry in doc["attachments"] if entry["kind"] == SEALED]
        arrived = (entry for entry in sealed if self._endpoint.blobs.size(entry["sha256"]) is not None)
        extended = {entry.get("extends") for entry in arrived}
        return [self._file(doc, entry, over) for entry in reversed(sealed) if entry["sha256"] not in extended]

    def one(self, doc: Document, sha256: str) -> SealedFile | None:
        """A sealed file of an order, also one that a longer one begins with."""
        over = superseding(doc["attachments"])
        entry = next((entry for entry in doc["attachments"] if entry["kind"] == SEALED and entry["sha256"] == sha256), None)
        return self._file(doc, entry, over) if entry else None

    def between(self, since: datetime, until: datetime, words: str = "") -> list[SealedFile]:
        """All that were sealed in a period, in order of number and revision."""
        wanted = Wanted(words=words, cancelled=True, sealed_since=since, sealed_until=until)
        found = [file for doc in self._listing.documents(wanted) for file in self.of_order(doc) if since <= file.added_at < until]
        return sorted(found, key=lambda file: (file.number, file.revision, file.added_at))

    def known(self, sha256: str) -> Verdict | None:
        """The verdict if it was made just now."""
        made = self._verdicts.get(sha256)
        return made[1] if made is not None and self._endpoint.clock.now() - made[0] < FRESH else None

    def verdict(self, sha256: str) -> Verdict:
        """Judge a file that is here by the endpoint's own roots and revocation lists. Raises Problem `not-found`."""
        known = self.known(sha256)
        if known is not None:
            return known
        endpoint = self._endpoint
        root = endpoint.authority().root_pem.encode()
        times = [root, *([endpoint.config.tsa_roots.encode()] if endpoint.config.tsa_roots else [])]
        made = verify(
            self.data(sha256), [root], expected_sha256=sha256, timestamp_trust=times, revocation=current_lists(endpoint)
        )
        with self._lock:
            self._verdicts[sha256] = (endpoint.clock.now(), made)
            while len(self._verdicts) > REMEMBERED:
                self._verdicts.popitem(last=False)
        return made

    def data(self, sha256: str) -> bytes:
        """Raises Problem `not-found`."""
        try:
            return self._endpoint.blobs.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise Problem(Code.NOT_FOUND, "the file has not arrived yet") from error

    def packed(self, files: Sequence[SealedFile], heads: Sequence[str], said: Any, lang: str) -> Iterator[bytes]:
        """A ZIP of the files that are here and a register of all of them, made while it is sent.

        `heads`: titles of the register's columns; `said(verdict | None)`: its verdict in words (None: the file is not here).
        """
        sink = _Sink()
        rows: list[tuple[Any, ...]] = []
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as packed:
            for file in files:
                made = self.verdict(file.sha256) if file.here else None
                if file.here:
                    entry = zipfile.ZipInfo(file.name, file.added_at.astimezone(self._endpoint.office).timetuple()[:6])
                    packed.writestr(entry, self.data(file.sha256))
                reasons = "; ".join(problem.words(lang) for problem in made.problems) if made else ""
                over = file.over or ""
                rows.append(
                    (file.number, file.customer, file.revision, file.name, file.sha256, file.size, over, said(made), reasons)
                )
                yield sink.taken()
            packed.writestr("register.csv", to_csv(Sheet("register", tuple(heads), tuple(rows))))
        yield sink.taken()

    def _file(self, doc: Document, entry: dict[str, Any], over: dict[str, tuple[int, str]]) -> SealedFile:
        return SealedFile(
            order_id=doc["id"],
            number=str(doc["number"]),
            customer=str(doc["answers"].get("customer_unit") or ""),
            revision=int(entry.get("revision") or 1),
            sha256=entry["sha256"],
            size=int(entry["size"]),
            added_at=from_wire(entry["added_at"]),
            over=over.get(entry["sha256"], (None, ""))[0],
            here=self._endpoint.blobs.size(entry["sha256"]) is not None,
        )


class _Sink(io.RawIOBase):
    """Where the ZIP is written to; it is taken away in pieces."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        held = bytes(self._held)
        self._held.clear()
        return held
