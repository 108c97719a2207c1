"""What staff read: times by the clinic's clock, and names that mislead nobody."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from clinic import describe
from clinic.staff.words import local, treatment

EVENING = dt.datetime(2026, 5, 3, 20, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "told"),
    [("Asia/Kolkata", "4 May 2026, 01:35"), ("America/New_York", "3 May 2026, 16:05")],
)
def test_a_time_is_told_by_the_clock_of_a_zone(zone: str, told: str) -> None:
    assert local(EVENING, ZoneInfo(zone)) == told


def test_summer_time_is_that_of_the_time_which_is_told() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    winter, summer = (dt.datetime(2026, month, 1, 12, tzinfo=dt.UTC) for month in (1, 7))
    assert local(winter, berlin) == "1 Jan 2026, 13:00"
    assert local(summer, berlin) == "1 Jul 2026, 14:00"


def test_a_treatment_cannot_be_taken_for_tablets() -> None:
    assert treatment("tranexamic_acid") == "topical tranexamic acid"
    assert treatment("led") == describe.name("led") == "LED light"
