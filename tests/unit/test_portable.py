"""The same program runs on Windows, where none of these tests do: no call that only POSIX has outside a branch for it, no path
of one system, no name that Windows refuses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest

from fieldapp.archive.layout import file_names
from fieldapp.clock import SystemClock
from fieldapp.services.handed_out import FOLDER, harmless_name
from fieldapp.store.layout import BLOBS, STORE_FOLDER

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "fieldapp").rglob("*.py"))

MODULES = {"fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "syslog", "crypt", "posix", "readline", "curses"}
CALLS = {
    "os.fork", "os.forkpty", "os.getuid", "os.geteuid", "os.getgid", "os.getegid", "os.setuid", "os.setsid", "os.getpgid",
    "os.killpg", "os.chown", "os.lchown", "os.mkfifo", "os.mknod", "os.uname", "os.wait", "os.nice", "os.statvfs",
    "os.fdatasync", "os.sched_getaffinity", "os.getloadavg", "os.sync", "os.chroot", "os.umask", "os.O_DIRECTORY",
    "os.O_NOFOLLOW", "os.O_SYNC", "signal.SIGKILL", "signal.SIGHUP", "signal.SIGUSR1", "signal.SIGUSR2", "signal.SIGALRM",
    "signal.SIGCHLD", "signal.SIGQUIT", "signal.alarm", "signal.setitimer", "signal.pause", "time.tzset", "socket.AF_UNIX",
}  # fmt: skip
"""Not there on Windows, or (umask) without the meaning that is wanted."""
PLACES = ("/tmp", "/proc", "/sys", "/dev", "/usr", "/etc", "/var", "/home", "/run", "/opt")
ALLOWED_PLACES = {
    ("fieldapp/sync/trust.py", "/etc"): "the trust store of Linux; Windows and macOS ask their own",
    ("fieldapp/ui/views/camera_panel.py", "/dev"): "looked at on Linux only",
}


def guarded(node: ast.expr) -> bool:
    """Whether a condition asks which system this is."""
    text = ast.unparse(node)
    return any(word in text for word in ("os.name", "sys.platform", "hasattr(os", "platform.system", "O_NOFOLLOW", "WINDOWS"))


def unguarded(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those below an `if` (or before an early return) that asks for the system."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If | ast.IfExp) and guarded(node.test):
            continue
        yield node
        yield from unguarded(node)


def returns_early(function: ast.FunctionDef) -> bool:
    """`if os.name == "nt": return …` as the first statement that is not the docstring."""
    body = [each for each in function.body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))]
    return bool(body) and isinstance(body[0], ast.If) and guarded(body[0].test) and isinstance(body[0].body[-1], ast.Return)


def posix_only(source: str) -> list[str]:
    """What this text uses that Windows has not."""
    found = []
    tree = ast.parse(source)
    early = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and returns_early(node)
        for inner in ast.walk(node)
    }
    for node in unguarded(tree):
        if id(node) in early:
            continue
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in MODULES]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in MODULES:
            found.append(str(node.module))
        elif isinstance(node, ast.ImportFrom) and node.module in {"os", "signal"}:
            found += [name for alias in node.names if (name := f"{node.module}.{alias.name}") in CALLS]
        elif isinstance(node, ast.Attribute) and (name := ast.unparse(node)) in CALLS:
            found.append(name)
    return found


def test_the_scan_sees_what_it_is_for() -> None:
    assert posix_only("import fcntl\nimport os\nos.getuid()\nfrom os import fork") == ["fcntl", "os.getuid", "os.fork"]
    assert posix_only("import os, signal\ndef f(pid):\n    os.kill(pid, signal.SIGKILL)") == ["signal.SIGKILL"]
    assert posix_only("import os\nif os.name != 'nt':\n    os.getuid()\n") == []
    assert (
        posix_only("import os\ndef f():\n    'doc'\n    if os.name == 'nt':\n        return None\n    return os.getuid()") == []
    )
    assert len(SOURCES) > 300


def test_only_calls_that_every_system_has() -> None:
    guilty = {path.name: found for path in SOURCES if (found := posix_only(path.read_text(encoding="utf-8")))}
    assert guilty == {}


def test_no_path_of_one_system() -> None:
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for place in PLACES:
                    if node.value == place or node.value.startswith(f"{place}/"):
                        found.add((path.relative_to(ROOT).as_posix(), place))
    assert found - set(ALLOWED_PLACES) == set()
    assert set(ALLOWED_PLACES) <= found, "no longer there"


def test_text_files_are_never_read_in_the_systems_own_encoding() -> None:
    """On Chinese Windows that would be GBK. `read_text(encoding)`, `write_text(text, encoding)`, or by name."""
    given = {"read_text": 1, "write_text": 2}
    guilty = [
        f"{path.name}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in given
        and len(node.args) < given[node.func.attr] and all(word.arg != "encoding" for word in node.keywords)
    ]  # fmt: skip
    assert guilty == []


HOSTILE = [
    'a<b>c:d"e/f\\g|h?i*.pdf', "con.pdf", "COM1", "nul.tar.gz", "trailing. . .", " x .pdf", "..", "", "a\x00b\x1f.jpg",
    "工单" * 200 + ".pdf", "x." + "y" * 300,
]  # fmt: skip


def takes(name: str) -> bool:
    """Whether Windows takes this as the name of one file."""
    odd = any(ord(each) < 32 or each in '<>:"/\\|?*' for each in name)
    return (
        bool(name) and not odd and not name.endswith((" ", ".")) and not PureWindowsPath(name).is_reserved() and len(name) <= 255
    )


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_name_from_outside_becomes_one_that_windows_takes(number: int) -> None:
    assert takes(harmless_name(HOSTILE[number]))
    for file in file_names(HOSTILE[number] or "n", 3, "0" * 64, SystemClock().now()):
        assert all(takes(part) for part in file.split("/"))


def test_the_deepest_files_of_a_data_folder_stay_below_260_characters() -> None:
    """MAX_PATH of Windows, for a user name of 20 characters; one more folder level below the store is held back for archives."""
    data = "C:\\Users\\" + "u" * 20 + "\\AppData\\Local\\fieldapp\\"
    handed = "\\".join((STORE_FOLDER, FOLDER, "0" * 16, max((harmless_name(name) for name in HOSTILE), key=len)))
    blob = "\\".join((STORE_FOLDER, BLOBS, "00", ".", "0" * 64 + ".12345678-123456789012.tmp"))
    assert len(data + handed) < 260
    assert len(data + blob) < 260
