"""How many single-bit changes to a sealed file does verification find? Every region of it, beside plain pyHanko and `pdfsig`.

    python -m benchmarks.sealed_file_flips [FILE --trust CA.pem | --small] [--bits N] [--seconds S] [--jobs N] [--peers N]

Without FILE the tests' order of four pages with two signatures is taken, or their file of one page. Tried is one bit of every
byte, then a second of every byte and so on up to N, shuffled, so that a run which reaches its limit of seconds for a region (a
quarter where a digest covers it) has tried a fair sample; the table says how many of how many. The others judge the first few
of the same changes: pyHanko with its default policy and the same root, `pdfsig` with an NSS database that trusts it. "accepted"
are changed files that were called valid; of those that we accept every place is listed. The SHA-256 in the archive's register
finds each of them, whatever the region.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from fieldapp.forms.signing.verify import preload, verify
from tests.support.signing_pdf import company, parts, sealed_pdf

_RANGES = re.compile(rb"/ByteRange ?\[ ?(\d+) (\d+) (\d+) (\d+) ?\]")
_CHUNK = 40

Flip = tuple[int, int]
"""A byte's place in the file and the number of the bit."""


@dataclass
class Region:
    """A part of the file and what became of the changes in it. Places are counted from 0; `stop` is outside."""

    name: str
    start: int
    stop: int
    signed: bool
    tried: int = 0
    accepted: list[Flip] = field(default_factory=list)
    others: dict[str, tuple[int, int]] = field(default_factory=dict)

    def flips(self, bits: int) -> list[Flip]:
        """One bit of every byte, then a second of every byte, and so on; each round shuffled, the same every time."""
        chance, places, wanted = random.Random(self.start), list(range(self.start, self.stop)), []  # noqa: S311 - a sample
        for turn in range(bits):
            chance.shuffle(places)
            wanted += [(at, (at * 3 + turn * 5) % 8) for at in places]
        return wanted


def regions(pdf: bytes) -> Iterator[Region]:
    """The whole file without a gap: what signatures cover, their containers in two parts, what stands behind the last of them."""
    at = 0
    for number, match in enumerate(_RANGES.finditer(pdf), 1):
        _, hole, behind, length = map(int, match.groups())
        padding = hole + 1 + len(pdf[hole + 1 : behind - 1].rstrip(b"0"))
        yield Region(f"{number}: before the container", at, hole, True)
        yield Region(f"{number}: container", hole, padding, False)
        yield Region(f"{number}: padding of the container", padding, behind, False)
        yield Region(f"{number}: behind the container", behind, behind + length, True)
        at = behind + length
    if at < len(pdf):
        yield Region("behind every signature", at, len(pdf), False)


_file: tuple[bytes, list[bytes]]


def _open(pdf: bytes, trust: list[bytes]) -> None:
    global _file
    _file = pdf, trust
    preload()


def flipped(pdf: bytes, flip: Flip) -> bytes:
    at, bit = flip
    return pdf[:at] + bytes([pdf[at] ^ (1 << bit)]) + pdf[at + 1 :]


def _judge(flips: list[Flip]) -> tuple[int, list[Flip]]:
    pdf, trust = _file
    return len(flips), [flip for flip in flips if verify(flipped(pdf, flip), trust).valid]


def try_all(region: Region, flips: list[Flip], seconds: float, jobs: int, pdf: bytes, trust: list[bytes]) -> None:
    chunks = [flips[start : start + _CHUNK] for start in range(0, len(flips), _CHUNK)]
    end = time.monotonic() + seconds
    with multiprocessing.Pool(jobs, _open, (pdf, trust)) as pool:
        for tried, accepted in pool.imap(_judge, chunks):
            region.tried += tried
            region.accepted += accepted
            if time.monotonic() > end:
                break


def pyhanko_says_valid(pdf: bytes, trust: list[bytes]) -> bool:
    """Its own advice for a whole file: every signature's bottom line, with its policy for later changes."""
    context = ValidationContext(trust_roots=[next(iter(load_certs_from_pemder_data(pem))) for pem in trust], allow_fetching=False)
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        return bool(signatures) and all(validate_pdf_signature(one, context).bottom_line for one in signatures)
    except Exception:  # noqa: BLE001 - it raises anything at all on a broken file, and that is a refusal
        return False


class Pdfsig:
    """Poppler's judge with an NSS database that trusts the root."""

    def __init__(self, folder: Path, trust: list[bytes]) -> None:
        self._pdf, self._database = folder / "flipped.pdf", f"sql:{folder}"
        certutil = ["certutil", "-d", self._database]
        subprocess.run([*certutil, "-N", "--empty-password"], check=True)
        for number, pem in enumerate(trust):
            path = folder / f"{number}.pem"
            path.write_bytes(pem)
            subprocess.run([*certutil, "-A", "-n", f"root-{number}", "-t", "CT,C,C", "-i", str(path)], check=True)

    def says_valid(self, pdf: bytes) -> bool:
        self._pdf.write_bytes(pdf)
        # not -no-ocsp: poppler 22.12 then calls every certificate unknown
        command = ["pdfsig", "-nssdir", self._database, str(self._pdf)]
        said = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False).stdout
        count = said.count("Signature #")
        return 0 < count == said.count("Signature is Valid.") == said.count("Certificate is Trusted.")


def judges(folder: Path, pdf: bytes, trust: list[bytes]) -> dict[str, Callable[[bytes], bool]]:
    """The others that call the unchanged file valid; who does not cannot be asked about changed ones."""
    found: dict[str, Callable[[bytes], bool]] = {"pyHanko": lambda changed: pyhanko_says_valid(changed, trust)}
    if shutil.which("pdfsig") and shutil.which("certutil"):
        found["pdfsig"] = Pdfsig(folder, trust).says_valid
    return {name: judge for name, judge in found.items() if judge(pdf)}


def chosen(options: argparse.Namespace) -> tuple[bytes, list[bytes]]:
    if options.file:
        return options.file.read_bytes(), [path.read_bytes() for path in options.trust]
    return (parts().sealed() if options.small else sealed_pdf()), [company().root_pem]


def show(found: list[Region], bits: int) -> None:
    names = list(found[0].others)
    print(
        f"{'region':32}{'bytes':>9}{'changes':>10}{'tried':>9}{'refused':>9}{'accepted':>9}" + "".join(f"{n:>12}" for n in names)
    )
    for one in found:
        changes, accepted = (one.stop - one.start) * bits, len(one.accepted)
        others = "".join(f"{f'{passed} of {tried}':>12}" for tried, passed in one.others.values())
        print(f"{one.name:32}{one.stop - one.start:9}{changes:10}{one.tried:9}{one.tried - accepted:9}{accepted:9}{others}")
        for at, bit in one.accepted[:20]:
            print(f"    accepted: byte {at}, bit {bit}")
    print(f"{' and '.join(names) or 'nobody else'}: changed files called valid, of those shown")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", help="a sealed PDF")
    parser.add_argument("--trust", type=Path, action="append", default=[], help="its root (PEM)")
    parser.add_argument("--small", action="store_true", help="a file of one page, to try every bit of it")
    parser.add_argument("--bits", type=int, choices=range(1, 9), default=8, help="bits of every byte (default 8: all)")
    parser.add_argument("--seconds", type=float, default=60, help="at most, for each region (default 60)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--peers", type=int, default=100, help="changes of each region that the others judge (default 100)")
    parser.add_argument("--json", type=Path, help="where the figures go, too")
    options = parser.parse_args()
    pdf, trust = chosen(options)
    found = list(regions(pdf))
    if not verify(pdf, trust).valid:
        raise SystemExit("the file is not valid to begin with")
    with tempfile.TemporaryDirectory() as folder:
        others = judges(Path(folder), pdf, trust)
        for region in found:
            flips = region.flips(options.bits)
            try_all(region, flips, options.seconds / (4 if region.signed else 1), options.jobs, pdf, trust)
            shown = [flipped(pdf, flip) for flip in flips[: options.peers]]
            region.others = {name: (len(shown), sum(map(judge, shown))) for name, judge in others.items()}
    show(found, options.bits)
    if options.json:
        options.json.write_text(json.dumps([asdict(region) for region in found], indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
