"""Column types: aware moments as integer milliseconds, JSON as compact text."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_millis(moment: datetime) -> int:
    """Milliseconds since 1970-01-01 UTC, rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


def from_millis(value: int) -> datetime:
    """The moment in UTC."""
    return _EPOCH + value * _MILLISECOND


_IN_ORDER = msgspec.json.Encoder(order="sorted")


def dump(value: Any) -> str:
    """Compact JSON text; NaN and infinities are refused."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def dump_in_order(value: Any) -> str:
    """The same with sorted keys, in a tenth of the time: values that are the same have the same text."""
    data = _IN_ORDER.encode(value)
    if b"null" in data:  # msgspec writes it for NaN, too
        dump(value)
    return data.decode()


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as integer milliseconds so that it sorts and indexes."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_millis(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else from_millis(value)


class JsonText(TypeDecorator[Any]):
    """Any JSON value as text; None is NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else dump(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else msgspec.json.decode(value)


class DocumentText(JsonText):
    """A document, its keys sorted, so that two versions can be compared where they are."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else dump_in_order(value)
