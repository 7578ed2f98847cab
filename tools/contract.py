"""schemathesis asks a fresh endpoint what its contract (resources/openapi/sync-v1.yaml) allows and what it does not.

`./run contract [--examples 500] [--seed N]`, once as an engineer and once as the desk. Exit code 1: an answer breaks it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run contract", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--examples", type=int, default=500, help="for each operation and kind of question")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    from tests.support.contract_probe.probe import probe

    codes = []
    for person in ("liming", "desk"):
        with tempfile.TemporaryDirectory(prefix="fieldapp-contract-") as folder:
            found = probe(Path(folder) / "endpoint", wanted.examples, wanted.seed, person=person)
        failed = found.code != 0 or "Traceback" in found.log
        print(f"as {person}:\n{found.output}", found.log if failed else "", sep="\n")
        codes.append(failed)
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())
