"""What is on the customer's paper and what he is asked; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from fieldapp.domain.records import JSON, Priority, State
from fieldapp.forms.expressions import Scope
from fieldapp.forms.presentation import Block, Heading, LongText, Pairs, SignatureBlock
from fieldapp.forms.schema import Field, FieldType, FormDefinition, Step

if TYPE_CHECKING:
    from fieldapp.services.signing import CustomerView


def asked_of_customer(definition: FormDefinition) -> tuple[Field, ...]:
    """What the customer answers himself: public fields of the confirmation step."""
    return tuple(
        item
        for item in definition.fields
        if item.needed_for is Step.CONFIRM and item.customer and not item.derived and item.type is not FieldType.SIGNATURE
    )


def required_of(view: CustomerView, asked: tuple[Field, ...], values: Mapping[str, JSON], now: datetime) -> frozenset[str]:
    """Which of the asked fields must be answered before signing."""
    content = view.snapshot.content
    priority = Priority(content["priority"]) if content["priority"] else None
    scope = Scope({**content["answers"], **values}, State(content["state"]), priority, now)
    return frozenset(item.id for item in asked if item.required_when is not None and item.required_when.evaluate(scope))


def without_signatures(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The signature is on the pad, not on the paper."""
    return tidy(tuple(block for block in blocks if not isinstance(block, SignatureBlock)))


def without_asked(blocks: tuple[Block, ...], asked: tuple[Field, ...]) -> tuple[Block, ...]:
    """What is asked below the paper is not also printed on it, as long as it can still change."""
    names = {item.id for item in asked}
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Pairs):
            block = Pairs(tuple(pair for pair in block.items if pair.field not in names))
            if not block.items:
                continue
        elif isinstance(block, SignatureBlock) or (isinstance(block, LongText) and block.field in names):
            continue
        kept.append(block)
    return tidy(tuple(kept))


def tidy(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Without headings that nothing follows."""
    follows = (*blocks[1:], None)
    return tuple(
        block
        for block, after in zip(blocks, follows, strict=False)
        if not isinstance(block, Heading) or block.note or (after is not None and not isinstance(after, Heading))
    )
