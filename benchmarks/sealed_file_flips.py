"""How many single-bit changes to a sealed file does verification find? Prints tried and found for each part of the file.

`python -m benchmarks.sealed_file_flips [--step N]`: every N-th bit of the container, which no hash covers, every 40 × N-th of the
rest. Poppler's `pdfsig` judges some of the same files, where it is installed, to show what a reader alone would let pass.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fieldapp.forms.signing.verify import verify
from tests.support.signing_attacks import flipped, hole
from tests.support.signing_pdf import company, sealed_pdf


def parts(pdf: bytes) -> Iterator[tuple[str, range, int]]:
    """The file in the order of its bytes, the container in two parts; last, how much thinner to sample."""
    start, end = hole(pdf)
    padding = start + 1 + len(pdf[start + 1 : end - 1].rstrip(b"0"))
    yield "before the container", range(start), 40
    yield "container", range(start, padding), 1
    yield "padding in the container", range(padding, end), 1
    yield "behind the container", range(end, len(pdf)), 40


def poppler_says_valid(pdf: bytes, folder: Path) -> bool:
    path = folder / "flipped.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, errors="replace", check=False).stdout
    return "Signature is Valid." in said and "Total document signed" in said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", type=int, default=97, help="try every N-th bit of the container")
    parser.add_argument("--poppler-step", type=int, default=20, help="let poppler judge every N-th of these; 0: none")
    options = parser.parse_args()
    pdf, roots = sealed_pdf(), [company().root_pem]
    assert verify(pdf, roots).valid
    poppler = options.poppler_step if shutil.which("pdfsig") else 0
    with tempfile.TemporaryDirectory() as folder:
        for name, span, thinner in parts(pdf):
            bits = range(span.start * 8, span.stop * 8, thinner * options.step)
            missed = [bit for bit in bits if verify(flipped(pdf, bit // 8, bit % 8), roots).valid]
            print(f"{name}: {len(bits)} tried, {len(bits) - len(missed)} found", *missed[:20])
            if poppler:
                judged = bits[::poppler]
                passed = sum(poppler_says_valid(flipped(pdf, bit // 8, bit % 8), Path(folder)) for bit in judged)
                print(f"  pdfsig: {len(judged)} tried, {len(judged) - passed} found")


if __name__ == "__main__":
    main()
