"""Facts read back in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from clinic import describe


@pytest.mark.parametrize(
    ("key", "fact", "words"),
    [
        (
            "products",
            [{"id": "glycolic_acid", "status": "current", "per_week": 7, "when": "pm"}],
            "glycolic acid every day in the evening",
        ),
        (
            "products",
            [{"id": "physical_scrub", "status": "current", "per_week": [2, 3]}],
            "scrub 2 to 3 times a week",
        ),
        (
            "products",
            [{"id": "retinol", "status": "stopped", "per_week": None}],
            "retinol (stopped)",
        ),
        ("products", [{"id": "retinol", "status": "never", "per_week": 0}], "no retinol"),
        ("products", [{"id": "pha", "status": "current", "per_week": None}], "PHA"),
        ("products", [], "none"),
        (
            "procedures",
            [{"id": "laser", "status": "done", "weeks_ago": 0.3}],
            "laser (about 2 days ago)",
        ),
        (
            "procedures",
            [{"id": "chemical_peel", "status": "done", "weeks_ago": 3}],
            "chemical peel (about 3 weeks ago)",
        ),
        ("procedures", [{"id": "botox", "status": "wanted"}], "botox (wanted)"),
        ("sleep_hours", [6, 7], "6 to 7 hours"),
        ("sleep_hours", 7.5, "7.5 hours"),
        ("water_litres", 1, "1 litre"),
        ("spf_reapply", False, "no"),
        ("event", {"id": "wedding", "days": 42}, "wedding in 42 days"),
        ("event", {"id": "party"}, "party"),
        ("allergies", [], "none"),
        ("concerns", ["pih", "large_pores"], "dark marks, large pores"),
    ],
)
def test_a_fact_in_plain_words(key: str, fact: Any, words: str) -> None:
    assert describe.value(key, fact) == words


def test_labels_begin_with_a_capital_and_keep_their_own() -> None:
    assert describe.lines({"spf_value": 30, "skin_type": ["dry"]}) == [
        "Skin type: dry",
        "SPF: 30",
    ]


def test_no_fact_is_left_out_of_the_summary() -> None:
    facts = {"stress": "high", "age": 31, "products": []}
    assert describe.lines(facts) == ["Products: none", "Stress: high", "Age: 31"]


def test_staff_read_a_fact_by_their_own_name_where_there_is_one() -> None:
    assert describe.staff_label("concerns") == "Concerns"
    assert describe.staff_label("spf_use") == "Sunscreen"
