"""From the frozen folder to Windows' installer (NSIS). `makensis` of Debian compiles it, too."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import icons
import version

SCRIPT = Path(__file__).resolve().parent / "windows" / "fieldapp.nsi"


def build(folder: Path, work: Path, dist: Path, target64: bool = False) -> Path:
    """The installer of a folder; its path. `target64`: a 64-bit installer, for wine64. SystemExit without makensis."""
    program = shutil.which("makensis") or shutil.which("makensis", path=r"C:\Program Files (x86)\NSIS")
    if program is None:
        raise SystemExit("makensis (NSIS 3) is not installed")
    number = version.program()
    target = dist / f"fieldapp-{number}-setup.exe"
    icon = icons.make(work).folder / "fieldapp.ico"
    mark = "/" if sys.platform == "win32" else "-"
    definitions: dict[str, object] = {
        "VERSION": number,
        "VERSION4": four(number),
        "PAYLOAD": folder,
        "OUTPUT": target,
        "ICON": icon,
    }
    if target64:
        definitions["TARGET"] = "amd64-unicode"
    given = [f"{mark}D{name}={value}" for name, value in definitions.items()]
    subprocess.run([program, f"{mark}V2", f"{mark}INPUTCHARSET", "UTF8", *given, str(SCRIPT)], check=True)
    return target


def four(number: str) -> str:
    """`0.1.0` → `0.1.0.0`, as Windows wants it."""
    return ".".join([*number.split("."), "0", "0", "0"][:4])
