"""What the program is made of: `python tools/supply_chain.py check | sbom [--out FILE] | audit`.

check   every locked package has hashes and a licence that tools/licences.toml names and allows, and says the same of itself
sbom    a CycloneDX 1.5 bill of materials: the lock file's packages with hashes and licences, and the fonts
audit   known vulnerabilities of the locked versions (pip-audit, fetched by uv; needs the package index's own data)

Exit codes: 0 in order, 1 not, 2 it could not be looked at.
"""

from __future__ import annotations

import argparse
import fnmatch
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tools" / "licences.toml"
FONTS = {"NotoSansSC": "OFL-1.1", "HanaMinB": "OFL-1.1", "DejaVuSans": "Bitstream-Vera"}
"""Beginning of the file's name → SPDX id; the text lies beside it (resources/fonts/README.md)."""

SAID = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
}
"""Older ways of saying it. `BSD License` leaves the number of clauses open; the texts were read."""


def uv() -> str:
    """The one that `./run` fetched, else one on the path."""
    return shutil.which("uv", path=os.pathsep.join([str(ROOT / ".uv" / "bin"), os.environ.get("PATH", "")])) or "uv"


def locked() -> dict[str, Any]:
    """Name → entry of the lock file, of what the program needs on any system."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    entries = {entry["name"]: entry for entry in lock["package"]}
    wanted: dict[str, Any] = {}
    waiting: list[tuple[str, frozenset[str]]] = [("fieldapp", frozenset())]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) not in seen:
            seen.add((name, extras))
            wanted[name] = entries[name]
            waiting += [(needed["name"], frozenset(needed.get("extra", ()))) for needed in dependencies(entries[name], extras)]
    del wanted["fieldapp"]
    return wanted


def dependencies(entry: dict[str, Any], extras: frozenset[str]) -> list[dict[str, Any]]:
    """Its own, and those of the extras asked for."""
    optional = entry.get("optional-dependencies", {})
    return [*entry.get("dependencies", ()), *(needed for extra in extras for needed in optional.get(extra, ()))]


def table() -> dict[str, Any]:
    """`allowed`, `left_out` and `packages` (name → licence)."""
    told = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return told | {"packages": {name: licence for licence, names in told["packages"].items() for name in names}}


def is_allowed(licence: str, allowed: Iterable[str]) -> bool:
    """OR: one side is enough; AND: all are needed."""
    return any(all(part in allowed for part in side.split(" AND ")) for side in licence.split(" OR "))


def said(name: str) -> str | None:
    """What an installed package says of itself; None when it is not installed here or says nothing."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    short = told.get("License-Expression") or (told.get("License") or "").strip()
    classes = [line.split(" :: ")[-1] for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    word = short if "\n" not in short and len(short) < 60 else ""
    found = SAID.get(word, word) or (SAID.get(classes[0]) if len(classes) == 1 else None)
    return (
        found if found and re.fullmatch(r"[\w.+-]+( (OR|AND) [\w.+-]+)*", found) else (SAID.get(classes[0]) if classes else None)
    )


def problems() -> list[str]:
    """Everything that is not in order, in words."""
    told, packages = table(), locked()
    found = [f"{name}: no licence in {TABLE.name}" for name in packages if name not in told["packages"]]
    found += [f"{name}: in {TABLE.name}, not in the lock file" for name in told["packages"] if name not in packages]
    for name, licence in told["packages"].items():
        if not is_allowed(licence, told["allowed"]):
            found.append(f"{name}: {licence} is not an allowed licence")
        own = said(name)
        if own is not None and own != licence:
            found.append(f"{name}: says {own} of itself, {TABLE.name} says {licence}")
    for name, entry in packages.items():
        files = [*entry.get("wheels", ()), *([entry["sdist"]] if "sdist" in entry else [])]
        if not files or not all(str(file.get("hash", "")).startswith("sha256:") for file in files):
            found.append(f"{name}: locked without a hash")
    for font in sorted((ROOT / "resources" / "fonts").glob("*.ttf")):
        if not any(font.name.startswith(known) for known in FONTS):
            found.append(f"{font.name}: a font without a licence")
    return found


def must_not_ship(names: Iterable[str]) -> list[str]:
    """Files of a build (paths with /) that a package brings and that may not be passed on."""
    patterns = tuple(f"*{pattern}" for pattern in table()["left_out"])
    return [name for name in names if any(fnmatch.fnmatch(name, pattern) for pattern in patterns)]


def sbom() -> dict[str, Any]:
    """The bill of materials; the lock file decides, nothing of this machine goes in."""
    made = subprocess.run(
        [uv(), "export", "--frozen", "--no-dev", "--format", "cyclonedx1.5", "--quiet"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    bill: dict[str, Any] = json.loads(made.stdout)
    licences = table()["packages"]
    for component in bill["components"]:
        licence = licences[component["name"]]
        alone = " " not in licence
        component["licenses"] = [{"license": {"id": licence}} if alone else {"expression": licence}]
    bill["components"] += [font(path) for path in sorted((ROOT / "resources" / "fonts").glob("*.ttf"))]
    # the same lock file gives the same bill
    bill["metadata"].pop("timestamp", None)
    bill.pop("serialNumber", None)
    return bill


def font(path: Path) -> dict[str, Any]:
    licence = next(word for known, word in FONTS.items() if path.name.startswith(known))
    return {
        "type": "file",
        "bom-ref": f"font:{path.name}",
        "name": path.name,
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
        "licenses": [{"license": {"id": licence}}],
    }


def audit() -> int:
    """Versions with known vulnerabilities. An index that has no such data must not look like a clean answer."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "requirements.txt")
        export = [uv(), "export", "--frozen", "--no-dev", "--no-emit-project", "--quiet", "--output-file", str(wanted)]
        subprocess.run(export, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        tool = [uv(), "tool", "run", "pip-audit", "--requirement", str(wanted), "--no-deps", "--disable-pip", "--format", "json"]
        made = subprocess.run(tool, cwd=ROOT, check=False, capture_output=True, text=True)
    try:
        answer = json.loads(made.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"audit: pip-audit gave no answer: {made.stderr.strip()[-300:]}")
        return 2
    unknown = [each["name"] for each in answer if "skip_reason" in each]
    bad = [f"{each['name']} {each['version']}: {flaw['id']}" for each in answer for flaw in each.get("vulns", ())]
    print("\n".join(bad) or f"audit: no known vulnerability among {len(answer) - len(unknown)} packages")
    if unknown:
        print(f"audit: nothing could be learnt about {len(unknown)} of {len(answer)}: {', '.join(unknown[:5])} …")
    return 1 if bad else 2 if unknown else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("check", "sbom", "audit"))
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    if arguments.action == "audit":
        return audit()
    if arguments.action == "sbom":
        text = json.dumps(sbom(), indent=1, ensure_ascii=False) + "\n"
        if arguments.out:
            arguments.out.write_text(text, encoding="utf-8")
        else:
            print(text, end="")
        return 0
    found = problems()
    print("\n".join(found) or f"{len(locked())} packages: each locked by hash, each under an allowed licence")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
