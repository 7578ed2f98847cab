"""An SMS gateway behind HTTP in a process of its own: `python tests/support/sms_gateway.py` prints its port, ends with stdin.

POST /mode sets how it answers: ok | refuse | busy | error | break (takes the message, then hangs up) | page (HTML 200) | drip
(does not end). GET /received lists what it took. POST and GET on /send are the gateway itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.request import Request, urlopen


class Responder(BaseHTTPRequestHandler):
    mode = "ok"
    received: list[dict[str, Any]] = []  # noqa: RUF012 - of the process
    lock = threading.Lock()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/mode":
            Responder.mode = body.decode()
            self._answer(200, b"")
        else:
            self._take(body)

    def do_GET(self) -> None:
        if self.path == "/received":
            self._answer(200, json.dumps(self.received).encode())
        else:
            self._take(b"")

    def _take(self, body: bytes) -> None:
        mode = Responder.mode
        if mode in ("ok", "break", "error", "drip"):
            with self.lock:
                self.received.append({"path": self.path, "body": body.hex(), "headers": dict(self.headers.items())})
        match mode:
            case "ok":
                self._answer(200, b'{"result": {"code": 0, "ok": true}, "msg": "queued"}')
            case "refuse":
                self._answer(200, '{"result": {"code": 1004}, "msg": "号码无效"}'.encode())
            case "busy":
                self._answer(429, b"later")
            case "error":
                self._answer(500, b"oops")
            case "page":
                self._answer(200, b"<html>log in</html>")
            case "break":
                self.close_connection = True
                self.connection.close()
            case "drip":
                self.send_response(200)
                self.end_headers()
                for _ in range(40):
                    self.wfile.write(b" ")
                    self.wfile.flush()
                    time.sleep(0.1)

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Gateway:
    """`with Gateway() as gateway:` the process; `mode(…)`, `received()`."""

    def __enter__(self) -> Gateway:
        command = [sys.executable, str(Path(__file__))]
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._child.stdout is not None
        self.port = int(self._child.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.close()
        self._child.stdout.close()
        self._child.wait(10)

    def mode(self, name: str) -> None:
        with urlopen(Request(f"{self.url}/mode", name.encode()), timeout=10):
            pass

    def received(self) -> list[dict[str, Any]]:
        with urlopen(f"{self.url}/received", timeout=10) as answer:
            found: list[dict[str, Any]] = json.loads(answer.read())
        return found

    def texts(self) -> list[dict[str, Any]]:
        """The JSON bodies it took."""
        return [json.loads(bytes.fromhex(one["body"])) for one in self.received()]


PEOPLE = """
[[people]]
id = "wang"
name = "王强"
audience = "pm"
side = "handling"
phone = "138 0013 8000"
mail = "wang@example.com"

[[people]]
id = "chen"
name = "陈建国"
audience = "director"
phone = "13900000001"

[[people]]
id = "zhou"
name = "周立"
audience = "leaders"
phone = "13900000002"
"""


def configuration(url: str, *, more: str = "", people: str = PEOPLE, timetable: str = "every_s = 1") -> str:
    """A messages file for this gateway."""
    return f"""
schema = 1
[timetable]
{timetable}
[sms]
sender = "http"
url = "{url}/send"
headers = {{ "Content-Type" = "application/json" }}
body = '{{"to": ${{phone.json}}, "text": ${{text.json}}, "id": ${{id.json}}}}'
success = {{ json = "result.code", equals = "0" }}
timeout_s = 2
{more}
{people}
"""


def main() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Responder) as server:
        server.daemon_threads = True
        print(server.server_port, flush=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
