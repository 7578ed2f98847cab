"""Versions of a part of a record (§7.2.3: 确保保留旧版本以用于审核目的; articles of the 《知识库》, §9): issued by an entry of
the log, which nobody can alter afterwards.

An entry holds what changed since the version it was made from, and the hash of the whole: a plan that is issued a hundred times
does not grow a hundredfold, and a version that does not come out as it was issued is told. Two people who issue at the same time
offline both have a version; the next one is made from the later and says what changed since then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fieldapp.domain import events, patches, validation
from fieldapp.domain.records import JSON, Document, Event, EventKind
from fieldapp.errors import Fault

Content = Mapping[str, JSON]


@dataclass(frozen=True, slots=True)
class Version:
    """One issued version. `content` None: it cannot be put together any more. `sound`: it is what was issued; `beside`: another
    one was issued from the same version by somebody who did not know of it."""

    id: str
    plan: str
    number: int
    at: datetime
    by: str
    note: str
    sha256: str
    content: Content | None
    sound: bool
    beside: bool


def content_of(doc: Document, fields: Collection[str]) -> dict[str, JSON]:
    """What a plan says now; `fields` are those of its section."""
    return {name: value for name, value in doc.get("answers", {}).items() if name in fields}


def digest(content: Content) -> str:
    """SHA-256 of the content in one spelling."""
    spelled = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


def history(log: Sequence[Event], plan: str) -> tuple[Version, ...]:
    """All versions of a plan, oldest first."""
    known: dict[str, Content] = {"": {}}
    parents: list[str] = []
    found: list[Version] = []
    for event in log:
        if event.kind is EventKind.PLAN_ISSUED and event.data.get("plan") == plan:
            version = _version(event, known, parents)
            parents.append(str(event.data.get("parent") or ""))
            if version.content is not None:
                known[version.id] = version.content
            found.append(version)
    return tuple(found)


def issue_data(plan: str, versions: Sequence[Version], content: Content, note: str) -> dict[str, Any] | None:
    """The `data` of the entry that issues `content`; None where the last version says the same."""
    last = next((version for version in reversed(versions) if version.content is not None), None)
    before: Content = last.content if last is not None and last.content is not None else {}
    if last is not None and last.sha256 == digest(content):
        return None
    return {
        "plan": plan,
        "number": max((version.number for version in versions), default=0) + 1,
        "parent": last.id if last is not None else "",
        "sha256": digest(content),
        "note": note,
        "patch": patches.diff({"answers": dict(before)}, {"answers": dict(content)}),
    }


def _version(event: Event, known: Mapping[str, Content], parents: Collection[str]) -> Version:
    data = event.data
    parent, wanted, number = str(data.get("parent") or ""), str(data.get("sha256") or ""), data.get("number")
    content = _applied(known.get(parent), data.get("patch"))
    return Version(
        id=event.id,
        plan=str(data.get("plan")),
        number=number if isinstance(number, int) else 0,
        at=events.moment(event),
        by=event.actor.name,
        note=str(data.get("note") or ""),
        sha256=wanted,
        content=content,
        sound=content is not None and digest(content) == wanted,
        beside=parent in parents,
    )


def _applied(before: Content | None, patch: object) -> dict[str, JSON] | None:
    if before is None:
        return None
    try:
        validation.check_patch(patch)
        assert isinstance(patch, dict)
        return dict(patches.apply({"answers": dict(before)}, patch)["answers"])
    except Fault:
        return None
