"""The form definitions at hand: shipped ones and a company's own. Every version stays, an order renders with its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from fieldapp.errors import InputFault
from fieldapp.forms.loader import load_definition, parse_definition
from fieldapp.forms.schema import FormDefinition

_NAME = re.compile(r"(?P<id>[a-z][a-z0-9-]*)\.v(?P<version>[0-9]{1,6})\.yaml")


class Catalog:
    """Definitions by id and version, each read at its first use.

    Files are called ``<id>.v<version>.yaml``. Later folders win over earlier ones, so a company's own folder comes last.
    `published`: definitions at hand as bytes; they add versions and never replace one. `waiting`: versions that `latest` passes
    over, their day has not come.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        published: Mapping[tuple[str, int], bytes] | None = None,
        waiting: Collection[tuple[str, int]] = (),
    ) -> None:
        self._files: dict[tuple[str, int], Path | bytes] = {}
        self._waiting = frozenset(waiting)
        self._loaded: dict[tuple[str, int], FormDefinition] = {}
        for folder in folders:
            for path in sorted(folder.glob("*.yaml")):
                found = _NAME.fullmatch(path.name)
                if found:
                    self._files[found["id"], int(found["version"])] = path
        self._files = {**(published or {}), **self._files}

    def get(self, form_id: str, version: int) -> FormDefinition:
        """Raises InputFault `form.unknown` when there is none, `form.definition` when the file is not sound."""
        key = (form_id, version)
        if key not in self._loaded:
            path = self._files.get(key)
            if path is None:
                raise InputFault("form.unknown", f"there is no form {form_id} version {version}", form=form_id, version=version)
            self._loaded[key] = _load_as(path, form_id, version)
        return self._loaded[key]

    def latest(self, form_id: str) -> FormDefinition:
        """The highest version. Raises as `get` does."""
        versions = [version for known, version in self._files if known == form_id and (known, version) not in self._waiting]
        if not versions:
            raise InputFault("form.unknown", f"there is no form {form_id}", form=form_id)
        return self.get(form_id, max(versions))

    @property
    def known(self) -> tuple[tuple[str, int], ...]:
        """Ids and versions, in order; not necessarily loaded yet."""
        return tuple(sorted(self._files))


def _load_as(place: Path | bytes, form_id: str, version: int) -> FormDefinition:
    """An order names a form by id and version: a file that says something else inside must not be taken for it."""
    path = f"{form_id}.v{version}" if isinstance(place, bytes) else str(place)
    definition = parse_definition(place, path) if isinstance(place, bytes) else load_definition(place)
    if (definition.id, definition.version) != (form_id, version):
        reason = f"the file says {definition.id} version {definition.version}, its name something else"
        raise InputFault("form.definition", f"{path}:1: {reason}", source=path, line=1, reason=reason)
    return definition
