"""Our own: form, snapshot, evidence and ink from their files, one PDF/A-3b with all of them inside."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fieldapp.forms import evidence as sheets
from fieldapp.forms import snapshot
from fieldapp.forms.loader import load_definition
from fieldapp.forms.pdf.render import RenderInput, render
from fieldapp.forms.signing.ink import Ink
from fieldapp.paths import resource

ISSUER = "高新兴科技集团股份有限公司"


def opened(folder: Path) -> Callable[[int], bytes]:
    definition = load_definition(resource("forms/maintenance-work-order.v1.yaml"))

    def make(number: int) -> bytes:
        evidence = sheets.parse((folder / f"{number}.evidence.json").read_bytes())
        inks = {ink.field: Ink.parse((folder / ink.file_name).read_bytes()) for ink in evidence.inks}
        frozen = snapshot.parse((folder / f"{number}.snapshot.json").read_bytes())
        return render(
            RenderInput(definition, frozen, inks, evidence, lambda sha256: (folder / f"{sha256}.jpg").read_bytes(), "zh", ISSUER)
        )

    return make
