"""Times without a zone."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from fieldapp.sync.connectors.mapping import same
from fieldapp.sync.connectors.plain_times import with_zone, without_zone

CHINA = timezone(timedelta(hours=8))


def test_both_ways() -> None:
    assert with_zone("2026-11-28 01:00:26", CHINA) == "2026-11-28T01:00:26.000+08:00"
    assert without_zone("2026-11-27T17:00:26.999Z", CHINA) == "2026-11-28 01:00:26"
    assert with_zone("2026-07-01 12:00:00", ZoneInfo("Europe/Paris")) == "2026-07-01T12:00:00.000+02:00"
    assert without_zone(with_zone("2026-11-27 08:00:00", UTC), UTC) == "2026-11-27 08:00:00"


@pytest.mark.parametrize("text", ["", "gestern", "2026-13-40 99:00:00", "2026-11-28"])
def test_what_is_no_time_stays_as_it_is(text: str) -> None:
    assert (with_zone(text, UTC), without_zone(text, UTC)) == (text, text)


def test_moments_are_the_same_in_any_zone_to_the_second() -> None:
    assert same("2026-11-28T01:00:26.400+08:00", "2026-11-27T17:00:26Z", True)
    assert not same("2026-11-28T01:00:27+08:00", "2026-11-27T17:00:26Z", True)
    assert not same("2026-11-28T01:00:27+08:00", "", True)
    assert not same("2026-11-28T01:00:26+08:00", "2026-11-27T17:00:26Z", False)
