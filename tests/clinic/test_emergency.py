"""Whom to call, by country."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from clinic.emergency import DATA, emergency_for
from clinic.settings import Settings

COUNTRIES = yaml.safe_load(DATA.read_text("utf-8"))["countries"]


@pytest.mark.parametrize(
    ("country", "number", "crisis"),
    [
        ("IN", "112", "Tele-MANAS (14416)"),
        ("US", "911", "the Suicide & Crisis Lifeline (988)"),
        ("GB", "999", "Samaritans (116 123)"),
        ("AU", "000", "Lifeline (13 11 14)"),
    ],
)
def test_a_country_has_its_own_numbers(country: str, number: str, crisis: str) -> None:
    emergency = Settings(country=country).emergency
    assert (emergency.number, emergency.crisis) == (number, crisis)


def test_a_clinic_may_name_other_numbers() -> None:
    own = Settings(emergency_number="108", crisis_name="Sahara", crisis_number="1800 123").emergency
    assert (own.number, own.crisis) == ("108", "Sahara (1800 123)")
    assert Settings(emergency_number="108").emergency.crisis == emergency_for("IN").crisis


def test_a_country_without_a_line_of_its_own_gets_the_worldwide_one() -> None:
    assert emergency_for("AE").number == "998"
    assert emergency_for("AE").crisis == emergency_for("XX").crisis


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2))
def test_any_country_has_somebody_to_call(country: str) -> None:
    emergency = emergency_for(country)
    assert re.fullmatch(r"\d{3}", emergency.number)
    assert emergency.crisis_name and emergency.crisis_number


@pytest.mark.parametrize("country", COUNTRIES)
def test_numbers_are_texts_that_can_be_dialled(country: str) -> None:
    entry = COUNTRIES[country]
    assert re.fullmatch(r"\d{3}", entry["emergency"])
    if "crisis" in entry:
        assert re.fullmatch(r"[\d ]{3,}", entry["crisis"]["number"])
