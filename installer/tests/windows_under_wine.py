"""The Windows installer under wine64, with a stand-in for the program: install silently, upgrade, refuse, uninstall.

python installer/tests/windows_under_wine.py        about a minute; needs Debian's nsis and wine64
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import windows_setup

WINE = next((path for path in ("/usr/lib/wine/wine64", "/usr/bin/wine64") if Path(path).exists()), "wine64")
STAND_IN = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/cmd.exe")
"""A Windows program that can be started and left running."""
UNINSTALL_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\fieldapp"


class Wine:
    """A Windows of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}},
            "WINEPREFIX": str(folder), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=",
        }  # fmt: skip
        self.run("wineboot", "--init")
        self.local = next((folder / "drive_c" / "users").glob("*/AppData/Local"), None) or self.user(folder) / "AppData" / "Local"
        self.programs = self.local / "Programs" / "fieldapp"

    def user(self, folder: Path) -> Path:
        return next(path for path in (folder / "drive_c" / "users").iterdir() if path.name != "Public")

    def run(self, *command: str) -> int:
        return subprocess.run(
            [WINE, *command], env=self.environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ).returncode

    def registry(self, key: str) -> str:
        told = subprocess.run([WINE, "reg", "query", key, "/s"], env=self.environment, check=False, capture_output=True)
        return told.stdout.decode("utf-8", "replace")

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [WINE, *command], env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


def payload(folder: Path, *names: str) -> Path:
    """A stand-in for the frozen folder, with these files besides the two programs."""
    for name in ("fieldapp.exe", "fieldappw.exe"):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(STAND_IN, folder / name)
    for name in ("licences/README.txt", *names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="fieldapp-wine-") as place:
        here = Path(place)
        old = setup(payload(here / "old", "_internal/resources/old.txt", "_internal/工单.txt"), here / "1")
        new = setup(payload(here / "new", "_internal/resources/new.txt"), here / "2")
        wine = Wine(here / "prefix")
        data = wine.local / "fieldapp" / "store"
        data.mkdir(parents=True)
        (data / "orders.db").write_text("orders", encoding="utf-8")
        installs(wine, old)
        upgrades(wine, new)
        refuses_while_running(wine, old)
        refuses_a_strange_folder(wine, new)
        uninstalls(wine, data)


def setup(folder: Path, work: Path) -> Path:
    work.mkdir()
    return windows_setup.build(folder, work, work, target64=True)


def installs(wine: Wine, installer: Path) -> None:
    assert wine.run(str(installer), "/S") == 0
    for name in ("fieldapp.exe", "fieldappw.exe", "uninstall.exe", "_internal/resources/old.txt", "_internal/工单.txt"):
        assert (wine.programs / name).is_file(), name
    told = wine.registry(UNINSTALL_KEY)
    assert "QuietUninstallString" in told, told
    assert "verify --window" in wine.registry(r"HKCU\Software\Classes\fieldapp.pdf")
    assert "fieldapp.pdf" in wine.registry(r"HKCU\Software\Classes\.pdf\OpenWithProgids")
    assert len(list(wine.local.parent.rglob("Start Menu/Programs/fieldapp/*.lnk"))) == 2
    print("ok  installed silently, for this user: files, menu, Open with, entry in the list of programs")


def upgrades(wine: Wine, installer: Path) -> None:
    assert wine.run(str(installer), "/S") == 0
    assert (wine.programs / "_internal/resources/new.txt").is_file()
    assert not (wine.programs / "_internal/resources/old.txt").exists()
    print("ok  upgraded silently: the files of the version before are gone")


def refuses_while_running(wine: Wine, installer: Path) -> None:
    program = wine.start(str(wine.programs / "fieldappw.exe"), "/k")
    try:
        time.sleep(3)
        assert wine.run(str(installer), "/S") == 2
        assert wine.run(str(wine.programs / "uninstall.exe"), "/S", f"_?={windows_path(wine.programs)}") == 2
    finally:
        program.kill()
        program.wait()
    assert (wine.programs / "_internal/resources/new.txt").is_file()
    time.sleep(2)
    print("ok  while the program runs, installer and uninstaller end with 2 and change nothing")


def windows_path(path: Path) -> str:
    return "C:\\" + "\\".join(path.parts[path.parts.index("drive_c") + 1 :])


def refuses_a_strange_folder(wine: Wine, installer: Path) -> None:
    strange = wine.local / "photos"
    strange.mkdir()
    (strange / "mine.jpg").write_text("photo", encoding="utf-8")
    assert wine.run(str(installer), "/S", f"/D={windows_path(strange)}") == 2
    assert [path.name for path in strange.iterdir()] == ["mine.jpg"]
    print("ok  a folder with other files is refused, and they stay")


def uninstalls(wine: Wine, data: Path) -> None:
    assert wine.run(str(wine.programs / "uninstall.exe"), "/S", f"_?={windows_path(wine.programs)}") == 0
    left = [path for path in wine.programs.rglob("*") if path.name != "uninstall.exe"] if wine.programs.exists() else []
    assert not left, left
    assert "InstallDir" not in wine.registry(r"HKCU\Software\fieldapp")
    assert "DisplayName" not in wine.registry(UNINSTALL_KEY)
    assert "fieldapp" not in wine.registry(r"HKCU\Software\Classes\.pdf")
    assert not list(wine.local.parent.rglob("Start Menu/Programs/fieldapp"))
    assert (data / "orders.db").read_text("utf-8") == "orders"
    print("ok  uninstalled silently: nothing of it is left, the data folder is as it was")


if __name__ == "__main__":
    main()
