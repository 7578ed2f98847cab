"""Real products, each in a folder of its own: started from Debian's packages by tests/itsm_products, ended by the test."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.recorded import played
from support.recorded_glpi import TOKENS, RecordedGlpi
from support.recorded_servicenow import PASSWORDS, RecordedServiceNow

from fieldapp.paths import resource
from fieldapp.sync.connectors.logins import Login
from fieldapp.sync.connectors.mapping import TicketMapping, parse_mapping

SCRIPTS = Path(__file__).parents[1] / "itsm_products"
START_S = 240
PEOPLE = {"eng1": "eng-001", "eng2": "eng-002"}


def recorded_glpi() -> tuple[Any, dict[str, str]]:
    values = {f"TOKEN_{login.upper()}": token for login, token in TOKENS.items()}
    return RecordedGlpi(), values | {"ID_ENG1": "8", "ID_ENG2": "9"}


def recorded_servicenow() -> tuple[Any, dict[str, str]]:
    values = {f"TOKEN_{login.upper()}": password for login, password in PASSWORDS.items()}
    return RecordedServiceNow(), values | {
        "ID_ENG1": "46d44a5dc0a8010e00c0ba5b7a2b7d31",
        "ID_ENG2": "5137153cc611227c000bbd1bd8cd2007",
    }


RECORDED: dict[str, Callable[[], tuple[Any, dict[str, str]]]] = {"glpi": recorded_glpi, "servicenow": recorded_servicenow}


@dataclass(frozen=True)
class Product:
    """A running product. `url` without the path of its interface; `values` is what its script printed."""

    name: str
    url: str
    values: dict[str, str]
    seconds: float
    played_back: Any = None

    def token(self, login: str) -> str:
        return self.values[f"TOKEN_{login.upper()}"]

    def login(self, login: str) -> Login:
        return Login(self.token(login), user=login if self.name == "servicenow" else "")

    def mapping(self) -> TicketMapping:
        return parse_mapping(self.mapping_text(), self.name)

    def mapping_text(self) -> str:
        """The shipped file with this product's people and project."""
        text = resource(f"connectors/{self.name}.toml").read_text(encoding="utf-8")
        people = {self.values.get(f"ID_{login.upper()}", login): user for login, user in PEOPLE.items()}
        lines = "\n".join(f'{theirs} = "{ours}"' for theirs, ours in people.items())
        head, _, tail = text.partition("[people]\n")
        text = f"{head}[people]\n{lines}\n\n{tail[tail.index('# what a ticket does not say') :]}"
        if self.name == "redmine":
            text = text.replace('scope = "workorders"', 'scope = "wo"')
        return text.replace('tracker_id = "4"', f'tracker_id = "{self.values.get("ID_TRACKER", "")}"')


@contextmanager
def running(name: str) -> Iterator[Product]:
    """A product freshly set up; ServiceNow and GLPI are played back from recorded answers."""
    if name in RECORDED:
        played_back, values = RECORDED[name]()
        with played(played_back.answer) as url:
            yield Product(name, url, values, 0.0, played_back)
        return
    script = {"request-tracker": "start_rt.sh", "redmine": "start_redmine.sh"}[name]
    folder = Path(tempfile.mkdtemp(prefix=f"fieldapp-{name}-"))
    port, began = free_port(), time.monotonic()
    with (folder / "server.log").open("wb") as log:
        child = subprocess.Popen(
            [str(SCRIPTS / script), str(folder), str(port)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        values = awaited(child, folder, port)
        yield Product(name, f"http://127.0.0.1:{port}", values, time.monotonic() - began)
    finally:
        end(child)
        shutil.rmtree(folder, ignore_errors=True)


def awaited(child: subprocess.Popen[bytes], folder: Path, port: int) -> dict[str, str]:
    end_at = time.monotonic() + START_S
    while time.monotonic() < end_at:
        if child.poll() is not None:
            break
        if (folder / "env").exists() and answers(port):
            lines = (folder / "env").read_text(encoding="utf-8").splitlines()
            return dict(line.split("=", 1) for line in lines)
        time.sleep(0.2)
    raise AssertionError(f"the product did not start:\n{(folder / 'server.log').read_text(errors='replace')[-3000:]}")


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20):
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False


def end(child: subprocess.Popen[bytes]) -> None:
    """The whole group: both servers have children."""
    for way in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, way)
        except ProcessLookupError:
            break
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            continue
    child.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
