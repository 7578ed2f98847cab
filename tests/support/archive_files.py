"""Sealed PDFs of many orders, small and quickly made, and an archive to put them in."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import rfc8785

from fieldapp.archive.intake import Intake, Result
from fieldapp.forms.signing.statement import SealStatement
from tests.support.signing_pdf import company, engineer, evidence_for, parts

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class StoppedClock:
    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


def number(n: int) -> str:
    return f"WX-20261122-{n:06}"


@functools.cache
def order_pdf(
    n: int = 1,
    revision: int = 1,
    *,
    said: str | None = None,
    customer: Any = "欧阳𠅤测试单位",
    comment: str = "",
    inside: str = "",
) -> bytes:
    """A sealed PDF of order `n`. `said` is its number, `comment` makes it another file, `inside` is the number in order.json."""
    shown = number(n) if said is None else said
    order_id = str(uuid.UUID(int=n))
    order = {
        "order": {"id": order_id, "number": inside or shown},
        "revision": revision,
        "answers": {"customer_unit": customer, "comment": comment},
    }
    data = rfc8785.dumps(order)
    evidence = replace(evidence_for(engineer(), data), order_id=order_id, number=shown, revision=revision)
    return parts().but(order=data, evidence=evidence, statement=SealStatement.of(evidence)).sealed()


def trust() -> list[bytes]:
    return [company().root_pem]


def an_intake(root: Path, who: str = "档案员", times: list[bytes] | None = None) -> Intake:
    return Intake(root, trust(), StoppedClock(), who, timestamp_trust=times)


def put(folder: Path, files: Iterable[bytes]) -> list[Path]:
    """The files on disk under plain names."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for n, data in enumerate(files):
        paths.append(folder / f"{n:03}.pdf")
        paths[-1].write_bytes(data)
    return paths


def imported(root: Path, inbox: Path, *files: bytes) -> list[Result]:
    intake = an_intake(root)
    return [intake.take(path) for path in put(inbox, files)]
