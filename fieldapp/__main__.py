"""`python -m fieldapp` and the `fieldapp` command."""

from __future__ import annotations

import sys


def run() -> int:
    from fieldapp.cli import main

    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(run())
