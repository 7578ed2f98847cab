"""Our PDF of a work order beside typst, WeasyPrint, fpdf2 and LibreOffice, and beside one line of bare ReportLab, in one run.

    python benchmarks/pdf_peers.py [--warm 20] [--cold 7] [--out FOLDER]

All print the same orders (`peers/content.py`): our own blocks as texts, two photos, two signatures, the evidence sheet, Noto
Sans SC with HanaMinB behind it. Only ours is a PDF/A-3b with the order inside; the others make plain PDFs, which is less work,
and the table says which make a PDF/A-3b when asked. Every round asks every program once, so that whatever else the machine does
hits all alike; CPU time stands beside the wall clock. Warm: one process that stays, another order every time. Cold: a new
process that prints one order; the memory is the peak of that process. LibreOffice stays warm only within one call: given is
what each further order costs there.

The peers live in `.venv-peers`, made from `requirements-peers.txt`. Debian packages: libreoffice-writer-nogui, without which
LibreOffice is left out; libpangoft2-1.0-0 for WeasyPrint, and libharfbuzz-subset0, without which it takes four times as long.
The PDFs stay in FOLDER, their pages as pictures beside them, to be looked at; characters of the order that a PDF does not give
back to `pdftotext` are counted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "benchmarks" / "peers"
VENV = ROOT / ".venv-peers"
LISTED = ROOT / "benchmarks" / "requirements-peers.txt"
FONTS = ("NotoSansSC-Regular.ttf", "HanaMinB.ttf")
WORKERS = {
    "ReportLab, one line": "bare",
    "fieldapp": "ours",
    "typst": "typst_form",
    "WeasyPrint": "weasyprint_form",
    "fpdf2": "fpdf2_form",
}
OFFICE = "LibreOffice"
BATCH = 10
FILTER = {"ReduceImageResolution": {"type": "boolean", "value": "false"}}

Run = tuple[float, float, int]
"""Wall and CPU time in ms, peak memory in kB."""


def peers_python() -> Path:
    """The interpreter of the peers, their versions as listed."""
    python, mark = VENV / "bin" / "python", VENV / "listed.txt"
    if not mark.is_file() or mark.read_bytes() != LISTED.read_bytes():
        shutil.rmtree(VENV, ignore_errors=True)
        base = getattr(sys, "_base_executable", sys.executable)
        subprocess.run([base, "-m", "venv", str(VENV)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "-r", str(LISTED)], check=True)
        shutil.copyfile(LISTED, mark)
    return python


class Bench:
    """The folder of orders and how each program is called on it. Small itself: a child's peak memory counts its parent's too."""

    def __init__(self, folder: Path, out: Path, orders: int) -> None:
        self.folder, self.out = folder, out
        (folder / "fonts").mkdir()
        for name in FONTS:
            (folder / "fonts" / name).symlink_to(ROOT / "resources" / "fonts" / name)
        config = folder / "fonts.conf"
        config.write_text(
            f"<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/font-cache</cachedir></fontconfig>", encoding="utf-8"
        )
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self.environment = kept | {"FONTCONFIG_FILE": str(config), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        subprocess.run([sys.executable, "-m", "benchmarks.peers.content", str(folder), str(orders)], check=True, cwd=ROOT)
        self.python = {name: str(peers_python()) for name in WORKERS} | dict.fromkeys(
            ("fieldapp", "ReportLab, one line"), sys.executable
        )
        self.office = shutil.which("soffice")
        if self.office:
            code = (
                f"import sys; sys.path.insert(0, {str(PEERS)!r}); from libreoffice_form import write; from pathlib import Path\n"
            )
            code += f"for number in range({orders}): write(Path({str(folder)!r}), number)"
            subprocess.run([sys.executable, "-c", code], check=True)

    @property
    def names(self) -> list[str]:
        return [*WORKERS, OFFICE] if self.office else [*WORKERS]

    def worker(self, name: str) -> list[str]:
        return [self.python[name], str(PEERS / "worker.py"), WORKERS[name], str(self.folder)]

    def once(self, name: str, number: int) -> list[str]:
        """The command that prints one order into `<out>/<name>.pdf`."""
        if name == OFFICE:
            return self.convert([number])
        return [*self.worker(name), str(number), str(self.result(name))]

    def convert(self, numbers: Sequence[int], options: dict[str, Any] | None = None) -> list[str]:
        profile = f"-env:UserInstallation=file://{self.folder}/profile"
        how = "pdf:writer_pdf_Export:" + json.dumps(FILTER | (options or {}))
        files = [str(self.folder / f"{number}.fodt") for number in numbers]
        assert self.office is not None
        return [self.office, profile, "--headless", "--convert-to", how, "--outdir", str(self.folder / "office"), *files]

    def result(self, name: str, number: int = 0) -> Path:
        if name == OFFICE:
            return self.folder / "office" / f"{number}.pdf"
        return self.out / f"{name.split(',')[0]}.pdf"

    def run(self, command: Sequence[str], **more: str) -> Run:
        """One process from start to end with all its children."""
        start = time.perf_counter()
        process = subprocess.Popen(command, env=self.environment | more, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"this failed: {' '.join(command)}")
        return wall * 1000, (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss


def cold(bench: Bench, rounds: int) -> dict[str, list[Run]]:
    taken: dict[str, list[Run]] = {name: [] for name in bench.names}
    for turn in range(rounds + 1):
        for name in bench.names:
            run = bench.run(bench.once(name, 0))
            if turn:  # the first one fills caches: bytecode, fonts, a user profile
                taken[name].append(run)
    return taken


def warm(bench: Bench, rounds: int) -> dict[str, list[Run]]:
    """The third figure is the size of the PDF in bytes."""
    processes = {
        name: subprocess.Popen(
            bench.worker(name),
            env=bench.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for name in WORKERS
    }
    taken: dict[str, list[Run]] = {name: [] for name in WORKERS}
    try:
        for turn in range(rounds + 1):
            for name, process in processes.items():
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(f"{turn}\n")
                process.stdin.flush()
                told = json.loads(process.stdout.readline())
                if turn:
                    taken[name].append((told["wall"], told["cpu"], told["size"]))
    finally:
        for process in processes.values():
            process.communicate()
    return taken


def warm_office(bench: Bench, rounds: int) -> list[Run]:
    """What each further order costs in one call: calls with eleven and with one, in turn."""
    taken = []
    for _ in range(max(2, rounds // BATCH)):
        one, many = bench.run(bench.convert([0])), bench.run(bench.convert(range(BATCH + 1)))
        size = bench.result(OFFICE).stat().st_size
        taken.append(((many[0] - one[0]) / BATCH, (many[1] - one[1]) / BATCH, size))
    return taken


def texts(value: Any) -> Iterator[str]:
    """Every text of an order that is to be printed."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in {"kind", "id", "type", "field", "section", "file", "ink", "qr"}:
                yield from texts(item)


def missing(bench: Bench, name: str) -> int:
    """How many characters of the order the PDF does not give back; not hyphens, which `pdftotext` drops at the end of a line."""
    order = json.loads((bench.folder / "0.json").read_bytes())
    order["photos"] = [{key: value for key, value in photo.items() if key != "label"} for photo in order["photos"]]
    wanted = Counter("".join("".join(texts(order)).split()))
    printed = subprocess.run(["pdftotext", str(bench.result(name)), "-"], capture_output=True, text=True, check=True).stdout
    lost = wanted - Counter("".join(printed.split()))
    return lost.total() - lost["-"]


def archival(bench: Bench, name: str) -> str:
    """Whether the program makes a PDF/A-3b when it is asked to, as pikepdf judges."""
    if name == OFFICE:
        bench.run(bench.convert([0], {"SelectPdfVersion": {"type": "long", "value": "3"}}))
        path = bench.result(name)
    else:
        path = bench.folder / f"{WORKERS[name]}-a3b.pdf"
        asked = subprocess.run(
            [*bench.worker(name), "0", str(path)], env=bench.environment | {"PEER_PDFA": "1"}, capture_output=True, check=False
        )
        if asked.returncode:
            return "refused"
    code = "import sys, pikepdf.pdfa as a; r = a.validate_written(open(sys.argv[1], 'rb'), '3b'); print(len(r.violations))"
    told = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    return {"0": "yes"}.get(told.stdout.strip(), f"{told.stdout.strip() or '?'} found")


def show(bench: Bench, cold_runs: dict[str, list[Run]], warm_runs: dict[str, list[Run]]) -> list[dict[str, Any]]:
    medians = {
        name: [
            statistics.median(run[place] for run in runs) for runs in (warm_runs[name], cold_runs[name]) for place in (0, 1, 2)
        ]
        for name in bench.names
    }
    ours, bare = medians["fieldapp"], medians["ReportLab, one line"]
    whole = sum(path.stat().st_size for path in bench.folder.glob("*.jpg"))
    head = ("warm", "CPU", "× ours", "× bare", "cold", "CPU", "× ours", "× bare", "kB", "MB", "missing", "PDF/A-3b")
    print(f"{'ms, medians':20}" + "".join(f"{title:>9}" for title in head))
    rows = []
    for name, (warm_wall, warm_cpu, size, cold_wall, cold_cpu, memory) in medians.items():
        lost, pdfa = ("", "") if name.startswith("ReportLab") else (missing(bench, name), archival(bench, name))
        photos = 0 if name.startswith("ReportLab") else whole
        figures = {
            "warm_ms": warm_wall,
            "warm_cpu_ms": warm_cpu,
            "warm_to_ours": warm_cpu / ours[1],
            "warm_to_bare": warm_cpu / bare[1],
            "cold_ms": cold_wall,
            "cold_cpu_ms": cold_cpu,
            "cold_to_ours": cold_cpu / ours[4],
            "cold_to_bare": cold_cpu / bare[4],
            "kb_without_photos": (size - photos) / 1000,
            "peak_mb": memory / 1024,
        }
        print(f"{name:20}" + "".join(f"{value:9.1f}" for value in figures.values()) + f"{lost:>9}{pdfa:>9}")
        rows.append({"name": name, **figures, "missing": lost, "pdfa_3b": pdfa})
    print(f"ratios are those of the CPU times; kB without the photos, which are {whole / 1000:.0f} kB in each")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--warm", type=int, default=20, help="orders printed by each program that stays (default 20)")
    parser.add_argument("--cold", type=int, default=7, help="processes started of each program (default 7)")
    parser.add_argument("--out", type=Path, default=Path("demo-out") / "peers", help="where PDFs, pictures and figures go")
    options = parser.parse_args()
    out = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), out, max(options.warm, BATCH) + 1)
        cold_runs, warm_runs = cold(bench, options.cold), warm(bench, options.warm)
        if bench.office:
            warm_runs[OFFICE] = warm_office(bench, options.warm)
            shutil.copyfile(bench.result(OFFICE), out / f"{OFFICE}.pdf")
        else:
            print("LibreOffice is not installed and left out")
        rows = show(bench, cold_runs, warm_runs)
    (out / "figures.json").write_text(json.dumps(rows, indent=2), encoding="utf-8")
    for path in out.glob("*.pdf"):
        subprocess.run(["pdftoppm", "-r", "60", "-png", str(path), str(path.with_suffix(""))], check=False)
    print(f"PDFs, their pages and figures.json are in {out}")


if __name__ == "__main__":
    main()
