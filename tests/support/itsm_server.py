"""A real endpoint in another process, and a bare client that speaks to it over loopback."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import requests
import uuid_utils
from argon2 import PasswordHasher
from support.password import PASSWORD

from fieldapp.domain.records import Role
from fieldapp.itsm import accounts
from fieldapp.itsm.accounts import User, add_user, find_user
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.context import Endpoint, open_endpoint
from fieldapp.itsm.embedded import EmbeddedEndpoint
from fieldapp.itsm.seed import DESK, ENGINEER
from fieldapp.itsm.seed import seed as seed_endpoint

OTHER_ENGINEER = User("eng-002", "wangyan", "王㛃", Role.ENGINEER)
PEOPLE = (ENGINEER, OTHER_ENGINEER, DESK)
TIMEOUT_S = 60
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""A hash says how it was made, so that the endpoint checks it as quickly: what it costs to guess is not tried here."""

Watcher = Callable[[requests.Response], None]


def op_id() -> str:
    """A fresh operation identifier (UUIDv7)."""
    return str(uuid_utils.uuid7())


def random_file(size: int) -> tuple[str, bytes]:
    """Bytes nobody has uploaded before, after their SHA-256."""
    data = os.urandom(size)
    return hashlib.sha256(data).hexdigest(), data


@dataclass
class Api:
    """A logged-in device: the headers of every request, nothing clever. `watch` sees every answer."""

    base: str
    device_id: str
    tokens: dict[str, Any] = field(default_factory=dict)
    watch: Watcher | None = None
    session: requests.Session = field(default_factory=requests.Session)
    seq: int = 0

    def __post_init__(self) -> None:
        self.session.trust_env = False

    def __enter__(self) -> Api:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    @property
    def headers(self) -> dict[str, str]:
        found = {"X-Device-Id": self.device_id, "X-Client-Version": "0.1.0"}
        if self.tokens:
            found["Authorization"] = f"Bearer {self.tokens['access_token']}"
        return found

    def send(self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> requests.Response:
        """`path` below /sync/v1. A header given as "" is left out."""
        merged = {name: value for name, value in {**self.headers, **(headers or {})}.items() if value != ""}
        response = self.session.request(
            method, f"{self.base}/sync/v1{path}", headers=merged, timeout=TIMEOUT_S, allow_redirects=False, **options
        )
        if self.watch is not None:
            self.watch(response)
        return response

    def log_in(self, name: str, password: str) -> requests.Response:
        form = {"grant_type": "password", "username": name, "password": password}
        return self._token({**form, "device_id": self.device_id, "device_name": "测试机"})

    def refresh(self, token: str | None = None) -> requests.Response:
        chosen = token or self.tokens["refresh_token"]
        return self._token({"grant_type": "refresh_token", "refresh_token": chosen, "device_id": self.device_id})

    def _token(self, form: dict[str, str]) -> requests.Response:
        response = self.send("POST", "/token", data=form, headers={"Authorization": ""})
        if response.status_code == 200:
            self.tokens = response.json()
        return response

    def next_seq(self) -> int:
        self.seq += 1
        return self.seq

    def op(self, order: str, base_etag: str, patch: dict[str, Any], *, given_id: str | None = None) -> dict[str, Any]:
        return {
            "op_id": given_id or op_id(),
            "device_seq": self.next_seq(),
            "order": order,
            "base_etag": base_etag,
            "patch": patch,
        }

    def batch(self, *ops: dict[str, Any]) -> list[dict[str, Any]]:
        """The results; anything but 200 fails."""
        response = self.send("POST", "/batch", json={"ops": list(ops)})
        assert response.status_code == 200, response.text
        results: list[dict[str, Any]] = response.json()["results"]
        return results

    def changes(self, cursor: str | None = None, limit: int | None = None) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """Items and trailer of one page."""
        wanted = {"cursor": cursor, "limit": limit}
        response = self.send("GET", "/changes", params={name: value for name, value in wanted.items() if value is not None})
        assert response.status_code == 200, response.text
        lines = [json.loads(line) for line in response.content.splitlines()]
        return lines[:-1], lines[-1]

    def everything(self, cursor: str | None = None, limit: int = 100) -> tuple[dict[str, dict[str, Any]], str]:
        """All items by order id, page after page, and the last cursor."""
        found: dict[str, dict[str, Any]] = {}
        while True:
            items, trailer = self.changes(cursor, limit)
            found |= {item["id"]: item for item in items}
            cursor = str(trailer["next"])
            if not trailer["more"]:
                return found, cursor

    def upload(self, data: bytes, sha256: str) -> requests.Response:
        """The whole file in one request."""
        return self.send("PUT", f"/blobs/{sha256}", data=data, headers={"Upload-Offset": "0", "Upload-Complete": "?1"})

    def attachment(self, sha256: str, size: int, **more: Any) -> dict[str, Any]:
        """An attachment entry of a patch."""
        entry = {"id": op_id(), "sha256": sha256, "name": "照片 1.jpg", "mime": "image/jpeg", "size": size, "kind": "photo"}
        return {**entry, "added_at": "2026-11-23T10:00:00.000+08:00", **more}

    def event(self, kind: str, data: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """A log entry in the name of whoever is logged in."""
        at = "2026-11-23T10:00:00.000+08:00"
        return {"id": op_id(), "kind": kind, "at": at, "server_at": at, "actor": self.tokens["user"], "data": data or {}, **more}


class EndpointProcess:
    """`with EndpointProcess(folder) as server:` — the shipped command in its own process, with two engineers and a desk user."""

    def __init__(self, data_dir: Path, db_url: str | None = None, *, port: int = 0, more: Sequence[str] = ()) -> None:
        self.data_dir = data_dir
        self.config = EndpointConfig(data_dir, db_url or "")
        self._child = EmbeddedEndpoint(data_dir, db_url=db_url or "", port=port, more=more)

    def start(self) -> EndpointProcess:
        with self.opened() as endpoint:
            with endpoint.database.reading() as connection:
                missing = [user for user in PEOPLE if find_user(connection, user_id=user.id) is None]
            with mock.patch.object(accounts, "_hasher", return_value=QUICK):
                for user in missing:
                    add_user(endpoint.database, user, PASSWORD)
        self._child.start()
        return self

    def restart(self) -> EndpointProcess:
        """Start again on the same folder (after `kill`)."""
        self._child.start()
        return self

    def kill(self) -> None:
        """SIGKILL."""
        self._child.kill()

    def stop(self) -> int:
        return self._child.stop()

    @property
    def url(self) -> str:
        return self._child.url

    @property
    def child(self) -> EmbeddedEndpoint:
        return self._child

    @contextmanager
    def opened(self) -> Iterator[Endpoint]:
        """The endpoint's parts in this process, beside the running server: for the desk's side and for looking inside."""
        endpoint = open_endpoint(self.config)
        try:
            yield endpoint
        finally:
            endpoint.close()

    def seed(self) -> int:
        """The demo orders."""
        with self.opened() as endpoint:
            return seed_endpoint(endpoint, PASSWORD)

    def login(self, name: str = "liming", *, device_id: str | None = None, watch: Watcher | None = None) -> Api:
        """A logged-in client; each has a device of its own unless told."""
        api = Api(self.url, device_id or str(uuid.uuid4()), watch=watch)
        response = api.log_in(name, PASSWORD)
        assert response.status_code == 200, response.text
        return api

    def __enter__(self) -> EndpointProcess:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
