"""A YAML file read with the line of every part kept, so that a fault in a hand-written definition names its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from fieldapp.domain.records import JSON
from fieldapp.errors import InputFault

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STR, _INT, _BOOL, _FLOAT, _NULL = (f"tag:yaml.org,2002:{name}" for name in ("str", "int", "bool", "float", "null"))


def compose(data: bytes, source: str) -> Entry:
    """The top entry of a YAML document. Raises InputFault `form.definition` where it is not readable as one."""
    if len(data) > MAX_BYTES:
        raise InputFault("form.definition", f"{source}: larger than {MAX_BYTES} bytes", source=source)
    try:
        text = data.decode("utf-8")
        _check_depth(text, source)
        node = yaml.compose(text, Loader=_LOADER)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _fault(source, line, "not UTF-8 text") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _fault(source, line, error.problem or "not YAML") from error
    except yaml.YAMLError as error:
        raise _fault(source, 1, f"not YAML: {str(error).splitlines()[0]}") from error
    if node is None:
        raise _fault(source, 1, "the file is empty")
    return Entry(node, source)


def _check_depth(text: str, source: str) -> None:
    """The C composer recurses without a limit and takes the whole process down; its event stream does not."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise _fault(source, line, f"nested deeper than {MAX_DEPTH} levels")


def _fault(source: str, line: int, reason: str) -> InputFault:
    return InputFault("form.definition", f"{source}:{line}: {reason}", source=source, line=line, reason=reason)


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of the file. Every reading method raises InputFault `form.definition` with file, line and reason."""

    node: yaml.Node
    source: str

    @property
    def line(self) -> int:
        return self.node.start_mark.line + 1

    def fail(self, reason: str) -> NoReturn:
        raise _fault(self.source, self.line, reason)

    def mapping(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Entry]:
        """Keys and values; unknown, doubled and missing keys are refused."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fail(f"a mapping is expected, with {', '.join(required)}")
        found: dict[str, Entry] = {}
        for key_node, value_node in self.node.value:
            key = Entry(key_node, self.source)
            name = key.text()
            if name not in required and name not in optional:
                key.fail(f"unknown key {name}; known are {', '.join(required + optional)}")
            if name in found:
                key.fail(f"{name} is given twice")
            found[name] = Entry(value_node, self.source)
        for name in required:
            if name not in found:
                self.fail(f"{name} is missing")
        return found

    def items(self) -> list[Entry]:
        """The entries of a list that has at least one."""
        if not isinstance(self.node, yaml.SequenceNode) or not self.node.value:
            self.fail("a list is expected")
        return [Entry(node, self.source) for node in self.node.value]

    def text(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode) or self.node.tag != _STR:
            self.fail("a text is expected (put it in quotes when it looks like a number or like yes/no)")
        if not self.node.value.strip():
            self.fail("the text is empty")
        return str(self.node.value)

    def condition(self) -> str:
        """The text of an expression; an unquoted `true` is one too."""
        if not isinstance(self.node, yaml.ScalarNode) or self.node.tag not in (_STR, _BOOL):
            self.fail("an expression is expected")
        return str(self.node.value)

    def whole(self, least: int, most: int) -> int:
        plain = isinstance(self.node, yaml.ScalarNode) and self.node.tag == _INT and self.node.value.isdecimal()
        value = int(self.node.value[:20]) if plain else None
        if value is None or not least <= value <= most:
            self.fail(f"a whole number from {least} to {most} is expected")
        return value

    def flag(self) -> bool:
        if not isinstance(self.node, yaml.ScalarNode) or self.node.tag != _BOOL:
            self.fail("true or false is expected")
        return self.node.value.lower() in ("true", "yes", "on")

    def plain(self) -> JSON:
        """A scalar, or a list, as a JSON value."""
        if isinstance(self.node, yaml.SequenceNode):
            return [entry.plain() for entry in self.items()]
        if not isinstance(self.node, yaml.ScalarNode):
            self.fail("a plain value is expected")
        if self.node.tag == _BOOL:
            return self.flag()
        if self.node.tag in (_INT, _FLOAT):
            try:
                return int(self.node.value) if self.node.tag == _INT else float(self.node.value)
            except ValueError:
                self.fail("a plain decimal number is expected")
        if self.node.tag not in (_STR, _NULL):
            self.fail("put dates and times in quotes")
        return self.node.value if self.node.tag == _STR else None
