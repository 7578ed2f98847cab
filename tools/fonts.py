"""Build resources/fonts anew from where the fonts come from, and compare with what is there.

    python tools/fonts.py            compare: exit code 1 when a file differs
    python tools/fonts.py --write    replace what differs

Noto Sans SC comes from the wheel justmytype-intl-cjk 0.1.0 (PyPI): its variable font at two fixed weights, because Qt shows only
the thinnest of a variable font and the PDF opens a fixed one faster. HanaMinB comes from Debian's fonts-hanazono; both through
the registries' own clients (`pip download`, `apt-get download`). Sums are pinned: another file under the same name is an error.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parents[1] / "resources" / "fonts"

WHEEL = "justmytype-intl-cjk==0.1.0"
WHEEL_SHA256 = "06d9665542bfcad373716bb80583aa2d9bb2086a054fe11f706b9bd41e03f256"
FOLDER_IN_WHEEL = "justmytype_intl_cjk/fonts/ofl/notosanssc/"
VARIABLE = FOLDER_IN_WHEEL + "NotoSansSC[wght].ttf"
LICENCE = FOLDER_IN_WHEEL + "OFL.txt"
WEIGHTS = {"NotoSansSC-Regular.ttf": 400, "NotoSansSC-SemiBold.ttf": 600}
UNITS_PER_EM = 500
"""Half the grid of the original: no point of an outline moves by more than a thousandth of the size (3 µm at 9 pt), and what a
PDF carries of the font is an eighth smaller."""
PACKAGE = "fonts-hanazono=20170904-2.1"
IN_PACKAGE = {
    "HanaMinB.ttf": "usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
    "HanaMinB-COPYRIGHT.txt": "usr/share/doc/fonts-hanazono/copyright",
}
SHA256 = {
    "NotoSansSC-Regular.ttf": "80347072bf02570d965e66fd85c63670c3c78265ca04c2ed2c8bafeb023bd933",
    "NotoSansSC-SemiBold.ttf": "ea9b4abd64951f6b69f65d991bb5765cdf31206825c6c98420e8d4ad684b16f8",
    "NotoSansSC-OFL.txt": "1c05c68c34f9708415aada51f17e1b0092d2cea709bf4a94cd38114f9e73d7d9",
    "HanaMinB.ttf": "829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c",
    "HanaMinB-COPYRIGHT.txt": "79d939010df236c3b257bec8b3efdc17c9fb603970695a73a0e155fab6672ed2",
}


def from_wheel(folder: Path) -> dict[str, bytes]:
    """Download the wheel and take the fonts out."""
    command = ["uvx", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", str(folder), WHEEL]
    subprocess.run(command, check=True)
    (wheel,) = folder.glob("*.whl")
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL_SHA256:
        sys.exit(f"{wheel.name}: not the pinned wheel")
    with zipfile.ZipFile(wheel) as archive:
        variable = archive.read(VARIABLE)
        fixed = {name: at_weight(variable, weight) for name, weight in WEIGHTS.items()}
        return fixed | {"NotoSansSC-OFL.txt": archive.read(LICENCE)}


def at_weight(variable: bytes, weight: int) -> bytes:
    """The font at one weight and grid; the same bytes at every run, because no time of making is written."""
    font = TTFont(io.BytesIO(variable), recalcTimestamp=False)
    instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True, updateFontNames=True)
    scale_upem(font, UNITS_PER_EM)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def from_package(folder: Path) -> dict[str, bytes]:
    """Download the Debian package, unpack it without installing, and take the fonts out."""
    subprocess.run(["apt-get", "download", "--quiet", PACKAGE], cwd=folder, check=True)
    (package,) = folder.glob("*.deb")
    subprocess.run(["dpkg-deb", "--extract", package, folder / "tree"], check=True)
    return {name: (folder / "tree" / inside).read_bytes() for name, inside in IN_PACKAGE.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description="Build resources/fonts anew and compare")
    parser.add_argument("--write", action="store_true", help="replace what differs")
    write = parser.parse_args().write
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        built = {**from_wheel(Path(one)), **from_package(Path(two))}
    differs = False
    for name, data in sorted(built.items()):
        if hashlib.sha256(data).hexdigest() != SHA256[name]:
            sys.exit(f"{name}: not the pinned file")
        path = FONTS / name
        same = path.exists() and path.read_bytes() == data
        if not same and write:
            path.write_bytes(data)
        differs = differs or not (same or write)
        print(f"{name}: {'same' if same else 'written' if write else 'differs'}")
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main())
