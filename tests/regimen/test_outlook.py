"""What takes how long, and what else helps."""

from __future__ import annotations

from typing import Any

import pytest

from regimen.knowledge import vocabulary
from tests.regimen.said import Facts, answer


def advised(*facts: Facts, **more: Any) -> set[str]:
    return {each["id"] for each in answer(*facts, **more)["lifestyle"]}


@pytest.mark.parametrize("concern", sorted(vocabulary("concerns") | vocabulary("goals")))
def test_every_concern_and_goal_has_its_weeks(concern: str) -> None:
    key = "goals" if concern in vocabulary("goals") else "concerns"
    (span,) = answer({key: [concern]})["timeline"]
    assert span["concern"] == concern
    low, high = span["weeks"]
    assert 0 < low < high <= 26


@pytest.mark.parametrize(
    ("concern", "weeks"),
    [("texture", [4, 8]), ("dullness", [4, 8]), ("fine_lines", [12, 26]), ("sagging", [12, 26])],
)
def test_the_weeks_of_the_clinics_article(concern: str, weeks: list[int]) -> None:
    assert answer(concerns=[concern])["timeline"] == [{"concern": concern, "weeks": weeks}]


def test_hydration_shows_first() -> None:
    timeline = answer(concerns=["melasma", "texture", "dehydration"], goals=["glow"])["timeline"]
    assert [each["concern"] for each in timeline] == ["dehydration", "glow", "texture", "melasma"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"sleep_hours": 5}, {"sleep"}),
        ({"sleep_hours": [4, 5]}, {"sleep"}),
        ({"sleep_hours": [5, 6]}, set()),
        ({"sleep_hours": 6}, set()),
        ({"sleep_quality": "poor"}, {"sleep"}),
        ({"sleep_quality": "fair"}, set()),
        ({"stress": "high"}, {"stress"}),
        ({"stress": "moderate"}, {"stress"}),
        ({"stress": "low"}, set()),
        ({"diet": ["high_sugar"], "concerns": ["acne"]}, {"diet_sugar"}),
        ({"diet": ["whey"], "concerns": ["cystic_acne"]}, {"diet_dairy"}),
        ({"diet": ["dairy", "high_sugar"]}, set()),
        ({"diet": ["balanced"], "concerns": ["acne"]}, set()),
        ({"skin_type": ["dry"]}, {"hot_water"}),
        ({"water_litres": 0.5, "smoking": "current"}, set()),
        ({}, set()),
    ],
)
def test_lifestyle(facts: Facts, expected: set[str]) -> None:
    assert advised(facts) == expected
