"""What NetworkManager says reaches sync through Qt's own backend: a child process, a NetworkManager on a private bus."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.private_bus import private_bus, talking
from tests.support.talking import Talking

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="a bus of Linux"),
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="not installed: dbus-daemon"),
]
NOTHING, PORTAL, INTERNET = {"State": 20, "Connectivity": 1}, {"State": 60, "Connectivity": 2}, {"State": 70, "Connectivity": 4}
DEAR, GUESSED, FREE = {"Metered": 1}, {"Metered": 3}, {"Metered": 2}


class World:
    """NetworkManager and the program that follows it."""

    def __init__(self, manager: Talking, program: Talking) -> None:
        self._manager, self._program = manager, program
        self.say = program.say

    def becomes(self, properties: dict[str, int]) -> None:
        self._manager.say(json.dumps(properties))
        assert self._manager.hear() == "set"

    def until(self, *wanted: str) -> None:
        """These come, in this order; changes that are said between them are passed over, runs are not."""
        for words in wanted:
            while (heard := self._program.hear()) != words:
                assert heard, f"nothing more is said, wanted: {words}"
                assert not heard.startswith("run"), f"{heard} instead of {words}"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with private_bus(tmp_path) as bus, talking("tests.support.fake_networkmanager", bus) as manager:
        assert manager.hear() == "ready"
        with talking("tests.support.line_child", bus) as program:
            assert program.hear() == "never there=0 metered=0 portal=0", "what is so at the start is known"
            yield World(manager, program)


def test_the_network_comes_back_by_way_of_a_portal(world: World) -> None:
    world.say("go")
    world.until("run free", "offline there=0 metered=0 portal=0")
    world.becomes(PORTAL)
    world.until("offline there=1 metered=0 portal=1")  # and no run: the portal would only answer it with a page
    world.becomes(INTERNET)
    world.until("run free", "idle there=1 metered=0 portal=0")
    world.becomes(NOTHING)
    world.until("idle there=0 metered=0 portal=0")


def test_a_line_that_begins_to_charge_stops_the_run_which_goes_on_by_the_other_rule(world: World) -> None:
    world.becomes(INTERNET)
    world.say("slow")
    world.say("go")
    world.until("run free")
    world.becomes(DEAR)
    world.until("idle there=1 metered=1 portal=0")
    world.say("quick")
    world.until("run metered", "idle there=1 metered=1 portal=0")
    world.becomes(FREE)
    world.until("idle there=1 metered=0 portal=0", "run free")
    world.becomes(GUESSED)
    world.until("idle there=1 metered=1 portal=0")


def test_without_a_networkmanager_the_line_counts_as_there_and_free(tmp_path: Path) -> None:
    with private_bus(tmp_path) as bus, talking("tests.support.line_child", bus) as program:
        assert program.hear().startswith("never")
        program.say("go")
        assert program.hear() == "run free"
