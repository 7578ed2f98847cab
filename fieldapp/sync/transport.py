"""One request and its answer: deadline, trust, no redirects, limits, and proof that it was the endpoint who answered."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

import requests

from fieldapp.errors import NetworkFault
from fieldapp.sync.deadline import Deadline, DeadlineAdapter
from fieldapp.sync.faults import translated

BODY_LIMIT = 64 * 1024 * 1024
RETRY_AFTER_CAP_S = 3600.0
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer. `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


@dataclass(slots=True)
class Traffic:
    """What went over the line since the start of a sync run."""

    requests: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0


def trusted_context(ca_file: str) -> ssl.SSLContext:
    """The system's trust store, with a company's own CA beside it where one is configured."""
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca_file:
        context.load_verify_locations(cafile=ca_file)
    return context


@dataclass(slots=True)
class Transport:
    """Sends requests to one base address. Not for two threads at once."""

    base_url: str
    ca_file: str = ""
    deadline_s: float = 30.0
    traffic: Traffic = field(default_factory=Traffic)
    _session: requests.Session | None = None
    _deadline: Deadline = field(default_factory=Deadline)

    def send(
        self, method: str, path: str, *, headers: Mapping[str, str], body: bytes | None = None, deadline_s: float | None = None
    ) -> Answer:
        """One request, whatever its status. Raises NetworkFault when no complete answer came within the deadline."""
        session = self._open()
        self._deadline.start(deadline_s or self.deadline_s)
        with translated():
            response = session.request(
                method,
                self.base_url.rstrip("/") + path,
                data=body,
                headers=dict(headers),
                allow_redirects=False,
                stream=True,
                timeout=(min(10.0, self.deadline_s), self.deadline_s),
            )
            try:
                content = self._read(response)
            finally:
                response.close()
        self.traffic.requests += 1
        self.traffic.bytes_sent += len(body or b"")
        self.traffic.bytes_received += len(content)
        return Answer(response.status_code, {name.lower(): value for name, value in response.headers.items()}, content)

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def _open(self) -> requests.Session:
        if self._session is None:
            self._session = requests.Session()
            self._session.trust_env = True
            context = trusted_context(self.ca_file) if self.base_url.startswith("https") else None
            adapter = DeadlineAdapter(self._deadline, context)
            self._session.mount("https://", adapter)
            self._session.mount("http://", adapter)
        return self._session

    @staticmethod
    def _read(response: requests.Response) -> bytes:
        """The decoded body, refused beyond the limit while it is read, so that a bomb never unfolds in memory."""
        parts, size = [], 0
        for part in response.iter_content(64 * 1024):
            size += len(part)
            if size > BODY_LIMIT:
                raise NetworkFault("net.too-large", f"the answer is larger than {BODY_LIMIT // 2**20} MiB")
            parts.append(part)
        return b"".join(parts)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds of Retry-After (RFC 9110 §10.2.3, number or date), capped at an hour; None when there is none or it is nonsense."""
    from email.utils import parsedate_to_datetime

    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isdigit():
        return min(float(text), RETRY_AFTER_CAP_S)
    try:
        moment, served = parsedate_to_datetime(text), parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return None
    return min(max((moment - served).total_seconds(), 0.0), RETRY_AFTER_CAP_S)
