"""The n-th call fails: over every call that one sync makes to its database, its files, the endpoint's database and files, and
the network."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any
from unittest import mock

from simulation import oracle
from simulation.bench import Bench
from simulation.line import FAULTS, Crash, EndpointDied
from simulation.truth import DESK
from simulation.world import World
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2 as sqlcipher


@dataclass
class Counter:
    """Counts calls; at the `at`-th one (from 1) `fail` is called instead."""

    at: int = 0
    fail: Callable[[], None] = lambda: None
    count: int = 0

    def __call__(self) -> None:
        self.count += 1
        if self.count == self.at:
            self.fail()


def io_error() -> None:
    """As SQLAlchemy hands on SQLite's error 10."""
    cause = sqlcipher.OperationalError("disk I/O error")
    cause.sqlite_errorcode = 10
    raise OperationalError("simulated", {}, cause)


def disk_full() -> None:
    raise OSError(errno.ENOSPC, "no space left on device", "simulated")


def device_dies() -> None:
    raise Crash("at a call")


def endpoint_dies() -> None:
    raise EndpointDied


@contextlib.contextmanager
def on_database(counter: Counter, *engines: Engine) -> Iterator[None]:
    """Every statement and every commit."""

    def statement(*_: Any) -> None:
        counter()

    hooks = [(engine, name) for engine in engines for name in ("before_cursor_execute", "commit")]
    for engine, name in hooks:
        event.listen(engine, name, statement)
    try:
        yield
    finally:
        for engine, name in hooks:
            event.remove(engine, name, statement)


_watched: list[tuple[str, Counter]] = []
_FILE_EVENTS = frozenset({"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.listdir", "os.scandir", "os.truncate"})


def _audit(name: str, arguments: tuple[Any, ...]) -> None:
    if _watched and name in _FILE_EVENTS and isinstance(arguments[0], str | os.PathLike):
        for folder, counter in _watched:
            if os.fspath(arguments[0]).startswith(folder):
                counter()


sys.addaudithook(_audit)


@contextlib.contextmanager
def on_files(counter: Counter, folder: Any) -> Iterator[None]:
    """Every file opened, renamed or removed, every folder made, and every fsync while one of the folder's files is worked on."""
    _watched.append((f"{folder}{os.sep}", counter))
    try:
        with mock.patch.object(os, "fsync", side_effect=lambda _handle: counter()):
            yield
    finally:
        _watched.clear()


@dataclass(frozen=True)
class Place:
    """Where calls are counted, and how one of them may end."""

    name: str
    watch: Callable[[World, Counter], Any]
    ends: dict[str, Callable[[], None]]


PLACES = (
    Place(
        "the device's database",
        lambda world, counter: on_database(counter, *device_engines(world)),
        {"I/O error": io_error, "the device dies": device_dies},
    ),
    Place(
        "the device's files",
        lambda world, counter: on_files(counter, world.devices[0].folder),
        {"disk full": disk_full, "the device dies": device_dies},
    ),
    Place(
        "the endpoint's database",
        lambda world, counter: on_database(counter, world.endpoint.endpoint.database.engine),
        {"I/O error": io_error, "the endpoint dies": endpoint_dies},
    ),
    Place(
        "the endpoint's files",
        lambda world, counter: on_files(counter, world.endpoint.endpoint.config.data_dir),
        {"disk full": disk_full, "the endpoint dies": endpoint_dies},
    ),
)


def device_engines(world: World) -> tuple[Engine, Engine]:
    engines = world.devices[0].memory.engines
    return engines.writer, engines.readers, engines.screens


def prepared(bench: Bench) -> World:
    """Everything a sync can have to do at once: a conflict, rows, notes, photos small and large, a new order, a sealed PDF,
    an order taken away with unsent work, and news."""
    bench.reset(0)
    world = World(bench, 1)
    device, dice = world.devices[0], Random(1)
    one, two = sorted(device.docs())
    for act in (world._answer, world._note, world._row, world.attach_photo):
        act(device, one, dice)
    device.change(one, {"answers": {"contact_name": "A·c·"}})
    world.truth.write(device.name, (one, "contact_name"), "欧阳𠅤", "A·c·")
    world._attach(device, one, b"large" * 60_000, "photo")
    world.seal(dice)
    world.create(dice)
    world._answer(device, two, dice)
    world.attach_photo(device, two, dice)
    assert world.desk_writes(one, "contact_name", "D·c·")
    world.truth.write(DESK, (one, "contact_name"), "欧阳𠅤", "D·c·")
    world.endpoint.act("reassign", world.endpoint.docs()[two].doc["number"], "wangyan")
    world.dispatch(dice)
    return world


def calls(bench: Bench, place: Place) -> int:
    """How many there are in an undisturbed sync."""
    world, counter = prepared(bench), Counter()
    with place.watch(world, counter):
        report = world.devices[0].sync(lambda: 0.5)
    assert report is not None
    assert report.outcome == "done", report
    return counter.count


def fail_call(bench: Bench, place: Place, end: str, number: int) -> None:
    """Raises Broken when something does not hold after the `number`-th call ended so."""
    world = prepared(bench)
    with place.watch(world, Counter(number, place.ends[end])):
        world.devices[0].sync(lambda: 0.5)
    oracle.heal(world)
    oracle.check(world)


def requests(bench: Bench) -> int:
    world = prepared(bench)
    world.devices[0].sync(lambda: 0.5)
    return world.devices[0].line.count


def fail_request(bench: Bench, fault: str, number: int) -> None:
    """The `number`-th request (from 0) meets `fault`."""
    world = prepared(bench)
    world.devices[0].line.begin(Random(number), {number: fault}, {})
    world.devices[0].sync(lambda: 0.5)
    oracle.heal(world)
    oracle.check(world)


DEATHS = frozenset({"the device dies", "the endpoint dies"})
NETWORK = tuple(name for name in FAULTS if name != "pass")
