"""What stands around the program: menu entries, scripts, the workflow. Where they are really used is installer/tests."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import debian
import icons
import licences
import pytest
import windows_setup
import yaml
from support.signing_pdf import company, sealed_pdf

from fieldapp import paths
from fieldapp.cli import COMMANDS, HELP

ROOT = Path(__file__).parents[3]
LINUX = ROOT / "installer" / "linux"
WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"


@pytest.mark.parametrize("name", ["fieldapp.desktop", "zz-fieldapp-verify.desktop"])
def test_a_menu_entry_starts_a_command_that_there_is(name: str) -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(LINUX / name, encoding="utf-8")
    entry = parser["Desktop Entry"]
    program, command, *_ = entry["Exec"].split()
    assert program == "fieldapp"
    assert command in COMMANDS
    assert entry["Name[zh_CN]"]
    assert (entry.get("MimeType") == "application/pdf;") is ("verify" in name)


@pytest.mark.parametrize("name", ["running", "postrm"])
def test_the_packages_scripts_are_shell(name: str) -> None:
    subprocess.run(["sh", "-n", str(LINUX / name)], check=True)


def test_the_manual_page_and_the_completion_know_every_command(tmp_path: Path) -> None:
    assert debian.commands() == HELP
    assert "@COMMANDS@" in (LINUX / "fieldapp.1").read_text(encoding="utf-8")


def test_the_workflow_names_files_that_there_are() -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    jobs: dict[str, Any] = yaml.safe_load(text)["jobs"]
    assert set(jobs) == {"linux", "windows", "macos"}
    named = {name.replace("\\", "/") for name in re.findall(r"installer[/\\][\w./\\]+\.(?:py|ps1|sh)", text)}
    assert len(named) >= 4
    assert {name for name in named if not (ROOT / name).is_file()} == set()


@pytest.mark.parametrize("file", ["run.cmd", ".github/workflows/release.yml"])
def test_one_version_of_uv_everywhere(file: str) -> None:
    found = re.search(r"^UV_VERSION=(\S+)", (ROOT / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    named = set(re.findall(r"(?:uv==|UV_VERSION=)(\d[\d.]*)", (ROOT / file).read_text(encoding="utf-8")))
    assert named == {found.group(1)}


def test_run_and_run_cmd_have_the_same_commands() -> None:
    unix = set(re.findall(r"^    ([a-z]+)\)(?:\n| set_up)", (ROOT / "run").read_text(encoding="utf-8"), re.MULTILINE))
    windows = set(re.findall(r'"%COMMAND%"=="([a-z]+)"', (ROOT / "run.cmd").read_text(encoding="utf-8")))
    assert windows == unix
    assert "package" in windows


def test_the_icon_is_drawn_in_all_sizes(qapp: object, tmp_path: Path) -> None:
    made = icons.make(tmp_path)
    assert [made.png(size).read_bytes()[:8] for size in icons.SIZES] == [b"\x89PNG\r\n\x1a\n"] * len(icons.SIZES)
    ico = (tmp_path / "icons" / "fieldapp.ico").read_bytes()
    assert int.from_bytes(ico[4:6], "little") == len(icons.SIZES)


def test_versions_as_windows_wants_them(tmp_path: Path) -> None:
    assert windows_setup.four("0.1.0") == "0.1.0.0"
    assert "filevers=(1, 2, 3, 0)" in Path(icons.version_resource(tmp_path, "fieldapp", "1.2.3")).read_text(encoding="utf-8")


def test_licences_of_what_is_inside_are_named_with_their_texts(tmp_path: Path) -> None:
    licences.write(tmp_path / "licences", ["PySide6.QtCore", "pyhanko.sign", "requests", "fieldapp.cli", "json"])
    table = (tmp_path / "licences" / "README.txt").read_text(encoding="utf-8")
    for name in ("PySide6", "pyHanko", "requests", "Python"):
        assert re.search(rf"^{name}[\w-]* \S+: \S", table, re.MULTILINE | re.IGNORECASE), name
    assert ": ?" not in table
    assert "NotoSansSC-OFL.txt" in table
    assert list((tmp_path / "licences" / "requests").iterdir())


def test_windows_starts_the_program_of_the_console_for_what_has_output(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert paths.own_program() == [sys.executable, "-m", "fieldapp"]
    window, console = tmp_path / "fieldappw.exe", tmp_path / "fieldapp.exe"
    window.touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(window))
    assert paths.own_program() == [str(window)]
    console.touch()
    assert paths.own_program() == [str(console)]


def test_a_pipe_that_speaks_another_encoding_does_not_end_the_program(tmp_path: Path) -> None:
    (tmp_path / "sealed.pdf").write_bytes(sealed_pdf())
    (tmp_path / "ca.pem").write_bytes(company().root_pem)
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "verify", "sealed.pdf", "--trust", "ca.pem"],
        cwd=tmp_path, env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"\\u6709\\u6548" in done.stdout
