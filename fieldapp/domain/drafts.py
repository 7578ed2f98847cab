"""The text of a notice, ready to send (§6.1.4); its words are the profile's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from fieldapp.domain.escalation import Notice
from fieldapp.domain.profile import Profile
from fieldapp.domain.records import JSON, Document, Event, EventKind
from fieldapp.domain.status import Status

MOST_CHARACTERS: Final = 60
"""Of any answer in the text: an SMS is read on a telephone."""


def draft(notice: Notice, doc: Document, status: Status, log: Sequence[Event], profile: Profile, lang: str) -> str:
    """The text of a notice in `lang` (zh | en) as of the status' moment; times are the profile's zone's. An order may owe a dozen
    notices, so `log` (`events.log`) is read by the caller, once."""
    answers = doc.get("answers", {})
    words = {
        "number": _answer(doc.get("number"), profile, lang),
        "level": profile.label("level", status.priority).get(lang),
        "customer": _answer(answers.get("customer_unit"), profile, lang),
        "address": _answer(answers.get("address"), profile, lang),
        "symptom": _clause(answers.get("symptom"), profile, lang),
        "state": profile.label("state", status.state).get(lang),
        "discovered": _time(status.clock_from, profile, lang),
        "due": _time(status.due_at, profile, lang),
        "left": _left(status, profile, lang),
        "resolved": _time(status.resolved_at, profile, lang),
        "progress": _progress(notice, log, profile, lang),
        "engineer": _engineer(answers.get("assignee_name"), log, profile, lang),
    }
    return profile.texts[notice.stage].get(lang).format_map(words) if notice.stage in profile.texts else ""


def _answer(value: JSON, profile: Profile, lang: str) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text:
        return profile.phrases["unknown"].get(lang)
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"


def _clause(value: JSON, profile: Profile, lang: str) -> str:
    """What somebody wrote, inside a sentence that has its own stop."""
    return _answer(value.strip().rstrip("。．.；;") if isinstance(value, str) else value, profile, lang)


def _time(at: datetime | None, profile: Profile, lang: str) -> str:
    return at.astimezone(profile.zone).strftime("%m-%d %H:%M") if at else profile.phrases["unknown"].get(lang)


def _left(status: Status, profile: Profile, lang: str) -> str:
    hours, minutes = divmod(abs(status.time_left_s) // 60, 60)
    time = profile.phrases["time"].get(lang).format(hours=hours, minutes=minutes)
    return profile.phrases["overdue" if status.time_left_s < 0 else "left"].get(lang).format(time=time)


def _progress(notice: Notice, log: Sequence[Event], profile: Profile, lang: str) -> str:
    """The newest note, from the entry on that the notice tells of; empty when there is none."""
    first = next((index for index, event in enumerate(log) if event.id == notice.about), 0)
    texts = [event.data.get("text") for event in log[first:] if event.kind is EventKind.NOTE]
    said = [text for text in texts if isinstance(text, str) and text.strip()]
    return profile.phrases["progress"].get(lang).format(text=_clause(said[-1], profile, lang)) if said else ""


def _engineer(name: JSON, log: Sequence[Event], profile: Profile, lang: str) -> str:
    """Who was dispatched last, by the log or else by the order's answer."""
    assigned = [event.data.get("name") for event in log if event.kind is EventKind.ASSIGNED]
    chosen = assigned[-1] if assigned else name
    return chosen if isinstance(chosen, str) and chosen else profile.phrases["nobody"].get(lang)
