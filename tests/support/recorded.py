"""A product played back from recorded answers (tests/contract/recorded): a real HTTP server, whose every answer is a recorded one
with the values of the moment in it. It can say nothing that was not recorded, and objects to requests that it does not know."""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

FOLDER = Path(__file__).parents[1] / "contract" / "recorded"
BODYLESS = frozenset({"GET", "DELETE"})


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        expect(self.headers.get("content-type", "").startswith("application/json"), "a body is not sent as JSON")
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Unknown(Exception):
    """A request that no recording answers."""


def expect(held: bool, words: str) -> None:
    if not held:
        raise Unknown(words)


class Recordings:
    """The recorded answers of one product."""

    def __init__(self, product: str) -> None:
        self.all = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (FOLDER / product).glob("*.json")}

    def body(self, name: str) -> Any:
        return copy.deepcopy(self.all[name]["body"])

    def entry(self, name: str, values: Mapping[str, Any], own: Callable[[str], bool] = lambda _name: False) -> dict[str, Any]:
        """The recorded record (the first, where a list was recorded) with other values. `own`: columns a company adds itself."""
        found = self.body(name)
        found = found.get("result", found) if isinstance(found, dict) else found
        record: dict[str, Any] = found[0] if isinstance(found, list) else found
        strangers = [key for key in values if key not in record and not own(key)]
        assert not strangers, f"{name} was not recorded with {strangers}"
        return record | dict(values)

    def reply(self, name: str, body: Any = None, raw: bytes | None = None, **headers: str) -> Reply:
        """As recorded, with another body; only headers that were recorded can be given another value."""
        told = self.all[name]
        kept = {key: headers.get(key.replace("-", "_"), value) for key, value in told["headers"].items()}
        content = raw if raw is not None else json.dumps(told.get("body") if body is None else body, ensure_ascii=False).encode()
        return Reply(told["status"], kept, content)


@contextmanager
def played(answer: Callable[[Asked], Reply]) -> Iterator[str]:
    """The address of a server that answers so; at the end raises for every request that was not as the product wants it."""
    complaints: list[str] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionError:
                self.close_connection = True

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)), headers, body)
            try:
                with lock:
                    reply = answer(asked)
            except (Unknown, AssertionError, KeyError, ValueError, TypeError) as error:
                complaints.append(f"{self.command} {self.path}: {error!r}")
                reply = Reply(501, {"content-type": "application/json"}, b"{}")
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
    assert not complaints, complaints
