"""Conditions of a form definition: checked when the form is loaded, compiled to closures, evaluated on every keystroke.

Evaluation is total: a missing answer, or one of a type that does not fit, is empty. A comparison with something empty is false,
and so is an empty yes/no; hence `a != 'x'` (which is `not a = 'x'`) holds for an empty `a`. Nothing here ever calls `eval`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar

from fieldapp.clock import from_wire
from fieldapp.domain.records import JSON, Priority, State
from fieldapp.errors import InputFault
from fieldapp.forms.syntax import And, Compare, Count, Empty, Items, Literal, Member, Name, Node, Not, Or, parse_tree


class Kind(StrEnum):
    """What a name stands for, as far as comparing goes."""

    FLAG = "yes/no"
    NUMBER = "number"
    TEXT = "text"
    CODE = "choice"
    CODES = "multi-choice"
    MOMENT = "datetime"
    DATE = "date"
    TIME = "time"
    ROWS = "table"
    OPAQUE = "signature"


ORDERED = frozenset({Kind.NUMBER, Kind.MOMENT, Kind.DATE, Kind.TIME})
COUNTABLE = frozenset({Kind.CODES, Kind.ROWS})


@dataclass(frozen=True, slots=True)
class Symbol:
    """What the checker knows of a name. `options`: the codes of a choice."""

    kind: Kind
    options: frozenset[str] = frozenset()


RESERVED: Mapping[str, Symbol] = {
    "now": Symbol(Kind.MOMENT),
    "state": Symbol(Kind.CODE, frozenset(State)),
    "priority": Symbol(Kind.CODE, frozenset(Priority)),
}
"""Names with a meaning of their own; they win over a field of the same name. A record's `state` is one of its kind's."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may see. Inside a table `row` is the row looked at; its columns hide fields of the same name."""

    answers: Mapping[str, JSON]
    state: str
    priority: Priority | None
    now: datetime
    row: Mapping[str, JSON] | None = None

    def for_row(self, row: Mapping[str, JSON]) -> Scope:
        return Scope(self.answers, self.state, self.priority, self.now, row)


T = TypeVar("T")
Condition = Callable[[Scope], bool]
Getter = Callable[[Scope], Any]


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked condition. Two are equal when their trees are; `str` gives its text."""

    tree: Node
    names: frozenset[str]
    _holds: Condition = field(repr=False, compare=False)

    def evaluate(self, scope: Scope) -> bool:
        """Never raises, whatever the answers hold."""
        return self._holds(scope)

    def __str__(self) -> str:
        return str(self.tree)


def parse(
    text: str,
    fields: Mapping[str, Symbol],
    columns: Mapping[str, Symbol] | None = None,
    reserved: Mapping[str, Symbol] = RESERVED,
) -> Expression:
    """Read and check a condition over `fields` (and the `columns` of the table it stands in).

    Raises InputFault `form.expression`: syntax, unknown name, kinds that cannot be compared, a code that is no option.
    """
    tree = parse_tree(text)
    compiler = _Compiler(fields, columns or {}, reserved)
    holds = compiler.condition(tree)
    return Expression(tree, frozenset(compiler.names), holds)


def is_empty(value: JSON) -> bool:
    """Not answered: nothing, blank text, no rows. `false` and 0 are answers."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ([], {})


class _Compiler:
    """Checks a tree and turns it into closures in one walk."""

    def __init__(self, fields: Mapping[str, Symbol], columns: Mapping[str, Symbol], reserved: Mapping[str, Symbol]) -> None:
        self._reserved = reserved
        self._fields = fields
        self._columns = columns
        self.names: set[str] = set()

    def condition(self, node: Node) -> Condition:
        match node:
            case And(parts):
                both = tuple(self.condition(part) for part in parts)
                return lambda scope: all(part(scope) for part in both)
            case Or(parts):
                either = tuple(self.condition(part) for part in parts)
                return lambda scope: any(part(scope) for part in either)
            case Not(inner):
                holds = self.condition(inner)
                return lambda scope: not holds(scope)
            case Empty(name):
                raw = self._raw(name)
                return lambda scope: is_empty(raw(scope))
            case Compare():
                return self._compare(node)
            case Member():
                return self._member(node)
            case Name() | Literal() | Count():
                return self._truth(node)

    def _truth(self, node: Name | Literal | Count) -> Condition:
        symbol = self._symbol(node)
        if symbol.kind is not Kind.FLAG:
            raise _fault(f"{node} is a {symbol.kind.value}, a condition is expected")
        value = self._value(node, symbol.kind)
        return lambda scope: value(scope) is True

    def _compare(self, node: Compare) -> Condition:
        kind = self._common_kind(node.left, node.right)
        if node.operator not in ("=", "!=") and kind not in ORDERED:
            raise _fault(f"a {kind.value} has no order: {node}")
        left, right = self._value(node.left, kind), self._value(node.right, kind)
        if node.operator == "!=":
            return lambda scope: not _holds(operator.eq, left(scope), right(scope))
        test = _OPERATORS[node.operator]
        return lambda scope: _holds(test, left(scope), right(scope))

    def _member(self, node: Member) -> Condition:
        if isinstance(node.container, Items):
            kind = self._symbol(node.item).kind
            for literal in node.container.values:
                kind = self._common_kind(node.item, literal)
            allowed = [self._value(literal, kind)(_NOWHERE) for literal in node.container.values]
            value = self._value(node.item, kind)
            inside: Condition = lambda scope: (found := value(scope)) is not None and found in allowed  # noqa: E731
        else:
            chosen = self._symbol(node.container)
            if chosen.kind is not Kind.CODES:
                raise _fault(f"`in` needs a list or a multi-choice field on its right, {node.container} is a {chosen.kind.value}")
            self._check_option(node.item, chosen)
            codes, item = self._value(node.container, Kind.CODES), self._value(node.item, Kind.CODE)
            inside = lambda scope: item(scope) in (codes(scope) or ())  # noqa: E731
        return (lambda scope: not inside(scope)) if node.negated else inside

    def _common_kind(self, left: Name | Literal | Count, right: Name | Literal | Count) -> Kind:
        """The kind both sides are compared as; a text literal takes the kind of what it is compared with."""
        one, other = self._symbol(left), self._symbol(right)
        if isinstance(left, Literal) and not isinstance(right, Literal):
            return self._common_kind(right, left)
        if one.kind in COUNTABLE or one.kind is Kind.OPAQUE or other.kind in COUNTABLE or other.kind is Kind.OPAQUE:
            raise _fault(f"{left} and {right} cannot be compared")
        if isinstance(right, Literal) and isinstance(right.value, str):
            if one.kind is Kind.CODE:
                self._check_option(right, one)
            elif _READERS[one.kind](right.value) is None:
                raise _fault(f"{right} is not a {one.kind.value}, as {left} is")
            return one.kind
        if {one.kind, other.kind} == {Kind.CODE, Kind.TEXT}:
            return Kind.TEXT
        if one.kind is not other.kind:
            raise _fault(f"{left} is a {one.kind.value}, {right} a {other.kind.value}")
        return one.kind

    def _check_option(self, node: Name | Literal | Count, choice: Symbol) -> None:
        if isinstance(node, Literal) and node.value not in choice.options:
            raise _fault(f"{node} is not an option; there are {', '.join(sorted(choice.options))}")
        if self._symbol(node).kind not in (Kind.CODE, Kind.TEXT):
            raise _fault(f"{node} cannot be an option")

    def _symbol(self, node: Name | Literal | Count) -> Symbol:
        match node:
            case Name(name):
                self.names.add(name)
                found = self._columns.get(name) or self._reserved.get(name) or self._fields.get(name)
                if found is None:
                    raise _fault(f"unknown name {name}")
                return found
            case Count(name):
                if self._symbol(name).kind not in COUNTABLE:
                    raise _fault(f"{name} cannot be counted")
                return Symbol(Kind.NUMBER)
            case Literal(bool()):
                return Symbol(Kind.FLAG)
            case Literal(str()):
                return Symbol(Kind.TEXT)
            case Literal():
                return Symbol(Kind.NUMBER)

    def _raw(self, name: Name) -> Getter:
        """Fetches the stored value, unconverted."""
        self._symbol(name)
        key = name.id
        if key in self._columns:
            return lambda scope: scope.row.get(key) if scope.row is not None else None
        if key in RESERVED:
            return operator.attrgetter(key)
        return lambda scope: scope.answers.get(key)

    def _value(self, node: Name | Literal | Count, kind: Kind) -> Getter:
        """Fetches the value as one of `kind`, None when it is empty or does not fit."""
        read = _READERS[kind]
        match node:
            case Name("now") if "now" not in self._columns:
                return operator.attrgetter("now")
            case Name():
                raw = self._raw(node)
                return lambda scope: read(raw(scope))
            case Count(name):
                rows = self._raw(name)
                return lambda scope: len(found) if isinstance(found := rows(scope), list) else 0
            case Literal(value):
                constant = read(value)
                return lambda _: constant


def _holds(test: Callable[[Any, Any], bool], left: Any, right: Any) -> bool:
    return left is not None and right is not None and test(left, right)


def _fault(reason: str) -> InputFault:
    return InputFault("form.expression", reason)


def _read_text(value: JSON) -> str | None:
    return str(value) if isinstance(value, str) and value.strip() else None


def _read_flag(value: JSON) -> bool | None:
    return value if isinstance(value, bool) else None


def _read_number(value: JSON) -> int | float | Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value if isinstance(value, int) or isfinite(value) else None
    if isinstance(value, str):
        try:
            amount = Decimal(value)
        except InvalidOperation:
            return None
        return amount if amount.is_finite() else None
    return None


def _read_moment(value: JSON) -> datetime | None:
    return _quietly(from_wire, value)


def _read_date(value: JSON) -> date | None:
    return _quietly(date.fromisoformat, value)


def _read_time(value: JSON) -> time | None:
    found = _quietly(time.fromisoformat, value)
    return found if found is not None and found.tzinfo is None else None


def _quietly(reader: Callable[[str], T], value: JSON) -> T | None:
    if not isinstance(value, str):
        return None
    try:
        return reader(value)
    except ValueError:
        return None


def _read_codes(value: JSON) -> list[JSON] | None:
    return value if isinstance(value, list) else None


def _read_nothing(_: JSON) -> None:
    return None


_READERS: Mapping[Kind, Callable[[JSON], Any]] = {
    Kind.FLAG: _read_flag,
    Kind.NUMBER: _read_number,
    Kind.TEXT: _read_text,
    Kind.CODE: _read_text,
    Kind.CODES: _read_codes,
    Kind.MOMENT: _read_moment,
    Kind.DATE: _read_date,
    Kind.TIME: _read_time,
    Kind.ROWS: _read_nothing,
    Kind.OPAQUE: _read_nothing,
}

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

_NOWHERE = Scope({}, State.PENDING, None, datetime.min.replace(tzinfo=UTC))
