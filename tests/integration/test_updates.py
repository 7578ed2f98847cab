"""From the builder's key to the device: signed, published by the command, told after a sync, fetched in parts, checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from support.device import open_device
from support.itsm_server import EndpointProcess

from fieldapp.bootstrap import updates
from fieldapp.bootstrap.application import Application
from fieldapp.cli import main
from fieldapp.errors import EnvironmentFault, Fault
from fieldapp.release import this_system
from tests.support.itsm_contract import Contract

SYSTEM = this_system()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointProcess]:
    with EndpointProcess(tmp_path_factory.mktemp("updates") / "endpoint") as running:
        yield running


@pytest.fixture(autouse=True)
def no_bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'no-bus'}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


class Builder:
    """Whoever builds the program: a key, an installer, the commands."""

    def __init__(self, folder: Path, server: EndpointProcess, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.server, self.sequence = folder, server, 10
        assert main(["itsm", "release", "key", str(folder / "key.pem")]) == 0
        self.pinned = capsys.readouterr().out.strip()
        self.installer = folder / "fieldapp_9.0.0_amd64.deb"
        self.installer.write_bytes(bytes(range(256)) * 2000)

    def sign(self, version: str, *more: str) -> Path:
        self.sequence += 1
        out = self.folder / f"{version}-{self.sequence}.json"
        command = ["itsm", "release", "sign", version, f"{SYSTEM}={self.installer}", "--key", str(self.folder / "key.pem")]
        numbers = [] if "--sequence" in more else ["--sequence", str(self.sequence)]
        assert main([*command, "--out", str(out), "--notes-zh", "更快", "--notes-en", "faster", *numbers, *more]) == 0
        return out

    def publish(self, release: Path) -> int:
        return main(
            ["itsm", "release", "publish", str(release), f"{SYSTEM}={self.installer}", "--data", str(self.server.data_dir)]
        )


@pytest.fixture
def builder(tmp_path: Path, server: EndpointProcess, capsys: pytest.CaptureFixture[str]) -> Builder:
    main(["itsm", "release", "withdraw", "--data", str(server.data_dir)])
    capsys.readouterr()
    return Builder(tmp_path, server, capsys)


@pytest.fixture
def device(tmp_path: Path, server: EndpointProcess, builder: Builder) -> Iterator[Application]:
    made = open_device(tmp_path / "device", server.url)
    made.settings.save(made.settings.load().changed(release_key=builder.pinned))
    yield made
    made.close()


def test_a_newer_version_is_told_after_a_sync_and_fetched_only_when_asked(
    device: Application, builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = device.sync.updates
    assert device.sync.run_once().outcome == "done"
    assert known.offer().manifest is None
    assert builder.publish(builder.sign("9.0.0", "--min-client", "8.0")) == 0
    device.sync.run_once()
    assert known.offer().manifest is None, "asked a moment ago"
    known.ask()
    offer = known.offer()
    assert offer.manifest is not None
    assert (offer.manifest.version, offer.manifest.notes["zh"], offer.required, offer.downloaded) == ("9.0.0", "更快", True, None)
    assert not known.folder.exists(), "nothing is fetched unasked"
    monkeypatch.setattr(updates, "PART_BYTES", 100_000)
    steps: list[int] = []

    def told(done: int, _all: int) -> None:
        steps.append(done)
        if done == 200_000 and steps.count(200_000) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        known.download(told)
    assert [path.suffix for path in known.folder.iterdir()] == [".part"]
    path = known.download(told)
    assert steps.count(100_000) == 1, "it goes on where it was"
    assert path.name == builder.installer.name
    assert hashlib.sha256(path.read_bytes()).hexdigest() == hashlib.sha256(builder.installer.read_bytes()).hexdigest()
    assert known.offer().downloaded == path
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert known.offer().downloaded is None, "a changed installer is none"


def test_an_endpoint_that_lies_is_not_believed(device: Application, builder: Builder, server: EndpointProcess) -> None:
    known = device.sync.updates
    good = builder.sign("9.0.0")
    assert builder.publish(good) == 0
    known.ask()
    current = server.data_dir / "release" / "current.json"
    honest = json.loads(current.read_text("utf-8"))

    def lying(**changes: str) -> str | None:
        current.write_text(json.dumps({**honest, **changes}), "utf-8")
        known.ask()
        return known.offer().problem

    assert lying(manifest=honest["manifest"].replace("9.0.0", "9.9.9")) == "release.forged"
    expired = json.loads(builder.sign("9.1.0", "--days", "-1").read_text("utf-8"))
    assert lying(**expired) == "release.expired"
    older = json.loads(builder.sign("9.2.0", "--sequence", "3").read_text("utf-8"))
    assert lying(**older) == "release.older"
    offer = known.offer()
    assert offer.manifest is not None
    assert offer.manifest.version == "9.0.0", "what was believed before stands"
    assert lying() is None
    assert builder.publish(builder.sign("9.3.0", "--sequence", "2")) == 2, "the command says so at once"


def test_another_file_than_the_signed_one_is_deleted(device: Application, builder: Builder, server: EndpointProcess) -> None:
    known = device.sync.updates
    assert builder.publish(builder.sign("9.0.0")) == 0
    known.ask()
    (stored,) = (server.data_dir / "release" / "files").iterdir()
    stored.write_bytes(b"#!/bin/sh\n" + stored.read_bytes()[10:])
    with pytest.raises(EnvironmentFault) as caught:
        known.download(lambda _done, _all: None)
    assert caught.value.code == "release.damaged"
    assert list(known.folder.iterdir()) == []


def test_time_passes_the_same_version_and_no_key(device: Application, builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    known = device.sync.updates
    assert builder.publish(builder.sign("0.1.0")) == 0
    known.ask()
    assert known.offer().manifest is None, "it is this one"
    assert builder.publish(builder.sign("9.0.0", "--days", "2")) == 0
    known.ask()
    assert known.offer().manifest is not None
    real = device.context.clock

    class Later:
        def now(self):  # type: ignore[no-untyped-def]
            return real.now() + timedelta(days=3)

    monkeypatch.setattr(device.context, "clock", Later())
    assert known.offer().problem == "release.expired"
    device.settings.save(device.settings.load().changed(release_key=""))
    assert (known.offer().has_key, known.due()) == (False, False)


def test_a_program_that_is_too_old_still_hears_of_the_new_one(builder: Builder, tmp_path: Path, contract: Contract) -> None:
    with EndpointProcess(tmp_path / "strict", more=["--min-client", "9.0"]) as strict:
        api = strict.login(watch=contract.watch)
        assert api.send("GET", "/changes").status_code == 426
        assert api.send("GET", "/release").status_code == 404
        builder.server = strict
        assert builder.publish(builder.sign("9.0.0", "--min-client", "9.0")) == 0
        offered = api.send("GET", "/release")
        assert offered.status_code == 200
        (sha256,) = (entry["sha256"] for entry in json.loads(offered.json()["manifest"])["files"].values())
        assert api.send("GET", f"/release/files/{sha256}").content == builder.installer.read_bytes()
        part = api.send("GET", f"/release/files/{sha256}", headers={"Range": "bytes=256-511"})
        assert (part.status_code, part.content) == (206, bytes(range(256)))
        assert api.send("GET", f"/release/files/{'0' * 64}").status_code == 404
        api.session.close()
        with pytest.raises(Fault) as caught:
            open_device(tmp_path / "old", strict.url)
        assert caught.value.code == "sync.client-too-old"


@pytest.fixture(scope="module")
def contract() -> Contract:
    return Contract()
