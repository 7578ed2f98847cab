"""The modules of installer/ import each other as scripts do: from their own folder."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[3] / "installer"))
