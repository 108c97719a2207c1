"""Merging a conversation (contract/facts.md)."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from regimen import merge
from regimen.merge import settled
from tests.regimen.said import Facts, had, takes, use, uses, wants


def product(facts: Facts, name: str = "retinol") -> Facts:
    return next(item for item in facts["products"] if item["id"] == name)


def test_the_later_single_value_wins() -> None:
    assert merge({"sleep_hours": 7, "age": 30}, {"sleep_hours": 5}) == {"sleep_hours": 5, "age": 30}


def test_lists_unite_in_the_order_in_which_they_were_said() -> None:
    merged = merge({"concerns": ["acne"]}, {"concerns": ["pih", "acne"]})
    assert merged == {"concerns": ["acne", "pih"]}


@pytest.mark.parametrize(
    "key", ["allergies", "medications", "conditions", "products", "procedures", "symptoms"]
)
def test_an_explicit_none_empties_the_list(key: str) -> None:
    known = {"allergies": ["nuts"], "conditions": ["eczema"], "symptoms": ["redness"],
             **takes("doxycycline"), **uses("retinol"), **wants("laser")}  # fmt: skip
    assert merge(known, {key: []}, asked=key) == {**known, key: []}


def test_after_none_something_can_be_named() -> None:
    assert merge({"allergies": []}, {"allergies": ["nuts"]}) == {"allergies": ["nuts"]}


def test_products_merge_by_id() -> None:
    merged = merge(uses("retinol", "pha"), uses(use("retinol", 5), use("aha", 1)))
    assert [(item["id"], item["per_week"]) for item in merged["products"]] == [
        ("retinol", 5),
        ("pha", 2),
        ("aha", 1),
    ]


def test_null_never_replaces_a_number() -> None:
    known = uses(use("retinol", 2, "pm"))
    assert product(merge(known, uses(use("retinol", None)))) == use("retinol", 2, "pm")
    known_range = uses(use("retinol", [2, 3]))
    assert product(merge(known_range, uses(use("retinol", None))))["per_week"] == [2, 3]
    assert product(merge(uses(use("retinol", None)), uses(use("retinol", 4))))["per_week"] == 4


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (use("retinol", 3), use("retinol", None, status="stopped"), ("stopped", 3)),
        (use("retinol", 3, status="planned"), use("retinol", None), ("current", 3)),
        (use("retinol", 0, status="never"), use("retinol", None), ("current", None)),
        (use("retinol", 0, status="never"), use("retinol", 2), ("current", 2)),
        (use("retinol", 3), use("retinol", 0), ("current", 0)),
    ],
)
def test_the_later_status_wins(before: Facts, after: Facts, expected: tuple[str, Any]) -> None:
    merged = product(merge(uses(before), uses(after)))
    assert (merged["status"], merged["per_week"]) == expected


def test_medicines_and_procedures_merge_by_id() -> None:
    assert merge(takes("isotretinoin"), takes("isotretinoin", status="stopped")) == takes(
        "isotretinoin", status="stopped"
    )
    assert merge(had("laser", 3), had("laser", None)) == had("laser", 3)
    assert merge(wants("laser"), had("laser", 1)) == had("laser", 1)
    assert merge(had("laser", 3), wants("laser", status="booked")) == wants(
        "laser", status="booked"
    )


@pytest.mark.parametrize(
    ("stopped", "goes", "stays"),
    [
        (
            "acid",
            {"glycolic_acid", "salicylic_acid", "pha"},
            {"salicylic_acid_cleanser", "retinol"},
        ),
        ("aha", {"glycolic_acid"}, {"salicylic_acid", "pha"}),
        ("exfoliant", {"glycolic_acid", "physical_scrub", "salicylic_acid_cleanser"}, {"retinol"}),
        ("retinoid", {"retinol", "tretinoin"}, {"bakuchiol", "glycolic_acid"}),
    ],
)
def test_a_stopped_class_stops_its_current_members(
    stopped: str, goes: set[str], stays: set[str]
) -> None:
    merged = merge(uses(*goes, *stays), uses(use(stopped, None, status="stopped")))
    found = {item["id"]: item["status"] for item in merged["products"]}
    assert {name for name, status in found.items() if status == "stopped"} == {*goes, stopped}
    assert all(found[name] == "current" for name in stays)


def test_a_stopped_class_leaves_what_the_same_message_names() -> None:
    stated = uses(use("acid", None, status="stopped"), use("lactic_acid", 1))
    merged = merge(uses("glycolic_acid", "lactic_acid"), stated)
    assert product(merged, "glycolic_acid")["status"] == "stopped"
    assert product(merged, "lactic_acid")["status"] == "current"


def test_a_single_stopped_product_stops_no_other() -> None:
    merged = merge(uses("glycolic_acid", "aha"), uses(use("glycolic_acid", None, status="stopped")))
    assert product(merged, "aha")["status"] == "current"


def test_planned_members_of_a_stopped_class_stay_planned() -> None:
    known = uses(use("glycolic_acid", None, status="planned"))
    merged = merge(known, uses(use("acid", None, status="stopped")))
    assert product(merged, "glycolic_acid")["status"] == "planned"


@pytest.mark.parametrize(
    ("known", "pair", "left"),
    [
        ({"symptoms": ["burning", "redness"]}, ["symptoms", "burning"], {"symptoms": ["redness"]}),
        ({"skin_type": ["sensitive"]}, ["skin_type", "sensitive"], {}),
        ({"skin_type": ["oily"]}, ["skin_type", "sensitive"], {"skin_type": ["oily"]}),
        ({"symptoms": []}, ["symptoms", "burning"], {"symptoms": []}),
        ({"pregnancy": "possible"}, ["pregnancy", "possible"], {}),
        ({"pregnancy": "no"}, ["pregnancy", "possible"], {"pregnancy": "no"}),
        (uses("retinol", "pha"), ["products", "pha"], uses("retinol")),
        ({"event": {"id": "wedding", "days": 3}}, ["event", "wedding"], {}),
        ({}, ["symptoms", "burning"], {}),
        ({"allergies": []}, ["allergies", []], {}),
        ({"allergies": ["nickel"]}, ["allergies", []], {"allergies": ["nickel"]}),
    ],
)
def test_what_is_withdrawn_is_taken_out(known: Facts, pair: list[Any], left: Facts) -> None:
    assert merge(known, {"retracted": [pair]}) == left
    assert settled({**known, "retracted": [pair]}) == left


def test_a_withdrawal_makes_room_for_what_is_said_instead() -> None:
    stated = {"skin_type": ["dry"], "pregnancy": "no",
              "retracted": [["skin_type", "sensitive"], ["pregnancy", "possible"]]}  # fmt: skip
    known = {"skin_type": ["sensitive"], "pregnancy": "possible"}
    assert merge(known, stated) == {"skin_type": ["dry"], "pregnancy": "no"}


def test_facts_about_somebody_else_change_nothing() -> None:
    stated = {"about_other": True, "red_flags": ["facial_swelling"]}
    assert merge({"age": 30}, stated) == {"age": 30}
    assert settled({**stated, "age": 12}) == {"red_flags": ["facial_swelling"]}


def test_an_answer_about_the_skin_type_replaces_it() -> None:
    known, stated = {"skin_type": ["oily"]}, {"skin_type": ["dry"]}
    assert merge(known, stated, asked="skin_type") == stated
    assert merge(known, stated, asked=["skin_type", "concerns"]) == stated
    assert merge(known, stated) == {"skin_type": ["oily", "dry"]}


@pytest.mark.parametrize(
    ("known", "stated", "expected"),
    [
        ({"id": "wedding", "days": 30}, {"id": "party", "days": 3}, {"id": "party", "days": 3}),
        ({"id": "wedding"}, {"id": "other", "days": 10}, {"id": "wedding", "days": 10}),
        ({"id": "wedding", "days": 9}, {"id": "wedding"}, {"id": "wedding", "days": 9}),
        ({"id": "wedding", "days": 9}, {"id": "wedding", "days": 8}, {"id": "wedding", "days": 8}),
    ],
)
def test_the_later_event_wins_and_a_bare_date_is_that_of_the_known_one(
    known: Facts, stated: Facts, expected: Facts
) -> None:
    assert merge({"event": known}, {"event": stated}) == {"event": expected}


def test_the_arguments_stay_as_they_are() -> None:
    known, stated = uses("glycolic_acid"), uses(use("acid", None, status="stopped"))
    before = deepcopy((known, stated))
    merge(known, stated)
    assert (known, stated) == before
