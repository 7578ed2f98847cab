"""Whatever goes wrong leaves a report, and no report says more than where."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QRunnable

from fieldapp import logs
from fieldapp.bootstrap.demo_run import bugs_heard, judged
from fieldapp.crashes import KEPT, Crashes
from fieldapp.ui import overrides
from fieldapp.ui.getting_ready import imports_of_pages
from tests.support import crash_child

CHILD = Path(crash_child.__file__)
PERSONAL = ("欧阳", "13800138000", "photo.jpg")


def run(folder: Path, kind: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, CHILD, folder, kind], capture_output=True, text=True, timeout=60, check=False)


def everything(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(("kind", "told"), [("slot", "exception"), ("thread", "thread"), ("job", "job")])
def test_a_bug_nobody_caught_leaves_one_report_without_what_it_was_about(tmp_path: Path, kind: str, told: str) -> None:
    with bugs_heard(tmp_path) as bugs:
        done = run(tmp_path, kind)
    assert done.returncode == 0, done.stderr
    (note,) = Crashes(tmp_path).notes()
    assert (note.kind, note.what) == (told, "LookupError")
    assert bugs() == [f"{note.path.name}: {told} LookupError {note.where}"], "the demo hears of it too"
    assert "crash_child.py" in note.where
    assert note.where.endswith("inner")
    report = json.loads(note.path.read_bytes())
    assert report["versions"]["pyside6"]
    assert any("started" in line for line in report["log"])
    assert not [word for word in PERSONAL if word in everything(tmp_path)]
    assert not (tmp_path / "crashes" / "native.txt").exists()
    if kind != "job":
        assert "欧阳" in done.stderr, "whoever sits at the terminal sees it whole"


def test_a_bug_in_an_override_of_a_qt_method_is_a_report_and_not_the_end(tmp_path: Path) -> None:
    done = run(tmp_path, "override")
    assert done.returncode == 0, done.stderr
    (note,) = Crashes(tmp_path).notes()
    assert (note.kind, note.what) == ("exception", "ValueError")
    assert "crash_child.py" in note.where
    assert not [word for word in PERSONAL if word in everything(tmp_path)]


@pytest.mark.skipif(sys.version_info >= (3, 12) or sys.platform == "win32", reason="Python 3.12 has only whole exceptions")
def test_without_the_guard_it_would_be_the_end() -> None:
    """When this fails, Qt for Python is mended and `ui/overrides` can go."""
    code = """if True:
        from PySide6.QtCore import QCoreApplication, QEvent, QObject
        class Overriding(QObject):
            def event(self, event):
                return int("no number") > 0
        app = QCoreApplication([])
        overriding = Overriding()
        app.sendEvent(overriding, QEvent(QEvent.Type.User))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGSEGV


def test_every_override_of_the_program_is_guarded(qapp: object) -> None:
    for _ in imports_of_pages():
        pass
    classes, found = [QObject, QRunnable], 0
    while classes:
        cls = classes.pop()
        classes += type.__subclasses__(cls)
        if cls.__module__.startswith("fieldapp."):
            qt = [base for base in cls.__mro__ if overrides.is_of_qt(base)]
            own = {name: value for name, value in vars(cls).items() if overrides.is_override(name, value, qt)}
            assert [name for name, value in own.items() if not hasattr(value, overrides.MARK)] == [], cls
            found += len(own)
    assert found > 100


def test_the_demo_is_no_success_when_its_device_reports_a_bug(tmp_path: Path) -> None:
    Crashes(tmp_path).record(failed(1), "job")
    with bugs_heard(tmp_path) as bugs:
        assert bugs() == [], "what an earlier run left is not this one's"
        said: list[str] = []
        well = judged({"ok": True, "checks": {"both sides agree": True}}, bugs(), said.append)
        assert (well["ok"], said) == (True, [])
        Crashes(tmp_path).record(failed(2), "job")
        spoilt = judged({"ok": True, "checks": {"both sides agree": True}}, bugs(), said.append)
    assert not spoilt["ok"]
    assert spoilt["checks"] == {"both sides agree": True, "nothing went wrong inside the window": False}
    assert spoilt["bugs"] == bugs()
    assert "job KeyError" in said[0]


@pytest.mark.parametrize(("kind", "word"), [("segv", "Segmentation fault"), ("abort", "Aborted")])
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_fault_in_native_code_becomes_a_report_at_the_next_start(tmp_path: Path, kind: str, word: str) -> None:
    assert run(tmp_path, kind).returncode < 0
    assert Crashes(tmp_path).notes() == ()
    assert run(tmp_path, "none").returncode == 0
    (note,) = Crashes(tmp_path).notes()
    assert note.kind == "native"
    assert word in note.what
    text = note.path.read_text("utf-8")
    assert "crash_child.py" in text
    assert str(CHILD.parent) not in text, "folders above the program name the account"
    assert run(tmp_path, "none").returncode == 0
    assert len(Crashes(tmp_path).notes()) == 1, "it is told once"


def test_a_killed_program_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "crashes").mkdir()
    (tmp_path / "crashes" / "native.txt").touch()
    Crashes(tmp_path).take_over()
    assert Crashes(tmp_path).notes() == ()
    assert list((tmp_path / "crashes").iterdir()) == []


def test_qt_says_who_spoke_but_not_what(tmp_path: Path) -> None:
    done = run(tmp_path, "qt")
    assert "Qt QImage::load" in "\n".join(logs.tail(tmp_path))
    assert not [word for word in PERSONAL if word in everything(tmp_path)]
    assert "not a picture" in done.stderr


def failed(number: int) -> Exception:
    """An exception with a place of its own."""
    try:
        exec(compile("\n" * number + "raise KeyError('x')", f"place{number}.py", "exec"), {})
    except KeyError as error:
        return error
    raise AssertionError


def test_the_person_is_told_once_and_only_the_newest_are_kept(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    steps = iter(range(1000))
    reports = Crashes(tmp_path, now=lambda: moment + timedelta(seconds=next(steps)))
    assert reports.unseen() == 0
    first = failed(0)
    reports.record(first, "job")
    reports.record(first, "job")
    assert (reports.unseen(), reports.fresh) == (1, 1)
    reports.mark_seen()
    assert Crashes(tmp_path).unseen() == 0
    for number in range(1, KEPT + 5):
        reports.record(failed(number), "job")
    assert len(reports.notes()) == KEPT
    assert reports.unseen() == KEPT
    reports.remove_all()
    assert reports.notes() == ()


def test_without_a_data_folder_nothing_is_made(tmp_path: Path) -> None:
    Crashes(tmp_path / "none").record(failed(3), "job")
    assert not (tmp_path / "none").exists()
