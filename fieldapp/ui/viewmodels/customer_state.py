"""What the customer sees, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fieldapp.domain.records import JSON
from fieldapp.errors import RefusedFault
from fieldapp.forms.presentation import Block
from fieldapp.forms.schema import Field
from fieldapp.ui.i18n import tr
from fieldapp.ui.messages import Words, explain

ZOOMS = (100, 125, 150, 175)


class Stage(StrEnum):
    """Where the customer is."""

    LOADING = "loading"
    FAILED = "failed"
    REVIEW = "review"
    SIGN = "sign"
    DONE = "done"


class Sealing(StrEnum):
    """How archiving goes, where it has not failed."""

    UNDER_WAY = "under way"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class CustomerState:
    """What the customer sees. `asked`: fields the customer answers; `values`: the answers so far;
    `engineer_signs`: the form has a place for the engineer's own signature; `unprintable`: what the PDF will give as codes;
    `seal`: how archiving goes, or why it failed; `pin_forgotten`: a new PIN is set with the server's password."""

    stage: Stage = Stage.LOADING
    number: str = ""
    revision: int = 0
    snapshot_sha256: str = ""
    title: str = ""
    lang: str = "zh"
    zoom: int = 100
    blocks: tuple[Block, ...] = ()
    asked: tuple[Field, ...] = ()
    engineer_signs: bool = False
    unprintable: tuple[str, ...] = ()
    values: Mapping[str, JSON] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    problems: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    message: Words | None = None
    busy: str = ""
    pin_asked: bool = False
    pin_problem: str = ""
    pin_forgotten: bool = False
    seal: Sealing | Exception | None = None
    sealed_sha256: str = ""


def engineer_ink_words(fault: RefusedFault) -> Words:
    return Words(tr("工程师签名：{what}", what=explain(fault).what), "", tr("请清除后重签，或清除后不签。"))
