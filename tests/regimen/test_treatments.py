"""Candidate treatments and their gates: for the clinic's staff only."""

from __future__ import annotations

from typing import Any

import pytest

from regimen.knowledge import load, vocabulary
from tests.regimen.said import Facts, answer, had, takes, use, uses, wants

PHASES = {"exfoliate", "hydrate", "brighten", "repair", "device"}


def status(name: str, *facts: Facts, **more: Any) -> tuple[str, list[str]] | None:
    found = answer(*facts, **more)["treatments"]
    return next(((each["status"], each["reasons"]) for each in found if each["id"] == name), None)


def test_candidates_follow_concerns_and_goals() -> None:
    found = answer(concerns=["sagging"])["treatments"]
    assert {each["id"] for each in found} == {"radiofrequency", "ultrasound"}
    assert all(each["status"] == "suitable" and each["reasons"] == [] for each in found)
    assert answer()["treatments"] == []


@pytest.mark.parametrize("name", sorted(vocabulary("procedures")))
def test_what_the_patient_asks_for_is_a_candidate(name: str) -> None:
    assert status(name, wants(name)) == ("suitable", [])


def test_each_treatment_has_a_phase_of_the_plan() -> None:
    assert {each["phase"] for each in load("treatments")["treatments"].values()} == PHASES


@pytest.mark.parametrize(
    ("name", "facts", "expected", "reason"),
    [
        ("chemical_peel", {"pregnancy": "pregnant"}, "avoid", "pregnancy_peel"),
        ("botox", {"pregnancy": "breastfeeding"}, "avoid", "pregnancy_procedure"),
        ("led", {"pregnancy": "trying"}, "ask_doctor", "pregnancy_ask"),
        ("microneedling", {"conditions": ["keloids"]}, "avoid", "keloid_procedure"),
        ("radiofrequency", {"conditions": ["pacemaker"]}, "avoid", "pacemaker_radiofrequency"),
        ("led", {"conditions": ["epilepsy"]}, "ask_doctor", "epilepsy_led"),
        ("laser", {"conditions": ["cold_sores"]}, "ask_doctor", "peel_hold"),
        ("laser", {"symptoms": ["cold_sore_active"]}, "avoid", "peel_hold"),
        ("filler", {"symptoms": ["pus"]}, "avoid", "active_infection"),
        ("hydrafacial", {"symptoms": ["burning"]}, "avoid", "hurt_skin"),
        ("facial", had("laser", 1), "avoid", "hurt_skin"),
        ("waxing", takes("isotretinoin", status="stopped"), "ask_doctor", "isotretinoin_procedure"),
        ("laser", takes("isotretinoin", status="planned"), "ask_doctor", "isotretinoin_planned"),
        ("mesotherapy", takes("anticoagulant"), "ask_doctor", "anticoagulant_needling"),
        ("chemical_peel", takes("doxycycline"), "ask_doctor", "photosensitiser_procedure"),
        ("filler", takes("immunosuppressant"), "ask_doctor", "immunosuppressed"),
        ("filler", {"event": {"id": "party", "days": 3}}, "ask_doctor", "event_too_soon"),
        ("laser", {"event": {"id": "sun_holiday"}}, "ask_doctor", "sun_holiday"),
        ("laser", uses("retinol"), "ask_doctor", "retinoid_before_procedure"),
        ("laser", {"spf_use": "never"}, "ask_doctor", "sun_care_first"),
        ("laser", {"concerns": ["melasma"]}, "ask_doctor", "melasma"),
        ("hydrafacial", {"conditions": ["rosacea"]}, "ask_doctor", "inflamed_skin"),
        ("microneedling", uses("topical_steroid"), "ask_doctor", "steroid_on_face"),
        ("led", {"conditions": ["skin_cancer_history"]}, "ask_doctor", "skin_cancer_history"),
        ("microneedling", {"conditions": ["diabetes"]}, "ask_doctor", "diabetes"),
        ("facial", {"allergies": ["latex"]}, "ask_doctor", "allergies"),
        ("facial", {"age": 17}, "ask_doctor", "minor"),
        ("facial", {"red_flags": ["changing_mole"]}, "ask_doctor", "red_flag_first"),
        ("facial", {"red_flags": ["self_harm"]}, "avoid", "urgent_flag"),
    ],
)
def test_gates(name: str, facts: Facts, expected: str, reason: str) -> None:
    found = status(name, wants(name), facts)
    assert found and found[0] == expected and reason in found[1]


def test_a_warning_that_holds_already_is_a_gate_too() -> None:
    holiday = {"event": {"id": "sun_holiday"}}
    found = status("laser", wants("laser"), holiday, uses("glycolic_acid"))
    assert found and "sun_holiday" in found[1]


def test_a_warning_of_one_treatment_is_no_gate_for_another() -> None:
    facts = (wants("radiofrequency", "facial"), {"conditions": ["pacemaker"]})
    assert status("facial", *facts) == ("suitable", [])


def test_the_best_come_first() -> None:
    found = answer(takes("anticoagulant"), wants("mesotherapy", "facial"), {"conditions": ["keloids"]},
                   concerns=["acne_scars"])["treatments"]  # fmt: skip
    order = ["suitable", "ask_doctor", "avoid"]
    assert [order.index(each["status"]) for each in found] == sorted(
        order.index(each["status"]) for each in found
    )


def test_unused_products_are_no_gate() -> None:
    assert status("laser", wants("laser"), uses(use("retinol", 0))) == ("suitable", [])
