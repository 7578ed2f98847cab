"""Which field and state of a product is which of ours: a TOML file, read strictly (docs/connectors.md gives the format)."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from fieldapp.clock import from_wire, to_wire
from fieldapp.domain.calendar_reader import read_named_zone, read_offset, read_zone
from fieldapp.domain.records import JSON, Owner, State
from fieldapp.domain.tables import Table
from fieldapp.errors import InputFault
from fieldapp.sync.connectors.interface import ASSIGNEE, MARK, STATE

SCHEMA = 1
PRODUCTS = ("request-tracker", "redmine", "servicenow", "glpi")
KINDS = ("text", "choice", "moment")
COMMENTS: Mapping[str, tuple[str, ...]] = {
    "note": ("name", "text"),
    "declined": ("name", "reason"),
    "on_hold": ("name", "supplier", "reason", "expected_at"),
    "overruled": ("field", "mine", "theirs"),
}
"""What becomes a comment, with what its words may name: entries of the log, and a value that lost against the desk's."""

CLIENT_ID = "client_id"

REMOVED = "removed"
"""The state of a ticket that was taken back: not one of ours."""


@dataclass(frozen=True, slots=True)
class MappedField:
    """One answer of the form and the product's field for it. `owner` desk: the product's value counts; engineer: ours;
    shared: whichever changed, the product's where both did. `once`: taken when the order is made, and never again."""

    name: str
    field: str
    owner: Owner
    kind: str
    choices: Mapping[str, str]
    once: bool = False

    def to_theirs(self, value: JSON) -> str:
        """Text for the product, "" for nothing."""
        if value is None:
            return ""
        return self.choices.get(str(value), str(value)) if self.kind == "choice" else str(value)

    def to_ours(self, text: str, zone: tzinfo) -> tuple[bool, JSON]:
        """(is it a value of ours, the value); nothing is None."""
        if not text:
            return True, None
        if self.kind == "choice":
            found = [ours for ours, theirs in self.choices.items() if theirs == text]
            return bool(found), found[0] if found else None
        if self.kind == "text":
            return True, text
        try:
            return True, to_wire(from_wire(text).astimezone(zone))
        except (ValueError, OverflowError):
            return False, None


@dataclass(frozen=True, slots=True)
class Along:
    """What a product wants in the same write as a state: answers of ours that are mapped, and fixed texts of its fields."""

    fields: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TicketMapping:
    """A whole file. `instance` names the installation for ever: the ids of orders are made from it. `product_zone`: the zone
    of times that the product gives without one."""

    product: str
    instance: str
    scope: str
    zone: tzinfo
    product_zone: tzinfo
    state: str
    assignee: str
    client_id: str
    mark: str
    subject: str
    number: str
    constants: Mapping[str, str]
    states: Mapping[State, str]
    removed: tuple[str, ...]
    people: Mapping[str, str]
    fields: Mapping[str, MappedField]
    answers: Mapping[str, str]
    comments: Mapping[str, str]
    files: tuple[str, ...]
    along: Mapping[State, Along]

    def product_fields(self) -> frozenset[str]:
        """Every field of the product that the file names."""
        return frozenset({self.client_id, self.mark, *(mapped.field for mapped in self.fields.values())})

    def moments(self) -> frozenset[str]:
        """The product's fields that hold a moment."""
        return frozenset(mapped.field for mapped in self.fields.values() if mapped.kind == "moment")

    def with_state(self, patch: Mapping[str, JSON]) -> Along:
        """What goes along with the state that a patch sets."""
        state = patch.get(STATE)
        return self.along.get(State(str(state)), Along()) if state is not None else Along()

    def missed(self, patch: Mapping[str, JSON], wanted: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
        """Names of a patch whose value was not taken. `wanted` and `now`: the product's texts, as asked for and as read again."""
        return [name for name in patch if not same(wanted[key := self.field_of(name)], now.get(key, ""), key in self.moments())]

    def owned_by(self, owner: Owner, *, once: bool = False) -> tuple[str, ...]:
        """Names of the fields of one side; with `once` also those that are taken only when an order is made."""
        return tuple(name for name, mapped in self.fields.items() if mapped.owner is owner and (once or not mapped.once))

    def ours(self, theirs: Mapping[str, str]) -> dict[str, JSON]:
        """The product's texts under our names; a value that the file does not know is left out."""
        found: dict[str, JSON] = {}
        for name, mapped in self.fields.items():
            known, value = mapped.to_ours(clean(theirs.get(mapped.field, "")), self.zone)
            if known:
                found[name] = value
        status, person = theirs.get(self.state, ""), theirs.get(self.assignee, "")
        known_states = {text: state.value for state, text in self.states.items()} | dict.fromkeys(self.removed, REMOVED)
        if status in known_states:
            found[STATE] = known_states[status]
        if not person or person in self.people:
            found[ASSIGNEE] = self.people.get(person)
        found[MARK] = theirs.get(self.mark) or None
        return found

    def theirs(self, fields: Mapping[str, JSON]) -> dict[str, str]:
        """Our values as the product's texts. Raises InputFault `mapping.value` for a name or person that the file lacks."""
        found: dict[str, str] = {}
        for name, value in fields.items():
            field = self.field_of(name)
            if name == STATE:
                found[field] = self.states[State(str(value))]
            elif name == ASSIGNEE:
                found[field] = self._person(value)
            elif name in (MARK, CLIENT_ID):
                found[field] = str(value or "")
            else:
                found[field] = self.fields[name].to_theirs(value)
        return found

    def field_of(self, name: str) -> str:
        """The product's field for one of our names. Raises InputFault `mapping.value`."""
        special = {STATE: self.state, ASSIGNEE: self.assignee, MARK: self.mark, CLIENT_ID: self.client_id}
        if name in special:
            return special[name]
        if name not in self.fields:
            raise InputFault("mapping.value", f"the mapping has no field for {name}", name=name)
        return self.fields[name].field

    def _person(self, user_id: JSON) -> str:
        if user_id is None:
            return ""
        found = [theirs for theirs, ours in self.people.items() if ours == user_id]
        if not found:
            raise InputFault("mapping.value", f"the mapping has nobody for {user_id}", name=ASSIGNEE)
        return found[0]

    def title(self, fields: Mapping[str, JSON]) -> str:
        """The subject of a new ticket, in one line."""
        values = {name: str(fields.get(name) or "") for name in names_in(self.subject)}
        return " ".join(self.subject.format(**values).split())[:200] or "-"


def same(wanted: str, now: str, is_moment: bool) -> bool:
    """Moments are compared to the second, whatever zone they are written in."""
    if is_moment and wanted and now:
        try:
            return from_wire(wanted).replace(microsecond=0) == from_wire(now).replace(microsecond=0)
        except ValueError:
            return False
    return clean(wanted) == clean(now)


def clean(text: str) -> str:
    """Products end lines in their own way and add blanks at the end."""
    return text.replace("\r\n", "\n").strip()


def load_mapping(path: Path) -> TicketMapping:
    """Read a file. Raises InputFault `mapping.unreadable`, or `mapping.invalid` naming file and key."""
    try:
        return parse_mapping(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise InputFault("mapping.unreadable", f"cannot read {path}: {error}", path=str(path)) from error


def parse_mapping(text: str, source: str) -> TicketMapping:
    """Raises InputFault `mapping.unreadable|mapping.invalid`."""
    try:
        top = Table(tomllib.loads(text), source, code="mapping.invalid")
    except tomllib.TOMLDecodeError as error:
        raise InputFault("mapping.unreadable", f"{source}: {error}", path=source) from error
    top.whole("schema", SCHEMA, SCHEMA)
    ticket = top.table("ticket")
    fields = {name: _field(name, table) for name, table in top.table("fields").tables()}
    zone = read_zone(top)
    mapping = TicketMapping(
        product=top.one_of("product", PRODUCTS),
        instance=top.text("instance"),
        scope=top.text("scope"),
        zone=zone,
        product_zone=_product_zone(top) or zone,
        **{name: ticket.text(name) for name in ("state", "assignee", "client_id", "mark")},
        subject=_template(ticket, "subject", fields),
        number=_template(ticket, "number", ("rid", "number")),
        constants=_texts(ticket, "constants"),
        states=_states(top.table("states")),
        removed=top.texts("removed"),
        people=_texts(top, "people"),
        fields=fields,
        answers=_texts(top, "answers"),
        comments=_comments(top.table("comments")),
        files=top.texts("files"),
        along=_along(top, fields),
    )
    ticket.done()
    top.done()
    _check_unique(top, mapping)
    return mapping


def _field(name: str, table: Table) -> MappedField:
    owner, kind = Owner(table.one_of("owner", tuple(Owner))), table.one_of("kind", KINDS)
    choices = _texts(table, "choices") if kind == "choice" else {}
    field = MappedField(name, table.text("field"), owner, kind, choices, "once" in table and table.flag("once"))
    table.done()
    if len(set(choices.values())) != len(choices):
        raise table.fault("choices", "two choices have the same word")
    return field


def _product_zone(top: Table) -> tzinfo | None:
    if "product_zone" not in top:
        return None
    return (read_offset if top.text("product_zone")[:1] in "+-" else read_named_zone)(top, "product_zone")


def _along(top: Table, fields: Mapping[str, MappedField]) -> dict[State, Along]:
    """The only part that may be absent: most products want nothing."""
    if "along" not in top:
        return {}
    found = {}
    for name, table in top.table("along").tables():
        if name not in tuple(State):
            raise top.fault("along", f"{name} is no state")
        along = Along(table.texts("fields"), _texts(table, "constants"))
        table.done()
        if strangers := [answer for answer in along.fields if answer not in fields or fields[answer].owner is Owner.DESK]:
            raise table.fault("fields", f"{strangers[0]} is no mapped answer that goes to the ticket")
        found[State(name)] = along
    return found


def _states(table: Table) -> dict[State, str]:
    states = {state: table.text(state.value) for state in State}
    table.done()
    if len(set(states.values())) != len(states):
        raise table.fault("", "two states have the same word")
    return states


def _texts(table: Table, key: str) -> dict[str, str]:
    part = table.table(key)
    return {name: part.text(name) for name in part}


def _comments(table: Table) -> dict[str, str]:
    comments = {kind: _template(table, kind, allowed) for kind, allowed in COMMENTS.items()}
    table.done()
    return comments


def _template(table: Table, key: str, allowed: Collection[str]) -> str:
    text = table.text(key)
    try:
        strangers = sorted(names_in(text) - set(allowed))
        if not strangers:
            text.format(**dict.fromkeys(allowed, ""))
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise table.fault(key, f"is not a usable template: {error}") from error
    if strangers:
        raise table.fault(key, f"{{{strangers[0]}}} is not known here; known: {', '.join(allowed)}")
    return text


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def _check_unique(top: Table, mapping: TicketMapping) -> None:
    used = [mapping.state, mapping.assignee, mapping.client_id, mapping.mark]
    used += [mapped.field for mapped in mapping.fields.values()]
    if doubled := sorted({field for field in used if used.count(field) > 1}):
        raise top.fault("fields", f"{doubled[0]} is used twice")
    if len(set(mapping.people.values())) != len(mapping.people):
        raise top.fault("people", "two people have the same user id")
    if both := set(mapping.removed) & set(mapping.states.values()):
        raise top.fault("removed", f"{sorted(both)[0]} is one of the states")
