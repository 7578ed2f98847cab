"""Turning the crank by hand: a clock that moves when told, and an ASGI application run without event loop or threads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class SimClock:
    """`skew`: seconds that this machine's clock is wrong by. Several clocks may share one `Time`."""

    def __init__(self, time: Time) -> None:
        self._time = time
        self.skew = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self._time.seconds + self.skew)

    def monotonic(self) -> float:
        return self._time.seconds


class Time:
    """Seconds since the start of a simulation."""

    def __init__(self) -> None:
        self.seconds = 0.0


def drive(
    app: Any, method: str, target: str, headers: Mapping[str, str], body: bytes, arrives: int | None = None
) -> tuple[int, dict[str, str], bytes]:
    """One request from its first byte to the last one of the answer. `arrives`: the connection breaks after so many bytes."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    inbox = [{"type": "http.request", "body": body[:arrives], "more_body": arrives is not None}]
    outbox: list[Any] = []

    async def receive() -> Any:
        return inbox.pop() if inbox else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        outbox.append(message)

    coroutine = app(scope, receive, send)
    try:
        coroutine.send(None)
    except StopIteration:
        pass
    else:
        raise AssertionError("the endpoint waits for something")
    if not outbox:
        return 0, {}, b""
    head = outbox[0]
    found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in head["headers"]}
    return head["status"], found, b"".join(message.get("body", b"") for message in outbox[1:])
