"""Is a file fit to be in force: it reads as what it is, says the version it has, and leaves the program what it needs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldapp.domain import holidays, profile
from fieldapp.domain.holidays import Holidays
from fieldapp.errors import InputFault
from fieldapp.forms.catalog import Catalog
from fieldapp.forms.loader import parse_definition
from fieldapp.forms.schema import Field, FormDefinition
from fieldapp.paths import resource
from fieldapp.tailoring.published import LARGEST, PROFILE, Kind, Published, invalid

OWN_VERSIONS: Final = 1000
"""Form versions from here on are a company's own: an update of the program never brings one of them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that reads well: what it is and which version it says it is."""

    kind: Kind
    name: str
    version: int
    text: str


def read_draft(path: Path, known: Mapping[str, Holidays]) -> Draft:
    """Read and check a file. Raises InputFault that names the file and the line or key: `tailoring.invalid`, `form.definition`,
    `profile.*`, `holidays.invalid`."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except OSError as error:
        raise invalid(f"{path}: {error.strerror or 'cannot be read'}") from error
    except UnicodeDecodeError as error:
        raise invalid(f"{path}: not UTF-8 (byte {error.start})") from error
    if len(data) > LARGEST:
        raise invalid(f"{path}: larger than {LARGEST} bytes")
    kind = kind_of(path, text)
    name, version = look(kind, text, str(path), known)
    return Draft(kind, name, version, text)


def is_of_holidays(path: Path) -> bool:
    """A file that cannot be read is none; why, is said when it is its turn."""
    try:
        return kind_of(path, path.read_text(encoding="utf-8")) is Kind.HOLIDAYS
    except (OSError, UnicodeDecodeError, InputFault):
        return False


def kind_of(path: Path, text: str) -> Kind:
    """By the file's ending; a TOML file with years is one of holidays. Raises InputFault `tailoring.invalid`."""
    if path.suffix == ".yaml":
        return Kind.FORM
    if path.suffix != ".toml":
        raise invalid(f"{path}: a profile or holidays (.toml) or a form (.yaml) is expected")
    try:
        return Kind.HOLIDAYS if "years" in tomllib.loads(text) else Kind.PROFILE
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise invalid(f"{path}: {error}"[:300]) from error


def look(kind: Kind, text: str, source: str, known: Mapping[str, Holidays]) -> tuple[str, int]:
    """The name and version that a text says, after checking it. Raises as `read_draft`."""
    try:
        if kind is Kind.PROFILE:
            return PROFILE, profile.parse(text, source, known).version
        if kind is Kind.HOLIDAYS:
            found = holidays.parse(text, source)
            return found.id, found.version
        definition = parse_definition(text.encode(), source)
    except (RecursionError, UnicodeError) as error:
        raise invalid(f"{source}: not a file of this kind") from error
    _keeps_what_is_needed(definition, source)
    return definition.id, definition.version


def check(file: Published, known: Mapping[str, Holidays]) -> None:
    """Raises InputFault when a published file is not sound, or not what it is called."""
    if look(file.kind, file.text, file.source, known) != (file.name, file.version):
        raise invalid(f"{file.source}: the text is of another name or version")


def _keeps_what_is_needed(definition: FormDefinition, source: str) -> None:
    """Screens, targets, report and exports name fields of the program's own form: a tailored one adds to it."""
    catalog = Catalog([resource("forms")])
    if definition.id not in {form_id for form_id, _ in catalog.known}:
        raise invalid(f"{source}: the program uses no form {definition.id}")
    if definition.version < OWN_VERSIONS:
        raise invalid(f"{source}: version: those below {OWN_VERSIONS} belong to the program; begin yours with {OWN_VERSIONS}")
    shipped = catalog.latest(definition.id)
    if definition.kind != shipped.kind:
        raise invalid(f"{source}: kind: must stay {shipped.kind or 'that of an order'}")
    own = {field.id: field for field in definition.fields}
    for field in shipped.fields:
        _keeps_field(field, own.get(field.id), source)


def _keeps_field(field: Field, own: Field | None, source: str) -> None:
    if own is None:
        raise invalid(f"{source}: {field.id}: the program needs this field; hide it with visible_when instead")
    if (own.type, own.owner, own.compute) != (field.type, field.owner, field.compute):
        raise invalid(f"{source}: {field.id}: type, owner and compute must stay as they are in the program's form")
    if missing := {one.code for one in field.options} - {one.code for one in own.options}:
        raise invalid(f"{source}: {field.id}: options: {min(missing)} must stay, orders and the process use it")
    columns = {column.id: column for column in own.columns}
    for column in field.columns:
        _keeps_field(column, columns.get(column.id), f"{source}: {field.id}")


def holidays_of(files: tuple[Published, ...]) -> dict[str, Holidays]:
    """The program's years with the published ones. Raises InputFault `holidays.invalid`."""
    found = dict(holidays.shipped())
    for file in sorted(files, key=lambda one: one.version):
        if file.kind is Kind.HOLIDAYS:
            found = joined(found, holidays.parse(file.text, file.source))
    return found


def joined(known: Mapping[str, Holidays], newer: Holidays) -> dict[str, Holidays]:
    """With one more file."""
    below = known.get(newer.id)
    return {**known, newer.id: below.joined(newer) if below else newer}


def check_all(files: tuple[Published, ...]) -> None:
    """A whole set, as an endpoint hands it out. Raises InputFault."""
    known = holidays_of(files)
    for file in files:
        check(file, known)
