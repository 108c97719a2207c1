"""The season at the clinic's place, from its latitude or its country."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from clinic.seasons import DATA, EQUATORIAL, NORTHERN, season_at
from clinic.settings import Settings

OPPOSITE = {"winter": "summer", "summer": "winter", "spring": "autumn", "autumn": "spring"}
MID_JANUARY, MID_JULY = dt.date(2026, 1, 15), dt.date(2026, 7, 15)
days = st.dates()
latitudes = st.floats(-90, 90)


@pytest.mark.parametrize(
    ("month", "season"),
    [(12, "winter"), (2, "winter"), (3, "spring"), (6, "summer"), (9, "autumn"), (11, "autumn")],
)
def test_seasons_are_whole_months_from_december_on(month: int, season: str) -> None:
    assert season_at(dt.date(2026, month, 1), country="DE") == season


@pytest.mark.parametrize(
    ("country", "season"),
    [("IN", "winter"), ("US", "winter"), ("AU", "summer"), ("ZA", "summer"), ("SG", None)],
)
def test_january_by_country(country: str, season: str | None) -> None:
    assert season_at(MID_JANUARY, country=country) == season


def test_a_latitude_says_more_than_a_country() -> None:
    assert season_at(MID_JULY, country="IN", latitude=8.5) is None
    assert season_at(MID_JULY, country="BR", latitude=-23.5) == "winter"


def test_a_clinic_sets_its_own() -> None:
    july = dt.datetime(2026, 7, 15, tzinfo=dt.UTC)
    assert Settings(country="AU").season(july) == "winter"
    assert Settings(country="AU", latitude=-9).season(july) is None


@pytest.mark.parametrize(
    ("zone", "season"), [("Asia/Kolkata", "summer"), ("America/New_York", "spring")]
)
def test_it_begins_with_the_day_at_the_clinic(zone: str, season: str) -> None:
    at = dt.datetime(2026, 5, 31, 20, tzinfo=dt.UTC)
    assert Settings(timezone=zone).season(at) == season


@given(days, latitudes)
def test_a_season_for_any_day_and_latitude_but_near_the_equator(
    day: dt.date, latitude: float
) -> None:
    season = season_at(day, country="IN", latitude=latitude)
    assert (season is None) == (abs(latitude) <= EQUATORIAL)
    assert season in (None, *NORTHERN)


@given(days, latitudes)
def test_the_other_hemisphere_has_the_opposite(day: dt.date, latitude: float) -> None:
    here = season_at(day, country="IN", latitude=latitude)
    there = season_at(day, country="IN", latitude=-latitude)
    assert there == (here and OPPOSITE[here])


@given(days, st.sampled_from(["IN", "AU"]))
def test_half_a_year_later_it_is_the_opposite(day: dt.date, country: str) -> None:
    later = dt.date(2026, (day.month + 5) % 12 + 1, 1)
    here = season_at(day, country=country)
    assert here and season_at(later, country=country) == OPPOSITE[here]


def test_each_country_lies_on_one_side() -> None:
    sides = yaml.safe_load(DATA.read_text("utf-8"))
    codes = [code for side in sides.values() for code in side]
    # a bare NO would be read as false
    assert all(isinstance(code, str) and len(code) == 2 and code.isupper() for code in codes)
    assert len(codes) == len(set(codes))
