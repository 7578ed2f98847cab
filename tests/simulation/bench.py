"""What a process needs once for all its seeds: an endpoint, devices that have logged in and pulled, and a way back to that."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from simulation.device import Memory, SimDevice
from simulation.endpoint import PASSWORD, SimEndpoint
from simulation.hand import SimClock, Time
from simulation.line import Line
from support.itsm_server import DESK, ENGINEER, OTHER_ENGINEER

from fieldapp import ids
from fieldapp.sync.run import PORTIONS, Portions

ANSWERS = {"customer_unit": "临江市公安局", "contact_name": "欧阳𠅤", "symptom": "黑屏", "service_mode": "onsite"}
ORDERS = ("liming", "liming", "wangyan")


class SeededIds:
    """Identifiers from a seed; ordered ones grow."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(f"ids {seed}")
        self._count = 0

    def random(self) -> str:
        return str(uuid.UUID(int=self._dice.getrandbits(128), version=4))

    def ordered(self) -> str:
        self._count += 1
        value = (1_795_000_000_000 + self._count) << 80 | 7 << 76 | self._dice.getrandbits(12) << 64
        return str(uuid.UUID(int=value | 2 << 62 | self._dice.getrandbits(62)))


@contextlib.contextmanager
def without_threads_and_disk_waits() -> Iterator[None]:
    """Handlers run in the caller's thread, and nothing waits for a disk: a power cut is not part of this simulation."""

    async def inline(work: Callable[..., Any], *arguments: Any, **_options: Any) -> Any:
        return work(*arguments)

    with mock.patch("anyio.to_thread.run_sync", inline), mock.patch.object(os, "fsync", return_value=None):
        yield


SMALL = Portions(changes=2, ops=2)


class Bench:
    """`with Bench() as bench: bench.reset(seed)` and a new world may begin."""

    people = (ENGINEER, OTHER_ENGINEER)

    def __enter__(self) -> Bench:
        self._open = contextlib.ExitStack()
        self._open.enter_context(without_threads_and_disk_waits())
        self._folder = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="fieldapp-simulation-")))
        self._ids = self._open.enter_context(contextlib.ExitStack())
        self._ids.enter_context(ids.drawn_from(SeededIds(0)))
        self.time = Time()
        self.endpoint = SimEndpoint(self._folder / "endpoint", SimClock(self.time), (*self.people, DESK))
        for to in ORDERS:
            self.endpoint.dispatch(ANSWERS, to)
        self.devices = [self._device("A", 0), self._device("B", 1)]
        self._start = self.endpoint.backup()
        self._stores = [Memory() for _ in self.devices]
        for device, store in zip(self.devices, self._stores, strict=True):
            store.load(device.memory.connection)
        self._vaults = [dict(device.vault.values) for device in self.devices]
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _device(self, name: str, person: int) -> SimDevice:
        folder = self._folder / name
        device = SimDevice(name, self.people[person], folder, SimClock(self.time), Line(self.endpoint))
        device.client.login(device.user.name, PASSWORD)
        report = device.sync(lambda: 0.0)
        assert report is not None
        assert report.outcome == "done", report
        return device

    def reset(self, seed: int) -> None:
        """Everything as it was in the beginning, and the identifiers of this seed. With odd ones all goes in small parts: pages
        and batches follow each other, and the next is asked for ahead."""
        self._ids.close()
        self._ids.enter_context(ids.drawn_from(SeededIds(seed)))
        self.time.seconds = 0.0
        self.endpoint.restore(self._start)
        for device, store, vault in zip(self.devices, self._stores, self._vaults, strict=True):
            shutil.rmtree(device.folder / "blobs", ignore_errors=True)
            device.memory.load(store.connection)
            device.vault.values = dict(vault)
            device.clock.skew = 0.0
            device.ever.clear()
            device.line = Line(self.endpoint)
            device.portions = SMALL if seed % 2 else PORTIONS
            device.start()
