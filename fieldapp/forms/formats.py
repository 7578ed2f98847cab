"""How a stored value reads on the customer's screen and on paper, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from fieldapp.clock import from_wire
from fieldapp.domain.records import JSON
from fieldapp.forms.expressions import is_empty
from fieldapp.forms.schema import Field, FieldType

EMPTY = "—"

_WORDS = {
    "zh": {"yes": "是", "no": "否", "hours": "小时", "minutes": "分", "join": "、"},
    "en": {"yes": "Yes", "no": "No", "hours": "h", "minutes": "min", "join": ", "},
}


@dataclass(frozen=True, slots=True)
class Formatter:
    """`lang`: zh | en. `home`: where one text holds times of several offsets, the one that is said once for all; the others stand
    behind their times."""

    lang: str
    home: timedelta | None = None

    def value(self, field: Field, value: JSON) -> str:
        """Words for a value of `field`, EMPTY for nothing. A value that does not fit its type reads as it is."""
        if is_empty(value):
            return EMPTY
        match field.value_type:
            case FieldType.YES_NO:
                return self._words["yes" if value is True else "no"] if isinstance(value, bool) else str(value)
            case FieldType.CHOICE:
                return self._option(field, str(value))
            case FieldType.MULTI_CHOICE:
                return self._words["join"].join(self._option(field, str(code)) for code in value)
            case FieldType.DATETIME:
                return self.moment(str(value))
            case FieldType.DURATION:
                return self.duration(value) if isinstance(value, int) else str(value)
            case FieldType.NUMBER | FieldType.MONEY:
                return self._number(field, value)
            case _:
                return str(value).strip()

    def moment(self, text: str) -> str:
        """A time as the clock on the wall showed it: in the offset that it was recorded with."""
        try:
            moment = from_wire(text)
        except ValueError:
            return text
        return f"{moment:%Y-%m-%d %H:%M}{self._offset(moment)}"

    def duration(self, minutes: int) -> str:
        """Minutes as hours and minutes."""
        hours, rest = divmod(minutes, 60)
        parts = [f"{hours} {self._words['hours']}"] if hours else []
        if rest or not hours:
            parts.append(f"{rest} {self._words['minutes']}")
        return " ".join(parts)

    def size(self, count: int) -> str:
        """Bytes in decimal units, as storage makers and Debian count."""
        if count < 1000:
            return f"{count} B"
        return f"{count / 1000:.1f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"

    @property
    def _words(self) -> dict[str, str]:
        return _WORDS["zh" if self.lang == "zh" else "en"]

    def _option(self, field: Field, code: str) -> str:
        label = field.option_label(code)
        return label.get(self.lang) if label else code

    def _offset(self, moment: datetime) -> str:
        if self.home is None or moment.utcoffset() == self.home:
            return ""
        return f" {offset_words(moment).removeprefix('UTC') or 'UTC'}"

    def _number(self, field: Field, value: JSON) -> str:
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            return str(value)
        text = f"{number:,.2f}" if field.type is FieldType.MONEY else f"{number:,f}"
        return f"{text} {field.unit.get(self.lang)}" if field.unit else text


def offset_words(moment: datetime) -> str:
    """UTC+08:00, or UTC."""
    text = f"{moment:%z}"
    return "UTC" if text == "+0000" else f"UTC{text[:3]}:{text[3:5]}"


def offsets_differ(moments: Iterable[str]) -> bool:
    """True when times need their offset to be understood: several offsets, or none of a place (UTC)."""
    offsets = set()
    for text in moments:
        try:
            offsets.add(from_wire(text).utcoffset())
        except ValueError:
            continue
    return len(offsets) > 1 or any(not offset for offset in offsets)
