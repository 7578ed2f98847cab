"""The native contract sync/v1, one method a call. Success is expected status + content type + instance + schema; nothing
else is."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from fieldapp import __version__
from fieldapp.errors import NetworkFault
from fieldapp.forms.signing.token_types import QUERY_TYPE, REPLY_TYPE
from fieldapp.sync import wire
from fieldapp.sync.bounds import LONGEST_LINE, trimmed
from fieldapp.sync.faults import AuthFault, BusyFault, CursorGoneFault, ProblemFault, ServerErrorFault, WrongServerFault
from fieldapp.sync.packing import JSON_TYPE, Batch, packed
from fieldapp.sync.patience import patience_s
from fieldapp.sync.tokens import Tokens, TokenStore
from fieldapp.sync.transport import BODY_LIMIT, PROBLEM, Answer, Transport, etag_of, upload_offset

T = TypeVar("T")
API = "/sync/v1"
NDJSON_TYPE = "application/x-ndjson"
SLOWEST = 4096
"""Bytes a second that a line must take, so that what is large has the time it needs."""

SMALL = 256 * 1024
"""Bytes of an answer that says a few words."""

MEDIUM = LONGEST_LINE
"""Of one with a document, or with what is handed out for all."""

_CODE = re.compile(r"[a-z0-9-]{1,60}")


@dataclass(slots=True)
class Client:
    """One device's conversation with one endpoint. `instance` is the endpoint the orders belong to; None before the
    first hello."""

    transport: Transport
    device_id: str
    device_name: str
    tokens: TokenStore
    instance: str | None = None
    _refreshing: threading.RLock = field(default_factory=threading.RLock)

    # --- login -----------------------------------------------------------------------------------

    def login(self, username: str, password: str, welcome: Callable[[wire.User], None] = lambda _user: None) -> wire.User:
        """Password grant (RFC 6749 §4.3). `welcome` is told who it is before the tokens are kept, and may raise: then the login
        before stays. Raises AuthFault `auth.refused` for a wrong name or password."""
        with self._refreshing:
            reply = self._token({"grant_type": "password", "username": username, "password": password})
            welcome(reply.user)
            self._granted(reply)
        return reply.user

    def _refresh(self, used: Tokens) -> Tokens:
        """A new pair for one that no longer works; whoever comes second takes the pair that the first one got."""
        with self._refreshing:
            for held in (self.tokens.load(), self.tokens.load_again()):
                if held is not None and held.access != used.access:
                    self.tokens.take(held)
                    return held
            return self._granted(self._token({"grant_type": "refresh_token", "refresh_token": used.refresh}))

    def _granted(self, reply: wire.TokenReply) -> Tokens:
        tokens = Tokens(reply.access_token, reply.refresh_token)
        self.tokens.save(tokens)
        return tokens

    def _token(self, form: dict[str, str]) -> wire.TokenReply:
        form = form | {"device_id": self.device_id, "device_name": self.device_name}
        headers = self._headers() | {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.transport.send("POST", f"{API}/token", headers=headers, body=urlencode(form).encode(), limit=SMALL)
        if answer.status in {400, 401, 403} and answer.content_type in {PROBLEM, JSON_TYPE} and self._is_ours(answer):
            raise AuthFault("auth.refused", "the endpoint refused the login", status=answer.status)
        return self._expect(answer, wire.TokenReply, (200,))

    # --- the contract ----------------------------------------------------------------------------

    def hello(self, cursor: str | None = None) -> wire.Hello:
        """Also whether there is anything new after `cursor`."""
        query = f"?{urlencode({'cursor': cursor})}" if cursor else ""
        answer = self._send("GET", f"/hello{query}", limit=SMALL)
        hello = self._expect(answer, wire.Hello, (200,))
        if hello.instance != answer.headers["x-instance-id"]:
            raise NetworkFault("net.not-the-endpoint", "the endpoint names itself in two ways")
        return hello

    def changes(self, cursor: str | None, limit: int) -> wire.Page:
        """One verified page of at most `limit` changes. Raises CursorGoneFault on 410, and when the endpoint cannot read the
        cursor (one that it did not give, or no longer gives), NetworkFault `net.truncated` when the body was cut."""
        answer = self._send("GET", changes_after(cursor, limit), limit=BODY_LIMIT)
        if answer.status == 410:
            raise CursorGoneFault("sync.cursor-gone", "the endpoint no longer knows this device's place in the feed")
        try:
            self._require(answer, (200,), NDJSON_TYPE)
        except ProblemFault as fault:
            if cursor is None or fault.code != "endpoint.invalid":
                raise
            raise CursorGoneFault("sync.cursor-gone", f"the endpoint cannot read its cursor: {fault.text}") from fault
        page = wire.decode_page(answer.body)
        if len(page.items) > limit:
            raise NetworkFault("net.not-the-endpoint", f"the page holds {len(page.items)} changes, {limit} were asked for")
        return page

    def ask_ahead_for_changes(self, cursor: str | None, limit: int) -> None:
        """The endpoint makes this page ready while something else is done; `changes` then waits for it."""
        self._ask_ahead("GET", changes_after(cursor, limit))

    def batch(self, asked: Batch) -> wire.BatchReply:
        """Send operations; exactly one result for each, in any order. A missing result raises NetworkFault."""
        answer = self._send("POST", "/batch", headers=asked.body.headers, body=asked.body.data, limit=BODY_LIMIT)
        reply = self._expect(answer, wire.BatchReply, (200,))
        results = reply.results
        if sorted(result.op_id for result in results) != sorted(asked.op_ids):
            raise NetworkFault("net.not-the-endpoint", "the answer does not speak of the operations that were sent")
        plain = [msgspec.structs.replace(result, problem=trimmed(result.problem)) for result in results]
        return wire.BatchReply(plain, reply.cursor or None)

    def ask_ahead_batch(self, asked: Batch) -> None:
        """The endpoint works on it while something else is done; `batch` then waits for the answer."""
        self._ask_ahead("POST", "/batch", asked.body.data, asked.body.headers)

    def create(self, op_id: str, device_seq: int, doc: Mapping[str, Any]) -> wire.CreatedReply:
        """Bring an order recorded on site to the endpoint; safe to repeat, the client's UUID is unique there."""
        body = {"op_id": op_id, "device_seq": device_seq, "doc": doc}
        return self._expect(self._send_json("POST", "/orders", body), wire.CreatedReply, (200, 201))

    def late_report(self, order_id: str, op_id: str, device_seq: int, payload: dict[str, Any]) -> wire.LateReply:
        """Hand in work done after the order was reassigned or cancelled."""
        body = {**payload, "op_id": op_id, "device_seq": device_seq}
        return self._expect(
            self._send_json("POST", f"/orders/{quote(order_id, safe='')}/late-reports", body), wire.LateReply, (200, 201)
        )

    def cancel(self, order_id: str, reason: str) -> None:
        """The desk takes an order back; safe to repeat."""
        self._expect(
            self._send_json("POST", f"/orders/{quote(order_id, safe='')}/cancellation", {"reason": reason}),
            wire.LateReply,
            (200,),
        )

    def patch(self, op: Mapping[str, Any]) -> wire.OpResult:
        """Send one operation by itself: larger ones fit than into a batch. The result is the same as there."""
        headers = {"If-Match": str(op["base_etag"]), "Idempotency-Key": str(op["op_id"])}
        body = {"device_seq": op["device_seq"], "patch": op["patch"]}
        try:
            answer = self._send_json("PATCH", f"/orders/{quote(op['order'], safe='')}", body, headers)
            reply = self._expect(answer, wire.Patched, (200,))
        except ProblemFault as fault:
            return self._not_applied(op, fault)
        if reply.op_id != op["op_id"]:
            raise NetworkFault("net.not-the-endpoint", "the answer does not speak of the operation that was sent")
        return wire.OpResult(op["op_id"], "applied", reply.etag)

    def _not_applied(self, op: Mapping[str, Any], fault: ProblemFault) -> wire.OpResult:
        problem = fault.details["problem"]
        gone = wire.removal_in(errors_of(problem))
        if gone is not None:
            return wire.OpResult(op["op_id"], "gone", **msgspec.structs.asdict(gone))
        if fault.code != "endpoint.stale":
            return wire.OpResult(op["op_id"], "refused", problem=problem)
        doc, etag = self.order_version(op["order"])
        return wire.OpResult(op["op_id"], "conflict", etag, doc)

    def order(self, order_id: str) -> dict[str, Any]:
        """The endpoint's document of one order. Raises ProblemFault `endpoint.not-found`."""
        return self.order_version(order_id)[0]

    def order_version(self, order_id: str) -> tuple[dict[str, Any], str]:
        """The endpoint's document of one order, and its ETag. Raises ProblemFault `endpoint.not-found`."""
        answer = self._send("GET", f"/orders/{quote(order_id, safe='')}")
        doc = self._expect(answer, dict[str, Any], (200,))
        return doc, etag_of(answer)

    def attachments(self, order_id: str) -> tuple[wire.HeldFile, ...]:
        """The files of an order as the endpoint holds them."""
        answer = self._send("GET", f"/orders/{quote(order_id, safe='')}/attachments")
        return tuple(self._expect(answer, wire.HeldFiles, (200,)).attachments)

    def blob(self, sha256: str) -> bytes:
        """A file's bytes, checked against its hash. Raises NetworkFault `net.truncated`, ProblemFault `endpoint.not-found`."""
        answer = self._send("GET", f"/blobs/{sha256}", deadline_s=300.0, limit=BODY_LIMIT)
        self._require(answer, (200,), "application/octet-stream")
        if hashlib.sha256(answer.body).hexdigest() != sha256:
            raise NetworkFault("net.truncated", f"{sha256[:12]}… did not arrive whole")
        return answer.body

    def blob_offset(self, sha256: str) -> tuple[int, bool]:
        """(bytes the endpoint holds, complete)."""
        answer = self._send("HEAD", f"/blobs/{sha256}")
        if answer.status == 404 and self._is_ours(answer):
            return 0, False
        self._require(answer, (200, 204), None)
        return upload_offset(answer), answer.headers.get("upload-complete") == "?1"

    def blob_put(self, sha256: str, data: bytes, offset: int, *, last: bool) -> tuple[int, bool]:
        """Send one part; returns (bytes the endpoint holds, complete). On 409 the right offset comes back instead.

        Raises ProblemFault `endpoint.blob-hash|endpoint.too-large|…`."""
        headers = {
            "Content-Type": "application/octet-stream",
            "Upload-Offset": str(offset),
            "Upload-Complete": "?1" if last else "?0",
        }
        answer = self._send("PUT", f"/blobs/{sha256}", headers=headers, body=data, deadline_s=max(60.0, len(data) / SLOWEST))
        if answer.status == 409 and answer.content_type == PROBLEM and self._is_ours(answer):
            return upload_offset(answer), False
        self._require(answer, (200, 201, 202, 204), None)
        if answer.status == 202:
            return upload_offset(answer), False
        return offset + len(data), True

    def timestamp(self, query: bytes) -> bytes:
        """The reply (RFC 3161, DER) to a timestamp query."""
        answer = self._send("POST", "/timestamps", headers={"Content-Type": QUERY_TYPE}, body=query)
        self._require(answer, (200,), REPLY_TYPE)
        return answer.body

    def enrol(self, csr_pem: str) -> wire.Certificate:
        return self._expect(self._send_json("POST", "/enrol", {"csr": csr_pem}), wire.Certificate, (200, 201))

    def trust(self) -> wire.Trust:
        return self._expect(self._send("GET", "/trust"), wire.Trust, (200,))

    def contacts(self) -> dict[str, Any] | None:
        """Whom notices reach, as it is kept; None where the endpoint is older than the list."""
        try:
            found = self._expect(self._send("GET", "/contacts"), wire.Contacts, (200,))
        except ProblemFault:
            return None
        return {"people": found.people, "sends": found.sends}

    def tailoring(self, etag: str) -> tuple[str, list[Any]] | None:
        """The approved files with their ETag, unverified; None when they are still those of `etag`, or the endpoint is older than
        they are."""
        answer = self._send("GET", "/tailoring", headers={"If-None-Match": etag} if etag else None)
        if answer.status in {304, 404} and self._is_ours(answer):
            self._same_instance(answer)
            return None
        found = self._expect(answer, wire.Tailoring, (200,))
        return etag_of(answer), found.files

    def release(self) -> wire.Release | None:
        """The newest program as the endpoint offers it, unverified; None when it offers none."""
        answer = self._send("GET", "/release")
        if answer.status == 404 and self._is_ours(answer):
            return None
        return self._expect(answer, wire.Release, (200,))

    def release_part(self, sha256: str, start: int, length: int) -> bytes:
        """A part of an installer. Raises ProblemFault `endpoint.not-found`, NetworkFault."""
        span = {"Range": f"bytes={start}-{start + length - 1}", "Accept-Encoding": "identity"}
        wait = max(60.0, length / SLOWEST)
        answer = self._send("GET", f"/release/files/{sha256}", headers=span, deadline_s=wait, limit=length)
        self._require(answer, (200, 206), "application/octet-stream")
        if len(answer.body) > length or (answer.status == 200 and start > 0):
            raise NetworkFault("net.not-the-endpoint", "another part of the file came than was asked for")
        return answer.body

    # --- one request -----------------------------------------------------------------------------

    def _headers(self) -> dict[str, str]:
        return {
            "Accept": f"{JSON_TYPE}, {NDJSON_TYPE}, {PROBLEM}",
            "Accept-Encoding": "gzip",
            "User-Agent": f"fieldapp/{__version__}",
            "X-Client-Version": __version__,
            "X-Device-Id": self.device_id,
        }

    def _with_token(self, tokens: Tokens, headers: Mapping[str, str] | None = None) -> dict[str, str]:
        return self._headers() | dict(headers or {}) | {"Authorization": f"Bearer {tokens.access}"}

    def _send_json(
        self, method: str, path: str, value: Any, extra: Mapping[str, str] | None = None, *, limit: int = MEDIUM
    ) -> Answer:
        body = packed(value)
        return self._send(method, path, headers={**body.headers, **(extra or {})}, body=body.data, limit=limit)

    def _ask_ahead(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> None:
        tokens = self.tokens.load()
        if tokens is not None:
            self.transport.ask_ahead(method, API + path, headers=self._with_token(tokens, headers), body=body)

    def _send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        deadline_s: float | None = None,
        limit: int = MEDIUM,
    ) -> Answer:
        """Send with the access token; on 401 refresh it once and send again. A body lengthens the deadline that nobody has named.
        Raises AuthFault when that does not help."""
        seconds = deadline_s or max(self.transport.deadline_s, len(body or b"") / SLOWEST)
        tokens = self.tokens.load()
        if tokens is None:
            raise AuthFault("auth.none", "nobody is logged in on this device")
        for refreshed in (False, True):
            own = self._with_token(tokens, headers)
            answer = self.transport.send(method, API + path, headers=own, body=body, deadline_s=seconds, limit=limit)
            if answer.status != 401:
                return answer
            if not self._is_ours(answer):
                raise NetworkFault("net.captive-portal", "something between here and the endpoint asks for a login")
            self._same_instance(answer)
            if not refreshed:
                tokens = self._refresh(tokens)
        raise AuthFault("auth.expired", "the login has expired or was revoked")

    def _expect(self, answer: Answer, kind: type[T], statuses: tuple[int, ...]) -> T:
        self._require(answer, statuses, JSON_TYPE)
        return wire.decode(answer.body, kind)

    def _require(self, answer: Answer, statuses: tuple[int, ...], content_type: str | None) -> None:
        """Raises the fault that fits when the answer is not the expected one."""
        if answer.status in {429, 503}:
            raise BusyFault(
                "net.busy", f"the endpoint is busy ({answer.status})", retry_after_s=patience_s(answer, self.instance)
            )
        if 300 <= answer.status < 400 or (answer.content_type == "text/html" and answer.status < 500):
            raise NetworkFault("net.captive-portal", "a page answered instead of the endpoint; this network may want a login")
        ours = self._is_ours(answer)
        if ours:
            self._same_instance(answer)
        if answer.content_type == PROBLEM and 400 <= answer.status < 500 and ours:
            self._raise_problem(answer)
        if answer.status >= 500:
            raise ServerErrorFault("net.server-error", f"the endpoint failed ({answer.status})", status=answer.status, ours=ours)
        if answer.status not in statuses or (content_type is not None and answer.content_type != content_type) or not ours:
            raise NetworkFault(
                "net.not-the-endpoint", f"unexpected answer {answer.status} {answer.content_type or 'without a type'}"
            )

    def _same_instance(self, answer: Answer) -> None:
        """Before anything is believed, and before a token is renewed there."""
        instance = answer.headers["x-instance-id"]
        if self.instance is None or instance == self.instance:
            return
        if self.instance.startswith(instance):
            raise NetworkFault("net.truncated", "the answer was cut off in its headers")
        text = "this is another endpoint than the one these orders came from"
        raise WrongServerFault("sync.wrong-server", text, instance=instance)

    @staticmethod
    def _raise_problem(answer: Answer) -> None:
        problem = trimmed(wire.decode(answer.body, dict[str, Any])) if answer.body else {}  # none in the answer to HEAD
        said = str(problem.get("type", "")).rsplit(":", 1)[-1]
        code = said if _CODE.fullmatch(said) else ""
        if code == "client-too-old":
            raise WrongServerFault(
                "sync.client-too-old", "the endpoint asks for a newer version of this program", problem=problem
            )
        text = str(problem.get("detail") or problem.get("title") or code or answer.status)
        raise ProblemFault(
            f"endpoint.{code or answer.status}", " ".join(text.split()), problem=problem or {"status": answer.status}
        )

    @staticmethod
    def _is_ours(answer: Answer) -> bool:
        return bool(answer.headers.get("x-instance-id"))


def changes_after(cursor: str | None, limit: int) -> str:
    return f"/changes?{urlencode({'limit': limit} | ({'cursor': cursor} if cursor else {}))}"


def errors_of(problem: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The members of a problem's `errors` list that can be read."""
    errors = problem.get("errors")
    return tuple(error for error in errors if isinstance(error, dict)) if isinstance(errors, list) else ()


def probe(url: str, trust: tuple[str, tuple[str, ...]], device_id: str) -> str:
    """The endpoint's short name without a login: a 401 in our own form is proof enough that it is one. `trust` as in `examine`.
    Raises NetworkFault, EnvironmentFault `net.ca-file|net.pin-format`."""
    transport = Transport(url, *trust)
    try:
        answer = transport.send("GET", f"{API}/hello", headers={"Accept": JSON_TYPE, "X-Device-Id": device_id})
    finally:
        transport.close()
    instance = answer.headers.get("x-instance-id", "")
    if answer.status == 401 and answer.content_type == PROBLEM and instance:
        return f"ITSM {instance[:8]}"
    raise NetworkFault("net.not-the-endpoint", f"{url} answered ({answer.status}), but not as an endpoint of this program")
