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
