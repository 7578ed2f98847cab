"""Reading configuration tables strictly: each value is asked for by type, what nobody asked for is a fault too."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from fieldapp.domain.records import Label
from fieldapp.errors import InputFault


class Table:
    """One table of a TOML file. Every fault is InputFault `profile.invalid` (or `code`) and names file and key."""

    def __init__(self, data: Mapping[str, Any], source: str, path: str = "", code: str = "profile.invalid") -> None:
        self._data = data
        self._source = source
        self._path = path
        self._code = code
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def fault(self, key: str, reason: str) -> InputFault:
        """The fault to raise about a key of this table."""
        where = f"{self._path}.{key}" if self._path and key else self._path or key
        return InputFault(self._code, f"{self._source}: {where}: {reason}", source=self._source, key=where)

    def text(self, key: str) -> str:
        value = self._take(key, str, "text")
        if not value.strip():
            raise self.fault(key, "must not be empty")
        return str(value)

    def line(self, key: str) -> str:
        """A text that may be empty."""
        return str(self._take(key, str, "text"))

    def flag(self, key: str) -> bool:
        return bool(self._take(key, bool, "true or false"))

    def whole(self, key: str, least: int, most: int) -> int:
        """An integer between `least` and `most`."""
        value = self._take(key, int, "a whole number")
        if isinstance(value, bool) or not least <= value <= most:
            raise self.fault(key, f"must be a whole number from {least} to {most}")
        return int(value)

    def one_of(self, key: str, names: Collection[str]) -> str:
        value = self.text(key)
        if value not in names:
            raise self.fault(key, f"{value!r} is not one of {', '.join(names)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._take(key, list, "a list of texts")
        if not all(isinstance(value, str) for value in values):
            raise self.fault(key, "must be a list of texts")
        return tuple(values)

    def label(self, key: str = "label") -> Label:
        """Words in both languages: `{ zh = …, en = … }`."""
        words = self.table(key)
        label = Label(words.text("zh"), words.text("en"))
        words.done()
        return label

    def table(self, key: str) -> Table:
        path = f"{self._path}.{key}" if self._path else key
        return Table(self._take(key, dict, "a table"), self._source, path, self._code)

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Every value of this table, each a table itself."""
        for key in self._data:
            yield key, self.table(key)

    def table_list(self, key: str) -> tuple[Table, ...]:
        values = self._take(key, list, "a list of tables")
        if not all(isinstance(value, dict) for value in values):
            raise self.fault(key, "must be a list of tables")
        path = f"{self._path}.{key}" if self._path else key
        return tuple(Table(value, self._source, f"{path}[{index}]", self._code) for index, value in enumerate(values))

    def done(self) -> None:
        """To be called when everything was read: a key that was not asked for is misspelt or belongs elsewhere."""
        for key in self._data:
            if key not in self._asked:
                raise self.fault(key, "unknown key")

    def _take(self, key: str, kind: type, words: str) -> Any:
        self._asked.add(key)
        if key not in self._data:
            raise self.fault(key, "is missing")
        value = self._data[key]
        if not isinstance(value, kind):
            raise self.fault(key, f"must be {words}")
        return value
