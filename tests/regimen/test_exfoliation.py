"""The exfoliation load of a week, its cap and level (contract/regimen.md)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.regimen.said import Facts, answer, had, takes, use, uses, wants

WEIGHTS = {
    "salicylic_acid_cleanser": 0.25,
    **dict.fromkeys(["pha", "enzyme_exfoliant", "washcloth", "konjac_sponge"], 0.5),
    **dict.fromkeys(
        ["glycolic_acid", "lactic_acid", "mandelic_acid", "aha", "salicylic_acid", "acid"], 1.0
    ),
    "exfoliant": 1.0,
    **dict.fromkeys(["physical_scrub", "diy_scrub", "cleansing_brush", "dermaplaning"], 2.0),
    **dict.fromkeys(["peel_solution", "peel_home"], 3.0),
}


def cap(*facts: Facts, **more: Any) -> float:
    return answer(*facts, **more)["exfoliation"]["cap"]


def load(*products: Facts | str) -> float:
    return answer(uses(*products))["exfoliation"]["load"]


@pytest.mark.parametrize(("name", "weight"), WEIGHTS.items())
def test_each_weight(name: str, weight: float) -> None:
    week = answer(uses(use(name, 4)))["exfoliation"]
    assert week["load"] == 4 * weight
    assert week["counted"] == [{"id": name, "per_week": 4, "weight": weight}]


@pytest.mark.parametrize(
    "name", ["retinol", "benzoyl_peroxide", "azelaic_acid", "vitamin_c", "clay_mask", "bakuchiol"]
)
def test_what_weighs_nothing(name: str) -> None:
    assert answer(uses(use(name, 7)))["exfoliation"]["counted"] == []


def test_the_load_is_the_sum() -> None:
    products = (use("physical_scrub", 3), use("glycolic_acid", 7), use("pha", 0.5))
    assert load(*products) == 13.25


def test_a_range_counts_its_upper_end() -> None:
    assert load(use("glycolic_acid", [2, 3])) == 3


def test_an_unknown_frequency_counts_once_and_is_asked_for() -> None:
    advice = answer(uses(use("physical_scrub", None)))
    assert advice["exfoliation"]["load"] == 2
    assert "products.physical_scrub.per_week" in advice["missing"]


@pytest.mark.parametrize("per_week", [0, 0.0, [0, 0]])
def test_no_use_counts_nowhere(per_week: Any) -> None:
    assert answer(uses(use("glycolic_acid", per_week)))["exfoliation"]["counted"] == []


@pytest.mark.parametrize("status", ["planned", "stopped", "never"])
def test_only_current_products_count(status: str) -> None:
    assert load(use("glycolic_acid", 7, status=status)) == 0


@pytest.mark.parametrize(
    ("skin_type", "expected"),
    [
        (["sensitive"], 1),
        (["dry"], 2),
        ([], 2),
        (["normal"], 3),
        (["combination"], 3),
        (["oily"], 3),
        (["oily", "sensitive"], 1),
        (["combination", "dry"], 2),
    ],
)
def test_the_cap_of_a_skin_type(skin_type: list[str], expected: float) -> None:
    assert cap(skin_type=skin_type) == expected


def test_the_cap_where_the_skin_type_is_unknown() -> None:
    assert cap() == 2


@pytest.mark.parametrize(
    ("products", "expected"),
    [
        ([use("retinol", 3)], 2),
        ([use("retinol", 2.9)], 3),
        ([use("retinol", [2, 3])], 2),
        ([use("retinol", None)], 2),
        ([use("retinol", 2), use("benzoyl_peroxide", 1)], 2),
        ([use("benzoyl_peroxide", 7)], 2),
        ([use("tretinoin", 1.5), use("adapalene", 1.5)], 2),
        ([use("bakuchiol", 7)], 3),
        ([use("bakuchiol", None), use("retinol", 2)], 3),
        ([use("retinol", 0), use("benzoyl_peroxide", 2)], 3),
        ([use("retinol", 7, status="planned")], 3),
        ([use("retinol", 7, status="stopped")], 3),
    ],
)
def test_three_uses_of_retinoids_and_benzoyl_peroxide_lower_the_cap(
    products: list[Facts], expected: float
) -> None:
    assert cap(uses(*products), skin_type=["oily"]) == expected


def test_the_lowered_cap_is_at_least_a_half() -> None:
    assert cap(uses(use("tretinoin", 7)), skin_type=["sensitive"]) == 0.5
    assert cap(uses(use("tretinoin", 7)), skin_type=["dry"]) == 1


@pytest.mark.parametrize("sign", [
    "burning", "stinging", "tightness", "waxy_shine", "peeling", "flaking", "raw", "oozing",
    "blistering",
])  # fmt: skip
def test_a_sign_of_a_damaged_barrier_leaves_nothing_for_an_exfoliant(sign: str) -> None:
    assert cap(uses(use("salicylic_acid_cleanser", 1)), symptoms=[sign]) == 0
    assert cap(uses(use("retinol", 1)), symptoms=[sign]) == 2
    assert cap(uses(use("pha", 0)), symptoms=[sign]) == 2
    assert cap(uses(use("pha", 1, status="stopped")), symptoms=[sign]) == 2


@pytest.mark.parametrize("symptom", ["redness", "dryness", "breakouts", "itching", "pain", "rash"])
def test_other_symptoms_leave_the_cap(symptom: str) -> None:
    assert cap(uses(use("pha", 1)), symptoms=[symptom]) == 2


def test_sunburn_leaves_nothing() -> None:
    assert cap(symptoms=["sunburn"]) == 0


@pytest.mark.parametrize(
    "procedure", ["chemical_peel", "laser", "microneedling", "microdermabrasion"]
)
def test_a_hold_of_two_weeks(procedure: str) -> None:
    assert cap(had(procedure, 2.0)) == 0
    assert cap(had(procedure, 0)) == 0
    assert cap(had(procedure, 2.01)) == 2
    assert cap(had(procedure, None)) == 2
    assert cap(wants(procedure, status="booked")) == 2


def test_the_date_of_a_hold_is_asked_for() -> None:
    assert "procedures.laser.weeks_ago" in answer(had("laser", None))["missing"]


@pytest.mark.parametrize(
    "procedure", ["laser_hair_removal", "waxing", "hydrafacial", "mesotherapy"]
)
def test_other_procedures_hold_nothing(procedure: str) -> None:
    assert cap(had(procedure, 0.5)) == 2


def test_medicines_leave_the_cap() -> None:
    assert cap(takes("isotretinoin", "doxycycline")) == 2


@pytest.mark.parametrize(
    ("per_week", "level"),
    [(1.9, "ok"), (2, "ok"), (2.1, "amber"), (4, "amber"), (4.1, "red")],
)
def test_the_borders_of_the_levels(per_week: float, level: str) -> None:
    advice = answer(uses(use("lactic_acid", per_week)), skin_type=["dry"])
    assert advice["exfoliation"]["level"] == level


def test_any_load_is_red_where_the_cap_is_nothing() -> None:
    sunburnt = {"symptoms": ["sunburn"]}
    light = answer(uses(use("salicylic_acid_cleanser", 0.25)), sunburnt)
    assert light["exfoliation"]["level"] == "red"
    assert answer(sunburnt)["exfoliation"] == {"load": 0, "cap": 0, "level": "ok", "counted": []}


def test_thirds_add_up_exactly() -> None:
    thirds = uses(use("glycolic_acid", 1.1), use("lactic_acid", 1.1), use("mandelic_acid", 0.8))
    assert answer(thirds, skin_type=["oily"])["exfoliation"]["level"] == "ok"
