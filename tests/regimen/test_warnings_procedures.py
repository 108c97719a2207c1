"""Warnings around clinic procedures (contract/regimen.md)."""

from __future__ import annotations

import pytest

from tests.regimen.said import Facts, answer, had, severity, use, uses, wants

RESURFACING = (
    "chemical_peel",
    "laser",
    "laser_hair_removal",
    "microneedling",
    "microdermabrasion",
)


@pytest.mark.parametrize("procedure", RESURFACING)
@pytest.mark.parametrize("when", ["wanted", "booked"])
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        *(
            ({"symptoms": [each]}, "stop")
            for each in ("cold_sore_active", "sunburn", "pus", "oozing")
        ),
        ({"conditions": ["eczema"]}, "stop"),
        ({"conditions": ["dermatitis"]}, "stop"),
        ({"conditions": ["cold_sores"]}, "caution"),
        ({"conditions": ["cold_sores", "eczema"]}, "stop"),
        ({"conditions": ["cold_sores"], "symptoms": ["cold_sore_active"]}, "stop"),
        ({"conditions": ["rosacea", "psoriasis"], "symptoms": ["redness", "fever"]}, None),
    ],
    ids=str,
)
def test_peel_hold(procedure: str, when: str, facts: Facts, expected: str | None) -> None:
    assert severity(answer(facts, wants(procedure, status=when)), "peel_hold") == expected
    assert severity(answer(facts, had(procedure, 1)), "peel_hold") is None


@pytest.mark.parametrize("procedure", ["hydrafacial", "radiofrequency", "filler", "waxing"])
def test_peel_hold_is_not_for_other_procedures(procedure: str) -> None:
    assert severity(answer(wants(procedure), symptoms=["pus"]), "peel_hold") is None


SINGLE_GATES = [
    ("keloid_procedure", {"conditions": ["keloids"]}, "stop",
     {"microneedling", "laser", "laser_hair_removal", "chemical_peel"}),
    ("pacemaker_radiofrequency", {"conditions": ["pacemaker"]}, "stop", {"radiofrequency"}),
    ("epilepsy_led", {"conditions": ["epilepsy"]}, "caution", {"led"}),
    ("event_too_soon", {"event": {"id": "wedding", "days": 14}}, "caution",
     {"chemical_peel", "laser", "laser_hair_removal", "microneedling", "filler", "botox"}),
]  # fmt: skip
PROCEDURES = (
    "chemical_peel", "microdermabrasion", "microneedling", "mesotherapy", "led", "radiofrequency",
    "ultrasound", "oxygen_infusion", "hydrafacial", "laser", "laser_hair_removal", "waxing",
    "threading", "botox", "filler", "facial",
)  # fmt: skip


@pytest.mark.parametrize("procedure", PROCEDURES)
@pytest.mark.parametrize(("warning", "facts", "level", "named"), SINGLE_GATES, ids=str)
def test_a_gate_for_named_procedures(
    warning: str, facts: Facts, level: str, named: set[str], procedure: str
) -> None:
    expected = level if procedure in named else None
    assert severity(answer(facts, wants(procedure)), warning) == expected
    assert severity(answer(facts, wants(procedure, status="booked")), warning) == expected
    assert severity(answer(facts, had(procedure, 1)), warning) is None
    assert severity(answer(wants(procedure)), warning) is None


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"id": "party", "days": 0}, "caution"),
        ({"id": "sun_holiday", "days": 14}, "caution"),
        ({"id": "wedding", "days": 15}, None),
        ({"id": "wedding"}, None),
        ({"id": "wedding", "days": None}, None),
    ],
)
def test_an_event_in_two_weeks_or_less(event: Facts, expected: str | None) -> None:
    assert severity(answer(wants("filler"), event=event), "event_too_soon") == expected


@pytest.mark.parametrize("product", ["retinol", "tretinoin", "glycolic_acid", "washcloth"])
@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_retinoid_or_exfoliant_before_a_booked_procedure(product: str, procedure: str) -> None:
    named = {"chemical_peel", "laser", "laser_hair_removal", "microneedling", "waxing"}
    expected = "caution" if procedure in named else None
    booked = wants(procedure, status="booked")
    assert severity(answer(uses(product), booked), "retinoid_before_procedure") == expected
    assert severity(answer(uses(product), wants(procedure)), "retinoid_before_procedure") is None
    assert severity(answer(uses("bakuchiol"), booked), "retinoid_before_procedure") is None


@pytest.mark.parametrize("procedure", RESURFACING)
@pytest.mark.parametrize("product", ["retinol", "glycolic_acid", "konjac_sponge"])
@pytest.mark.parametrize(
    ("weeks", "expected"), [(0, "stop"), (2.0, "stop"), (2.01, None), (None, None)]
)
def test_recovery_takes_two_weeks(
    procedure: str, product: str, weeks: float | None, expected: str | None
) -> None:
    facts = (had(procedure, weeks), uses(product))
    assert severity(answer(*facts), "procedure_recovery") == expected


@pytest.mark.parametrize(
    "facts",
    [
        (had("hydrafacial", 1), uses("retinol")),
        (had("waxing", 1), uses("retinol")),
        (had("laser", 1), uses("bakuchiol", "vitamin_c")),
        (had("laser", 1), uses(use("retinol", status="stopped"))),
        (wants("laser", status="booked"), uses("retinol")),
        (had("laser", 1),),
    ],
)
def test_recovery_near_misses(facts: tuple[Facts, ...]) -> None:
    assert severity(answer(*facts), "procedure_recovery") is None
