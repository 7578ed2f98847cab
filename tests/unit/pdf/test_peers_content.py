"""The benchmark gives the other programs the texts that we print: all of them, and an order of its own each time."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from support.pdf_reading import squeezed, text_of

from benchmarks.pdf_peers import texts
from benchmarks.peers import content, ours


def test_what_others_print_is_what_we_print(tmp_path: Path) -> None:
    content.write(tmp_path, 2)
    first, second = (json.loads((tmp_path / f"{number}.json").read_bytes()) for number in (0, 1))
    assert first["blocks"] != second["blocks"]
    first["photos"] = [photo | {"label": ""} for photo in first["photos"]]  # printed once, above them
    wanted = Counter(squeezed("".join(texts(first))))
    printed = Counter(squeezed(text_of(ours.opened(tmp_path)(0))))
    lost = wanted - printed
    assert lost.total() == lost["-"]  # hyphens at a line's end
    assert sum(block["kind"] == "grid" for block in first["blocks"]) >= 5
    for name in ("qr.svg", *(box["ink"] for box in first["signatures"]["boxes"]), *(photo["file"] for photo in first["photos"])):
        assert (tmp_path / name).stat().st_size > 500
