"""Templates of requests to a gateway: `${text.json}`. Values are written in the coding that their place needs."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

CODINGS: Final[Mapping[str, Callable[[str, str], str]]] = {
    "json": lambda value, _charset: json.dumps(value, ensure_ascii=False),
    "url": lambda value, charset: quote(value, safe="", encoding=charset),
    "xml": lambda value, _charset: escape(value, {'"': "&quot;", "'": "&apos;"}),
    "plain": lambda value, _charset: "".join(" " if ord(one) < 32 or ord(one) == 127 else one for one in value),
}
"""`json` with its quotation marks; `plain`: control characters become blanks, so a line stays one line."""

VALUES: Final = ("id", "number", "name", "phone", "mail", "text")


class _Template(string.Template):
    idpattern = r"(?a:[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+){0,2})"
    flags = re.NOFLAG


class Template:
    """Checked when it is made: every name is known and every value of a message has a coding. Raises ValueError otherwise."""

    def __init__(self, source: str, secrets: Mapping[str, str], charset: str = "utf-8") -> None:
        self._template, self._charset = _Template(source), charset
        self._secrets = dict(secrets)
        if not self._template.is_valid():
            raise ValueError("a $ stands alone; write $$ for one")
        self._names = self._template.get_identifiers()
        for name in self._names:
            self._check(name)

    @property
    def names_secret(self) -> bool:
        return any(name.startswith("secret.") for name in self._names)

    def fill(self, values: Mapping[str, str]) -> str:
        return self._template.substitute({name: self._value(name, values) for name in self._names})

    def _check(self, name: str) -> None:
        parts = name.split(".")
        if parts[0] == "secret":
            if len(parts) < 2 or parts[1] not in self._secrets:
                raise ValueError(f"there is no secret {'.'.join(parts[1:2])!r}")
            if len(parts) == 3 and parts[2] not in CODINGS:
                raise ValueError(f"{parts[2]} is not one of {', '.join(CODINGS)}")
        elif parts[0] not in VALUES or len(parts) != 2 or parts[1] not in CODINGS:
            raise ValueError(f"{name}: one of {', '.join(VALUES)} with its coding is expected, as in ${{text.json}}")

    def _value(self, name: str, values: Mapping[str, str]) -> str:
        first, *rest = name.split(".")
        value, coding = (self._secrets[rest[0]], rest[1:]) if first == "secret" else (values[first], rest)
        return CODINGS[coding[0]](value, self._charset) if coding else value
