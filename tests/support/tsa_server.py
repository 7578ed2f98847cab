"""`openssl ts` behind HTTP in a process of its own: `python tests/support/tsa_server.py FOLDER` prints its port, ends with stdin.

The folder is one of `signing_time.OpenSslAuthority`.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


class Responder(BaseHTTPRequestHandler):
    folder: Path

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        (self.folder / "query.tsq").write_bytes(query)
        command = ["openssl", "ts", "-reply", "-config", "tsa.conf", "-queryfile", "query.tsq"]
        reply = subprocess.run(command, cwd=self.folder, capture_output=True, check=False).stdout
        good = self.headers["Content-Type"] == "application/timestamp-query" and bool(reply)
        self.send_response(200 if good else 400)
        self.send_header("Content-Type", "application/timestamp-reply" if good else "text/plain")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    Responder.folder = Path(sys.argv[1])
    with HTTPServer(("127.0.0.1", 0), Responder) as server:
        print(server.server_port, flush=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
