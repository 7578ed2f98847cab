"""Starts the program: `python main.py [COMMAND …]`; without a command the window opens."""

import sys

from fieldapp.__main__ import run

if __name__ == "__main__":
    sys.exit(run())
