"""What a turn added, changed or took out, in words and as facts."""

from __future__ import annotations

from typing import Any

import pytest

from actions import noting

ADAPALENE = {"id": "adapalene", "status": "current", "per_week": None, "when": "pm"}


def told(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], str]:
    noted = noting.difference(before, after)
    return noted.added, " ".join(noted.sentences)


def test_what_is_new_is_noted_in_one_sentence() -> None:
    added, said = told({}, {"skin_type": ["oily"], "stress": "high"})
    assert added == {"skin_type": ["oily"], "stress": "high"}
    assert said == "Noted: skin type: oily; stress: high."


def test_only_the_new_members_of_a_list_are_noted() -> None:
    added, said = told({"concerns": ["acne"]}, {"concerns": ["acne", "pih"]})
    assert added == {"concerns": ["pih"]}
    assert said == "Noted: what bothers you: dark marks."


def test_a_change_names_the_old_value() -> None:
    added, said = told({"sleep_hours": 8}, {"sleep_hours": 5})
    assert added == {"sleep_hours": 5}
    assert "8 hours" in said and "5 hours" in said


def test_a_changed_frequency_names_the_old_one() -> None:
    daily = {**ADAPALENE, "per_week": 7}
    weekly = {**ADAPALENE, "per_week": 1}
    added, said = told({"products": [daily]}, {"products": [weekly]})
    assert added == {"products": [weekly]}
    assert "every day" in said and "once a week" in said


def test_a_frequency_that_was_missing_is_no_change() -> None:
    weekly = {**ADAPALENE, "per_week": 1}
    added, said = told({"products": [ADAPALENE]}, {"products": [weekly]})
    assert added == {"products": [weekly]}
    assert said == "Noted: adapalene once a week in the evening."


def test_a_list_known_to_be_empty_is_named() -> None:
    added, said = told({}, {"medications": [], "allergies": []})
    assert added == {"medications": [], "allergies": []}
    assert "medicines: none" in said and "allergies: none" in said


def test_what_was_taken_out_is_told() -> None:
    added, said = told({"symptoms": ["burning"]}, {})
    assert added == {}
    assert "burning" in said


@pytest.mark.parametrize("facts", [{}, {"age": 30}])
def test_nothing_new_says_nothing(facts: dict[str, Any]) -> None:
    assert told(facts, dict(facts)) == ({}, "")
