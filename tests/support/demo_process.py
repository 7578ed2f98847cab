"""The headless demo as a process of its own, to be cut off at any moment."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MOST_S = 150.0


class DemoProcess:
    """`demo --headless` on one data folder, in a process group of its own; what it prints is read as it comes."""

    def __init__(self, data: Path, out: Path) -> None:
        self.data, self.out = data, out
        self.lines: list[str] = []
        command = [sys.executable, str(ROOT / "main.py"), "demo", "--headless", "--data", str(data), "--out", str(out)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        self._errors: list[str] = []
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._readers = [
            threading.Thread(target=self._read, args=(self._process.stdout, self.lines)),
            threading.Thread(target=self._read, args=(self._process.stderr, self._errors)),
        ]
        for reader in self._readers:
            reader.start()

    @staticmethod
    def _read(stream: Any, into: list[str]) -> None:
        with stream:
            into.extend(iter(stream.readline, ""))

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def errors(self) -> str:
        return "".join(self._errors)

    def said(self, step: str) -> bool:
        """Whether a step has been printed as done."""
        return any(f" s  {step}" in line for line in self.lines)

    def until(self, reached: Callable[[], bool]) -> None:
        """Return as soon as something is so, or the demo has ended."""
        end = time.monotonic() + MOST_S
        while not reached() and self.running:
            assert time.monotonic() < end, self.lines
            time.sleep(0.001)

    def endpoints(self) -> list[int]:
        """Processes that serve this demo's endpoint."""
        return processes_naming(f"{self.data}/endpoint")

    def cut_off(self, victim: str) -> None:
        """SIGKILL to the demo, to its whole process group, or only to its endpoint; whoever has just ended is let be."""
        with contextlib.suppress(ProcessLookupError):
            if victim == "endpoint":
                for pid in self.endpoints():
                    os.kill(pid, signal.SIGKILL)
            elif victim == "group":
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                os.kill(self._process.pid, signal.SIGKILL)

    def interrupt(self) -> None:
        """Ctrl-C: the terminal sends SIGINT to the whole group."""
        os.killpg(self._process.pid, signal.SIGINT)

    def ended(self) -> int:
        """Wait for the end; the exit code."""
        code = self._process.wait(MOST_S)
        for reader in self._readers:
            reader.join(MOST_S)
        return code


def processes_naming(words: str) -> list[int]:
    """Running processes with these words in their command line."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (folder / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
        except OSError:
            continue
        if "serve" in arguments and words in arguments:
            found.append(int(folder.name))
    return found


def assert_nobody_left(data: Path, seconds: float = 20.0) -> None:
    """The endpoint of a demo that is gone goes by itself."""
    end = time.monotonic() + seconds
    while left := processes_naming(f"{data}/endpoint"):
        assert time.monotonic() < end, f"still running: {left}"
        time.sleep(0.05)


def assert_proven(data: Path, out: Path) -> dict[str, Any]:
    """One order was worked, and everything of it is at the endpoint exactly once."""
    summary: dict[str, Any] = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["ok"], summary["checks"]
    assert (out / summary["pdf"]).read_bytes()[:5] == b"%PDF-"
    docs = documents(data)
    sealed = [doc["number"] for doc in docs if any(entry["kind"] == "sealed" for entry in doc["events"])]
    assert sealed == [summary["order"]]
    doc = next(doc for doc in docs if doc["number"] == summary["order"])
    happened = Counter(entry["kind"] for entry in doc["events"])
    once = {kind: happened[kind] for kind in ("accepted", "departed", "arrived", "signed", "sealed", "signature_voided")}
    assert once == {"accepted": 1, "departed": 1, "arrived": 1, "signed": 1, "sealed": 1, "signature_voided": 0}
    assert len({entry["id"] for entry in doc["events"]}) == len(doc["events"])
    assert Counter(entry["kind"] for entry in doc["attachments"]) == {"photo": 2, "ink": 2, "signed_pdf": 2}
    assert len({entry["sha256"] for entry in doc["attachments"]}) == len(doc["attachments"])
    assert len(doc["answers"]["photos"]) == 2
    return summary


def documents(data: Path) -> list[dict[str, Any]]:
    """Every order as the endpoint's database holds it."""
    connection = sqlite3.connect(data / "endpoint" / "endpoint.db")
    try:
        docs = [json.loads(row[0]) for row in connection.execute("SELECT doc FROM orders")]
    finally:
        connection.close()
    assert len({doc["number"] for doc in docs}) == len(docs)
    return docs
