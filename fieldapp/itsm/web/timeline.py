"""The order's log as the desk reads it. Words are those of the family `event`; levels and states are the profile's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fieldapp.clock import from_wire
from fieldapp.domain import events, kinds
from fieldapp.domain.kinds import Kind
from fieldapp.domain.profile import Profile
from fieldapp.domain.records import Document, Event, EventKind, Role
from fieldapp.forms.schema import FormDefinition
from fieldapp.itsm.web.words import Words

_ICONS = {
    EventKind.CREATED: "plus",
    EventKind.ASSIGNED: "user",
    EventKind.ACCEPTED: "check",
    EventKind.DECLINED: "close",
    EventKind.DEPARTED: "car",
    EventKind.ARRIVED: "pin",
    EventKind.LEFT: "home",
    EventKind.PRIORITY_SET: "flag",
    EventKind.EDITED: "pen",
    EventKind.NOTE: "message",
    EventKind.NOTICE: "escalate",
    EventKind.MANAGER_TOLD: "phone",
    EventKind.ESCALATED: "warning",
    EventKind.SIGNED: "signature",
    EventKind.SEALED: "shield",
    EventKind.SIGNATURE_VOIDED: "warning",
    EventKind.TIME_CORRECTED: "clock",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what happened, why or what was written, who and when."""

    id: str
    at: datetime
    icon: str
    text: str
    note: str
    actor: str


def entries(doc: Document, definition: FormDefinition, profile: Profile, words: Words) -> list[Entry]:
    """Newest first."""
    kind = kinds.of(doc)
    return [_entry(event, definition, profile, words, kind) for event in reversed(events.log(doc))]


def since(all_of_them: Iterable[Entry], known: frozenset[str]) -> list[Entry]:
    """What came after the person looked."""
    return [entry for entry in all_of_them if entry.id not in known]


def _entry(event: Event, definition: FormDefinition, profile: Profile, words: Words, kind: Kind | None) -> Entry:
    data, lang = event.data, words.lang
    if kind is not None and event.kind in (EventKind.CREATED, EventKind.TRANSITION):
        return _of_record(event, words, kind)
    if event.kind is EventKind.NOTICE:
        return _notice(event, profile, words)
    voided_by_name = event.kind is EventKind.SIGNATURE_VOIDED and data.get("by")
    code = "voided_by" if voided_by_name else event.kind.value
    text = words.of("event", code, **_values(event, definition, profile, lang))
    note = str(data.get("text") or data.get("reason") or data.get("result") or "")
    if isinstance(hold := data.get("hold"), dict):
        note = words("event.hold", **{name: hold.get(name) or "—" for name in ("supplier", "reason", "expected_at")})
    return Entry(event.id, events.moment(event), _ICONS.get(event.kind, "circle"), text, note, _who(event, words))


def _notice(event: Event, profile: Profile, words: Words) -> Entry:
    """§6.1.4: which notice, what became of it, to whom it went and what was said."""
    data = event.data
    audience = data.get("audience")
    named = [profile.label("audience", str(one)).get(words.lang) for one in audience] if isinstance(audience, list) else []
    roles = _joined(named, words.lang)
    outcome = words.of("outcome", str(data.get("outcome") or ""))
    stage = profile.label("stage", str(data.get("stage") or "")).get(words.lang)
    said = (roles, data.get("person"), data.get("number"), data.get("result"), data.get("text"))
    note = " · ".join(str(part) for part in said if part)
    text = words("event.notice", stage=stage, outcome=outcome)
    return Entry(event.id, events.moment(event), _ICONS[event.kind], text, note, _who(event, words))


def _of_record(event: Event, words: Words, kind: Kind) -> Entry:
    """Its beginning and its moves, in the words of the kind, with everything that was said."""
    said = " · ".join(str(value) for name, value in event.data.items() if name not in ("from", "to") and isinstance(value, str))
    state = kind.states.get(str(event.data.get("to")))
    if event.kind is EventKind.CREATED:
        text = words("records.created", kind=kind.label.get(words.lang))
    else:
        text = words.of("event", event.kind.value, to=state.label.get(words.lang) if state else event.data.get("to"))
    return Entry(event.id, events.moment(event), _ICONS.get(event.kind, "flag"), text, said, _who(event, words))


def _who(event: Event, words: Words) -> str:
    """What nobody did by hand was done by the system, not by somebody called like the program."""
    return words("event.system") if event.actor.role is Role.SYSTEM else event.actor.name


def _values(event: Event, definition: FormDefinition, profile: Profile, lang: str) -> dict[str, object]:
    data = event.data
    named = str(data.get("field") or "")
    return {
        "to": profile.label("level" if event.kind is EventKind.PRIORITY_SET else "state", str(data.get("to"))).get(lang),
        "name": data.get("name") or data.get("assignee") or "—",
        "channel": profile.label("channel", str(data.get("channel") or "")).get(lang),
        "number": data.get("number") or "—",
        "revision": data.get("revision") or "—",
        "field": _label(named, definition, lang),
        "fields": _joined([_label(one, definition, lang) for one in _listed(data.get("fields"))], lang),
        "by": _joined(_listed(data.get("by")), lang),
        "old": _time(data.get("old")),
        "new": _time(data.get("new")),
    }


def _listed(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _joined(words: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(words)


def _label(name: str, definition: FormDefinition, lang: str) -> str:
    return definition.field(name).label.get(lang) if name in definition else name


def _time(value: object) -> str:
    try:
        return from_wire(str(value)).strftime("%m-%d %H:%M")
    except ValueError:
        return str(value or "—")
