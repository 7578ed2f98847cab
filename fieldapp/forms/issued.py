"""What issuing a version of a section of a form means: which answers it holds, and the entry of the log that says so."""

from __future__ import annotations

from typing import Any

from fieldapp.domain import events, kinds, versions
from fieldapp.domain.records import Document
from fieldapp.forms.schema import FormDefinition


def fields(definition: FormDefinition, part: str) -> tuple[str, ...]:
    """The answers of the part: those of its section."""
    return next(tuple(field.id for field in section.fields) for section in definition.sections if section.id == part)


def data(definition: FormDefinition, doc: Document, part: str, note: str) -> dict[str, Any] | None:
    """The `data` of the entry that issues the part as it stands; None where the last version says the same."""
    content = versions.content_of(doc, fields(definition, part))
    return versions.issue_data(part, versions.history(events.log(doc), part), content, note)


def on_move(definition: FormDefinition, doc: Document, to: str) -> dict[str, Any] | None:
    """The same for a move into a state in which the kind issues a part (`[issues]` of its file); None where it does not."""
    kind = kinds.of(doc)
    part = kind.issues.get(to) if kind is not None else None
    return data(definition, doc, part, "") if part else None
