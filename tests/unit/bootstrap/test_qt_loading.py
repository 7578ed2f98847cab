"""PySide6 loaded with its patterns compiled later says the same as PySide6 loaded in the usual way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SAYS = """
import sys
if sys.argv[1] == "later":
    from fieldapp.bootstrap import qt_loading
    used = []
    ask = qt_loading.Later.__getattr__
    qt_loading.load_qt()
from PySide6.QtCore import QObject, QTimer, QRect
from PySide6.QtWidgets import QWidget
from shibokensupport.signature import get_signature
if sys.argv[1] == "later":
    import re
    from shibokensupport.signature.lib import pyi_generator
    assert isinstance(pyi_generator.Formatter.brace_searcher, qt_loading.Later), "another PySide6: is it still worth it?"
    assert isinstance(re.compile("a"), re.Pattern)
for wrong in (lambda: QTimer.singleShot("soon"), lambda: QRect(1, "2"), lambda: QWidget(3), lambda: QObject().setObjectName(1)):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
for known in (QTimer.singleShot, QWidget.render, QRect.adjusted, QObject.findChildren):
    print(get_signature(known))
from shibokensupport.signature.lib.pyi_generator import Formatter
print(Formatter.optional_replacer("a: typing.Optional[typing.Union[int, typing.List[str]]] = None"))
"""


def said(how: str) -> str:
    run = [sys.executable, "-c", SAYS, how]
    done = subprocess.run(run, cwd=Path(__file__).parents[3], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_is_compiled_later_says_the_same() -> None:
    usual = said("usual")
    assert "singleShot" in usual
    assert "int" in usual.splitlines()[-1]
    assert said("later") == usual


COMPILED = """
import sys
from fieldapp.bootstrap import qt_loading
asked = []
later = qt_loading.Later.__init__
def watched(self, compiled, *given):
    later(self, lambda *parts: asked.append(parts) or compiled(*parts), *given)
qt_loading.Later.__init__ = watched
sys.argv = ["first_paint.py", sys.argv[1]]
from tests.support import first_paint
tell = first_paint.tell
def told():
    sys.stderr.write(f"compiled {len(asked)}")
    sys.stderr.flush()
    tell()
first_paint.tell = told
first_paint.main()
"""


def test_nothing_of_it_is_compiled_before_the_first_paint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    run = [sys.executable, "-c", COMPILED, str(tmp_path / "data")]
    done = subprocess.run(run, cwd=Path(__file__).parents[3], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == "compiled 0"
