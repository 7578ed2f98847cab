"""Definition file → `FormDefinition`. A definition that loads is sound; one that is not fails with `file:line: reason`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from fieldapp.domain import kinds
from fieldapp.domain.records import JSON, Owner
from fieldapp.errors import InputFault
from fieldapp.forms.computed import COMPUTATIONS
from fieldapp.forms.expressions import RESERVED, Expression, Kind, Symbol, parse
from fieldapp.forms.schema import (
    CHOICE_TYPES,
    ROW_TYPES,
    TEXT_TYPES,
    Field,
    FieldType,
    FormDefinition,
    Label,
    Option,
    Rule,
    Section,
    Step,
    Width,
)
from fieldapp.forms.values import normalise
from fieldapp.forms.yaml_entry import Entry, compose

E = TypeVar("E", bound=StrEnum)

LONGEST_TEXT = 5000
LINE_LENGTH = 200
_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_FORM_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")
_WORDS = frozenset({"and", "or", "not", "in", "true", "false", "empty", "count"})

_COLUMN_KEYS = (
    ("id", "type", "label"),
    ("help", "unit", "options", "customer", "printed", "searchable", "default", "required_when", "rules", "width", "max_length"),
)
_FIELD_KEYS = (
    ("id", "type", "label"),
    (*_COLUMN_KEYS[1], "owner", "carry_over", "visible_when", "columns", "needed_for", "compute", "min_rows", "after_signing"),
)

KINDS_OF: Mapping[FieldType, Kind] = {
    FieldType.NUMBER: Kind.NUMBER,
    FieldType.MONEY: Kind.NUMBER,
    FieldType.DURATION: Kind.NUMBER,
    FieldType.YES_NO: Kind.FLAG,
    FieldType.CHOICE: Kind.CODE,
    FieldType.MULTI_CHOICE: Kind.CODES,
    FieldType.DATE: Kind.DATE,
    FieldType.TIME: Kind.TIME,
    FieldType.DATETIME: Kind.MOMENT,
    FieldType.TABLE: Kind.ROWS,
    FieldType.PHOTOS: Kind.ROWS,
    FieldType.FILES: Kind.ROWS,
    FieldType.SIGNATURE: Kind.OPAQUE,
    **dict.fromkeys(TEXT_TYPES, Kind.TEXT),
}


def load_definition(path: Path) -> FormDefinition:
    """Read and check one definition file.

    Raises InputFault `form.definition`; its text is ``file:line: reason``, its details hold `source`, `line` and `reason`.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise InputFault("form.definition", f"{path}: {reason}", source=str(path), line=0, reason=reason) from error
    return parse_definition(data, str(path))


def parse_definition(data: bytes, source: str) -> FormDefinition:
    """The same for bytes at hand; `source` is the name used in faults."""
    top = compose(data, source).mapping(("id", "version", "title", "sections"), ("kind",))
    form_id = top["id"].text()
    if not _FORM_ID.fullmatch(form_id):
        top["id"].fail("the id of a form is lower-case letters, digits and hyphens")
    version = top["version"].whole(1, 1_000_000)
    drafts = [_SectionDraft(entry) for entry in top["sections"].items()]
    _distinct((draft.keys["id"] for draft in drafts), "section")
    _distinct((draft.keys["letter"] for draft in drafts), "letter")
    _distinct((field.keys["id"] for draft in drafts for field in draft.fields), "field")
    symbols = {field.id: field.symbol for draft in drafts for field in draft.fields if field.symbol}
    kind = top["kind"].text() if "kind" in top else ""
    names = _Names(symbols, _reserved_of(top["kind"]) if kind else RESERVED)
    sections = tuple(draft.build(names) for draft in drafts)
    return FormDefinition(form_id, version, _label(top["title"]), sections, hashlib.sha256(data).hexdigest(), kind)


@dataclass(frozen=True, slots=True)
class _Names:
    """What the form's expressions may name: its fields, and what has a meaning of its own."""

    fields: Mapping[str, Symbol]
    reserved: Mapping[str, Symbol]


def _reserved_of(kind: Entry) -> Mapping[str, Symbol]:
    """On the form of a record `state` is one of its kind's."""
    found = kinds.every().get(kind.text())
    if found is None:
        kind.fail(f"{kind.text()} is not one of {', '.join(kinds.every())}")
    return {**RESERVED, "state": Symbol(Kind.CODE, frozenset(found.states))}


def condition_on(definition: FormDefinition, text: str) -> Expression:
    """A condition over the answers of a form, written elsewhere than in its file. Raises InputFault `form.expression`."""
    kinds_of = ((field, KINDS_OF.get(field.type)) for field in definition.fields)
    symbols = {field.id: Symbol(kind, frozenset(one.code for one in field.options)) for field, kind in kinds_of if kind}
    return parse(text, symbols)


class _SectionDraft:
    """A section whose names are known but whose expressions are not read yet: they may refer to any field of the form."""

    def __init__(self, entry: Entry) -> None:
        self.keys = entry.mapping(("id", "letter", "label", "fields"), ("owner", "internal"))
        self.internal = _flag(self.keys, "internal", False)
        self.owner = _enum(Owner, self.keys.get("owner"), Owner.SHARED)
        self.fields = [_FieldDraft(item, _FIELD_KEYS) for item in self.keys["fields"].items()]

    def build(self, names: _Names) -> Section:
        fields = tuple(draft.build(names, self) for draft in self.fields)
        return Section(self.keys["id"].text(), self.keys["letter"].text(), _label(self.keys["label"]), fields, self.internal)


class _FieldDraft:
    """A field or column at the same stage."""

    def __init__(self, entry: Entry, keys: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
        self.entry = entry
        self.keys = entry.mapping(*keys)
        self.id = self.keys["id"].text()
        if not _ID.fullmatch(self.id) or self.id in _WORDS:
            self.keys["id"].fail(f"{self.id} cannot be an id: lower-case letters, digits and _, and no word of the language")
        self.type = _enum(FieldType, self.keys["type"], FieldType.TEXT)
        self.is_column = "columns" not in keys[1]
        self._check_keys()
        self.options = _options(self.keys.get("options"))
        self.columns = (
            [_FieldDraft(item, _COLUMN_KEYS) for item in self.keys["columns"].items()] if "columns" in self.keys else []
        )
        _distinct((column.keys["id"] for column in self.columns), "column")

    @property
    def symbol(self) -> Symbol | None:
        """What expressions see of it; a computed value is not theirs to see."""
        kind = KINDS_OF.get(self.type)
        return Symbol(kind, frozenset(option.code for option in self.options)) if kind else None

    def _check_keys(self) -> None:
        """Keys that only some types have."""
        if self.is_column and self.type in {*ROW_TYPES, FieldType.SIGNATURE, FieldType.COMPUTED}:
            self.keys["type"].fail(f"a column cannot be of type {self.type.value}")
        only: Mapping[str, Iterable[FieldType]] = {
            "options": (*CHOICE_TYPES, FieldType.PHOTOS),
            "columns": (FieldType.TABLE,),
            "max_length": TEXT_TYPES,
            "min_rows": ROW_TYPES,
            "unit": (FieldType.NUMBER, FieldType.MONEY),
        }
        for key, types in only.items():
            if key in self.keys and self.type not in types:
                self.keys[key].fail(f"a {self.type.value} field has no {key}")
        for key, needed in (("options", CHOICE_TYPES), ("columns", {FieldType.TABLE}), ("compute", {FieldType.COMPUTED})):
            if self.type in needed and key not in self.keys:
                self.entry.fail(f"a {self.type.value} field needs {key}")
        if not self.is_column and self.id in RESERVED and "compute" not in self.keys:
            self.keys["id"].fail(f"{self.id} has a meaning of its own in expressions")

    def build(self, names: _Names, section: _SectionDraft) -> Field:
        columns = {column.id: column.symbol for column in self.columns if column.symbol}
        return self._build(names, None, section, tuple(draft._build(names, columns, section) for draft in self.columns))

    def _build(
        self,
        names: _Names,
        row: Mapping[str, Symbol] | None,
        section: _SectionDraft,
        columns: tuple[Field, ...] = (),
    ) -> Field:
        keys = self.keys
        field = Field(
            id=self.id,
            type=self.type,
            label=_label(keys["label"]),
            help=_label(keys["help"]) if "help" in keys else None,
            unit=_label(keys["unit"]) if "unit" in keys else None,
            options=self.options,
            owner=_enum(Owner, keys.get("owner"), section.owner),
            customer=self._public("customer", section),
            printed=self._public("printed", section),
            searchable=_flag(keys, "searchable", False),
            carry_over=_flag(keys, "carry_over", False),
            required_when=_expression(keys.get("required_when"), names, row),
            visible_when=_expression(keys.get("visible_when"), names, row),
            rules=_rules(keys.get("rules"), names, row),
            columns=columns,
            width=_enum(Width, keys.get("width"), Width.FULL),
            needed_for=_enum(Step, keys.get("needed_for"), Step.RESOLVE),
            compute=self._compute(),
            value_type=COMPUTATIONS[keys["compute"].text()].type if "compute" in keys else self.type,
            max_length=self._max_length(),
            min_rows=keys["min_rows"].whole(1, 100) if "min_rows" in keys else 0,
            after_signing=_flag(keys, "after_signing", False),
        )
        return _with_default(field, keys.get("default"))

    def _public(self, key: str, section: _SectionDraft) -> bool:
        """Everything is public unless said otherwise; in an internal section nothing can be."""
        if section.internal and key in self.keys and self.keys[key].flag():
            self.keys[key].fail("the section is internal")
        return not section.internal and _flag(self.keys, key, True)

    def _compute(self) -> str | None:
        if "compute" not in self.keys:
            return None
        name = self.keys["compute"].text()
        if name not in COMPUTATIONS:
            self.keys["compute"].fail(f"there is no computation {name}; known are {', '.join(sorted(COMPUTATIONS))}")
        if self.type not in (FieldType.COMPUTED, COMPUTATIONS[name].type):
            self.keys["compute"].fail(f"{name} gives a {COMPUTATIONS[name].type.value}")
        for key in ("default", "required_when", "rules"):
            if key in self.keys:
                self.keys[key].fail(f"a computed field has no {key}")
        return name

    def _max_length(self) -> int | None:
        if self.type not in TEXT_TYPES:
            return None
        usual = LONGEST_TEXT if self.type is FieldType.LONG_TEXT else LINE_LENGTH
        return self.keys["max_length"].whole(1, LONGEST_TEXT) if "max_length" in self.keys else usual


def _with_default(field: Field, entry: Entry | None) -> Field:
    if entry is None:
        return field
    if field.type in ROW_TYPES or field.type is FieldType.SIGNATURE:
        entry.fail(f"a {field.type.value} field has no default")
    value: JSON = entry.plain()
    try:
        value = normalise(field, value)
    except InputFault as fault:
        entry.fail(f"not a value of this field: {fault.text}")
    return replace(field, default=value)


def _distinct(entries: Iterable[Entry], what: str) -> None:
    seen: dict[str, int] = {}
    for entry in entries:
        name = entry.text()
        if name in seen:
            entry.fail(f"{what} {name} is defined twice, first at line {seen[name]}")
        seen[name] = entry.line


def _label(entry: Entry) -> Label:
    words = entry.mapping(("zh", "en"))
    return Label(words["zh"].text(), words["en"].text())


def _options(entry: Entry | None) -> tuple[Option, ...]:
    if entry is None:
        return ()
    found = [item.mapping(("code", "label")) for item in entry.items()]
    _distinct((keys["code"] for keys in found), "option")
    return tuple(Option(keys["code"].text(), _label(keys["label"])) for keys in found)


def _rules(entry: Entry | None, names: _Names, row: Mapping[str, Symbol] | None) -> tuple[Rule, ...]:
    rules = []
    for item in entry.items() if entry else ():
        keys = item.mapping(("valid_when", "message"))
        expression = _expression(keys["valid_when"], names, row)
        if expression is not None:
            rules.append(Rule(expression, _label(keys["message"])))
    return tuple(rules)


def _expression(entry: Entry | None, names: _Names, row: Mapping[str, Symbol] | None) -> Expression | None:
    if entry is None:
        return None
    try:
        return parse(entry.condition(), names.fields, row, names.reserved)
    except InputFault as fault:
        if fault.code != "form.expression":
            raise
        entry.fail(fault.text)


def _flag(keys: Mapping[str, Entry], key: str, usual: bool) -> bool:
    return keys[key].flag() if key in keys else usual


def _enum(kind: type[E], entry: Entry | None, usual: E) -> E:
    if entry is None:
        return usual
    text = entry.text()
    try:
        return kind(text)
    except ValueError:
        entry.fail(f"{text} is not one of {', '.join(kind)}")
