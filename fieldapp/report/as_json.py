"""A report as JSON for other programs: codes, seconds and fractions, never words. The same report gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from fieldapp.clock import to_wire
from fieldapp.report.content import Dimension, Group, Outlook, Past, RepeatedDevice, Report
from fieldapp.report.facts import Fact
from fieldapp.report.figures import Figures, Spread, Times
from fieldapp.report.forecast import LEAST, LEVEL, WINDOW

SCHEMA: Final = 1


def to_json(report: Report, *, incidents: bool = True) -> bytes:
    """UTF-8, keys in order. `incidents` False leaves out the list of orders and with it all names of customers but those of the
    breakdown."""
    content = as_object(report)
    if incidents:
        content["incidents"] = [_fact(fact) for fact in report.incidents]
        content["withdrawn"] = [_fact(fact) for fact in report.withdrawn]
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def as_object(report: Report) -> dict[str, Any]:
    """Everything but the lists of orders."""
    flow = report.flow
    return {
        "schema": SCHEMA,
        "kind": "quarterly-service-report",
        "quarter": str(report.quarter),
        "begins": to_wire(report.quarter.begins(report.zone)),
        "ends": to_wire(report.quarter.ends(report.zone)),
        "as_of": to_wire(report.as_of.astimezone(report.zone)),
        "over": report.over,
        "source": report.source.value,
        "person": report.person.id or None,
        "customer": report.customer or None,
        "profile": {"id": report.profile.id, "version": report.profile.version},
        "figures": {
            **figures_object(report.figures),
            "responses": report.responses,
            "arrivals": report.arrivals,
            "closed_at_end": report.closed_at_end,
            "withdrawn": len(report.withdrawn),
            "resolution_spread": _spread(report.resolution),
            "response_spread": _spread(report.response),
            "arrival_spread": _spread(report.arrival),
        },
        "flow": {"opening": flow.opening, "new": flow.new, "closed": flow.closed, "closing": flow.closing},
        "breakdowns": {key.value: [_group(key, group) for group in groups] for key, groups in report.breakdowns.items()},
        "reclassified": [{"first": one.first.zh, "final": one.final.zh, "count": one.count} for one in report.reclassified],
        "repeats": [_repeat(device) for device in report.repeats],
        "past": [_past(one) for one in report.past],
        "forecast": {
            "method": "log-linear least squares, Student t prediction interval",
            "level": LEVEL,
            "window": WINDOW,
            "least": LEAST,
            "figures": [_outlook(one) for one in report.outlooks],
        },
    }


def figures_object(figures: Figures) -> dict[str, Any]:
    """Counts, `_s` in seconds, rates between 0 and 1; null where there is nothing to divide by."""
    return {
        "incidents": figures.incidents,
        "solved": figures.solved,
        "closed": figures.closed,
        "solve_rate": figures.solve_rate,
        "mean_resolution_s": figures.mean_resolution_s,
        "resolution": _times(figures.resolution),
        "clocked": _times(figures.clocked),
        "response": _times(figures.response),
        "arrival": _times(figures.arrival),
        "handling": _times(figures.handling),
        "target_met": figures.target_met,
        "target_missed": figures.target_missed,
        "target_rate": figures.target_rate,
        "reopened": figures.reopened,
        "declined": figures.declined,
        "reclassified": figures.reclassified,
        "level_changed": figures.level_changed,
        "workarounds": figures.workarounds,
        "to_problem": figures.to_problem,
        "satisfaction": dict(figures.satisfaction),
    }


def _times(times: Times) -> dict[str, Any]:
    return {"count": times.count, "total_s": times.total_s, "mean_s": times.mean_s}


def _spread(spread: Spread) -> dict[str, Any]:
    return {"median_s": spread.median_s, "ninth_s": spread.ninth_s}


def _group(dimension: Dimension, group: Group) -> dict[str, Any]:
    found: dict[str, Any] = {"code": group.code or None, "name": group.label.zh or None, **figures_object(group.figures)}
    if dimension is Dimension.ENGINEER:
        found["responses"] = group.responses
    if dimension is Dimension.CONTRACT:
        found["own_terms"] = group.own_terms
    return found


def _past(one: Past) -> dict[str, Any]:
    own: Mapping[str, Any] = {
        "quarter": str(one.quarter),
        "complete": one.complete,
        "responses": one.responses,
        "closed_at_end": one.closed_at_end,
        "rate_at_end": one.rate_at_end,
    }
    return {**figures_object(one.figures), **own}


def _outlook(one: Outlook) -> dict[str, Any]:
    found = one.forecast
    values = (
        None
        if found is None
        else {
            "middle": found.middle,
            "low": found.low,
            "high": found.high,
            "growth": found.growth,
            "growth_low": found.growth_low,
            "growth_high": found.growth_high,
        }
    )
    return {"figure": one.figure.value, "quarter": str(one.quarter), "quarters_used": one.usable, "forecast": values}


def _repeat(device: RepeatedDevice) -> dict[str, Any]:
    return {
        "serial": device.serial,
        "name": device.name,
        "customer": device.customer,
        "failures": device.failures,
        "orders": list(device.numbers),
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "number": fact.number,
        "began": to_wire(fact.began),
        "state": fact.state.value,
        "level": fact.level.value,
        "first_category": fact.first_category or None,
        "final_category": fact.final_category or None,
        "nature": fact.nature or None,
        "channel": fact.channel or None,
        "customer": fact.customer or None,
        "contract": fact.contract or None,
        "engineer": fact.engineer.id or None,
        "resolved_at": to_wire(fact.resolved_at) if fact.resolved_at else None,
        "closed_at": to_wire(fact.closed_at) if fact.closed_at else None,
        "resolution_s": fact.resolution_s,
        "clocked_s": fact.clocked_s,
        "target_s": fact.target_s,
        "target_met": fact.target_met,
        "response_s": fact.response_s,
        "arrival_s": fact.arrival_s,
        "handling_s": fact.handling_s,
        "hold_s": fact.hold_s,
        "reopened": fact.reopened,
        "responses": len(fact.responses),
        "satisfaction": fact.satisfaction or None,
    }
