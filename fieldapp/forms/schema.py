"""What a form definition is: frozen values, built only by `loader`, so that whatever holds one holds a checked one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from fieldapp.domain.records import JSON, Owner
from fieldapp.domain.records import Label as Label

if TYPE_CHECKING:
    from fieldapp.forms.expressions import Expression


class FieldType(StrEnum):
    """Types of answers. How each is stored is given in docs/architecture.md (Order document)."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    DURATION = "duration"
    PERSON = "person"
    PHONE = "phone"
    BARCODE = "barcode"
    TABLE = "table"
    PHOTOS = "photos"
    FILES = "files"
    SIGNATURE = "signature"
    COMPUTED = "computed"


TEXT_TYPES = frozenset({FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PERSON, FieldType.PHONE, FieldType.BARCODE})
ROW_TYPES = frozenset({FieldType.TABLE, FieldType.PHOTOS, FieldType.FILES})
CHOICE_TYPES = frozenset({FieldType.CHOICE, FieldType.MULTI_CHOICE})


class Width(StrEnum):
    """How much of the row a field takes on a wide screen and on paper."""

    FULL = "full"
    HALF = "half"
    THIRD = "third"


class Step(StrEnum):
    """The steps of the process that ask for answers, in order; what one needs, every later one needs too."""

    ACCEPT = "accept"
    START = "start"
    RESOLVE = "resolve"
    CONFIRM = "confirm"

    @property
    def rank(self) -> int:
        return tuple(Step).index(self)


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice: `code` is stored, `label` is read."""

    code: str
    label: Label


@dataclass(frozen=True, slots=True)
class Rule:
    """What an answer must satisfy; `message` is for the person who typed it. Not asked while the field is empty."""

    valid_when: Expression
    message: Label


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the form, or one column of a table (then its expressions see the row's other columns first).

    `required_when` None: never required. `visible_when` None: always visible. `compute` names a function of `computed.py`: the
    value comes from the order's status, the field is read-only. `value_type` says how a value reads: the type, except for
    computed fields. `needed_for` is the first step that asks for it. `after_signing`: may be filled in for the first time
    after the customer signed without voiding the signature. For photos `options` are the tags.
    """

    id: str
    type: FieldType
    label: Label
    help: Label | None = None
    unit: Label | None = None
    options: tuple[Option, ...] = ()
    owner: Owner = Owner.SHARED
    customer: bool = True
    printed: bool = True
    searchable: bool = False
    default: JSON = None
    carry_over: bool = False
    required_when: Expression | None = None
    visible_when: Expression | None = None
    rules: tuple[Rule, ...] = ()
    columns: tuple[Field, ...] = ()
    width: Width = Width.FULL
    needed_for: Step = Step.RESOLVE
    compute: str | None = None
    value_type: FieldType = FieldType.TEXT
    max_length: int | None = None
    min_rows: int = 0
    after_signing: bool = False

    @property
    def public(self) -> bool:
        """May leave the company: shown to the customer or printed."""
        return self.customer or self.printed

    @property
    def derived(self) -> bool:
        """Read-only: its value comes from the order's status."""
        return self.compute is not None

    def option_label(self, code: str) -> Label | None:
        for option in self.options:
            if option.code == code:
                return option.label
        return None

    def column(self, column_id: str) -> Field:
        """Raises KeyError when there is no such column."""
        for column in self.columns:
            if column.id == column_id:
                return column
        raise KeyError(column_id)


@dataclass(frozen=True, slots=True)
class Section:
    """A lettered part of the form. Nothing in an `internal` one ever reaches the customer or the PDF."""

    id: str
    letter: str
    label: Label
    fields: tuple[Field, ...]
    internal: bool = False


@dataclass(frozen=True)
class FormDefinition:
    """One version of a form. `sha256` is that of the definition file; `kind`: of the records it is for, empty for orders."""

    id: str
    version: int
    title: Label
    sections: tuple[Section, ...]
    sha256: str
    kind: str = ""
    _by_id: dict[str, tuple[Section, Field]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = {item.id: (section, item) for section in self.sections for item in section.fields}
        object.__setattr__(self, "_by_id", found)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All fields in the order of the form."""
        return tuple(item for _, item in self._by_id.values())

    @cached_property
    def searchable(self) -> tuple[Field, ...]:
        """Fields that the search covers."""
        return tuple(field for field in self.fields if field.searchable)

    @cached_property
    def scanned(self) -> tuple[tuple[Field, tuple[str, ...]], ...]:
        """Fields that a scanner may read, each with those of its columns that one may."""
        codes = ((field, tuple(c.id for c in field.columns if c.type is FieldType.BARCODE)) for field in self.fields)
        return tuple((field, columns) for field, columns in codes if columns or field.type is FieldType.BARCODE)

    def __iter__(self) -> Iterator[tuple[Section, Field]]:
        return iter(self._by_id.values())

    def __contains__(self, field_id: object) -> bool:
        return field_id in self._by_id

    def field(self, field_id: str) -> Field:
        """Raises KeyError when the form has no such field."""
        return self._by_id[field_id][1]

    def section_of(self, field_id: str) -> Section:
        """Raises KeyError when the form has no such field."""
        return self._by_id[field_id][0]

    def owner_of(self, field_id: str) -> Owner:
        """Whose answer wins a conflict. A field this version does not know (a newer form's) is shared."""
        found = self._by_id.get(field_id)
        return found[1].owner if found else Owner.SHARED
