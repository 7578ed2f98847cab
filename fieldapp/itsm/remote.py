"""The desk's side of sync/v1 at a running endpoint, by the standard library's HTTP client: dispatching, reading orders."""

from __future__ import annotations

import hashlib
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fieldapp import __version__, ids
from fieldapp.clock import Clock, SystemClock
from fieldapp.domain import validation
from fieldapp.domain.records import Actor, Document, Role, State
from fieldapp.errors import InputFault, NetworkFault, RefusedFault
from fieldapp.itsm.envelope import completed, handing_over

TIMEOUT_S = 30
PAGE = 500
ANSWER_LIMIT = 16 * 1024 * 1024


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would turn POST into GET, or carry the password elsewhere."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


class RemoteDesk:
    """Logs in as a desk user. Raises NetworkFault `endpoint.unreachable`, RefusedFault `endpoint.refused`."""

    def __init__(self, url: str, user: str, password: str, clock: Clock | None = None) -> None:
        if not url.startswith(("http://", "https://")):
            raise InputFault("endpoint.url", f"{url} is not an http(s) address")
        self._base = url.rstrip("/") + "/sync/v1"
        self._clock = clock or SystemClock()
        self._opener = urllib.request.build_opener(_NoRedirects)
        self._headers = {"X-Device-Id": ids.new_id(), "X-Client-Version": __version__}
        form = {"grant_type": "password", "username": user, "password": password, "device_name": "desk console"}
        form["device_id"] = self._headers["X-Device-Id"]
        granted = self._send("POST", "/token", urlencode(form).encode(), "application/x-www-form-urlencoded")
        self._headers["Authorization"] = f"Bearer {granted['access_token']}"
        self._actor = Actor(granted["user"]["id"], granted["user"]["name"], Role(granted["user"]["role"]))

    def dispatch(self, raw: object, to: str | None, files: Path | None) -> tuple[str, str]:
        """Record and hand over an order; `to` is the engineer's user id. Returns the order's number and the assignee."""
        doc = completed(raw, self._clock.now())
        assignee = to or doc.get("assignee")
        if not isinstance(assignee, str):
            raise InputFault("dispatch.person", "say to whom: --to USER-ID")
        events = doc.get("events")
        given: Document = {**doc, "assignee": assignee}
        if isinstance(events, list):
            given["events"] = [*events, *handing_over(doc, self._actor, assignee, assignee, self._clock.now())]
            given["state"] = State.DISPATCHED.value if doc["state"] == State.PENDING else doc["state"]
        self._upload(doc, files)
        body = json.dumps({"op_id": ids.new_ordered_id(), "device_seq": 1, "doc": given}).encode()
        stored = self._send("POST", "/orders", body, "application/json")
        return str(stored["number"]), assignee

    def documents(self) -> Iterator[Document]:
        """Every order that this login sees, page by page, each of which proves itself whole. Cancelled ones have no document."""
        cursor = ""
        while True:
            path = "/changes?" + urlencode({"limit": PAGE} | ({"cursor": cursor} if cursor else {}))
            *lines, last = self._read("GET", path, None, "").splitlines(keepends=True)
            trailer = _parsed(last, self._base)
            if trailer.get("sha256") != hashlib.sha256(b"".join(lines)).hexdigest():
                raise NetworkFault("endpoint.unreachable", f"{self._base} sent a page that is not whole")
            for line in lines:
                if (doc := _parsed(line, self._base).get("doc")) is not None:
                    validation.check_document(doc)
                    yield doc
            if not trailer.get("more"):
                return
            cursor = str(trailer["next"])

    def _upload(self, doc: Mapping[str, Any], folder: Path | None) -> None:
        attachments = doc.get("attachments")
        named = (
            {entry.get("sha256") for entry in attachments if isinstance(entry, dict)} if isinstance(attachments, list) else set()
        )
        for path in sorted(folder.iterdir()) if folder is not None and named else ():
            data = path.read_bytes() if path.is_file() else b""
            sha256 = hashlib.sha256(data).hexdigest()
            if sha256 in named:
                self._send("PUT", f"/blobs/{sha256}", data, "application/octet-stream")

    def _send(self, method: str, path: str, body: bytes, media_type: str) -> dict[str, Any]:
        return _parsed(self._read(method, path, body, media_type), self._base)

    def _read(self, method: str, path: str, body: bytes | None, media_type: str) -> bytes:
        headers = {**self._headers, **({"Content-Type": media_type} if media_type else {})}
        request = urllib.request.Request(self._base + path, body, headers, method=method)  # noqa: S310  # scheme checked above
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as response:
                answer: bytes = response.read(ANSWER_LIMIT)
        except urllib.error.HTTPError as error:
            raise _refusal(error) from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise NetworkFault("endpoint.unreachable", f"no endpoint answers at {self._base}: {error}") from error
        return answer


def _parsed(data: bytes, base: str) -> dict[str, Any]:
    try:
        answer = json.loads(data)
    except ValueError as error:
        raise NetworkFault("endpoint.unreachable", f"no endpoint answers at {base}: {error}") from error
    if not isinstance(answer, dict):
        raise NetworkFault("endpoint.unreachable", f"what answers at {base} is not the endpoint")
    return answer


def _refusal(error: urllib.error.HTTPError) -> RefusedFault:
    try:
        with error:
            detail = json.loads(error.read(ANSWER_LIMIT))["detail"]
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException):
        detail = error.reason
    return RefusedFault("endpoint.refused", f"the endpoint refused ({error.code}): {detail}", status=error.code)
