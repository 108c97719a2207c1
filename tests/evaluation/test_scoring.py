"""Facts are compared as the contract of the facts says."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.scoring import Score, agree, compare, flatten

RETINOL = {"id": "retinol", "status": "current", "per_week": 2, "when": "pm"}


def test_a_product_counts_up_to_three_times() -> None:
    assert flatten({"products": [RETINOL]}) == [
        ("product", "retinol:current"),
        ("per_week[retinol]", 2),
        ("when[retinol]", "pm"),
    ]


def test_the_frequency_of_a_stopped_product_does_not_count() -> None:
    assert flatten({"products": [RETINOL | {"status": "stopped", "when": None}]}) == [
        ("product", "retinol:stopped")
    ]


def test_an_empty_list_is_a_fact_of_its_own() -> None:
    assert flatten({"medications": [], "products": [], "allergies": []}) == [
        ("medications", "none"),
        ("product", "none"),
        ("allergies", "none"),
    ]


def test_an_event_counts_with_its_date() -> None:
    assert flatten({"event": {"id": "wedding", "days": 10}}) == [
        ("event", "wedding"),
        ("event_days", 10),
    ]


def test_what_says_nothing_of_the_patient_does_not_count() -> None:
    assert flatten({"about_other": False, "retracted": [["symptoms", "burning"]]}) == []


@pytest.mark.parametrize(
    ("key", "stated", "found", "agrees"),
    [
        ("sleep_hours", 7, 7.25, True),
        ("sleep_hours", 7, 7.5, False),
        ("sleep_hours", [6, 7], 6.5, True),
        ("sleep_hours", 6, [2, 10], False),
        ("per_week", [2, 3], [2, 3], True),
        ("per_week", 2, [2, 3], False),
        ("weeks_ago[laser]", 26, 24, True),
        ("weeks_ago[laser]", 26, 20, False),
        ("event_days", 30, 28, True),
        ("spf_reapply", True, False, False),
        ("spf_use", "daily", "most_days", False),
    ],
)
def test_numbers_agree_within_their_tolerance(
    key: str, stated: Any, found: Any, agrees: bool
) -> None:
    assert agree(key, stated, found) is agrees


def test_what_is_missed_and_what_is_extra_are_told_apart() -> None:
    found = compare({"age": 30, "stress": "low"}, {"stress": "high", "smoking": "never"})
    assert found.right == []
    assert found.missed == [("age", 30), ("stress", "low")]
    assert found.extra == [("stress", "high"), ("smoking", "never")]


def test_a_frequency_that_was_left_open_is_neither_right_nor_wrong() -> None:
    stated = {"products": [{"id": "retinol", "status": "current", "per_week": None}]}
    assert compare(stated, {"products": [RETINOL]}).exact


def test_a_member_counts_once() -> None:
    found = compare({"concerns": ["acne"]}, {"concerns": ["acne", "acne"]})
    assert found.extra == [("concerns", "acne")]


def test_scores_are_counted_by_key() -> None:
    score = Score()
    score.add(compare({"products": [RETINOL]}, {"products": [RETINOL | {"per_week": 7}]}))
    assert score.row("product") == (1, 1, 1)
    assert score.row("per_week") == (0, 0, 0)
    precision, recall, f1 = score.row()
    assert precision == recall == f1 == pytest.approx(2 / 3)
    assert (score.exact, score.compared) == (0, 1)
