"""The home-care routine: from what the patient has, nothing that a warning forbids."""

from __future__ import annotations

from typing import Any

import pytest

from regimen import advise
from tests.regimen.said import Facts, answer, had, takes, use, uses, wants

CALM: Facts = {"symptoms": [], "spf_use": "daily"}


def words(part: str, *facts: Facts, **more: Any) -> str:
    steps = answer(*facts, **more)["routine"][part]  # type: ignore[literal-required]
    return "\n".join(f"{each['step']}: {each['with']}" for each in steps)


def hold(*facts: Facts, **more: Any) -> set[str]:
    return set(answer(*facts, **more)["routine"]["hold"])


def test_the_least_that_everybody_gets() -> None:
    routine = answer()["routine"]
    assert [step["step"] for step in routine["am"]] == ["Cleanse", "Moisturise", "Protect"]
    assert [step["step"] for step in routine["pm"]] == ["Cleanse", "Moisturise"]
    assert routine["hold"] == []
    assert all(set(step) == {"step", "with", "why"} for step in routine["am"])


def test_the_patients_own_products_are_named_in_their_part_of_the_day() -> None:
    own = uses(use("niacinamide", 7, "pm"), use("vitamin_c", 7), use("moisturiser", 14), "toner")
    morning, evening = words("am", own), words("pm", own)
    assert "your vitamin C" in morning and "your vitamin C" not in evening
    assert "your niacinamide" in evening and "your niacinamide" not in morning
    assert "your moisturiser" in morning and "your moisturiser" in evening
    assert "your toner" in morning and "your toner" in evening


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"spf_use": "daily", "spf_value": 50}, "your SPF 50 sunscreen"),
        ({"spf_use": "daily", "spf_value": 15}, "in place of your SPF 15"),
        ({"spf_use": "makeup_only"}, "of its own under your make-up"),
        ({"concerns": ["melasma"]}, "iron oxides"),
        ({"concerns": ["pih"], "spf_value": 20}, "iron oxides, SPF 50, in place of your SPF 20"),
        ({"symptoms": ["sunburn"], "spf_value": 50}, "mineral sunscreen"),
        ({"skin_type": ["oily"]}, "gel sunscreen"),
        ({}, "broad-spectrum sunscreen, SPF 30 or more"),
    ],
)
def test_sunscreen_fits_the_patient(facts: Facts, expected: str) -> None:
    assert expected in words("am", facts).splitlines()[-1]


@pytest.mark.parametrize(
    ("facts", "held"),
    [
        ([uses(use("glycolic_acid", 7), use("physical_scrub", 3))], {"glycolic_acid", "physical_scrub"}),
        ([uses("retinol", "pha"), {"symptoms": ["burning"]}], {"retinol", "pha"}),
        ([uses("retinol", "vitamin_c"), {"symptoms": ["stinging"]}], {"retinol", "vitamin_c"}),
        ([uses("tretinoin"), {"symptoms": ["flaking"]}], set()),
        ([uses("retinol", "vitamin_c"), had("laser", 1)], {"retinol", "vitamin_c"}),
        ([uses("retinol"), had("laser", 3)], set()),
        ([uses("vitamin_c", "clay_mask", "ceramides"), {"symptoms": ["sunburn"]}], {"vitamin_c", "clay_mask"}),
        ([uses("retinol", "hydroquinone", "bakuchiol"), {"pregnancy": "trying"}], {"retinol", "hydroquinone"}),
        ([uses(use("retinol", None, status="planned")), {"pregnancy": "pregnant"}], {"retinol"}),
        ([uses(use("peel_home", None, status="planned"))], {"peel_home"}),
        ([uses("lactic_acid"), {"conditions": ["rosacea"]}], {"lactic_acid"}),
        ([uses("washcloth", "adapalene"), takes("isotretinoin")], {"washcloth", "adapalene"}),
        ([uses("glycolic_acid", "adapalene"), {"age": 15}], {"glycolic_acid"}),
        ([uses("tretinoin", "aha"), {"event": {"id": "sun_holiday", "days": 7}}], {"tretinoin", "aha"}),
        ([uses("tretinoin"), {"event": {"id": "sun_holiday", "days": 8}}], set()),
        ([uses("niacinamide"), {"allergies": ["niacinamide"]}], {"niacinamide"}),
        ([uses("topical_steroid"), {"symptoms": ["burning"], "allergies": ["hydrocortisone"]}], set()),
        ([uses("retinol", "tretinoin")], {"retinol"}),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_paused(facts: list[Facts], held: set[str]) -> None:
    assert hold(*facts) == held


def test_amber_keeps_the_gentlest_exfoliant_under_the_cap() -> None:
    facts = uses(use("glycolic_acid", 2), use("lactic_acid", 2), use("physical_scrub", 0.5))
    assert answer(facts, skin_type=["oily"])["exfoliation"]["level"] == "amber"
    assert hold(facts, skin_type=["oily"]) == {"glycolic_acid", "physical_scrub"}
    assert "your lactic acid, up to twice a week" in words("pm", facts, skin_type=["oily"])


@pytest.mark.parametrize(
    ("per_week", "skin_type", "expected"),
    [
        (4, "dry", "up to twice a week"),
        (5, "oily", "up to three times a week"),
        (2, "sensitive", "once a week"),
        (1, "oily", "once a week"),
        (0.5, "oily", "once every two weeks"),
        (0.25, "oily", "once a month"),
    ],
)
def test_how_often_to_exfoliate(per_week: float, skin_type: str, expected: str) -> None:
    facts = uses(use("lactic_acid", per_week))
    assert f"your lactic acid, {expected}" in words("pm", facts, skin_type=[skin_type])


def test_a_scrub_on_sensitive_skin_fits_once_every_two_weeks() -> None:
    facts = uses(use("physical_scrub", 1))
    assert "scrub, once every two weeks" in words("pm", facts, skin_type=["sensitive"])


def test_the_retinoid_keeps_to_evenings_without_an_exfoliant() -> None:
    facts = uses(use("retinol", 7), use("lactic_acid", 2))
    evening = words("pm", facts, skin_type=["oily"])
    assert "your lactic acid, up to twice a week" in evening
    assert "your retinol, up to five times a week" in evening
    assert "not on the evenings of your lactic acid" in evening
    assert "not on the evenings" not in words("pm", uses("retinol"))


def test_a_morning_acid_or_retinoid_moves_to_the_evening() -> None:
    facts = uses(use("lactic_acid", 1, "am"), use("retinol", 1, "am"))
    assert "lactic" not in words("am", facts) and "retinol" not in words("am", facts)
    assert "lactic" in words("pm", facts) and "retinol" in words("pm", facts)


def test_flaking_from_a_retinoid_slows_it_down() -> None:
    evening = words("pm", uses(use("tretinoin", 7)), symptoms=["flaking"])
    assert "up to twice a week, over your moisturiser" in evening
    assert "ask your prescriber" in evening


def test_benzoyl_peroxide_is_for_the_morning_beside_tretinoin() -> None:
    facts = uses(use("tretinoin", 3, "pm"), use("benzoyl_peroxide", 7, "pm"))
    assert "benzoyl peroxide" in words("am", facts)
    assert "benzoyl peroxide" not in words("pm", facts)
    stable = uses(use("adapalene", 3, "pm"), use("benzoyl_peroxide", 3, "pm"))
    assert "benzoyl peroxide" in words("pm", stable)


def test_prescribed_products_are_used_as_prescribed() -> None:
    evening = words("pm", uses("hydroquinone", "tretinoin", "topical_steroid"))
    assert "your hydroquinone, as your doctor prescribed" in evening
    assert "as your doctor said" in evening
    assert "your steroid cream no more often than now, until a doctor has seen you" in evening


def test_a_hurt_barrier_gets_repair_and_nothing_new() -> None:
    facts: Facts = {"symptoms": ["burning"], "goals": ["glass_skin"], "concerns": ["dullness"]}
    morning, evening = words("am", facts, CALM), words("pm", facts, CALM)
    assert "lukewarm water only" in morning and "mineral sunscreen" in morning
    assert "ceramide cream" in morning and "ceramide cream" in evening
    assert "vitamin C" not in morning and "Exfoliate" not in evening


@pytest.mark.parametrize(
    "reason",
    [
        {"pregnancy": "pregnant"},
        {"age": 16},
        {"skin_type": ["sensitive"]},
        {"conditions": ["rosacea"]},
        {"concerns": ["melasma"]},
        {"symptoms": ["itching"]},
        {"spf_use": "sometimes"},
        {"event": {"id": "wedding", "days": 10}},
        {"event": {"id": "sun_holiday"}},
        takes("isotretinoin", status="stopped"),
        takes("doxycycline"),
        uses("retinol"),
        uses("topical_steroid"),
        wants("chemical_peel"),
        had("laser", 1),
    ],
    ids=str,
)
def test_no_new_exfoliant_where_something_speaks_against_it(reason: Facts) -> None:
    aims: Facts = {"concerns": ["texture"]}
    assert "once a week" in words("pm", aims, CALM)
    facts = {**CALM, **reason, "concerns": [*aims["concerns"], *reason.get("concerns", [])]}
    assert "Exfoliate" not in words("pm", facts)


def test_new_products_wait_until_after_the_big_day() -> None:
    facts: Facts = {"goals": ["glow"], "event": {"id": "wedding", "days": 14}}
    assert "Treat" not in words("am", facts, CALM)
    assert "vitamin C" in words("am", {**facts, "event": {"id": "wedding", "days": 15}}, CALM)


def test_pregnancy_is_offered_what_doctors_use_in_it() -> None:
    morning = words("am", CALM, pregnancy="pregnant", concerns=["acne"])
    assert "azelaic acid" in morning and "ask your doctor" in morning


def test_nothing_new_that_the_patient_is_allergic_to() -> None:
    morning = words("am", CALM, goals=["glow"], allergies=["vitamin c"])
    assert "vitamin C" not in morning


@pytest.mark.parametrize(
    ("season", "facts", "expected"),
    [
        ("winter", {"skin_type": ["dry"]}, "a rich ceramide cream"),
        ("summer", {"skin_type": ["normal"]}, "a light lotion"),
        ("autumn", {"skin_type": ["normal"]}, "a light moisturiser"),
        (None, {"skin_type": ["oily"]}, "a light gel cream"),
    ],
)
def test_texture_follows_season_and_skin_type(season: Any, facts: Facts, expected: str) -> None:
    morning = advise(facts, season=season)["routine"]["am"]
    assert any(expected in step["with"] for step in morning)


@pytest.mark.parametrize("tool", ["washcloth", "salicylic_acid_cleanser"])
def test_what_exfoliates_while_washing_stays_with_the_cleansing(tool: str) -> None:
    evening = words("pm", uses(use(tool, 1)), skin_type=["oily"])
    assert evening.startswith("Cleanse: a gentle cleanser, and your ")
    assert "once a week" in evening.splitlines()[0]
