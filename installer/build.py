"""`python installer/build.py folder|deb|windows|macos|imports`: the program as people install it; see docs/install.md."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import version  # noqa: E402
from contents import ROOT  # noqa: E402

sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
from supply_chain import must_not_ship  # noqa: E402

DIST = ROOT / "dist"
WORK = ROOT / "build" / "installer"


def freeze() -> Path:
    """The folder with program, Python, Qt and resources; checked: every module, resource and library is in."""
    import licences
    import toc
    import trim

    run([sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", str(DIST),
         "--workpath", str(WORK), str(HERE / "fieldapp.spec")])  # fmt: skip
    folder = DIST / "fieldapp"
    if sys.platform.startswith("linux"):
        print("nothing needs, dropped:", *trim.drop_idle(folder))
        trim.strip_symbols(folder)
        trim.check_libraries(folder)
    toc.sort_base_library(folder)
    toc.check(folder, WORK / "fieldapp")
    if found := must_not_ship(path.relative_to(folder).as_posix() for path in folder.rglob("*")):
        raise SystemExit("may not be passed on (tools/licences.toml): " + ", ".join(found))
    licences.write(folder / "licences", toc.modules(WORK / "fieldapp"))
    smoke(folder)
    return folder


WHOLE = {"fonts.ok", "codes.ok"}
"""What `doctor` finds of a program that has all its parts, whatever the machine."""


def smoke(folder: Path) -> None:
    """The frozen program says its version, knows its commands, draws every character and reads codes."""
    program = folder / ("fieldapp.exe" if sys.platform == "win32" else "fieldapp")
    run([str(program), "--version"])
    run([str(program), "verify", "--help"], quiet=True)
    with tempfile.TemporaryDirectory() as nothing_yet:
        asked = [str(program), "doctor", "--json", "--data", nothing_yet]
        # a console of Windows has its own encoding; the codes are ASCII
        told = subprocess.run(asked, stdout=subprocess.PIPE, check=False, encoding="utf-8", errors="replace").stdout
    found = {finding["code"] for finding in json.loads(told)["findings"]}
    if lacking := WHOLE - found:
        raise SystemExit("the frozen program lacks: " + ", ".join(sorted(lacking)))


def deb(folder: Path, quick: bool) -> Path:
    import debian

    return debian.build(folder, WORK, DIST, quick)


def windows(folder: Path, quick: bool) -> Path:
    import windows_setup

    return windows_setup.build(folder, WORK, DIST)


def macos(folder: Path, quick: bool) -> Path:
    """A disk image with the bundle. Not tried: see docs/install.md."""
    image = DIST / "fieldapp.dmg"
    bundle = str(folder.with_suffix(".app"))
    run(["hdiutil", "create", "-volname", "fieldapp", "-srcfolder", bundle, "-ov", "-format", "UDZO", str(image)])
    return image


def run(command: list[str], quiet: bool = False) -> None:
    environment = os.environ | {"PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": str(version.moment())}
    subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL if quiet else None)


PACKAGES = {"deb": deb, "windows": windows, "macos": macos}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("folder", *PACKAGES, "imports"))
    parser.add_argument("--frozen", action="store_true", help="pack dist/fieldapp as it is (after it was signed)")
    parser.add_argument("--quick", action="store_true", help="deb: not compressed, for trying")
    options = parser.parse_args()
    if options.what == "imports":
        import traced

        traced.update()
        return 0
    folder = DIST / "fieldapp" if options.frozen else freeze()
    print(folder if options.what == "folder" else PACKAGES[options.what](folder, options.quick))
    return 0


if __name__ == "__main__":
    sys.exit(main())
