"""Questions of a page: made from the fields of the form definition or by hand, and read back. What was typed is never lost: an
answer that does not fit comes back as it was typed, with the reason beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from fieldapp import clock
from fieldapp.domain.records import JSON
from fieldapp.errors import InputFault
from fieldapp.forms.schema import Field, FieldType
from fieldapp.forms.values import normalise
from fieldapp.itsm.web.guard import Form
from fieldapp.itsm.web.words import Words

_KINDS = {
    FieldType.LONG_TEXT: "area",
    FieldType.CHOICE: "choice",
    FieldType.YES_NO: "choice",
    FieldType.DATETIME: "datetime-local",
    FieldType.DATE: "date",
    FieldType.TIME: "time",
    FieldType.PHONE: "tel",
    FieldType.NUMBER: "number",
}
EDITABLE = frozenset({*_KINDS, FieldType.TEXT, FieldType.PERSON, FieldType.BARCODE})
"""Types that a page can ask for."""
_YES_NO = {"yes": True, "no": False}
TYPED = 20_000


@dataclass(frozen=True, slots=True)
class Input:
    """One question. `kind`: text | area | choice | check | tel | number | date | time | datetime-local; `value` as the browser
    shows it; `error` in words."""

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    width: str = "full"
    max_length: int = TYPED
    error: str = ""

    def typed(self, form: Form) -> Input:
        """The same question with what was sent."""
        return replace(self, value=plain(form.get(self.name))[:TYPED])

    def wrong(self, error: str) -> Input:
        return replace(self, error=error)


def plain(text: str) -> str:
    """Line ends as they are stored; browsers send them as CR LF."""
    return text.replace("\r\n", "\n")


def of_field(field: Field, value: JSON, words: Words, zone: tzinfo, *, required: bool = False) -> Input:
    """The question of a field of the form with the answer that is there."""
    lang = words.lang
    options = tuple((option.code, option.label.get(lang)) for option in field.options)
    if field.type is FieldType.YES_NO:
        options = (("yes", words("field.yes")), ("no", words("field.no")))
    return Input(
        name=field.id,
        label=field.label.get(lang),
        kind=_KINDS.get(field.type, "text"),
        value=shown(field, value, zone),
        help=field.help.get(lang) if field.help else "",
        options=options,
        required=required,
        width=field.width.value,
        max_length=field.max_length or TYPED,
    )


def shown(field: Field, value: JSON, zone: tzinfo) -> str:
    """A stored answer as the browser's input holds it; times on the office's wall clock."""
    if value is None or isinstance(value, list | dict):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.type is FieldType.DATETIME and isinstance(value, str):
        return wall_time(value, zone)
    return str(value)


def wall_time(text: str, zone: tzinfo) -> str:
    try:
        return clock.from_wire(text).astimezone(zone).strftime("%Y-%m-%dT%H:%M")
    except ValueError:
        return ""


def read_time(text: str, zone: tzinfo) -> str:
    """What a datetime-local input sends, as stored: local time with its offset. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return clock.to_wire(moment if moment.tzinfo else moment.replace(tzinfo=zone))


def stored(field: Field, text: str, zone: tzinfo) -> JSON:
    """A sent answer as it is stored; None when there is nothing in it. Raises InputFault `answer.*`."""
    if not text.strip():
        return None
    value: JSON = text
    if field.type is FieldType.YES_NO:
        value = _YES_NO.get(text)
    elif field.type is FieldType.DATETIME:
        try:
            value = read_time(text, zone)
        except ValueError as error:
            raise InputFault("answer.bad-datetime", f"{field.id}: not a time", field=field.id) from error
    return normalise(field, value)


def read_fields(
    fields: Sequence[Field], form: Form, words: Words, zone: tzinfo, required: Mapping[str, bool]
) -> tuple[dict[str, JSON], dict[str, str]]:
    """Stored values by field (None: empty) and what is wrong, in words, by field."""
    values: dict[str, JSON] = {}
    errors: dict[str, str] = {}
    for field in fields:
        try:
            values[field.id] = stored(field, form.get(field.id), zone)
        except InputFault as fault:
            errors[field.id] = words.of(
                "fault", fault.code, limit=fault.details.get("limit", ""), what=field.label.get(words.lang)
            )
            continue
        if values[field.id] is None and required.get(field.id):
            errors[field.id] = words("form.needed", what=field.label.get(words.lang))
    return values, errors
