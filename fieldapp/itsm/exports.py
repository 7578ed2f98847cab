"""Tables of the desk's records for a period (§4.3, §9): 《服务台记录表》 and 客户日常咨询问题汇总表.

Which columns each has is data: `resources/web/sheets.toml`. A column is a question of the form, or one of the computed ones here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Any, Final

from fieldapp.clock import from_wire
from fieldapp.domain import kinds
from fieldapp.domain import status as domain_status
from fieldapp.domain.records import ORDER, Document, Label
from fieldapp.domain.status import Status
from fieldapp.errors import InputFault
from fieldapp.forms.formats import EMPTY, Formatter
from fieldapp.forms.schema import FieldType, FormDefinition
from fieldapp.itsm import rules
from fieldapp.itsm.context import Endpoint
from fieldapp.itsm.envelope import FORM
from fieldapp.itsm.listing import Listing, Wanted
from fieldapp.itsm.sheets import Cell, Sheet
from fieldapp.paths import resource

FILE: Final = "web/sheets.toml"


@dataclass(frozen=True, slots=True)
class Plan:
    """One kind of table. `where`: answers an order must have to be in it; `kind`: of the documents, see `domain/kinds`."""

    name: str
    title: Label
    columns: tuple[str, ...]
    labels: Mapping[str, Label]
    where: Mapping[str, tuple[str, ...]]
    kind: str
    form: str


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    doc: Document
    status: Status | None
    lang: str
    zone: tzinfo
    endpoint: Endpoint

    def wall(self, moment: datetime | None) -> datetime | None:
        return moment.astimezone(self.zone).replace(tzinfo=None, second=0, microsecond=0) if moment else None


@cache
def plans() -> Mapping[str, Plan]:
    """All kinds of tables, by name."""
    table = tomllib.loads(resource(FILE).read_text(encoding="utf-8"))
    labels = {name: Label(*words) for name, words in table.pop("columns").items()}
    return {name: _plan(name, entry, labels) for name, entry in table.items()}


def plan_of(name: str) -> Plan:
    """Raises InputFault `export.unknown`."""
    found = plans().get(name)
    if found is None:
        raise InputFault("export.unknown", f"there is no table {name}; there are {', '.join(plans())}", name=name)
    return found


def month_of(text: str, zone: tzinfo) -> tuple[datetime, datetime]:
    """The beginning of a month ("2026-11") and of the next. Raises InputFault `export.month`."""
    try:
        first = datetime.combine(date.fromisoformat(f"{text}-01"), time(), zone)
    except ValueError as error:
        raise InputFault("export.month", f"{text[:20]} is not a month like 2026-11") from error
    return first, (first + timedelta(days=32)).replace(day=1)


def table(endpoint: Endpoint, listing: Listing, name: str, since: datetime, until: datetime, lang: str) -> Sheet:
    """One table of a period, oldest first. Raises InputFault `export.unknown`."""
    plan = plan_of(name)
    now = endpoint.clock.now()
    heads: tuple[str, ...] | None = None
    rows: list[tuple[Cell, ...]] = []
    for doc in listing.documents(Wanted(since=since, until=until, kind=plan.kind)):
        if any(doc["answers"].get(field) not in codes for field, codes in plan.where.items()):
            continue
        definition = rules.definition_of(doc, endpoint.catalog)
        status = None if kinds.is_record(doc) else domain_status.derive(doc, endpoint.profile, now)
        line = _Line(len(rows) + 1, doc, status, lang, endpoint.office, endpoint)
        rows.append(tuple(_value(line, definition, column) for column in plan.columns))
        heads = heads or _heads(plan, definition, lang)
    return Sheet(plan.title.get(lang), heads or _heads(plan, endpoint.catalog.latest(plan.form), lang), tuple(rows))


def _plan(name: str, entry: Mapping[str, Any], labels: Mapping[str, Label]) -> Plan:
    kind, form = entry.get("kind", ORDER), entry.get("form", str(FORM["id"]))
    where = {field: tuple(codes) for field, codes in entry.get("where", {}).items()}
    return Plan(name, Label(*entry["title"]), tuple(entry["columns"]), labels, where, kind, form)


def _heads(plan: Plan, definition: FormDefinition, lang: str) -> tuple[str, ...]:
    return tuple(
        plan.labels[name].get(lang) if name in plan.labels else definition.field(name).label.get(lang) for name in plan.columns
    )


def _value(line: _Line, definition: FormDefinition, name: str) -> Cell:
    if name in _PLAIN:
        return _PLAIN[name](line)
    if name in _COMPUTED:
        return None if line.status is None else _COMPUTED[name](line, line.status)
    if name not in definition:
        return None
    field, value = definition.field(name), line.doc["answers"].get(name)
    if field.value_type is FieldType.DATETIME and isinstance(value, str):
        try:
            return line.wall(from_wire(value))
        except ValueError:
            return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = Formatter(line.lang).value(field, value)
    return None if text == EMPTY else text


def _label(line: _Line, group: str, code: str) -> str:
    return line.endpoint.profile.label(group, code).get(line.lang)


def _minutes(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds // 60)


def _to_solution(line: _Line, status: Status) -> int | None:
    return _minutes((status.resolved_at - status.clock_from).total_seconds()) if status.resolved_at else None


def _met(line: _Line, status: Status) -> str | None:
    words = {"zh": ("是", "否"), "en": ("Yes", "No")}[line.lang]
    return None if status.target_met is None else words[0 if status.target_met else 1]


_PLAIN: Final[Mapping[str, Callable[[_Line], Cell]]] = {
    "line": lambda line: line.number,
    "number": lambda line: str(line.doc["number"]),
}
_COMPUTED: Final[Mapping[str, Callable[[_Line, Status], Cell]]] = {
    "level": lambda line, status: _label(line, "level", status.priority.value),
    "state": lambda line, status: _label(line, "state", status.state.value),
    "accepted": lambda line, status: line.wall(status.accepted_at),
    "resolved": lambda line, status: line.wall(status.resolved_at),
    "closed": lambda line, status: line.wall(status.closed_at),
    "response_minutes": lambda line, status: _minutes(status.response_s),
    "solution_minutes": _to_solution,
    "in_time": _met,
}
"""What the log says of an order; a record of another kind has none of it."""
