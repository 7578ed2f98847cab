"""Running the demo: in a window for a person, or headless through the same windows with proof at the end."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtWidgets import QApplication

from fieldapp.bootstrap.application import Application
from fieldapp.bootstrap.crash_watch import CrashWatch
from fieldapp.bootstrap.demo import DESK, DEVICE_FOLDER, PASSWORD, DemoEndpoint
from fieldapp.bootstrap.demo_material import material
from fieldapp.bootstrap.gate import Gate
from fieldapp.bootstrap.other_side import Received, look
from fieldapp.bootstrap.settings_keeper import SettingsKeeper
from fieldapp.bootstrap.window import open_window
from fieldapp.bootstrap.window_context import app_context
from fieldapp.clock import SystemClock
from fieldapp.crashes import Crashes
from fieldapp.domain.records import Priority, State
from fieldapp.domain.workflow import Action
from fieldapp.errors import EnvironmentFault, Fault
from fieldapp.files import write_atomically
from fieldapp.forms.signing.verdict import Level
from fieldapp.forms.signing.verify import verify
from fieldapp.services.detail import OrderDetail
from fieldapp.store.records import OrderFilter, OrderRow
from fieldapp.ui.app import build
from fieldapp.ui.background.sync_runner import SyncPhase, SyncRunner
from fieldapp.ui.first_window import prepare_environment
from fieldapp.ui.main_window import MainWindow
from fieldapp.ui.pilot.hand import Album, Hand, parts
from fieldapp.ui.pilot.main_job import MainJob
from fieldapp.ui.pilot.unlock import Secrets, get_in
from fieldapp.ui.views.unlock import UnlockView

Say = Callable[[str], None]
CHOICE = "demo-order.json"
MATERIAL = "material"
SCREENS = "screens"
STORY = "platform"
"""The category that the demo's answers tell of; among the waiting orders those come first."""


def run_window(folder: Path, say: Say) -> int:
    """The real window on the demo's data; logged in already, so that the first screen is 今日."""
    with contextlib.closing(DemoEndpoint(folder)) as endpoint:
        say("starting the embedded endpoint …")
        endpoint.seed()
        endpoint.start()
        access = endpoint.access(folder)
        say(f"endpoint {access.url}   user {access.user_name} / {access.password}")
        say(f"desk page {endpoint.desk_url}   user {DESK} / {access.password}")
        say(f"PIN {access.pin}   passphrase {access.passphrase}")
        gate = Gate(folder / DEVICE_FOLDER, SystemClock(), lambda _folder: access)
        gate.start_demo()
        return open_window(gate.folder, gate=gate)


@dataclass(slots=True)
class Protocol:
    """Steps with their times, printed as they are done."""

    say: Say
    steps: list[dict[str, Any]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def told(self, name: str, seconds: float) -> None:
        self.steps.append({"step": name, "seconds": round(seconds, 3)})
        self.say(f"{time.monotonic() - self.began:7.2f} s  {name} ({seconds * 1000:.0f} ms)")


def run_headless(folder: Path, out: Path, say: Say) -> int:
    """Drive the windows through the main job; 0 only if both sides agree and the sealed PDF verifies."""
    prepare_out(out)
    shutil.rmtree(out / SCREENS, ignore_errors=True)
    protocol = Protocol(say)
    began = time.monotonic()
    with contextlib.closing(DemoEndpoint(folder)) as endpoint:
        added = endpoint.seed()
        endpoint.start()
        protocol.told(f"endpoint with {added} new orders at {endpoint.url}", time.monotonic() - began)
        summary = drive(folder, out, endpoint, protocol)
        summary["steps"] = protocol.steps
        summary["seconds"] = round(time.monotonic() - protocol.began, 3)
        write_atomically(out / "summary.json", json.dumps(summary, ensure_ascii=False, indent=2).encode() + b"\n")
        if summary["ok"]:
            (folder / CHOICE).unlink(missing_ok=True)
    say(json.dumps({name: summary[name] for name in ("ok", "order", "state", "checks", "files")}, ensure_ascii=False, indent=2))
    say(f"written to {out}: summary.json, {summary['pdf']}, ca.pem and the pictures")
    return 0 if summary["ok"] else 1


def prepare_out(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise EnvironmentFault("folder.unusable", f"cannot write to {out}: {error.strerror}", path=str(out)) from error


@contextlib.contextmanager
def bugs_heard(device: Path) -> Iterator[Callable[[], list[str]]]:
    """Tells what went wrong so far, so that the demo does not call it success: errors that Qt swallows because they happen in a
    slot (printed as ever), and new crash reports of the device, for errors of jobs and threads that somebody takes."""
    heard: list[str] = []
    usual = sys.excepthook
    reports = Crashes(device)
    earlier = {note.path for note in reports.notes()}

    def told() -> list[str]:
        fresh = (note for note in reports.notes() if note.path not in earlier)
        return heard + [f"{note.path.name}: {note.kind} {note.what} {note.where}" for note in fresh]

    def hear(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        heard.append(f"{kind.__name__}: {error}")
        usual(kind, error, trace)

    sys.excepthook = hear
    try:
        yield told
    finally:
        sys.excepthook = usual


def drive(folder: Path, out: Path, endpoint: DemoEndpoint, protocol: Protocol) -> dict[str, Any]:
    with bugs_heard(folder / DEVICE_FOLDER) as bugs:
        with entered(folder, out, endpoint, protocol, pictures=out / SCREENS) as (job, application):
            job.sync("pull")
            row = chosen(folder, application)
            detail = job.work(row.id, row.number)
            job.go_online()
            received = look(endpoint.url, DESK, PASSWORD, row.id)
            summary = summarise(application, job.services.orders.detail(row.id), detail, received, out)
        return judged(summary, bugs(), protocol.say)  # what fails while the window closes counts, too


def judged(summary: dict[str, Any], bugs: list[str], say: Say) -> dict[str, Any]:
    """The summary, which is `ok` only if no bug was heard of either."""
    for bug in bugs:
        say(f"went wrong inside the window: {bug}")
    summary["checks"]["nothing went wrong inside the window"] = not bugs
    return {**summary, "ok": summary["ok"] and not bugs, "bugs": bugs}


@contextlib.contextmanager
def entered(
    folder: Path, out: Path, endpoint: DemoEndpoint, protocol: Protocol, *, pictures: Path, mistakes: bool = False
) -> Iterator[tuple[MainJob, Application]]:
    """The real window, unlocked by hand; closed as a person closes it."""
    gate = Gate(folder / DEVICE_FOLDER, SystemClock(), None)
    gate.watch = CrashWatch(gate.folder)
    gate.watch.begin()
    context = app_context(gate)
    prepare_environment(context.settings.load())
    app = QApplication.instance() or QApplication(["fieldapp"])
    assert isinstance(app, QApplication)
    window = build(context)
    window.show()
    hand = Hand()
    try:
        with hand.interruptible():
            yield enter(hand, window, gate, endpoint, protocol, bring=out / MATERIAL, pictures=pictures, mistakes=mistakes)
    finally:
        window.close()
        app.processEvents()
        gate.close()
        gate.watch.end()


def enter(
    hand: Hand,
    window: MainWindow,
    gate: Gate,
    endpoint: DemoEndpoint,
    protocol: Protocol,
    *,
    bring: Path,
    pictures: Path,
    mistakes: bool = False,
) -> tuple[MainJob, Application]:
    """Through the unlock screen to the first page."""
    access = endpoint.access(gate.folder.parent)
    view = window.cover_view
    assert isinstance(view, UnlockView)
    began = time.monotonic()
    keeper = SettingsKeeper(gate.folder)
    if keeper.load().server_url and keeper.load().server_url != access.url:
        keeper.save(keeper.load().changed(server_url=access.url))
    secrets = Secrets(access.url, access.user_name, access.password, access.passphrase, access.pin)
    shots = Album(hand, window, pictures)
    shell = get_in(hand, window, view, secrets, shots.take, mistakes=mistakes)
    protocol.told("unlock", time.monotonic() - began)
    (runner,) = parts(window, SyncRunner)
    assert gate.application is not None
    assert gate.services is not None
    job = MainJob(hand, shell, runner, gate.services, endpoint, material(bring, access.pin), shots.take, protocol.told)
    hand.wait(lambda: job.runner.state.phase not in {SyncPhase.RUNNING, SyncPhase.NEVER}, "the first sync", 120.0)
    hand.rest(0.6)  # until what came has been read and stands in its place
    job.picture("today")
    return job, gate.application


def chosen(folder: Path, application: Application) -> OrderRow:
    """The order that an earlier run did not bring to its proof, whatever is left to do; else the most urgent one waiting."""
    queries = application.context.store.queries
    begun = queries.order_rows(unproven(folder))
    if begun and not begun[0].frozen:
        return begun[0]
    waiting = [
        row
        for row in queries.order_rows(queries.order_ids(OrderFilter(states=frozenset({State.DISPATCHED}))))
        if not row.accepted and not row.frozen
    ]
    for row in sorted(waiting, key=lambda row: (row.priority is not Priority.CRITICAL, row.category != STORY)):
        write_atomically(folder / CHOICE, json.dumps({"order": row.id}).encode())
        return row
    raise EnvironmentFault("demo.nothing-to-do", "no order is waiting for an answer; start with another --data folder")


def unproven(folder: Path) -> tuple[str, ...]:
    """The order noted by a run that was cut off before both sides were compared."""
    try:
        return (str(json.loads((folder / CHOICE).read_bytes())["order"]),)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def summarise(application: Application, mine: OrderDetail, worked: OrderDetail, received: Received, out: Path) -> dict[str, Any]:
    """Compare both sides and verify the sealed PDF as the endpoint holds it."""
    with application.context.store.reading() as work:
        trust = [root.encode() for root in work.meta.get("trust")]
        unsent = len(work.outbox.active_of(mine.id))
    document = mine.documents[-1]
    at_endpoint = received.bytes_of.get(document.sha256, b"")
    verdict = verify(at_endpoint, trust, expected_signatures=1, expected_sha256=document.sha256)
    write_atomically(out / document.name, at_endpoint)
    write_atomically(out / "ca.pem", b"".join(trust))
    files = [file_line(application, entry, received) for entry in mine.doc["attachments"]]
    hashes = [entry.sha256 for entry in received.files]
    checks = {
        "nothing left to send": unsent == 0,
        "both sides hold the same document": mine.doc == received.doc,
        "every file is at the endpoint, byte for byte": all(line["device"] == line["endpoint"] for line in files),
        "every file is there exactly once": len(hashes) == len(set(hashes)) == len(files),
        "the sealed PDF verifies": verdict.valid,
        "its time is proven, by what stays checkable": verdict.level is Level.LTA,
        "it begins with the file as it was sealed": begins_with(at_endpoint, document.extends, received),
        "two photos at least": sum(line["kind"] == "photo" for line in files) >= 2,
        "nothing left to do": worked.primary in {Action.DONE, Action.WAIT},
    }
    return {
        "ok": all(checks.values()),
        "order": mine.number,
        "id": mine.id,
        "state": {"device": mine.status.state.value, "endpoint": received.doc["state"]},
        "pdf": document.name,
        "checks": checks,
        "files": files,
        "verify": {
            "valid": verdict.valid,
            "level": verdict.level.value if verdict.level else None,
            "facts": [f.text for f in verdict.facts],
            "problems": [f.text for f in verdict.problems],
            "notes": [f.text for f in verdict.notes],
        },
    }


def begins_with(data: bytes, sha256: str | None, received: Received) -> bool:
    """Both files are at the endpoint, and the longer one is the shorter one with more behind it."""
    shorter = received.bytes_of.get(sha256 or "")
    return shorter is not None and data.startswith(shorter) and len(data) > len(shorter)


def file_line(application: Application, entry: dict[str, Any], received: Received) -> dict[str, Any]:
    """One file with its hash at both sides, each computed from the bytes that are really there."""
    try:
        device = hashlib.sha256(application.context.store.blobs.get(entry["sha256"])).hexdigest()
    except Fault:
        device = ""
    held = received.bytes_of.get(entry["sha256"])
    endpoint = hashlib.sha256(held).hexdigest() if held is not None else ""
    return {"name": entry["name"], "kind": entry["kind"], "size": entry["size"], "device": device, "endpoint": endpoint}
