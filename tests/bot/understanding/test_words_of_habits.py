"""Everyday words for stress, sleep, smoking, food and what may be a pregnancy."""

from __future__ import annotations

from typing import Any

import pytest

from bot.understanding.reader import FactReader


@pytest.mark.parametrize("said", ["im so stressed", "feeling so anxious", "mucho estres"])
def test_so_before_an_adjective_makes_it_stronger(reader: FactReader, said: str) -> None:
    assert reader.read(said) == {"stress": "high"}


def test_so_before_a_consequence_parts_two_clauses(reader: FactReader) -> None:
    told = "i used tret every night but my skin was so sore that i dropped back to twice a week"
    assert reader.read(told)["products"][0]["per_week"] == 2


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("i dont smoke or vape", {"smoking": "never"}),
        ("nonsmoker", {"smoking": "never"}),
        ("i use iqos", {"smoking": "current"}),
        ("2 years off the ciggies", {"smoking": "former"}),
        ("sleep sucks", {"sleep_quality": "poor"}),
        ("im up half the night", {"sleep_quality": "poor"}),
        ("no issues with sleep", {"sleep_quality": "good"}),
        ("period nahi aaya", {"pregnancy": "possible"}),
        ("quiero quedar embarazada", {"pregnancy": "trying"}),
        ("still on the boob", {"pregnancy": "breastfeeding"}),
        ("boba every night", {"diet": ["high_sugar"]}),
        ("flat whites all day", {"diet": ["dairy"]}),
        ("two scoops of whey", {"diet": ["whey"]}),
        ("nasi lemak most days", {"diet": ["high_gi_processed"]}),
        ("comida casera every day", {"diet": ["balanced"]}),
        ("sporadic sunscreen", {"spf_use": "sometimes"}),
        ("sunscreen only for outdoor sports", {"spf_use": "outdoors_only"}),
        ("my skin is like the sahara", {"skin_type": ["dry"]}),
        ("greasy nose and dry cheeks", {"skin_type": ["combination"]}),
        ("i want skin like a kdrama actress", {"goals": ["glass_skin"]}),
    ],
)
def test_a_habit_is_known_in_everyday_words(
    reader: FactReader, said: str, facts: dict[str, Any]
) -> None:
    assert reader.read(said) == facts


def test_food_that_one_is_allergic_to_is_no_diet(reader: FactReader) -> None:
    assert "diet" not in reader.read("allergic to milk and chocolate")


@pytest.mark.parametrize(
    ("said", "event"),
    [
        ("walima in 2 weeks", "wedding"),
        ("heading to punta cana in 2 weeks", "sun_holiday"),
        ("homecoming in 2 weeks", "party"),
        ("engagement photos in 2 weeks", "photoshoot"),
        ("thesis defense in 2 weeks", "other"),
    ],
)
def test_a_big_day_is_known_by_its_name(reader: FactReader, said: str, event: str) -> None:
    assert reader.read(said) == {"event": {"id": event, "days": 14}}


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("i come out in hives with penicillin", "penicillin"),
        ("aspirin intolerance", "aspirin"),
        ("anaphylactic to penicillin", "penicillin"),
    ],
)
def test_an_allergy_is_told_by_what_it_does(reader: FactReader, said: str, named: str) -> None:
    facts = reader.read(said)
    assert facts["allergies"] == [named]
    assert "red_flags" not in facts


@pytest.mark.parametrize(
    ("said", "litres"),
    [
        ("i drink do litre paani", 2),
        ("un litro de agua", 1),
        ("2 x 500 ml bottles of water", 1),
    ],
)
def test_water_is_counted_in_any_tongue(reader: FactReader, said: str, litres: float) -> None:
    assert reader.read(said)["water_litres"] == litres


@pytest.mark.parametrize(
    "said", ["ivermectin cream nightly", "an antifungal cream daily", "elidel cream"]
)
def test_a_medicinal_cream_is_no_moisturiser(reader: FactReader, said: str) -> None:
    assert "products" not in reader.read(f"i use {said}")
