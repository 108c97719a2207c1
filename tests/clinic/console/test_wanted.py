"""What is asked of the queue: days are those of the clinic, each from its first moment to its last."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from clinic.console.wanted import Asked

DAY = dt.date(2026, 5, 4)


@pytest.mark.parametrize(
    ("zone", "day", "first", "last"),
    [
        ("Asia/Kolkata", DAY, "2026-05-03T18:30", "2026-05-04T18:30"),
        ("America/New_York", DAY, "2026-05-04T04:00", "2026-05-05T04:00"),
        # the clocks are put forward: the day has 23 hours
        ("America/New_York", dt.date(2026, 3, 8), "2026-03-08T05:00", "2026-03-09T04:00"),
        # by skipping midnight: it begins at 1 o'clock
        ("Africa/Cairo", dt.date(2026, 4, 24), "2026-04-23T22:00", "2026-04-24T21:00"),
    ],
)
def test_a_day_is_from_midnight_to_midnight_in_the_zone(
    zone: str, day: dt.date, first: str, last: str
) -> None:
    wanted = Asked(since=day, until=day).wanted(ZoneInfo(zone))
    assert wanted.since == dt.datetime.fromisoformat(f"{first}+00:00")
    assert wanted.until == dt.datetime.fromisoformat(f"{last}+00:00")


def test_without_a_zone_it_is_the_machines() -> None:
    wanted = Asked(since=DAY, until=DAY).wanted(None)
    assert wanted.since == dt.datetime(2026, 5, 4).astimezone()
    assert wanted.until == dt.datetime(2026, 5, 5).astimezone()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("day", [dt.date(1900, 1, 1), dt.date(2999, 12, 31)])
def test_the_first_and_the_last_day_have_their_times_in_any_zone(zone: str, day: dt.date) -> None:
    wanted = Asked(since=day, until=day).wanted(ZoneInfo(zone))
    assert wanted.since and wanted.until
    assert wanted.since < wanted.until


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_a_day_that_has_none_in_some_zone_is_refused(day: dt.date) -> None:
    for asked in ({"since": day}, {"until": day}):
        with pytest.raises(ValidationError):
            Asked(**asked)
