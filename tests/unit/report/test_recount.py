"""Thousands of orders over eight quarters: the report against a second count that shares no code with it."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from support.domain_documents import profile_with
from support.report_orders import CONTRACTS, HOURS, Maker
from support.report_sql import Recount

from fieldapp.domain.profile import Profile
from fieldapp.report.collector import Order, compile_report
from fieldapp.report.content import Dimension, Report, Source
from fieldapp.report.figures import Figures
from fieldapp.report.quarter import Quarter
from fieldapp.services.shipped import FORM, shipped_catalog

ORDERS = 4000
FIRST = Quarter(2025, 1)
QUARTERS = 8
COLUMNS = {
    Dimension.LEVEL: "level",
    Dimension.CATEGORY: "kind",
    Dimension.CUSTOMER: "customer_unit",
    Dimension.CONTRACT: "contract",
    Dimension.ENGINEER: "engineer",
    Dimension.CHANNEL: "channel",
}


@pytest.fixture(scope="module")
def profile() -> Profile:
    return profile_with(CONTRACTS)


@pytest.fixture(scope="module")
def made(profile: Profile) -> tuple[Maker, list[Order]]:
    maker, chance = Maker(20260722), random.Random(1)
    begins, ends = FIRST.begins(profile.zone), FIRST.shifted(QUARTERS).begins(profile.zone)
    seconds = int((ends - begins).total_seconds())
    moments = [begins + timedelta(seconds=chance.randrange(seconds)) for _ in range(ORDERS - 2)]
    edges = [begins, ends - timedelta(seconds=1)]
    return maker, [maker.order(moment) for moment in [*edges, *moments]]


def flat(figures: Figures) -> dict[str, int]:
    return {
        "incidents": figures.incidents,
        "closed": figures.closed,
        "solved": figures.solved,
        "resolution_s": figures.resolution.total_s,
        "met": figures.target_met,
        "missed": figures.target_missed,
        "response_s": figures.response.total_s,
        "accepted": figures.response.count,
        "arrival_s": figures.arrival.total_s,
        "arrived": figures.arrival.count,
        "reclassified": figures.reclassified,
        "reopened": figures.reopened,
        "declined": figures.declined,
    }


@pytest.mark.parametrize(("quarter", "later_days"), [("2026Q4", 20), ("2026Q3", -30)])
def test_the_report_says_what_a_second_count_says(
    quarter: str, later_days: int, made: tuple[Maker, list[Order]], profile: Profile
) -> None:
    """Once after the quarter, and once in the middle of it, when half of what the documents hold had not yet happened."""
    maker, orders = made
    wanted = Quarter.parse(quarter)
    as_of = wanted.ends(profile.zone) + timedelta(days=later_days)
    report = compile_report(orders, profile, shipped_catalog().latest(FORM), wanted, as_of, Source.ENDPOINT)
    recount = Recount(maker.truth, as_of)
    assert len(report.past) == wanted.index - FIRST.index + 1
    for past in report.past:
        assert (str(past.quarter), flat(past.figures)) == (str(past.quarter), recount.figures(str(past.quarter)))
        assert past.closed_at_end == recount.closed_at_end(str(past.quarter))
        assert past.responses == sum(recount.responses(str(past.quarter)).values())
    compare_quarter(report, recount, quarter, profile)
    assert report.over is (later_days > 0)


def compare_quarter(report: Report, recount: Recount, quarter: str, profile: Profile) -> None:
    assert report.figures.satisfaction == recount.satisfaction(quarter)
    assert report.figures.solve_rate == recount.figures(quarter)["closed"] / len(report.incidents)
    assert report.response.median_s == recount.median_response_s(quarter)
    assert report.arrivals == recount.arrivals(quarter)
    assert len(report.withdrawn) == recount.withdrawn(quarter) > 0
    flow = report.flow
    assert (flow.opening, flow.new, flow.closed, flow.closing) == recount.flow(quarter)
    rule = profile.repeat
    assert {device.serial: device.failures for device in report.repeats} == recount.repeats(quarter, rule.days, rule.failures)
    assert report.repeats
    for dimension, column in COLUMNS.items():
        groups = report.breakdowns[dimension]
        assert {group.code: group.figures.incidents for group in groups if group.figures.incidents} == recount.groups(
            quarter, column
        )
        for group in groups:
            assert flat(group.figures) == recount.figures(quarter, column, group.code), (dimension, group.code)
    engineers = {group.code: group.responses for group in report.breakdowns[Dimension.ENGINEER] if group.responses}
    assert engineers == recount.responses(quarter)
    assert [group.own_terms for group in report.breakdowns[Dimension.CONTRACT] if group.code == HOURS] == [True]
