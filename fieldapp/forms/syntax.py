"""The small closed language of form definitions: its grammar and its syntax tree. Meaning is in `expressions`.

    required_when: service_mode = 'onsite' and not empty(devices)

Operators, loosest first: or · and · not · = != < <= > >= in "not in". Literals: 'text' "text" 12 1.5 true false ['a', 'b'].
Functions: empty(field), count(field). Other names are fields, or `now`, `state`, `priority`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from fieldapp.errors import InputFault

if TYPE_CHECKING:
    from lark import Lark, Token

MAX_TEXT = 1000
"""Characters of one expression; keeps nesting far away from the interpreter's own limits."""

GRAMMAR = r"""
    ?start: disjunction
    ?disjunction: conjunction (_OR conjunction)*
    ?conjunction: negation (_AND negation)*
    ?negation: _NOT negation -> negate
             | condition
    ?condition: operand COMPARE operand -> compare
              | operand _IN container -> member
              | operand _NOT _IN container -> not_member
              | _EMPTY "(" NAME ")" -> empty
              | "(" disjunction ")"
              | operand
    ?operand: NAME -> name
            | TEXT -> text
            | NUMBER -> number
            | _TRUE -> true
            | _FALSE -> false
            | _COUNT "(" NAME ")" -> count
    ?container: NAME -> name
              | "[" [item ("," item)*] "]" -> items
    ?item: TEXT -> text
         | NUMBER -> number
    _OR.2: /or\b/
    _AND.2: /and\b/
    _NOT.2: /not\b/
    _IN.2: /in\b/
    _EMPTY.2: /empty\b/
    _COUNT.2: /count\b/
    _TRUE.2: /true\b/
    _FALSE.2: /false\b/
    COMPARE: "!=" | "<=" | ">=" | "=" | "<" | ">"
    NAME: /[a-z_][a-z0-9_]*/
    TEXT: /'[^'\n]*'/ | /"[^"\n]*"/
    NUMBER: /-?[0-9]+(\.[0-9]+)?/
    %ignore /[ \t\r\n]+/
"""


@dataclass(frozen=True, slots=True)
class Name:
    """A field, or one of `now`, `state`, `priority`."""

    id: str

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, number or truth value."""

    value: str | int | float | bool

    def __str__(self) -> str:
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        if isinstance(self.value, str):
            return f'"{self.value}"' if "'" in self.value else f"'{self.value}'"
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Items:
    """A list of literals, on the right of `in`."""

    values: tuple[Literal, ...]

    def __str__(self) -> str:
        return f"[{', '.join(str(value) for value in self.values)}]"


@dataclass(frozen=True, slots=True)
class Count:
    """Number of rows, or of chosen options."""

    name: Name

    def __str__(self) -> str:
        return f"count({self.name})"


@dataclass(frozen=True, slots=True)
class Empty:
    """Not answered."""

    name: Name

    def __str__(self) -> str:
        return f"empty({self.name})"


@dataclass(frozen=True, slots=True)
class Compare:
    operator: str
    left: Name | Literal | Count
    right: Name | Literal | Count

    def __str__(self) -> str:
        return f"{self.left} {self.operator} {self.right}"


@dataclass(frozen=True, slots=True)
class Member:
    item: Name | Literal | Count
    container: Name | Items
    negated: bool = False

    def __str__(self) -> str:
        return f"{self.item} {'not in' if self.negated else 'in'} {self.container}"


@dataclass(frozen=True, slots=True)
class Not:
    inner: Node

    def __str__(self) -> str:
        return f"not ({self.inner})"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " and ".join(f"({part})" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " or ".join(f"({part})" for part in self.parts)


Node = Name | Literal | Count | Empty | Compare | Member | Not | And | Or
"""What a condition is made of; `str` gives text that parses to an equal tree."""


def parse_tree(text: str) -> Node:
    """The syntax tree of `text`. Raises InputFault `form.expression` that says where it stops making sense."""
    from lark.exceptions import UnexpectedInput, UnexpectedToken

    if len(text) > MAX_TEXT:
        raise InputFault("form.expression", f"an expression may have {MAX_TEXT} characters, not {len(text)}")
    try:
        tree: Node = _parser().parse(text)  # type: ignore[assignment]  # the transformer builds nodes, lark's stubs know trees only
    except UnexpectedToken as error:
        found = str(error.token) or "the end"
        raise InputFault("form.expression", f"unexpected {found} at column {error.column}: {text}") from error
    except UnexpectedInput as error:
        raise InputFault("form.expression", f"unreadable at column {error.column}: {text}") from error
    return tree


class _Build:
    """Called by lark for every rule with what was matched; alias names of the grammar are the method names."""

    def name(self, found: list[Token]) -> Name:
        return Name(str(found[0]))

    def text(self, found: list[Token]) -> Literal:
        return Literal(str(found[0])[1:-1])

    def number(self, found: list[Token]) -> Literal:
        return Literal(float(found[0]) if "." in found[0] else int(found[0]))

    def true(self, _: list[Token]) -> Literal:
        return Literal(True)

    def false(self, _: list[Token]) -> Literal:
        return Literal(False)

    def items(self, found: list[Literal]) -> Items:
        return Items(tuple(found))

    def count(self, found: list[Token]) -> Count:
        return Count(Name(str(found[0])))

    def empty(self, found: list[Token]) -> Empty:
        return Empty(Name(str(found[0])))

    def compare(self, found: list[Any]) -> Compare:
        return Compare(str(found[1]), found[0], found[2])

    def member(self, found: list[Any]) -> Member:
        return Member(found[0], found[1])

    def not_member(self, found: list[Any]) -> Member:
        return Member(found[0], found[1], negated=True)

    def negate(self, found: list[Node]) -> Not:
        return Not(found[0])

    def conjunction(self, found: list[Node]) -> And:
        return And(tuple(found))

    def disjunction(self, found: list[Node]) -> Or:
        return Or(tuple(found))


@cache
def _parser() -> Lark:
    """Built at the first use: importing lark and computing its tables is for those who load a form."""
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", transformer=_Build(), maybe_placeholders=False)
