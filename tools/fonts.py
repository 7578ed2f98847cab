"""Build resources/fonts anew from where the fonts come from, and compare with what is there.

    python tools/fonts.py            compare: exit code 1 when a file differs
    python tools/fonts.py --write    replace what differs

Noto Sans SC comes from the wheel justmytype-intl-cjk 0.1.0 (PyPI): its variable font at two fixed weights, because Qt shows only
the thinnest of a variable font and the PDF opens a fixed one faster. HanaMinB comes from Debian's fonts-hanazono as it is, the
letters of Europe and signs that both lack from its fonts-dejavu-core; all through the registries' own clients (`pip download`,
`apt-get download`). Sums are pinned: another file under the same name is an error.
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

from fontTools import subset
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
HANAZONO = "fonts-hanazono=20170904-2.1"
DEJAVU = "fonts-dejavu-core=2.37-6"
IN_PACKAGE = {
    HANAZONO: {
        "HanaMinB.ttf": "usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
        "HanaMinB-COPYRIGHT.txt": "usr/share/doc/fonts-hanazono/copyright",
    },
    DEJAVU: {
        "DejaVuSans-Signs.ttf": "usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        "DejaVuSans-COPYRIGHT.txt": "usr/share/doc/fonts-dejavu-core/copyright",
    },
}
SIGNS = ((0xA0, 0x24F), (0x300, 0x52F), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x23FF), (0x2460, 0x27BF))
"""Latin, Greek and Cyrillic letters with their marks, punctuation, currencies, arrows, mathematics, technical and other signs.
No script that has to be shaped or runs to the left: such letters one by one would be wrong."""
SHA256 = {
    "NotoSansSC-Regular.ttf": "3be9e0106763cb9b4495ebe5591241532492c6e6d3fa1b74156a095e3a48e1a8",
    "NotoSansSC-SemiBold.ttf": "d953e8f91720c8f9a249c3672e160d6989c99ae18546954fe616c615b001adb2",
    "NotoSansSC-OFL.txt": "1c05c68c34f9708415aada51f17e1b0092d2cea709bf4a94cd38114f9e73d7d9",
    "DejaVuSans-Signs.ttf": "42c23d6a456840dfe491d4228748a6814f9dd2c61ff9e10066e9b1f5a177a91a",
    "DejaVuSans-COPYRIGHT.txt": "63d3ba759d12804c5b31a9d5940d855c1820d1f5999e6b0872eb1c7ff045fbc9",
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


def from_packages(folder: Path) -> dict[str, bytes]:
    """Download the Debian packages, unpack them without installing, and take the fonts out."""
    found: dict[str, bytes] = {}
    for package, files in IN_PACKAGE.items():
        place = folder / package.split("=")[0]
        place.mkdir()
        subprocess.run(["apt-get", "download", "--quiet", package], cwd=place, check=True)
        (archive,) = place.glob("*.deb")
        subprocess.run(["dpkg-deb", "--extract", archive, place / "tree"], check=True)
        found |= {name: (place / "tree" / inside).read_bytes() for name, inside in files.items()}
    return found


def without(font: bytes, others: list[bytes]) -> bytes:
    """Only the characters of SIGNS that none of the other fonts has; no hinting, no layout rules."""
    there = {code for data in others for code in TTFont(io.BytesIO(data), lazy=True).getBestCmap()}
    small = TTFont(io.BytesIO(font), recalcTimestamp=False)
    options = subset.Options(hinting=False, layout_features=[], recalc_timestamp=False)
    options.drop_tables += ["MATH", "GDEF", "GPOS", "GSUB"]
    subsetter = subset.Subsetter(options)
    wanted = {code for first, last in SIGNS for code in range(first, last + 1)}
    subsetter.populate(unicodes=(wanted & set(small.getBestCmap())) - there)
    subsetter.subset(small)
    out = io.BytesIO()
    small.save(out)
    return out.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description="Build resources/fonts anew and compare")
    parser.add_argument("--write", action="store_true", help="replace what differs")
    write = parser.parse_args().write
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        built = {**from_wheel(Path(one)), **from_packages(Path(two))}
    others = [built["NotoSansSC-Regular.ttf"], built["HanaMinB.ttf"]]
    built["DejaVuSans-Signs.ttf"] = without(built["DejaVuSans-Signs.ttf"], others)
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
