"""Chinese typed by real keys through a real input method into the fields of the real window.

ibus with libpinyin, and fcitx 5 through its ibus front end: the two that Chinese Linux desktops bring. Both in a session of their
own: own bus, own home, own X server.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.x11.conftest import PATIENCE_S, Child

pytestmark = pytest.mark.x11

MEMORY = "/usr/libexec/ibus-memconf"
NEEDED = {
    "ibus": ("dbus-daemon", "ibus-daemon", "/usr/libexec/ibus-engine-libpinyin", MEMORY),
    "fcitx5": ("dbus-daemon", "fcitx5", "/usr/share/fcitx5/inputmethod/pinyin.conf"),
}
IBUS = ("ibus-daemon", "--xim=false", "--panel=disable", "--emoji-extension=disable", f"--config={MEMORY}", "--replace")
FCITX = ("fcitx5", "--disable=all", "--enable=dbus,ibusfrontend,pinyin,pinyinhelper,punctuation,keyboard,xcb,imselector")
FCITX_PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""
SAVED_S = 2.4
"""Longer than the window waits before it saves."""


class Session:
    """A desktop session with an input method."""

    def __init__(self, method: str, display: str, home: Path) -> None:
        self.method = method
        runtime = home / "run"
        runtime.mkdir(parents=True, mode=0o700)
        own = {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "XDG_CONFIG_HOME": str(home / ".config")}
        self.own = own | {"DISPLAY": display, "GSETTINGS_BACKEND": "memory", "LANG": "C.UTF-8", "QT_IM_MODULE": method_of(method)}
        self._programs: list[subprocess.Popen[str]] = []
        bus = self.start("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1", stdout=subprocess.PIPE)
        assert bus.stdout is not None
        self.own["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        if method == "fcitx5":
            profile = home / ".config" / "fcitx5" / "profile"
            profile.parent.mkdir(parents=True)
            profile.write_text(FCITX_PROFILE)
        self.start(*(IBUS if method == "ibus" else FCITX))

    def start(self, *command: str, stdout: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        program = subprocess.Popen(command, env=os.environ | self.own, stdout=stdout, stderr=subprocess.DEVNULL, text=True)
        self._programs.append(program)
        return program

    def choose_pinyin(self) -> bool:
        """True when the engine is there; fcitx has it as its only one."""
        if self.method == "fcitx5":
            return True
        self.ibus("engine", "libpinyin")  # its exit code tells of the keyboard's layout, too
        return self.ibus("engine") == "libpinyin"

    def ibus(self, *words: str) -> str:
        done = subprocess.run(
            ("ibus", *words), env=os.environ | self.own, check=False, capture_output=True, text=True, timeout=30
        )
        return done.stdout.strip()

    def close(self) -> None:
        for program in reversed(self._programs):
            program.terminate()
            program.wait(10)
            if program.stdout is not None:
                program.stdout.close()


def method_of(method: str) -> str:
    """What the desktop says to Qt programs."""
    return "fcitx" if method == "fcitx5" else "ibus"


@pytest.fixture(scope="module", params=list(NEEDED))
def session(request: pytest.FixtureRequest, display: str) -> Iterator[Session]:
    missing = [name for name in NEEDED[request.param] if shutil.which(name) is None and not Path(name).is_file()]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    with tempfile.TemporaryDirectory(prefix="im-", ignore_cleanup_errors=True) as home:  # short: sockets have 107 characters
        made = Session(request.param, display, Path(home))
        try:
            yield made
        finally:
            made.close()


@pytest.fixture(scope="module")
def child(session: Session, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Child]:
    folder = tmp_path_factory.mktemp(session.method) / "data"
    made = Child("typing_child", session.own["DISPLAY"], folder, session.own)
    try:
        assert made.hear() == "ready"
        made.hand("windowfocus", made.ask("window"))
        made.ask("orders")
        until(session.choose_pinyin)
        awake(made)
        yield made
    finally:
        made.close()


def until(holds: Callable[[], Any], told: Callable[[], object] = str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, told()
        time.sleep(0.05)


def awake(child: Child) -> None:
    """The engine loads its dictionary at the first key: until then letters go straight into the field."""
    end = time.monotonic() + PATIENCE_S
    while True:
        child.hand("type", "--delay", 40, "ni")
        time.sleep(0.4)
        composing = bool(child.ask("look")["composing"])
        child.hand("key", "Escape", "key", "Escape", "sleep", 0.2)
        if composing:
            break
        assert time.monotonic() < end, "the input method does not answer"
    until(lambda: not child.ask("look")["text"] and not child.ask("look")["composing"])


def empty(child: Child) -> None:
    """The field as it was found."""
    child.hand("key", "ctrl+a", "key", "Delete")
    until(lambda: child.ask("look")["text"] == "", lambda: child.ask("look"))


def compose(child: Child, letters: str) -> dict[str, Any]:
    """Type letters; what the field says when all of them are composed."""
    child.hand("type", "--delay", 30, letters)
    until(lambda: len(child.ask("look")["composing"].replace(" ", "")) in (len(letters), 2), lambda: child.ask("look"))
    time.sleep(0.2)
    seen: dict[str, Any] = child.ask("look")
    return seen


def test_chinese_is_typed_into_every_kind_of_field(child: Child) -> None:
    for question, before in (
        ("orders", ""),
        ("field contact_name", ""),
        ("field cause", ""),
        ("field devices name", "汇聚交换机"),
    ):
        x, y, width, height = child.ask(question)
        before_it = child.ask("ink")
        child.hand("mousemove", x + width // 2, y + height // 2, "click", 1, "key", "End")
        seen = compose(child, "beijing")
        assert (seen["text"], seen["focus"], seen["cursor_inside"]) == (before, True, True), question
        assert child.ask("ink") > before_it, "what is composed shows in the field"
        if "cause" in question:
            time.sleep(SAVED_S)
        seen = child.ask("look")
        assert seen["searched"] == "", "half-typed letters are not searched for"
        assert not any(part in seen["kept"] for part in ("beijing", "bei jing")), "half-typed letters are not saved"
        assert question == "field devices name" or "北京" not in str(seen["answers"].get(question.split()[-1], "")), question
        child.hand("key", "space")
        until(lambda text=before + "北京": child.ask("look")["text"] == text, lambda: child.ask("look"))
        assert child.ask("look")["composing"] == ""
    until(lambda: child.ask("look")["answers"]["devices"][0]["name"] == "汇聚交换机北京", lambda: child.ask("look"))
    answers = child.ask("look")["answers"]
    assert (answers["contact_name"], answers["cause"]) == ("北京", "北京")
    child.ask("orders")
    until(lambda: child.ask("look")["searched"] == "北京")


def test_the_keys_of_the_input_method_are_not_taken_by_the_window(child: Child) -> None:
    """Escape, Down, Return and digits mean something to the search, too; while something is composed they are not its own."""
    child.ask("orders")
    empty(child)
    compose(child, "beijing")
    child.hand("key", "Down", "sleep", 0.2)
    assert child.ask("look")["focus"], "Down goes through the candidates, not into the list"
    child.hand("key", "Escape", "key", "Escape")
    until(lambda: not child.ask("look")["composing"])
    seen = child.ask("look")
    assert (seen["text"], seen["focus"], seen["page"]) == ("", True, "orders")
    compose(child, "beijing")
    child.hand("key", "2", "sleep", 0.3, "key", "space")
    until(lambda: child.ask("look")["text"].strip() and not child.ask("look")["composing"], lambda: child.ask("look"))
    assert not any(sign.isascii() for sign in child.ask("look")["text"].strip()), "the second candidate, not a digit"
    empty(child)
    compose(child, "beijing")
    child.hand("key", "Return")
    until(lambda: child.ask("look")["text"], lambda: child.ask("look"))
    assert child.ask("look")["focus"], "Return ends the composition; only the next one goes into the list"


def test_leaving_a_field_ends_the_composition_there(child: Child) -> None:
    """Whether the composed text stays is the input method's choice (libpinyin and fcitx take it back); screen and store agree on
    it, and no part of it comes up in the next field."""
    child.ask("field solution")
    child.hand("key", "ctrl+a", "key", "Delete", "sleep", 0.2)
    compose(child, "beijing")
    child.ask("field contact_name")
    before = child.ask("look")["text"]
    child.hand("key", "End", "type", "a")
    child.hand("key", "space")
    until(lambda: not child.ask("look")["composing"] and len(child.ask("look")["text"]) > len(before), lambda: child.ask("look"))
    assert "京" not in child.ask("look")["text"].removeprefix(before)
    child.ask("field solution")
    shown = child.ask("look")["text"]
    assert shown.replace(" ", "") in ("", "北京", "beijing")
    until(lambda: child.ask("look")["answers"].get("solution", "") == shown.strip(), lambda: child.ask("look"))
