"""One answer at a time: what is typed or received → the value as stored, or a fault that says precisely what is wrong.

Every normaliser is idempotent. Text keeps every character a person can mean (any plane, variation selectors, joiners): no Unicode
normalisation form is applied, because NFC replaces compatibility ideographs that people have in their names. Only what cannot be
meant is dropped: control characters, lone surrogates, noncharacters, and the bidirectional overrides that make a text read
differently from what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from fieldapp.clock import from_wire, to_wire
from fieldapp.domain.records import JSON
from fieldapp.errors import InputFault
from fieldapp.forms.schema import Field, FieldType
from fieldapp.ids import is_id

MAX_ROWS = 500
MAX_NUMBER = 2**53 - 1
"""RFC 8785 takes numbers as IEEE doubles; beyond this whole numbers are not exact."""
MAX_MINUTES = 1_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2999

_DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
    "|[" + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)) + "]"
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_PHONE = re.compile(r"[0-9+\-()（）/#*.,;、，转分机extEXT ]{3,}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})(:\d{2}(\.\d+)?)?")


def normalise(field: Field, value: JSON) -> JSON:
    """The value of `field` as it is stored; None when there is nothing in it (rows: an empty list).

    Raises InputFault `answer.<reason>` with `field` (and `row_id`, `column` inside a table) in its details. Reasons: type,
    too-long, not-an-option, bad-number, bad-money, bad-date, bad-time, bad-datetime, bad-duration, bad-phone, bad-row,
    too-many-rows, bad-file, bad-signature, computed.
    """
    if value is None:
        return None
    return _NORMALISERS[field.type](field, value)


def clean_text(text: str) -> str:
    """Line ends as \\n, and without what cannot be meant."""
    return _DROPPED.sub("", _LINE_ENDS.sub("\n", text))


def _fault(field: Field, reason: str, text: str, **details: Any) -> InputFault:
    return InputFault(f"answer.{reason}", f"{field.id}: {text}", field=field.id, **details)


def _string(field: Field, value: JSON) -> str:
    if not isinstance(value, str):
        raise _fault(field, "type", "a text is expected")
    return value


def _within(field: Field, text: str) -> str | None:
    if not text.strip():
        return None
    if field.max_length is not None and len(text) > field.max_length:
        raise _fault(
            field, "too-long", f"{len(text)} characters, {field.max_length} fit", limit=field.max_length, length=len(text)
        )
    return text


def _long_text(field: Field, value: JSON) -> JSON:
    return _within(field, clean_text(_string(field, value)))


def _line(field: Field, value: JSON) -> JSON:
    return _within(field, clean_text(_string(field, value)).replace("\n", " ").replace("\t", " "))


def _barcode(field: Field, value: JSON) -> JSON:
    """Scanners add line ends and blanks around what they read."""
    text = _line(field, value)
    return text.strip() if isinstance(text, str) else None


def _phone(field: Field, value: JSON) -> JSON:
    text = _barcode(field, _half_width(clean_text(_string(field, value))))
    if text is None:
        return None
    if not _PHONE.fullmatch(text) or not any(character.isdigit() for character in text):
        raise _fault(field, "bad-phone", "not a telephone number")
    return text


def _half_width(text: str) -> str:
    """Digits and signs typed with a Chinese input method left in full-width mode."""
    return text.translate(_FULL_WIDTH)


_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF0B, 0xFF0D, 0xFF0E, 0xFF1A, 0xFF03)} | {0x3000: 0x20}


def _decimal(field: Field, value: JSON, reason: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _fault(field, "type", "a number is expected")
    try:
        number = Decimal(_half_width(value).strip() if isinstance(value, str) else str(value))
    except (InvalidOperation, ValueError) as error:
        raise _fault(field, reason, "not a number") from error
    if not number.is_finite() or abs(number) > MAX_NUMBER:
        raise _fault(field, reason, "not a number within bounds")
    return number


def _number(field: Field, value: JSON) -> JSON:
    if isinstance(value, str) and not value.strip():
        return None
    number = _decimal(field, value, "bad-number")
    return int(number) if number == number.to_integral_value() else float(number)


def _money(field: Field, value: JSON) -> JSON:
    """Text with two decimals: binary fractions have no place in sums of money."""
    if isinstance(value, str) and not value.strip():
        return None
    amount = _decimal(field, value, "bad-money")
    rounded = round(amount, 2)
    if rounded != amount:
        raise _fault(field, "bad-money", "more than two decimals")
    return f"{rounded + 0:.2f}"


def _yes_no(field: Field, value: JSON) -> JSON:
    if not isinstance(value, bool):
        raise _fault(field, "type", "yes or no is expected")
    return value


def _choice(field: Field, value: JSON) -> JSON:
    code = _string(field, value)
    if not code:
        return None
    if field.option_label(code) is None:
        raise _fault(field, "not-an-option", f"{code[:40]!r} is not an option", value=code[:40])
    return code


def _multi_choice(field: Field, value: JSON) -> JSON:
    if not isinstance(value, list):
        raise _fault(field, "type", "a list of options is expected")
    chosen = {_choice(field, code) for code in value}
    return [option.code for option in field.options if option.code in chosen] or None


def _date(field: Field, value: JSON) -> JSON:
    text = _half_width(_string(field, value)).strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _fault(field, "bad-date", "a date like 2026-11-22 is expected")
    return day.isoformat()


def _time(field: Field, value: JSON) -> JSON:
    text = _half_width(_string(field, value)).strip()
    if not text:
        return None
    found = _TIME.fullmatch(text)
    try:
        moment = time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        moment = None
    if moment is None:
        raise _fault(field, "bad-time", "a time like 14:30 is expected")
    return moment.strftime("%H:%M")


def _datetime(field: Field, value: JSON) -> JSON:
    text = _string(field, value).strip()
    if not text:
        return None
    moment = _moment(text)
    if moment is None:
        raise _fault(field, "bad-datetime", "a date and time with UTC offset is expected")
    return to_wire(moment)


def _moment(text: object) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        moment = from_wire(text)
    except ValueError:
        return None
    offset = moment.utcoffset()
    whole_minutes = offset is not None and offset.total_seconds() % 60 == 0
    return moment if whole_minutes and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _duration(field: Field, value: JSON) -> JSON:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _fault(field, "type", "whole minutes are expected")
    if not 0 <= value <= MAX_MINUTES:
        raise _fault(field, "bad-duration", f"0 to {MAX_MINUTES} minutes are expected")
    return value


def _rows(field: Field, value: JSON) -> list[dict[str, JSON]]:
    if not isinstance(value, list):
        raise _fault(field, "type", "a list of rows is expected")
    if len(value) > MAX_ROWS:
        raise _fault(field, "too-many-rows", f"{len(value)} rows, {MAX_ROWS} fit", limit=MAX_ROWS)
    seen: set[object] = set()
    for row in value:
        row_id = row.get("_id") if isinstance(row, dict) else None
        if not is_id(row_id) or row_id in seen:
            raise _fault(field, "bad-row", "a row has no id of its own")
        seen.add(row_id)
    return value


def _table(field: Field, value: JSON) -> JSON:
    return [_row(field, row) for row in _rows(field, value)]


def _row(field: Field, row: dict[str, JSON]) -> dict[str, JSON]:
    """Columns this version does not know stay as they are: a newer version wrote them."""
    result = dict(row)
    for column in field.columns:
        if column.id not in row:
            continue
        try:
            cell = normalise(column, row[column.id])
        except InputFault as fault:
            details = {**fault.details, "field": field.id, "row_id": row["_id"], "column": column.id}
            raise InputFault(fault.code, f"{field.id}: {fault.text}", **details) from fault
        if cell is None:
            del result[column.id]
        else:
            result[column.id] = cell
    return result


def _photos(field: Field, value: JSON) -> JSON:
    return [_photo(field, row) for row in _rows(field, value)]


def _photo(field: Field, row: dict[str, JSON]) -> dict[str, JSON]:
    result = _file(field, row)
    tag = result.get("tag")
    if tag is not None and field.option_label(str(tag)) is None:
        raise _fault(field, "not-an-option", f"{str(tag)[:40]!r} is no tag", row_id=row["_id"], column="tag")
    taken = result.get("taken_at")
    if taken is not None and _moment(taken) is None:
        raise _fault(field, "bad-datetime", "taken_at is not a time", row_id=row["_id"], column="taken_at")
    return result


def _files(field: Field, value: JSON) -> JSON:
    return [_file(field, row) for row in _rows(field, value)]


def _file(field: Field, row: dict[str, JSON]) -> dict[str, JSON]:
    size = row.get("size")
    sound = (
        isinstance(row.get("sha256"), str)
        and _SHA256.fullmatch(row["sha256"])
        and isinstance(row.get("name"), str)
        and isinstance(row.get("mime"), str)
        and isinstance(size, int)
        and not isinstance(size, bool)
        and 0 <= size <= MAX_NUMBER
    )
    if not sound:
        raise _fault(field, "bad-file", "a row needs sha256, name, mime and size", row_id=row["_id"])
    result = {**row, "name": clean_text(row["name"]).replace("\n", " ")[:255]}
    caption = row.get("caption")
    if caption is not None:
        if not isinstance(caption, str) or len(caption) > 500:
            raise _fault(
                field, "too-long", "a caption is a text of 500 characters at most", row_id=row["_id"], column="caption", limit=500
            )
        result["caption"] = clean_text(caption).replace("\n", " ")
    return result


def _signature(field: Field, value: JSON) -> JSON:
    sound = (
        isinstance(value, dict)
        and all(isinstance(value.get(key), str) and _SHA256.fullmatch(value[key]) for key in ("ink_sha256", "snapshot_sha256"))
        and _moment(value.get("signed_at")) is not None
        and isinstance(value.get("revision"), int)
        and not isinstance(value["revision"], bool)
        and value["revision"] >= 1
    )
    if not sound:
        raise _fault(field, "bad-signature", "a signature needs ink_sha256, signed_at, snapshot_sha256 and revision")
    return value


def _computed(field: Field, _: JSON) -> JSON:
    raise _fault(field, "computed", "a computed value is not typed in")


_NORMALISERS: Mapping[FieldType, Callable[[Field, JSON], JSON]] = {
    FieldType.TEXT: _line,
    FieldType.LONG_TEXT: _long_text,
    FieldType.PERSON: _line,
    FieldType.PHONE: _phone,
    FieldType.BARCODE: _barcode,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.YES_NO: _yes_no,
    FieldType.CHOICE: _choice,
    FieldType.MULTI_CHOICE: _multi_choice,
    FieldType.DATE: _date,
    FieldType.TIME: _time,
    FieldType.DATETIME: _datetime,
    FieldType.DURATION: _duration,
    FieldType.TABLE: _table,
    FieldType.PHOTOS: _photos,
    FieldType.FILES: _files,
    FieldType.SIGNATURE: _signature,
    FieldType.COMPUTED: _computed,
}
assert set(_NORMALISERS) == set(FieldType)
