"""Which profile and forms are in force on a day: those of the program, and what was published since."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import Final

from fieldapp.domain.profile import Profile, parse
from fieldapp.errors import Fault
from fieldapp.forms.catalog import Catalog
from fieldapp.paths import resource
from fieldapp.tailoring.checking import check, holidays_of
from fieldapp.tailoring.published import Kind, Published

log = logging.getLogger(__name__)

SHIPPED_PROFILE: Final = "profiles/default.toml"
_OFFICE: Final = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Terms:
    """`approvals`: the published files among them that count; `problems`: why others do not."""

    profile: Profile
    catalog: Catalog
    approvals: tuple[Published, ...] = ()
    problems: tuple[str, ...] = ()


@cache
def shipped_profile() -> Profile:
    """The default profile (§6.1.5). Raises InputFault `profile.*` naming file and key."""
    path = resource(SHIPPED_PROFILE)
    return parse(path.read_text(encoding="utf-8"), str(path))


def office_day(now: datetime) -> date:
    """The day on the desk's wall (China: UTC+8)."""
    return now.astimezone(_OFFICE).date()


def terms(files: Sequence[Published], today: date) -> Terms:
    """What counts today. A file that this version of the program cannot use (any more) is left out and named: the work goes on
    with the one before it, at last with the program's own."""
    if not files:
        return Terms(shipped_profile(), Catalog([resource("forms")]))
    problems: list[str] = []
    sound = _sound(files, problems)
    standing = tuple(one for one in sound if one.since <= today)
    forms = {(one.name, one.version): one for one in sound if one.kind is Kind.FORM}
    waiting = frozenset(key for key, one in forms.items() if one.since > today)
    catalog = Catalog([resource("forms")], {key: one.text.encode() for key, one in forms.items()}, waiting)
    newest = max((one for one in standing if one.kind is Kind.PROFILE), key=lambda one: one.version, default=None)
    text = newest.text if newest else resource(SHIPPED_PROFILE).read_text(encoding="utf-8")
    source = newest.source if newest else SHIPPED_PROFILE
    profile = parse(text, source, holidays_of(standing))
    approvals = tuple(one for one in standing if one.kind is not Kind.PROFILE or one is newest)
    return Terms(profile, catalog, approvals, tuple(problems))


def _sound(files: Sequence[Published], problems: list[str]) -> tuple[Published, ...]:
    """Holidays first, for profiles name them."""
    found: list[Published] = []
    for file in sorted(files, key=lambda one: one.kind is not Kind.HOLIDAYS):
        try:
            check(file, holidays_of(tuple(found)))
        except Fault as fault:
            log.warning("a published file is not used: %s", fault)
            problems.append(f"{file.source}: {fault.text}"[:300])
        else:
            found.append(file)
    return tuple(found)
