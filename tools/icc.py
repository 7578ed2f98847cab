"""Make resources/icc/sRGB.icc, and compare with what is there.

    python tools/icc.py            compare: exit code 1 when it differs
    python tools/icc.py --write    replace it

sRGB (IEC 61966-2-1) as a matrix profile of ICC version 4.2 (ICC.1:2004-10, which ISO 32000-1 §8.6.5.5 allows): the tone curve
as a formula, not as a table of 1,024 points, so every PDF is 2 kB smaller and the curve is exact. Fixed date, no profile ID.
"""

from __future__ import annotations

import argparse
import struct
import sys
from pathlib import Path

VERSION = 0x04200000
MADE = (2026, 11, 27, 0, 0, 0)
RELATIVE = 1
"""Rendering intent: media-relative colorimetric."""
FILE = Path(__file__).resolve().parents[1] / "resources" / "icc" / "sRGB.icc"

WHITE = (0.9642, 1.0, 0.8249)
"""D50, the white of the connection space."""
PRIMARIES = {
    "rXYZ": (0.4360657, 0.2224884, 0.0139160),
    "gXYZ": (0.3851471, 0.7168732, 0.0970764),
    "bXYZ": (0.1430664, 0.0606079, 0.7140961),
}
"""Red, green and blue of IEC 61966-2-1, adapted from D65 to D50 (Bradford)."""
ADAPTATION = (1.0478112, 0.0228866, -0.0501270, 0.0295424, 0.9904844, -0.0170491, -0.0092345, 0.0150436, 0.7521316)
CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""g, a, b, c, d of parametric type 3: (a·x + b)^g from d on, c·x below."""


def fixed(*values: float) -> bytes:
    """s15Fixed16Number, each."""
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def words(text: str) -> bytes:
    """multiLocalizedUnicodeType with one entry, en-US."""
    encoded = text.encode("utf-16-be")
    return b"mluc" + struct.pack(">III", 0, 1, 12) + b"enUS" + struct.pack(">II", len(encoded), 28) + encoded


def profile() -> bytes:
    """The whole file."""
    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + fixed(*CURVE)
    tags = {
        "desc": words("sRGB IEC61966-2.1"),
        "cprt": words("No copyright, use freely"),
        "wtpt": b"XYZ " + bytes(4) + fixed(*WHITE),
        "chad": b"sf32" + bytes(4) + fixed(*ADAPTATION),
        **{name: b"XYZ " + bytes(4) + fixed(*place) for name, place in PRIMARIES.items()},
        **dict.fromkeys(("rTRC", "gTRC", "bTRC"), curve),
    }
    body, table, places = b"", struct.pack(">I", len(tags)), dict[bytes, int]()
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        if data not in places:
            body += bytes(-len(body) % 4)
            places[data] = start + len(body)
            body += data
        table += name.encode("ascii") + struct.pack(">II", places[data], len(data))
    size = start + len(body)
    size += -size % 4
    head = struct.pack(">I4xI4s4s4s", size, VERSION, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s28xI", *MADE, b"acsp", RELATIVE) + fixed(*WHITE)
    return (head.ljust(128, b"\0") + table + body).ljust(size, b"\0")


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the colour profile anew and compare")
    parser.add_argument("--write", action="store_true", help="replace it when it differs")
    write = parser.parse_args().write
    data = profile()
    same = FILE.exists() and FILE.read_bytes() == data
    if not same and write:
        FILE.write_bytes(data)
    print(f"{FILE.name}: {'same' if same else 'written' if write else 'differs'}, {len(data)} bytes")
    return 0 if same or write else 1


if __name__ == "__main__":
    sys.exit(main())
