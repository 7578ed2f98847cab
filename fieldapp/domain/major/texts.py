"""The draft of an update (§7.2.4-3: each audience has its own), ready to be read, changed and agreed to."""

from __future__ import annotations

from datetime import datetime, tzinfo

from fieldapp.domain.major import people, recovery, reviews
from fieldapp.domain.major.rows import answer
from fieldapp.domain.major.rules import MajorRules
from fieldapp.domain.major.updates import DueUpdate
from fieldapp.domain.profile import Profile
from fieldapp.domain.records import Document
from fieldapp.domain.status import moment

MOST_ACTIONS = 3


def draft(update: DueUpdate, doc: Document, profile: Profile, lang: str, now: datetime) -> str:
    """In `lang` (zh | en); what is not known is said to be so. Empty for an audience that the profile does not know."""
    rules, unknown = profile.major, profile.phrases["unknown"].get(lang)
    known = rules.updates.get(update.audience)
    if known is None:
        return ""
    charge = people.command(doc, now).now
    review = reviews.upcoming(doc, "management", rules, now)
    after = update.due_at + update.every if update.every is not None else None
    words = {
        "number": str(doc.get("number") or unknown),
        "title": _line(answer(doc, "title")) or unknown,
        "customer": answer(doc, "customer_unit") or unknown,
        "impact": _line(answer(doc, "impact")) or unknown,
        "since": _time(moment(doc.get("answers", {}).get("started_at")), profile.zone) or unknown,
        "state": _state(doc, rules, lang),
        "situation": _line(answer(doc, "situation")) or unknown,
        "workaround": _line(answer(doc, "workaround")) or unknown,
        "manager": " ".join(part for part in (charge.name, charge.phone) if part) if charge is not None else unknown,
        "actions": _actions(doc, profile.zone, now) or unknown,
        "review": _time(review.at, profile.zone),
        "next": _time(after, profile.zone) or unknown,
    }
    return known.draft.get(lang).format_map(words)


def _state(doc: Document, rules: MajorRules, lang: str) -> str:
    label = rules.states.get(doc["state"])
    return label.get(lang) if label is not None else str(doc["state"])


def _actions(doc: Document, zone: tzinfo, now: datetime) -> str:
    """The next ones, with who and until when."""
    ahead = [one for one in recovery.actions(doc, now) if one.pace not in (recovery.Pace.DONE, recovery.Pace.DROPPED)]
    told = [" ".join(part for part in (one.action, one.who, _time(one.until, zone)) if part) for one in ahead[:MOST_ACTIONS]]
    return "；".join(told)


def _line(words: str) -> str:
    return " ".join(words.split())


def _time(at: datetime | None, zone: tzinfo) -> str:
    return at.astimezone(zone).strftime("%m-%d %H:%M") if at is not None else ""
