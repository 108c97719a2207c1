"""How soon somebody must look at the patient (contract/regimen.md, "Triage")."""

from __future__ import annotations

import pytest

from regimen.facts import load_flags
from tests.regimen.said import Facts, answer, had, takes, use, uses, wants


@pytest.mark.parametrize(
    ("level", "flag"), [(level, flag) for level, flags in load_flags().items() for flag in flags]
)
def test_a_red_flag_brings_its_level(level: str, flag: str) -> None:
    assert answer(red_flags=[flag])["triage"] == {"level": level, "reasons": [flag]}


@pytest.mark.parametrize(
    ("facts", "level", "reason"),
    [
        *(
            ([takes("isotretinoin"), {"pregnancy": each}], "same_day", "isotretinoin_possible_pregnancy")
            for each in ("pregnant", "trying", "possible")
        ),
        ([{"symptoms": ["pus"]}, had("waxing", 4.0)], "same_day", "suspected_infection"),
        ([{"symptoms": ["fever"]}, had("filler", 0)], "same_day", "suspected_infection"),
        ([{"symptoms": ["oozing"]}], "soon", "oozing"),
        ([{"symptoms": ["blistering"]}], "soon", "blistering"),
        ([uses("topical_steroid")], "soon", "steroid_on_face"),
        ([takes("isotretinoin", "doxycycline")], "soon", "isotretinoin_doxycycline"),
        ([takes("tranexamic_acid_oral", "combined_pill")], "soon", "tranexamic_clot_risk"),
    ],
)  # fmt: skip
def test_what_the_facts_add_up_to(facts: list[Facts], level: str, reason: str) -> None:
    assert answer(*facts)["triage"] == {"level": level, "reasons": [reason]}


@pytest.mark.parametrize(
    "facts",
    [
        [],
        [takes("isotretinoin"), {"pregnancy": "breastfeeding"}],
        [takes("isotretinoin"), {"pregnancy": "no"}],
        [takes("isotretinoin", status="stopped"), {"pregnancy": "pregnant"}],
        [{"symptoms": ["pus"]}],
        [{"symptoms": ["pus"]}, had("waxing", 4.01)],
        [{"symptoms": ["pus"]}, had("waxing", None)],
        [{"symptoms": ["pus"]}, wants("filler", status="booked")],
        [{"symptoms": ["redness", "swelling", "pain"]}, had("filler", 1)],
        [uses(use("topical_steroid", None, status="stopped"))],
        [uses(use("topical_steroid", 0))],
    ],
    ids=str,
)
def test_near_misses_are_routine(facts: list[Facts]) -> None:
    assert answer(*facts)["triage"] == {"level": "routine", "reasons": []}


def test_the_highest_level_counts_and_the_most_urgent_reason_is_first() -> None:
    advice = answer(
        uses("topical_steroid"), red_flags=["changing_mole", "suspected_infection", "self_harm"]
    )
    assert advice["triage"]["level"] == "now"
    assert advice["triage"]["reasons"][:2] == ["self_harm", "suspected_infection"]
    assert set(advice["triage"]["reasons"][2:]) == {"changing_mole", "steroid_on_face"}


def test_a_flag_that_is_also_derived_is_one_reason() -> None:
    advice = answer(had("laser", 1), symptoms=["pus"], red_flags=["suspected_infection"])
    assert advice["triage"]["reasons"] == ["suspected_infection"]


def test_an_emergency_comes_before_everything_else() -> None:
    advice = answer(uses("glycolic_acid"), red_flags=["chemical_burn"])
    assert advice["routine"] == {"am": [], "pm": [], "hold": []}
    assert advice["missing"] == []


def test_an_emergency_of_somebody_else_is_triaged_too() -> None:
    advice = answer(red_flags=["facial_swelling"], about_other=True)
    assert advice["triage"]["level"] == "now"
