"""The process profile: everything that §6.1.5 lets a project or contract tailor, as frozen values read from TOML."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta, tzinfo
from typing import Any, Final, TypeVar

from fieldapp.domain.calendar_reader import read_calendars, read_zone
from fieldapp.domain.calendars import Calendar, Weekly
from fieldapp.domain.holidays import Holidays, shipped
from fieldapp.domain.major import rules as major
from fieldapp.domain.major.rules import MajorRules
from fieldapp.domain.records import Label, Priority, State
from fieldapp.domain.tables import Table
from fieldapp.errors import InputFault

T = TypeVar("T")

SCHEMA: Final = 1
AUDIENCES: Final = ("pm", "director", "leaders")
NOTICE_CHANNELS: Final = ("sms", "phone")
STAGES: Final = ("discovery", "periodic", "progress", "target", "overdue", "resolution")
HANDING_OVER: Final = ("person", "automatic")
PLACEHOLDERS: Final = frozenset(
    (
        "number",
        "level",
        "customer",
        "address",
        "symptom",
        "state",
        "discovered",
        "due",
        "left",
        "resolved",
        "progress",
        "engineer",
    )
)
"""What the text of a notice may name."""

PHRASES: Final[Mapping[str, tuple[str, ...]]] = {
    "left": ("time",),
    "overdue": ("time",),
    "time": ("hours", "minutes"),
    "progress": ("text",),
    "nobody": (),
    "unknown": (),
}
"""Parts of sentences that fill the placeholders, with the placeholders of their own."""

CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "state": tuple(State),
    "impact": ("outage", "risk", "single"),
    "scope": ("all", "part", "individual"),
    "urgency": ("critical", "urgent", "normal"),
    "nature": ("request", "fault", "security"),
    "channel": ("phone", "email", "itsm", "im", "onsite"),
    "service_mode": ("phone", "remote", "onsite"),
    "audience": AUDIENCES,
    "notice_channel": NOTICE_CHANNELS,
    "stage": STAGES,
}
"""The process's fixed codes by group; every one has its words in the profile."""

_TAILORED: Final = ("levels", "categories", "proposal", "calendars", "sla", "escalation", "repeat", "major")
_A_YEAR: Final = 366 * 24 * 60


@dataclass(frozen=True, slots=True)
class Level:
    """§6.1.3 one 事件级别: restore within `target`; at risk when less than `warn` of it is left; §6.2.5 backup."""

    label: Label
    target: timedelta
    warn: timedelta
    backup_required: bool


@dataclass(frozen=True, slots=True)
class Category:
    """§6.1.2 one 事件分类 and the support group it goes to."""

    label: Label
    group: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """§6.1.3 the matrix: the level that each answer stands for, and the combinations that are proposed differently."""

    impact: Mapping[str, Priority]
    scope: Mapping[str, Priority]
    urgency: Mapping[str, Priority]
    exceptions: Mapping[tuple[str, str, str], Priority]


@dataclass(frozen=True, slots=True)
class Stage:
    """§6.1.4 one line of the timetable: who is told through which channels, within what time."""

    within: timedelta
    audiences: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Overdue(Stage):
    """§6.1.4 超 1 小时: the line that is due once the target is overdue by `after`."""

    after: timedelta


@dataclass(frozen=True, slots=True)
class Progress(Stage):
    """§6.1.4 the line that is due `every` so often and `within` some time after new progress."""

    every: timedelta


@dataclass(frozen=True, slots=True)
class Stages:
    """§6.1.4 the timetable of one level."""

    discovery: Stage
    progress: Progress
    resolution: Stage
    overdue: Overdue | None
    target: Stage | None = None
    """触发升级机制: the target has passed unsolved."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A device that failed `failures` times within `days` is proposed for problem management (§6.2.5)."""

    days: int
    failures: int


@dataclass(frozen=True, slots=True)
class ReturnVisits:
    """§6.2.10 which closed orders of a month are visited: `percent` of them, `least` at any rate, and besides each whose answers
    are among `always` (field → codes)."""

    percent: int
    least: int
    always: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Profile:
    """A process profile. Mappings are not to be altered; `for_contract` gives the one that holds for an order."""

    id: str
    version: int
    source: str
    title: Label
    zone: tzinfo
    calendars: Mapping[str, Calendar]
    calendar: Calendar
    hold_stops_clock: bool
    levels: Mapping[Priority, Level]
    categories: Mapping[str, Category]
    proposal: Proposal
    escalation: Mapping[Priority, Stages]
    remind: timedelta
    hand_over: str
    """Who hands the text of an SMS to the endpoint: person | automatic."""
    repeat: Repeat
    return_visits: ReturnVisits
    major: MajorRules
    texts: Mapping[str, Label]
    phrases: Mapping[str, Label]
    labels: Mapping[str, Mapping[str, Label]]
    contracts: Mapping[str, Profile] = field(default_factory=dict)

    def for_contract(self, contract: object) -> Profile:
        """The profile with a contract's own definitions, which win (§6.1.3, last line); itself when it defines nothing."""
        return self.contracts.get(contract.strip(), self) if isinstance(contract, str) else self

    def label(self, group: str, code: str) -> Label:
        """The words for a code of the process (groups: CODES, `level`, `category`); the code itself where it has none."""
        if group == "level" and code in self.levels:
            return self.levels[Priority(code)].label
        if group == "category" and code in self.categories:
            return self.categories[code].label
        return self.labels.get(group, {}).get(code, Label(code, code))

    def backup_required(self, priority: Priority) -> bool:
        """§6.2.5: data backup before the repair has to be recorded."""
        return self.levels[priority].backup_required

    def without_holidays(self, year: int) -> tuple[Label, ...]:
        """The working-hours calendars by which a target runs, here or in a contract, and that know no public holidays of a year:
        every weekday would count as worked."""
        used = (terms.calendar for terms in (self, *self.contracts.values()))
        return tuple(dict.fromkeys(one.label for one in used if isinstance(one, Weekly) and year not in one.years))


def parse(text: str, source: str, holidays: Mapping[str, Holidays] | None = None) -> Profile:
    """Read a profile from TOML; `holidays`: the files that its calendars may name, those of the program when not given.

    Raises InputFault `profile.unreadable` or `profile.invalid`, naming `source` and the key.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputFault("profile.unreadable", f"{source}: {error}"[:300], source=source) from error
    contracts = data.pop("contracts", {})
    files = shipped() if holidays is None else holidays
    base = _profile(Table(data, source), files)
    if not isinstance(contracts, dict):
        raise InputFault("profile.invalid", f"{source}: contracts: must be a table", source=source, key="contracts")
    return replace(base, contracts={name: _contract(data, name, terms, source, files) for name, terms in contracts.items()})


def _contract(data: dict[str, Any], name: str, terms: object, source: str, files: Mapping[str, Holidays]) -> Profile:
    path = f"contracts.{name}"
    if not isinstance(terms, dict):
        raise InputFault("profile.invalid", f"{source}: {path}: must be a table", source=source, key=path)
    for key in terms:
        if key not in _TAILORED:
            reason = f"a contract may define {', '.join(_TAILORED)}"
            raise InputFault("profile.invalid", f"{source}: {path}.{key}: {reason}", source=source, key=f"{path}.{key}")
    return _profile(Table(_overlaid(data, terms), source, path), files)


def _overlaid(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Tables join key by key, anything else is replaced. A notice line (one with `within_minutes`) is replaced whole."""
    result = dict(base)
    for key, value in over.items():
        below = base.get(key)
        joins = isinstance(below, dict) and isinstance(value, dict) and "within_minutes" not in value
        result[key] = _overlaid(below, value) if joins else value  # type: ignore[arg-type]  # joins says it is a dict
    return result


def _profile(table: Table, files: Mapping[str, Holidays]) -> Profile:
    table.whole("schema", SCHEMA, SCHEMA)
    zone = read_zone(table)
    calendars = read_calendars(table.table("calendars"), zone, files)
    sla = table.table("sla")
    calendar, hold_stops_clock = calendars[sla.one_of("calendar", tuple(calendars))], sla.flag("hold_stops_clock")
    sla.done()
    escalation = table.table("escalation")
    profile = Profile(
        id=table.text("id"),
        version=table.whole("version", 1, 1_000_000),
        source=table.text("source"),
        title=table.label("title"),
        zone=zone,
        calendars=calendars,
        calendar=calendar,
        hold_stops_clock=hold_stops_clock,
        levels=_by_priority(table.table("levels"), _level),
        categories=_categories(table.table("categories")),
        proposal=_proposal(table.table("proposal")),
        remind=_minutes(escalation, "remind_minutes", 0),
        hand_over=escalation.one_of("hand_over", HANDING_OVER),
        escalation=_by_priority(escalation, _stages),
        repeat=_repeat(table.table("repeat")),
        return_visits=_return_visits(table.table("return_visits")),
        major=major.read(table.table("major")),
        texts=_templates(table.table("texts"), dict.fromkeys(STAGES, PLACEHOLDERS)),
        phrases=_templates(table.table("phrases"), PHRASES),
        labels=_labels(table.table("labels")),
    )
    table.done()
    return profile


def _minutes(table: Table, key: str, least: int = 1) -> timedelta:
    return timedelta(minutes=table.whole(key, least, _A_YEAR))


def _by_priority(table: Table, read: Callable[[Table], T]) -> dict[Priority, T]:
    """One value per level; all three have to be there."""
    values = {priority: read(table.table(priority.value)) for priority in Priority}
    table.done()
    return values


def _level(table: Table) -> Level:
    level = Level(
        table.label(), _minutes(table, "target_minutes"), _minutes(table, "warn_minutes", 0), table.flag("backup_required")
    )
    table.done()
    return level


def _categories(table: Table) -> dict[str, Category]:
    categories = {}
    for code, part in table.tables():
        categories[code] = Category(part.label(), part.text("group"))
        part.done()
    if not categories:
        raise table.fault("", "at least one category is needed")
    return categories


def _proposal(table: Table) -> Proposal:
    answers = {}
    for answer in ("impact", "scope", "urgency"):
        part = table.table(answer)
        answers[answer] = {code: Priority(part.one_of(code, tuple(Priority))) for code in CODES[answer]}
        part.done()
    exceptions = {}
    for part in table.table_list("exceptions"):
        impact, scope, urgency = (part.one_of(answer, CODES[answer]) for answer in ("impact", "scope", "urgency"))
        if (impact, scope, urgency) in exceptions:
            raise part.fault("", "the same combination twice")
        exceptions[impact, scope, urgency] = Priority(part.one_of("level", tuple(Priority)))
        part.done()
    table.done()
    return Proposal(answers["impact"], answers["scope"], answers["urgency"], exceptions)


def _stages(table: Table) -> Stages:
    stages = Stages(
        discovery=Stage(*_line(table.table("discovery"))),
        progress=Progress(*_line(table.table("progress"), "every_minutes")),
        resolution=Stage(*_line(table.table("resolution"))),
        overdue=Overdue(*_line(table.table("overdue"), "after_minutes")) if "overdue" in table else None,
        target=Stage(*_line(table.table("target"))) if "target" in table else None,
    )
    table.done()
    return stages


def _line(table: Table, *more: str) -> tuple[Any, ...]:
    """Time, audiences by channel, and further times under the keys in `more`."""
    audiences = {audience: _channels(table, audience) for audience in AUDIENCES if audience in table}
    line = (_minutes(table, "within_minutes"), audiences, *(_minutes(table, key) for key in more))
    table.done()
    return line


def _channels(table: Table, audience: str) -> tuple[str, ...]:
    channels = table.texts(audience)
    if not channels or len(set(channels)) != len(channels) or not set(channels) <= set(NOTICE_CHANNELS):
        raise table.fault(audience, f"must list {' and/or '.join(NOTICE_CHANNELS)}, each once")
    return channels


def _repeat(table: Table) -> Repeat:
    repeat = Repeat(table.whole("days", 1, 3650), table.whole("failures", 2, 100))
    table.done()
    return repeat


def _return_visits(table: Table) -> ReturnVisits:
    always = table.table("always")
    visits = ReturnVisits(
        table.whole("percent", 0, 100), table.whole("least", 0, 1000), {field: always.texts(field) for field in always}
    )
    table.done()
    return visits


def _templates(table: Table, placeholders: Mapping[str, Collection[str]]) -> dict[str, Label]:
    templates = {}
    for key, names in placeholders.items():
        templates[key] = table.label(key)
        for lang in ("zh", "en"):
            _check_template(table, f"{key}.{lang}", templates[key].get(lang), names)
    table.done()
    return templates


def _check_template(table: Table, key: str, template: str, names: Collection[str]) -> None:
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError as error:
        raise table.fault(key, str(error)) from error
    for _, name, form, conversion in parts:
        if name is not None and (name not in names or form or conversion):
            raise table.fault(key, f"{{{name}}} is not one of {', '.join(sorted(names))}")


def _labels(table: Table) -> dict[str, dict[str, Label]]:
    labels = {}
    for group, codes in CODES.items():
        part = table.table(group)
        labels[group] = {code: part.label(code) for code in codes}
        part.done()
    table.done()
    return labels
