"""A snapshot laid out as blocks. The customer's screen and the PDF draw exactly these, so that both say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from fieldapp.clock import from_wire
from fieldapp.domain.records import JSON, Priority
from fieldapp.forms.expressions import Scope, is_empty
from fieldapp.forms.formats import EMPTY, Formatter, offset_words, offsets_differ
from fieldapp.forms.schema import Field, FieldType, FormDefinition, Section, Width

Audience = Literal["customer", "print"]


@dataclass(frozen=True, slots=True)
class Remark:
    """What holds for all that follows, before the first section."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Start of a section. `note` is said beside it when the whole section is empty and nothing follows."""

    section: str
    letter: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A short answer with its question."""

    field: str
    label: str
    value: str
    width: Width
    empty: bool


@dataclass(frozen=True, slots=True)
class Pairs:
    """Short answers that stand together."""

    items: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class LongText:
    """An answer of any length; may hold line breaks."""

    field: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class GridColumn:
    """`type` tells numbers (set right) from codes and text; `weight` is the share of the width that its texts usually want."""

    id: str
    label: str
    type: FieldType
    weight: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with at least one row; every row has a text for every column."""

    field: str
    label: str
    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture; its bytes are found by `sha256`."""

    sha256: str
    name: str
    mime: str
    tag: str
    caption: str
    taken_at: str


@dataclass(frozen=True, slots=True)
class Photos:
    field: str
    label: str
    items: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """A place to sign. What was signed, or why not, is evidence and not part of the snapshot."""

    field: str
    label: str


Block = Remark | Heading | Pairs | LongText | Grid | Photos | SignatureBlock

_ZONE = {"zh": "时间均为 {zone}，另有注明的除外。", "en": "All times are {zone} unless they say otherwise."}
_NOTHING = {"zh": "无", "en": "none"}
_FILE_COLUMNS = {
    "zh": ("文件名", "说明", "大小", "SHA-256"),
    "en": ("File name", "Caption", "Size", "SHA-256"),
}
_WEIGHTS = {
    FieldType.LONG_TEXT: 4,
    FieldType.TEXT: 3,
    FieldType.BARCODE: 3,
    FieldType.PERSON: 2,
    FieldType.PHONE: 2,
    FieldType.DATETIME: 2,
    FieldType.DATE: 2,
    FieldType.CHOICE: 2,
}


def blocks(definition: FormDefinition, content: Mapping[str, JSON], lang: str, audience: Audience) -> tuple[Block, ...]:
    """Lay out the `content` of a snapshot that was made with `definition`. `lang`: zh | en.

    A field that showed but was left empty reads EMPTY. On paper a section with nothing in it and nothing owed shrinks to its
    heading. Times of several offsets: the one of the place, in which the snapshot was frozen, is said once at the top.
    """
    layout = _Layout(definition, content, lang, audience)
    return (*layout.remarks(), *(block for section in definition.sections for block in layout.section(section)))


class _Layout:
    def __init__(self, definition: FormDefinition, content: Mapping[str, JSON], lang: str, audience: Audience) -> None:
        self._answers: Mapping[str, JSON] = content["answers"]
        self._lang = "zh" if lang == "zh" else "en"
        self._audience = audience
        frozen_at = from_wire(content["frozen_at"])
        moments = list(self._moments(definition))
        mixed = bool(moments) and offsets_differ([*moments, content["frozen_at"]])
        self._zone = offset_words(frozen_at) if mixed else ""
        self._format = Formatter(self._lang, frozen_at.utcoffset() if mixed else None)
        priority = content["priority"]
        self._scope = Scope(self._answers, str(content["state"]), Priority(priority) if priority else None, frozen_at)

    def remarks(self) -> Iterator[Remark]:
        if self._zone:
            yield Remark(_ZONE[self._lang].format(zone=self._zone))

    def section(self, section: Section) -> Iterator[Block]:
        fields = [field for field in section.fields if self._meant(field)]
        if section.internal or not fields:
            return
        title = section.label.get(self._lang)
        if self._audience == "print" and all(self._nothing_to_say(field) for field in fields):
            yield Heading(section.id, section.letter, title, _NOTHING[self._lang])
            return
        yield Heading(section.id, section.letter, title)
        pairs: list[Pair] = []
        for field in fields:
            block = self._field(field)
            if isinstance(block, Pair):
                pairs.append(block)
                continue
            if pairs:
                yield Pairs(tuple(pairs))
                pairs = []
            yield block
        if pairs:
            yield Pairs(tuple(pairs))

    def _meant(self, field: Field) -> bool:
        """Was shown when the snapshot was made, and may be seen by this audience."""
        return field.id in self._answers and (field.customer if self._audience == "customer" else field.printed)

    def _nothing_to_say(self, field: Field) -> bool:
        owed = field.required_when is not None and field.required_when.evaluate(self._scope)
        return not owed and field.type is not FieldType.SIGNATURE and is_empty(self._answers[field.id])

    def _field(self, field: Field) -> Pair | LongText | Grid | Photos | SignatureBlock:
        label, value = field.label.get(self._lang), self._answers[field.id]
        if field.type is FieldType.SIGNATURE:
            return SignatureBlock(field.id, label)
        if is_empty(value):
            return Pair(field.id, label, EMPTY, field.width, empty=True)
        match field.type:
            case FieldType.LONG_TEXT:
                return LongText(field.id, label, self._format.value(field, value))
            case FieldType.TABLE:
                return self._table(field, value)
            case FieldType.PHOTOS:
                return Photos(field.id, label, tuple(self._photo(field, row) for row in value))
            case FieldType.FILES:
                return self._files(field, value)
            case _:
                return Pair(field.id, label, self._format.value(field, value), field.width, empty=False)

    def _table(self, field: Field, rows: Sequence[Mapping[str, JSON]]) -> Grid:
        columns = self._columns(field)
        heads = tuple(
            GridColumn(column.id, column.label.get(self._lang), column.type, _WEIGHTS.get(column.type, 1)) for column in columns
        )
        cells = tuple(tuple(self._format.value(column, row.get(column.id)) for column in columns) for row in rows)
        return Grid(field.id, field.label.get(self._lang), heads, cells)

    def _photo(self, field: Field, row: Mapping[str, JSON]) -> Photo:
        tag = field.option_label(str(row.get("tag")))
        taken = row.get("taken_at")
        return Photo(
            sha256=str(row.get("sha256", "")),
            name=str(row.get("name", "")),
            mime=str(row.get("mime", "")),
            tag=tag.get(self._lang) if tag else "",
            caption=str(row.get("caption") or ""),
            taken_at=self._format.moment(taken) if taken else "",
        )

    def _files(self, field: Field, rows: Sequence[Mapping[str, JSON]]) -> Grid:
        names = _FILE_COLUMNS[self._lang]
        types = ((FieldType.TEXT, 3), (FieldType.TEXT, 3), (FieldType.TEXT, 1), (FieldType.BARCODE, 3))
        ids = ("name", "caption", "size", "sha256")
        columns = tuple(GridColumn(id_, name, kind, weight) for id_, name, (kind, weight) in zip(ids, names, types, strict=True))
        cells = tuple(
            (
                str(row.get("name") or EMPTY),
                str(row.get("caption") or EMPTY),
                self._format.size(row.get("size", 0)),
                f"{row['sha256'][:16]}…" if row.get("sha256") else EMPTY,
            )
            for row in rows
        )
        return Grid(field.id, field.label.get(self._lang), columns, cells)

    def _columns(self, field: Field) -> list[Field]:
        return [column for column in field.columns if (column.customer if self._audience == "customer" else column.printed)]

    def _moments(self, definition: FormDefinition) -> Iterator[str]:
        """Every time with offset that this audience sees."""
        for field in (field for section in definition.sections if not section.internal for field in section.fields):
            value = self._answers.get(field.id) if self._meant(field) else None
            if field.value_type is FieldType.DATETIME and isinstance(value, str):
                yield value
            elif isinstance(value, list):
                keys = [column.id for column in self._columns(field) if column.type is FieldType.DATETIME]
                if field.type is FieldType.PHOTOS:
                    keys = ["taken_at"]
                yield from (row[key] for row in value for key in keys if isinstance(row.get(key), str))
