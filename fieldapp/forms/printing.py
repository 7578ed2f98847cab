"""What of the answers cannot be printed as it was written: characters that no bundled font has. To be told before signing."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fieldapp.domain.records import JSON
from fieldapp.forms.schema import TEXT_TYPES, Field, FieldType, FormDefinition, Label

_ROW_TEXTS = {FieldType.PHOTOS: ("caption",), FieldType.FILES: ("name", "caption")}

_MOST = 6
"""Characters of one answer that are named; more of them are a text in another script, and the first show which."""


@dataclass(frozen=True, slots=True)
class Unprintable:
    """An answer with `characters` that will stand in the PDF as their codes, e.g. [U+1F600]; each is named once.

    In rows `row` counts from 1, 0 outside of rows; `row_id` and `column` say where where they are known; `label` is the column's
    in a table.
    """

    field: str
    section: str
    label: Label
    characters: str
    row: int = 0
    row_id: str | None = None
    column: str | None = None

    @property
    def words(self) -> str:
        """The first characters and how they are printed: 👍 [U+1F44D]. What cannot be seen is given by its code alone."""
        codes = (
            f"{char} [U+{ord(char):04X}]" if char.isprintable() else f"[U+{ord(char):04X}]" for char in self.characters[:_MOST]
        )
        return " ".join(codes) + (" …" if len(self.characters) > _MOST else "")


def unprintable(definition: FormDefinition, answers: Mapping[str, JSON], shown: Container[str]) -> tuple[Unprintable, ...]:
    """Every such answer among the printed fields in `shown`, in the order of the form. Quick enough for every keystroke."""
    return tuple(
        found
        for section, field in definition
        if field.printed and not section.internal and field.id in shown
        for found in _of_field(section.id, field, answers.get(field.id))
    )


def _of_field(section: str, field: Field, value: JSON) -> Iterator[Unprintable]:
    if field.type in TEXT_TYPES and isinstance(value, str) and (characters := lacking(value)):
        yield Unprintable(field.id, section, field.label, characters)
    for number, row in enumerate(value if isinstance(value, list) else (), 1):
        if isinstance(row, dict):
            yield from _of_row(section, field, number, row)


def _of_row(section: str, field: Field, number: int, row: Mapping[str, JSON]) -> Iterator[Unprintable]:
    row_id = row.get("_id")
    for column in field.columns:
        if column.printed and column.type in TEXT_TYPES and (characters := lacking(str(row.get(column.id) or ""))):
            yield Unprintable(field.id, section, column.label, characters, number, row_id, column.id)
    texts = "".join(str(row.get(key) or "") for key in _ROW_TEXTS.get(field.type, ()))
    if characters := lacking(texts):
        yield Unprintable(field.id, section, field.label, characters, number, row_id)


@lru_cache(maxsize=512)
def lacking(text: str) -> str:
    """`missing_glyphs`, remembered by text."""
    # Imported here: the fonts are opened by who has something to check, not by who opens a form.
    from fieldapp.forms.pdf.fonts import missing_glyphs

    return missing_glyphs(text) if text else ""
