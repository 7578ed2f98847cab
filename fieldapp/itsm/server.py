"""Running the endpoint: one ready line on standard output, and an end when the parent goes."""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
from typing import TextIO

import uvicorn

from fieldapp.errors import EnvironmentFault
from fieldapp.itsm.app import create_app
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.web.site import ROOT

GRACE_S = 5


class _Server(uvicorn.Server):
    """Says where it listens once it really answers."""

    def __init__(self, config: uvicorn.Config, ready_line: str, out: TextIO) -> None:
        super().__init__(config)
        self._ready_line = ready_line
        self._out = out

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._out.write(self._ready_line + "\n")
            self._out.flush()


def serve(config: EndpointConfig, host: str, port: int, *, exit_with_stdin: bool = False, out: TextIO | None = None) -> int:
    """Serve until told to stop; returns the exit code. Port 0 takes a free one.

    The first line on `out` is JSON: `{"ready": true, "url", "desk", "port", "pid", "instance"}`. With `exit_with_stdin` the end
    of standard input ends the server: a parent that was killed leaves nobody behind.
    Raises EnvironmentFault `endpoint.port` when the address is not free, and the faults of `create_app`.
    """
    listener = _listen(host, port)
    try:
        app = create_app(config)
    except BaseException:
        listener.close()
        raise
    taken: int = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    ready = {
        "ready": True,
        "url": f"http://{shown}:{taken}",
        "desk": f"http://{shown}:{taken}{ROOT}/",
        "port": taken,
        "pid": os.getpid(),
        "instance": app.state.endpoint.instance,
    }
    settings = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=GRACE_S)
    server = _Server(settings, json.dumps(ready), out or sys.stdout)
    if exit_with_stdin:
        threading.Thread(target=_stop_at_end_of_input, args=(server,), daemon=True).start()
    server.run(sockets=[listener])
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # with the protocol left at 0 asyncio does not set TCP_NODELAY on what is accepted, and every answer waits 40 ms for an ACK
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(512)
    except (OSError, OverflowError) as error:
        listener.close()
        raise EnvironmentFault("endpoint.port", f"cannot listen on {host}:{port}: {error}") from error
    return listener


def _stop_at_end_of_input(server: uvicorn.Server) -> None:
    while sys.stdin.buffer.read(4096):
        pass
    server.should_exit = True
    time.sleep(2 * GRACE_S)
    os._exit(0)
