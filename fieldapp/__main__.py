"""`python -m fieldapp` and the `fieldapp` command."""

from __future__ import annotations

import io
import sys


def run() -> int:
    from fieldapp.cli import main

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None in a Windows program without a console
            # a pipe on Chinese Windows speaks GBK: a character it has not is spelled out instead of ending the program
            stream.reconfigure(errors="backslashreplace")
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(run())
