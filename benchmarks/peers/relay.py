"""Between a client and its server: counts the bytes of both directions and the requests, and cuts the line when it is told to.

`python relay.py SERVER PORT HOST DELAY` listens on a port of HOST (`{"url": …}` is its first line), holds what comes back for
DELAY ms, and answers every line of its input: `count` with `{"up", "down", "requests"}` since the last time, `cut N` the same,
and the line breaks after N more bytes upwards.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import sys
import threading
import time

REQUEST = re.compile(rb"(?:GET|PUT|POST|HEAD|PATCH|DELETE|OPTIONS) /[^\r\n ]* HTTP/1\.1\r\n")
CHUNK = 256 * 1024


class Relay:
    """All connections to one server."""

    def __init__(self, server: tuple[str, int], host: str, delay: float) -> None:
        self.server, self.delay = server, delay
        self.lock = threading.Lock()
        self.counts = {"up": 0, "down": 0, "requests": 0}
        self.cut_after: int | None = None
        self.listener = socket.create_server((host, 0))

    def serve(self) -> None:
        while True:
            client, _ = self.listener.accept()
            server = socket.create_connection(self.server)
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for way in (("up", client, server), ("down", server, client)):
                threading.Thread(target=self.pump, args=way, daemon=True).start()

    def pump(self, way: str, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                if not self.passes(way, data):
                    break
                if way == "down" and self.delay:
                    time.sleep(self.delay)
                target.sendall(data)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def passes(self, way: str, data: bytes) -> bool:
        with self.lock:
            self.counts[way] += len(data)
            if way == "down":
                return True
            self.counts["requests"] += len(REQUEST.findall(data))
            if self.cut_after is not None:
                self.cut_after -= len(data)
                if self.cut_after <= 0:
                    self.cut_after = None
                    return False
            return True

    def told(self, line: str) -> dict[str, int]:
        with self.lock:
            word, *number = line.split()
            if word == "cut":
                self.cut_after = int(number[0])
            counts = dict(self.counts)
            self.counts = dict.fromkeys(counts, 0)
            return counts


def main() -> None:
    server, port, host, delay = sys.argv[1:]
    relay = Relay((server, int(port)), host, int(delay) / 1000)
    threading.Thread(target=relay.serve, daemon=True).start()
    print(json.dumps({"url": f"http://{host}:{relay.listener.getsockname()[1]}"}), flush=True)
    for line in sys.stdin:
        print(json.dumps(relay.told(line)), flush=True)


if __name__ == "__main__":
    main()
