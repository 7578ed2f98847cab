"""The demo's other side: the reference endpoint in a process of its own, with realistic orders."""

from __future__ import annotations

import atexit
from pathlib import Path

from filelock import FileLock, Timeout

from fieldapp.bootstrap.demo_access import DemoAccess
from fieldapp.errors import EnvironmentFault
from fieldapp.itsm.config import EndpointConfig
from fieldapp.itsm.embedded import EmbeddedEndpoint
from fieldapp.paths import resource

LOCK_NAME = "demo.lock"
ENDPOINT_FOLDER = "endpoint"
DEVICE_FOLDER = "device"
ENGINEER, DESK = "liming", "desk"
PASSWORD = "demo-2026"  # noqa: S105 - guards made-up orders on this machine; printed for whoever runs the demo
PASSPHRASE = "demo passphrase"  # noqa: S105
PIN = "2580"


class DemoEndpoint:
    """Start, stop and start again on one folder and one port: pulling the network's plug and putting it back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / ENDPOINT_FOLDER
        self._child = EmbeddedEndpoint(self.folder)
        self._port = 0
        self._lock = FileLock(str(folder / LOCK_NAME), timeout=0, thread_local=False)

    @property
    def url(self) -> str:
        return self._child.url

    @property
    def desk_url(self) -> str:
        return self._child.desk_url

    def seed(self) -> int:
        """Take the folder for this process, and add the users and orders that are not there yet; returns how many were added.

        Raises EnvironmentFault `store.in-use` while another demo runs on the folder.
        """
        self._take()
        from fieldapp.itsm.context import open_endpoint
        from fieldapp.itsm.seed import seed
        from fieldapp.itsm.seed_knowledge import seed_articles

        endpoint = open_endpoint(EndpointConfig(self.folder))
        try:
            added = seed(endpoint, PASSWORD)
            seed_articles(endpoint)
            return added
        finally:
            endpoint.close()

    def dispatch_more(self, count: int) -> None:
        """So many more orders, like those of the demo; nothing serves the folder meanwhile."""
        from fieldapp.itsm.context import open_endpoint
        from fieldapp.itsm.seed import seed_more

        endpoint = open_endpoint(EndpointConfig(self.folder))
        try:
            seed_more(endpoint, count)
        finally:
            endpoint.close()

    def start(self) -> None:
        """Does nothing when it runs already. Raises EnvironmentFault `endpoint.start`."""
        if self._child.running:
            return
        people = ("--messages", str(resource("demo/messages.toml")))
        self._child = EmbeddedEndpoint(self.folder, port=self._port, more=people)
        self._child.start()
        self._port = int(self._child.url.rsplit(":", 1)[1])

    def stop(self) -> None:
        if self._child.running:
            self._child.stop()

    def close(self) -> None:
        """Stop, and free the folder."""
        self.stop()
        self._lock.release()

    def _take(self) -> None:
        folder = self.folder.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout as error:
            raise EnvironmentFault("store.in-use", f"a demo is running on {folder}", path=str(folder)) from error
        except OSError as error:
            raise EnvironmentFault("folder.unusable", f"cannot use {folder}: {error.strerror}", path=str(folder)) from error

    def access(self, folder: Path) -> DemoAccess:
        return DemoAccess(folder / DEVICE_FOLDER, self.url, ENGINEER, PASSWORD, PASSPHRASE, PIN)


def start_demo(folder: Path) -> DemoAccess:
    """For the demo button of the unlock screen: an endpoint beside the real data, gone with the program."""
    demo_folder = folder.parent / f"{folder.name}-demo"
    endpoint = DemoEndpoint(demo_folder)
    endpoint.seed()
    endpoint.start()
    atexit.register(endpoint.close)
    return endpoint.access(demo_folder)
