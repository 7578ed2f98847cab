"""`fieldapp verify` on a machine that has nothing of ours: no home, no keyring, no network, nothing to write to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.signing_attacks import UPDATES, flipped, hole
from support.signing_ca import authority
from support.signing_pdf import company, sealed_pdf

ROOT = Path(__file__).resolve().parents[2]
WATCH = ROOT / "tests" / "support" / "watched"


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("given")
    pdf = sealed_pdf()
    (folder / "good.pdf").write_bytes(pdf)
    (folder / "flipped.pdf").write_bytes(flipped(pdf, hole(pdf)[0] // 2, 3))
    (folder / "appended.pdf").write_bytes(UPDATES["overlay"](pdf))
    (folder / "ca.pem").write_bytes(company().root_pem)
    (folder / "other.pem").write_bytes(authority().root_pem)
    (folder / "empty.pem").write_bytes(b"")
    return folder


def verify(folder: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """In an environment of four variables; `watched` ends the process where it reaches out."""
    environment = {"HOME": str(home), "PATH": os.defpath, "PYTHONPATH": str(WATCH), "PYTHONDONTWRITEBYTECODE": "1"}
    if sys.platform == "win32":  # Python does not start there without it
        environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    command = [sys.executable, str(ROOT / "main.py"), "verify", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )


@pytest.mark.parametrize(
    ("name", "trust", "code", "problem"),
    [
        ("good.pdf", "ca.pem", 0, None),
        ("flipped.pdf", "ca.pem", 1, "signature.broken"),
        ("appended.pdf", "ca.pem", 1, "signature.coverage"),
        ("good.pdf", "other.pem", 1, "certificate.untrusted"),
    ],
)
def test_verdicts(given: Path, tmp_path: Path, name: str, trust: str, code: int, problem: str | None) -> None:
    home = tmp_path / "home"
    home.mkdir()
    done = verify(given, home, name, "--trust", trust, "--json")
    assert (done.returncode, done.stderr) == (code, "")
    (report,) = json.loads(done.stdout)
    assert report["valid"] is (problem is None)
    assert problem is None or problem in {found["code"] for found in report["problems"]}
    assert list(home.iterdir()) == []


def test_words_come_without_any_locale(given: Path, tmp_path: Path) -> None:
    done = verify(given, tmp_path / "no-home", "good.pdf", "flipped.pdf", "--trust", "ca.pem")
    assert (done.returncode, done.stderr) == (1, "")
    assert "good.pdf: 有效" in done.stdout
    assert "flipped.pdf: 无效" in done.stdout
    assert not (tmp_path / "no-home").exists()


def test_what_cannot_be_checked_is_told_apart(given: Path, tmp_path: Path) -> None:
    done = verify(given, tmp_path, "good.pdf", "--trust", "empty.pem")
    assert done.returncode == 2
    assert done.stderr.startswith("fieldapp: ")


def test_the_watch_works(tmp_path: Path) -> None:
    """Else the tests above would prove nothing."""
    for reach in ("import socket; socket.create_connection(('127.0.0.1', 9))", "import keyring", "open('x', 'w')"):
        done = subprocess.run(
            [sys.executable, "-c", reach],
            cwd=tmp_path,
            env={"PATH": os.defpath, "PYTHONPATH": str(WATCH)} | {k: v for k, v in os.environ.items() if k == "SYSTEMROOT"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 97, done.stderr
        assert done.stderr.startswith("touched: ")
