"""The log: codes and ids come in, whatever a person wrote does not; it stays small and private."""

from __future__ import annotations

import ast
import logging
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp import logs
from fieldapp.errors import InputFault
from fieldapp.store.records import OpState

PACKAGE = Path(logs.__file__).parent
SECRETS = ("欧阳𠅤", "13800138000", "tok-9f8e7d", "/home/lixiaofeng", "西湖区公安分局")
SHA256 = "ab" * 32
UUID = "0192f0c1-2b3c-7def-8a1b-0123456789ab"
log = logging.getLogger("fieldapp.tests.operation")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    handler = logs.begin(tmp_path)
    yield tmp_path
    logs.end(handler)


def written(folder: Path) -> str:
    return "\n".join(logs.tail(folder, 10_000))


def test_codes_numbers_and_ids_pass_and_everything_else_is_left_out(folder: Path) -> None:
    fault = InputFault("file.too-large", f"{SECRETS[0]} at {SECRETS[3]}", name=SECRETS[4])
    log.warning("%s %s of %s: %s, %d of %.1f, %s, %s", fault, SHA256, UUID, OpState.PARKED, 7, 2.5, SECRETS[1], None)
    (line,) = logs.tail(folder)
    assert line.endswith(f"file.too-large {SHA256} of {UUID}: parked, 7 of 2.5, …, None")


def test_an_exception_leaves_kinds_and_places_but_no_message(folder: Path) -> None:
    try:
        try:
            raise InputFault("answer.too-long", SECRETS[0])
        except InputFault as error:
            raise ValueError(SECRETS[2]) from error
    except ValueError:
        log.warning("it went wrong", exc_info=True)
    text = written(folder)
    assert "ValueError < InputFault(answer.too-long)" in text
    assert "test_logs.py:" in text
    assert not [secret for secret in SECRETS if secret in text]


def test_of_other_libraries_only_where_they_spoke(folder: Path) -> None:
    logging.getLogger("urllib3.connectionpool").warning("retry https://%s:secret@host", SECRETS[0])
    found = re.search(r"urllib3\.connectionpool \((\S*)test_logs\.py:", written(folder))
    assert found is not None
    assert found[1] in {"", "fieldapp/tests/unit/operation/"}, "the project's folder may be called so, too"
    assert "retry" not in written(folder)


def test_a_message_that_does_not_fit_its_values_is_written_without_them() -> None:
    record = logging.LogRecord("fieldapp.x", logging.WARNING, __file__, 1, "%d things", (SECRETS[0],), None)
    assert logs.Line().format(record).endswith("%d things")


@pytest.mark.parametrize("text", ["13800138000", "138-0013-8000", "李晓峰", "a b", "x" * 61, "Net.Busy", "a@b.cn"])
def test_what_does_not_look_like_a_code_is_none(text: str) -> None:
    assert logs.code(text) == "…"


def test_a_code_and_a_version_are(folder: Path) -> None:
    assert [logs.code(text) for text in ("net.captive-portal", "0.12.3", None)] == ["net.captive-portal", "0.12.3", "-"]


def test_files_stay_small_and_private_and_the_oldest_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MOST_BYTES", 2000)
    for number in range(200):
        log.warning("line %d", number)
    names = [path.name for path in logs.files(folder)]
    assert names == ["program.log", "program.log.1", "program.log.2", "program.log.3"]
    assert all(path.stat().st_size <= 2000 for path in logs.files(folder))
    assert written(folder).splitlines()[-1].endswith("line 199")
    assert logs.tail(folder, 3) == written(folder).splitlines()[-3:]
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in (folder / "logs").iterdir()} == {0o600}
        assert stat.S_IMODE((folder / "logs").stat().st_mode) == 0o700


def test_nothing_is_made_before_the_folder_is_there(tmp_path: Path) -> None:
    handler = logs.begin(tmp_path / "later")
    try:
        log.warning("early")
        assert not (tmp_path / "later").exists()
        (tmp_path / "later").mkdir()
        log.warning("late")
    finally:
        logs.end(handler)
    assert [line.split()[-1] for line in logs.tail(tmp_path / "later")] == ["early", "late"]


def test_a_disk_that_takes_nothing_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    handler = logs.begin(tmp_path)
    try:
        log.warning("lost")
    finally:
        logs.end(handler)
    assert (tmp_path / "logs").read_text() == "a file where the folder should be"


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of a logger in the program."""
    levels = {"debug", "info", "warning", "error", "critical", "exception"}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in levels:
                continue
            if isinstance(node.func.value, ast.Name) and node.func.value.id in {"log", "_log", "qt_log"}:
                yield f"{path.name}:{node.lineno}", node


def test_the_program_logs_literal_texts_only() -> None:
    """The text of a call is written as it is: it must be a constant, the values come as arguments."""
    found = list(calls())
    assert len(found) > 10
    assert [place for place, call in found if not isinstance(call.args[0], ast.Constant)] == []
