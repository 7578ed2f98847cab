"""One request and its answer: deadline, trust, no redirects, limits."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from io import BytesIO

import requests
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError

from fieldapp.errors import NetworkFault
from fieldapp.sync.deadline import Deadline, DeadlineAdapter
from fieldapp.sync.faults import translated
from fieldapp.sync.pins import parsed
from fieldapp.sync.trust import trusted_context

BODY_LIMIT = 72 * 1024 * 1024
"""Bytes of a decoded body: the largest file an endpoint keeps (64 MiB) and some."""

REFUSAL_LIMIT = 1024 * 1024
"""Of the body of an answer that is no success: a page of somebody else's, or a few words of ours."""

PACKINGS = frozenset({"", "identity", "gzip"})
"""What a request asks for. What else urllib3 could unpack depends on what is installed; several in a row it would, too."""

CONNECT_S = 10.0
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
    """What went over the line since the start of a sync run: bytes of HTTP with headers, without TLS."""

    requests: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0


@dataclass(slots=True)
class Transport:
    """Sends requests to one base address, one at a time: a second thread waits."""

    base_url: str
    ca_file: str = ""
    pins: tuple[str, ...] = ()
    deadline_s: float = 30.0
    body_limit: int = BODY_LIMIT
    traffic: Traffic = field(default_factory=Traffic)
    _session: requests.Session | None = None
    _deadline: Deadline = field(default_factory=Deadline)
    _one_at_a_time: threading.RLock = field(default_factory=threading.RLock)

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None = None,
        deadline_s: float | None = None,
        limit: int = BODY_LIMIT,
    ) -> Answer:
        """One request, whatever its status. `limit`: bytes of the answer's body where it needs less than `body_limit`.

        Raises NetworkFault when no complete answer came within deadline and limits,
        EnvironmentFault `net.ca-file|net.pin-format`."""
        with self._one_at_a_time:
            session = self._open()
            seconds = deadline_s or self.deadline_s
            self._deadline.start(seconds)
            self.traffic.requests += 1
            try:
                with translated():
                    response = self._answered(session, method, path, dict(headers), body, seconds)
                    return self._whole(response, min(limit, self.body_limit))
            finally:
                self.traffic.bytes_sent += self._deadline.bytes_sent
                self.traffic.bytes_received += self._deadline.bytes_received

    def ask_ahead(self, method: str, path: str, *, headers: Mapping[str, str], body: bytes | None = None) -> None:
        """Send what `send` will be called with next, in the same words: the endpoint works on it meanwhile. It must do no harm
        twice. Nothing is raised: what fails here is sent again by `send`."""
        with self._one_at_a_time, suppress(requests.RequestException, HTTPError, HTTPException, OSError, NetworkFault):
            session, url = self._open(), self._url(path)
            adapter = session.get_adapter(url)
            request = session.prepare_request(requests.Request(method, url, headers=dict(headers), data=body))
            if isinstance(adapter, DeadlineAdapter):
                self._deadline.start(self.deadline_s)
                adapter.ask_ahead(request, get_environ_proxies(url))
                self.traffic.bytes_sent += self._deadline.bytes_sent

    def _url(self, path: str) -> str:
        return self.base_url.rstrip("/") + path

    def _answered(
        self, session: requests.Session, method: str, path: str, headers: dict[str, str], body: bytes | None, seconds: float
    ) -> requests.Response:
        """The answer's head; its body is still to be read."""
        url = self._url(path)
        return session.request(
            method,
            url,
            data=body,
            headers=headers,
            allow_redirects=False,
            stream=True,
            timeout=(min(CONNECT_S, seconds), seconds),
            proxies=get_environ_proxies(url),
        )

    def _whole(self, response: requests.Response, limit: int) -> Answer:
        if response.status_code >= 300:
            limit = min(limit, REFUSAL_LIMIT)
        try:
            packing = response.headers.get("content-encoding", "").strip().lower()
            if packing not in PACKINGS:
                raise NetworkFault("net.not-the-endpoint", f"the answer is packed in a way nobody asked for: {packing[:40]!r}")
            self._deadline.head_is_over(limit)
            content = self._read(response, limit)
        finally:
            response.close()
        return Answer(response.status_code, {name.lower(): value for name, value in response.headers.items()}, content)

    def close(self) -> None:
        with self._one_at_a_time:
            if self._session is not None:
                self._session.close()
                self._session = None

    def _open(self) -> requests.Session:
        if self._session is None:
            context = trusted_context(self.ca_file) if self.base_url.lower().startswith("https") else None
            adapter = DeadlineAdapter(self._deadline, context, parsed(self.pins))
            session = requests.Session()
            # of the environment only the proxies count: .netrc would replace our token, REQUESTS_CA_BUNDLE our trust
            session.trust_env = False
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            session.mount("https://", adapter)
            session.mount("http://", adapter)
            self._session = session
        return self._session

    @staticmethod
    def _read(response: requests.Response, limit: int) -> bytes:
        """The decoded body, refused beyond the limit while it is read, so that a bomb never unfolds in memory."""
        whole = BytesIO()  # which hands its bytes over without a copy
        for part in response.iter_content(64 * 1024):
            if whole.tell() + len(part) > limit:
                raise NetworkFault("net.too-large", f"the answer is larger than {limit} bytes")
            whole.write(part)
        return whole.getvalue()


def http_date(text: str) -> datetime | None:
    """An aware moment, or None for anything that is not an HTTP date."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return moment if moment.tzinfo is not None else None


def etag_of(answer: Answer) -> str:
    """Which version the answer is of, in a form that a header can take. Raises NetworkFault."""
    etag = answer.headers.get("etag", "")
    if not 0 < len(etag) <= 200 or not all("!" <= char <= "~" for char in etag):
        raise NetworkFault("net.not-the-endpoint", "the endpoint did not say which version this is")
    return etag


def upload_offset(answer: Answer) -> int:
    """Raises NetworkFault when the endpoint does not say how far it got."""
    text = answer.headers.get("upload-offset", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise NetworkFault("net.not-the-endpoint", "the endpoint did not say how much of the file it holds")
    return int(text)
